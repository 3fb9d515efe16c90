#include "table/utf8.h"

#include <cstdint>
#include <cstring>

namespace hearim {
namespace {

bool in_range(std::string_view bytes, std::size_t offset, unsigned low, unsigned high) {
  if (offset >= bytes.size()) return false;
  const auto byte = static_cast<unsigned char>(bytes[offset]);
  return byte >= low && byte <= high;
}

}  // namespace

// Table 3-7 of the Unicode Standard: only the second byte has special ranges.
std::size_t utf8_character_size(std::string_view bytes, std::size_t offset) {
  const auto lead = static_cast<unsigned char>(bytes[offset]);
  const auto follows = [&](std::size_t distance, unsigned low, unsigned high) {
    return in_range(bytes, offset + distance, low, high);
  };
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return follows(1, 0x80, 0xBF) ? 2 : 0;
  if (lead < 0xF0) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;
    return follows(1, low, high) && follows(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead > 0xF4) return 0;
  const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
  return follows(1, low, high) && follows(2, 0x80, 0xBF) && follows(3, 0x80, 0xBF) ? 4 : 0;
}

std::size_t find_invalid_utf8(std::string_view bytes, std::size_t from) {
  std::size_t i = from;
  while (i < bytes.size()) {
    while (i + 8 <= bytes.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + i, 8);
      if ((word & 0x8080808080808080ULL) != 0) break;
      i += 8;
    }
    // To the end of this word, or of the text, one character at a time.
    const std::size_t stop = i + 8 < bytes.size() ? i + 8 : bytes.size();
    while (i < stop) {
      const std::size_t size = utf8_character_size(bytes, i);
      if (size == 0) return i;
      i += size;
    }
  }
  return std::string_view::npos;
}

std::string quotable(std::string_view text, std::size_t characters_max) {
  std::string shown;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++characters) {
    if (characters == characters_max) return shown + "…";
    const std::size_t size = utf8_character_size(text, i);
    const auto byte = static_cast<unsigned char>(text[i]);
    if (size == 0 || byte < 0x20 || byte == 0x7F)
      shown += "·";
    else
      shown += text.substr(i, size);
    i += size == 0 ? 1 : size;
  }
  return shown;
}

}  // namespace hearim
