// Chosen items of a case as a stranger can check them, without the case, its key, or trust in
// us: docs/formats/bundle.md.
#pragma once

#include "casefile/case_state.h"

namespace hearim {

// Enters the handing over in the log, then writes a tar archive. Throws Error(not_found) for an
// item that is not there, Error(refused) for one that was withdrawn or for a kept checkpoint that
// the log does not agree with; both before anything is logged or written.
void write_bundle(CaseState& state, const BundleRequest& request, const ByteSink& tar,
                  const Run& run);

}  // namespace hearim
