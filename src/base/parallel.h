// Fixed-chunk parallelism: the work is cut into chunks whose number does not depend on the
// threads, each chunk is a pure function of its index, and the caller combines the results in
// chunk order. So results never depend on the number of threads.
#pragma once

#include <cstddef>
#include <functional>

#include "hearim/run.h"

namespace hearim {

// Calls body(chunk) once for each chunk in [0, chunk_count), on up to run.threads threads (the
// caller's among them). Stops early on cancellation. The exception of the lowest-numbered failed
// chunk is rethrown after all threads have stopped.
void for_each_chunk(std::size_t chunk_count, const Run& run,
                    const std::function<void(std::size_t chunk)>& body);

}  // namespace hearim
