#include "convert/jailed/sanitizer_stack.h"

#if defined(__SANITIZE_ADDRESS__)
#define HEARIM_ADDRESS_SANITIZER 1  // g++
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEARIM_ADDRESS_SANITIZER 1  // clang
#endif
#endif

#if defined(HEARIM_ADDRESS_SANITIZER)
#include <sanitizer/common_interface_defs.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>

extern "C" void* __libc_stack_end;  // glibc: where the main thread's stack began
#endif

namespace hearim {

void tell_sanitizer_where_the_stack_is() {
#if defined(HEARIM_ADDRESS_SANITIZER)
  constexpr std::uintptr_t kPage = 4096;
  constexpr std::uintptr_t kSizeMax = std::uintptr_t{32}
                                      << 20;  // it takes larger ones for an error
  rlimit limit{};
  ::getrlimit(RLIMIT_STACK, &limit);
  const std::uintptr_t size = std::min<std::uintptr_t>(limit.rlim_cur, kSizeMax);
  const std::uintptr_t top =
      (reinterpret_cast<std::uintptr_t>(__libc_stack_end) + kPage) & ~(kPage - 1);
  // As if this thread had changed over to a stack, which is the one it is on.
  void* frames = nullptr;
  __sanitizer_start_switch_fiber(&frames, reinterpret_cast<void*>(top - size), size);
  __sanitizer_finish_switch_fiber(frames, nullptr, nullptr);
#endif
}

}  // namespace hearim
