// `hearim backup CASE FILE` and `hearim restore FILE CASE`: arguments in, the case asked, the
// answer printed.
#pragma once

#include <functional>

#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

// Add the verbs to the program's arguments. Parsing sets `chosen` to the work to be done, which
// returns the exit status.
void add_backup_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen);
void add_restore_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen);

}  // namespace hearim
