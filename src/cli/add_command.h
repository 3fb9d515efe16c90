// `hearim add CASE PATH...`: takes files, folders, archives and lists in.
#pragma once

#include <functional>

#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

// Adds the verb to the program's arguments. Parsing sets `chosen` to the work to be done, which
// returns the exit status.
void add_add_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen);

}  // namespace hearim
