#include "base/check.h"

#include <fmt/format.h>

#include <string_view>

#include "hearim/error.h"

namespace hearim {

void check_failed(const char* condition, const char* file, int line) {
  const std::string_view path(file);
  const auto slash = path.rfind('/');
  throw Error(ErrorCode::internal,
              fmt::format("a bug in hearim: '{}' does not hold at {}:{}", condition,
                          slash == std::string_view::npos ? path : path.substr(slash + 1), line),
              {}, "please report it with the command that led here");
}

}  // namespace hearim
