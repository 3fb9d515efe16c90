// `hearim key CASE ACTION [SLOT]`: arguments in, the case asked, the answer printed.
#pragma once

#include <functional>

#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

// Adds the verb to the program's arguments. Parsing sets `chosen` to the work to be done, which
// returns the exit status.
void add_key_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen);

}  // namespace hearim
