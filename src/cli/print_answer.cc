#include "cli/print_answer.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "hearim/error.h"

namespace hearim {

void print_answer(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return;
  if (errno == EPIPE) return;
  throw Error(ErrorCode::io, fmt::format("cannot write the answer: {}", std::strerror(errno)),
              {.file = "standard output", .line = {}, .column = {}, .field = {}});
}

}  // namespace hearim
