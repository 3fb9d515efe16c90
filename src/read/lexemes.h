// A text as the sequence of things that rules speak of: words, numbers in digits, punctuation.
//
// Words of alphabets are runs of letters. Han and Hangul are cut by the longest word of the
// lexicon; a Han character that begins none stands alone, a Hangul syllable that begins none takes
// the rest of its run with it. Arabic "and", the article and one-letter prepositions are parted
// from words that the lexicon knows. Digits of any script are one lexeme with their separators
// (1,234.5; 1.234,5; 1 234 567), read by the custom of the language.
//
//   "At least 1,234 men" -> At | least | 1,234 | men      "2018년에" -> 2018 | 년 | 에
//
// Linear in the length of the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "read/lexicon.h"

namespace hearim {

enum class LexemeKind : std::uint8_t { word, digits, punctuation };

struct Lexeme {
  std::uint32_t start = 0, end = 0;  // code points
  WordId word = 0;                   // of words and punctuation; 0: unknown to the lexicon
  LexemeKind kind = LexemeKind::word;
  bool space_before = false;
  bool break_before = false;     // a blank line lies before it, or the text begins
  bool inert = false;            // part of a web address, a telephone number, a code
  bool capital = false;          // begins with a capital letter
  bool definite = false;         // Arabic: written with the article
  bool latin = false;            // a word of an alphabet with spaces
  bool grouped = false;          // digits: had thousands separators
  bool decimal = false;          // digits: had a decimal part
  std::uint8_t digit_count = 0;  // digits: before the decimal part, at most 255
  double value = 0;              // digits
};

std::vector<Lexeme> lexemes_of(std::u32string_view text, const Lexicon& lexicon);

// The longest entry of a class that begins at a lexeme; null if there is none. `length` in lexemes.
const LexiconEntry* entry_at(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                             std::size_t at, WordClass word_class, std::size_t& length);

// Digits that stand in a row of three or more groups joined by hyphens: 138-2010-2015. A telephone
// number, a code, or a date in digits.
bool in_digit_code(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon, std::size_t at);

}  // namespace hearim
