#include "steps/shown_name.h"

#include <fmt/format.h>

#include "table/utf8.h"

namespace hearim {
namespace {

// Of a character of 2 or 3 bytes.
unsigned code_point_of(std::string_view character) {
  const auto bits = [&](std::size_t i) { return static_cast<unsigned char>(character[i]) & 0x3fu; };
  if (character.size() == 2)
    return (static_cast<unsigned char>(character[0]) & 0x1fu) << 6 | bits(1);
  return (static_cast<unsigned char>(character[0]) & 0x0fu) << 12 | bits(1) << 6 | bits(2);
}

// Line and paragraph separators, C1 controls, and marks, embeddings, overrides and isolates of
// direction.
bool is_unfit(unsigned code) {
  return (code >= 0x80 && code < 0xa0) || code == 0x200e || code == 0x200f || code == 0x061c ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

}  // namespace

std::string shown_name(std::string_view bytes) {
  std::string shown;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t size = utf8_character_size(bytes, i);
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (size == 0 || byte < 0x20 || byte == 0x7f) {
      shown += fmt::format("\\x{:02X}", byte);
      ++i;
      continue;
    }
    const std::string_view character = bytes.substr(i, size);
    if ((size == 2 || size == 3) && is_unfit(code_point_of(character)))
      shown += fmt::format("\\u{:04X}", code_point_of(character));
    else
      shown += character;
    i += size;
  }
  return shown;
}

bool is_utf8(std::string_view bytes) { return find_invalid_utf8(bytes) == std::string_view::npos; }

std::string base_name(std::string_view path) {
  return std::string(path.substr(path.find_last_of('/') + 1));
}

}  // namespace hearim
