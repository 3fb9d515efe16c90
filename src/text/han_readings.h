// How a Han character is read, one character at a time: Mandarin (as a word and as a surname) and
// Sino-Korean; and its simplified form. Covers the Unified Ideographs U+3400-U+9FFF that ICU knows.
// The table is made from ICU while building; a lookup costs nanoseconds. Thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace hearim {

bool is_han(char32_t c);

// The character itself where it has no other simplified form.
char32_t simplified_han(char32_t c);

// Pinyin without tones, ü as u; empty if unknown.
std::string_view pinyin(char32_t c);
std::string_view surname_pinyin(char32_t c);  // 单 shan, not dan
// A second common reading of a character that has one in names (乐 le, yue); else empty.
std::string_view second_pinyin(char32_t c);

// The Hangul syllable, without the initial sound rule (李 is 리); 0 if the character has none.
char32_t hangul_reading(char32_t c);

// A toneless syllable as the initial and final it consists of: "zhang" -> 2, "ang". Initials are
// numbered from 0, none being the first. Finals also, through all syllables in use.
struct PinyinParts {
  int initial = 0;
  int final = 0;
};
inline constexpr int kPinyinInitialCount = 24;
inline constexpr int kPinyinFinalMax = 48;
PinyinParts pinyin_parts(char32_t c);  // REQUIRES: pinyin(c) is not empty
std::string_view pinyin_initial_letters(int initial);
std::string_view pinyin_final_letters(int final);
int pinyin_final_count();

}  // namespace hearim
