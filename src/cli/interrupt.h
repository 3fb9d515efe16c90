// Ctrl-C and SIGTERM: the first asks the run to stop, which it does within some tens of
// milliseconds and with nothing half-written; the second ends the process there and then.
#pragma once

#include "hearim/run.h"

namespace hearim {

// Call once, from main. The token lives as long as the process.
const CancelToken& catch_interrupts();

// Called before the second signal ends the process; must be async-signal-safe. None: nullptr.
void before_forced_exit(void (*restore)());

}  // namespace hearim
