// `hearim new CASE`: makes an encrypted case.
#pragma once

#include <functional>

#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

// Adds the verb to the program's arguments. Parsing sets `chosen` to the work to be done, which
// returns the exit status.
void add_new_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen);

}  // namespace hearim
