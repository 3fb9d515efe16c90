// `hearim estimate TABLE`: arguments in, the step called, the answer printed.
#pragma once

#include <functional>
#include <string>

#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

// Adds the verb to the program's arguments. Parsing sets `chosen` to the work to be done, which
// returns the exit status.
void add_estimate_command(CLI::App& app, const std::string& command_line, const CancelToken& cancel,
                          std::function<int()>& chosen);

}  // namespace hearim
