#include "cli/terminal_output.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "hearim/error.h"

namespace hearim {

int output_width() {
  constexpr int kDefaultWidth = 80;
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60)
    return std::min<int>(size.ws_col, 100);
  return kDefaultWidth;
}

TextColour output_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0') ? TextColour::on
                                                                                  : TextColour::off;
}

void print_output(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    if (errno == EPIPE) return;
    throw Error(ErrorCode::io, fmt::format("cannot write the answer: {}", std::strerror(errno)),
                {.file = "standard output", .line = {}, .column = {}, .field = {}});
  }
}

}  // namespace hearim
