// One letter as words are looked up: lower case, without marks, full width as plain, traditional
// Han characters as simplified, Arabic letter variants as one. One code point in, at most one out,
// so that a word's key needs no second pass. Digits of any script become 0-9.
#pragma once

#include <cstdint>

namespace hearim {

enum class LetterKind : std::uint8_t {
  space,
  line_end,
  latin,  // and every other alphabet whose words are parted by spaces
  arabic,
  han,
  hangul,
  kana,
  digit,
  mark,  // belongs to the letter before it and has no key: combining marks, tatweel, formatting
  punctuation,
};

LetterKind letter_kind(char32_t c);
char32_t letter_key(char32_t c);  // 0: dropped from keys
int digit_value(char32_t c);      // REQUIRES: letter_kind(c) == LetterKind::digit

}  // namespace hearim
