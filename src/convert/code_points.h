// Code points of UTF-8 that is known to be valid: how many, and one more.
#pragma once

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearim {

inline std::uint32_t count_code_points(std::string_view utf8) {
  return static_cast<std::uint32_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// REQUIRES: `code` is no surrogate.
inline void append_code_point(char32_t code, std::string& utf8) {
  std::array<char, 4> bytes;
  std::size_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, static_cast<UChar32>(code));
  utf8.append(bytes.data(), size);
}

}  // namespace hearim
