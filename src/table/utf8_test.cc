#include "table/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace hearim {
namespace {

// Decoding by the definition: value from the bits, then the rules about values.
bool is_one_character(const std::string& bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  std::size_t size = 0;
  std::uint32_t value = 0;
  if (byte(0) < 0x80) {
    size = 1;
    value = byte(0);
  } else if ((byte(0) & 0xE0) == 0xC0) {
    size = 2;
    value = byte(0) & 0x1F;
  } else if ((byte(0) & 0xF0) == 0xE0) {
    size = 3;
    value = byte(0) & 0x0F;
  } else if ((byte(0) & 0xF8) == 0xF0) {
    size = 4;
    value = byte(0) & 0x07;
  }
  if (size == 0 || size != bytes.size()) return false;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return false;
    value = (value << 6) | (byte(i) & 0x3F);
  }
  static constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return value >= kSmallest[size] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

TEST(Utf8, every_sequence_of_up_to_three_bytes_is_judged_as_by_the_definition) {
  static constexpr unsigned kSeconds[] = {0x00, 0x22, 0x7F, 0x80, 0x8F, 0x90,
                                          0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  for (unsigned a = 0; a < 256; ++a) {
    std::string one(1, static_cast<char>(a));
    ASSERT_EQ(utf8_character_size(one, 0) == 1, is_one_character(one)) << a;
    for (unsigned b = 0; b < 256; ++b) {
      const std::string two = one + static_cast<char>(b);
      ASSERT_EQ(utf8_character_size(two, 0) == 2, is_one_character(two)) << a << ' ' << b;
      for (const unsigned c : kSeconds) {
        const std::string three = two + static_cast<char>(c);
        ASSERT_EQ(utf8_character_size(three, 0) == 3, is_one_character(three));
        for (const unsigned d : kSeconds) {
          const std::string four = three + static_cast<char>(d);
          ASSERT_EQ(utf8_character_size(four, 0) == 4, is_one_character(four));
        }
      }
    }
  }
}

TEST(Utf8, the_first_bad_byte_is_found_at_every_place) {
  std::string text;
  while (text.size() < 64) text += "ascii 한국어 é 𐍈 ";
  EXPECT_EQ(find_invalid_utf8(text), std::string::npos);
  for (std::size_t i = 0; i <= text.size(); ++i) {
    // Between characters only: inside one, the character itself is cut.
    if (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    std::string damaged = text;
    damaged.insert(i, 1, '\xFF');
    EXPECT_EQ(find_invalid_utf8(damaged), i);
    EXPECT_EQ(find_invalid_utf8(damaged, i + 1), std::string::npos);
  }
  EXPECT_EQ(find_invalid_utf8(text.substr(0, 7)), 6u);  // a cut character
}

TEST(Utf8, a_cell_is_quoted_short_and_on_one_line) {
  EXPECT_EQ(quotable("서울"), "서울");
  EXPECT_EQ(quotable("a\nb\tc"), "a·b·c");
  EXPECT_EQ(quotable("가나다라", 3), "가나다…");
  EXPECT_EQ(quotable("가나다", 3), "가나다");
  EXPECT_EQ(quotable("\xFFx"), "·x");
}

}  // namespace
}  // namespace hearim
