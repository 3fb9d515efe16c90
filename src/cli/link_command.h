// `hearim link LIST...`: arguments in, the steps called, files written, the answer printed.
#pragma once

#include <functional>
#include <string>

#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

// Adds the verb to the program's arguments. Parsing sets `chosen` to the work to be done, which
// returns the exit status. `command_line` is recorded with the result.
void add_link_command(CLI::App& app, const std::string& command_line, const CancelToken& cancel,
                      std::function<int()>& chosen);

}  // namespace hearim
