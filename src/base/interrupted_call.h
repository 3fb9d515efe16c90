// A system call that a signal interrupted is made again. On a local disk few calls can be; on a
// network or user-space file system each one may.
#pragma once

#include <cerrno>

namespace hearim {

// Calls until the result is not -1 with errno EINTR. Not for close(): Linux has closed it then.
template <typename Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace hearim
