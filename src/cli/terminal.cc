#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "hearim/error.h"

namespace hearim {

int terminal_columns() {
  constexpr int kDefault = 80;
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60)
    return std::min<int>(size.ws_col, 100);
  return kDefault;
}

void print_answer(const std::string& text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    if (errno == EPIPE) return;
    throw Error(ErrorCode::io, fmt::format("cannot write the answer: {}", std::strerror(errno)),
                {.file = "standard output", .line = {}, .column = {}, .field = {}});
  }
}

}  // namespace hearim
