// CHECK: a condition whose failure is a bug of ours, on in every build. DCHECK: the same for hot
// loops, off with NDEBUG. Input never reaches a CHECK: it is validated at the edge.
#pragma once

namespace hearim {

// Throws Error(internal) naming the condition and the place.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace hearim

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::hearim::check_failed(#condition, __FILE__, __LINE__))

#ifdef NDEBUG
#define DCHECK(condition) static_cast<void>(sizeof((condition) ? 1 : 0))
#else
#define DCHECK(condition) CHECK(condition)
#endif
