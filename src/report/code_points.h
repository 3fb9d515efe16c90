// Walk over the code points of a UTF-8 string.
#pragma once

#include <unicode/utf8.h>

#include <cstdint>
#include <string_view>

namespace hearim {

inline constexpr char32_t kMalformed = 0xFFFFFFFF;

// `visit(bytes, code_point)` for each code point in order; kMalformed, with the bytes passed over,
// for what is no UTF-8 (lone surrogates and overlong forms are not).
template <typename Visit>
void for_each_code_point(std::string_view text, Visit visit) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    const std::int64_t start = i;
    std::int32_t c = 0;
    U8_NEXT(bytes, i, size, c);
    visit(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)),
          c < 0 ? kMalformed : static_cast<char32_t>(c));
  }
}

}  // namespace hearim
