// Numbers in a sequence of lexemes, in digits, in words and mixed: "2.5 million", "one hundred and
// three", "两千四百五", "마흔다섯", "خمسة وأربعون", "veintiún mil"; fractions ("two thirds",
// 三分之一, 3분의 1); ordinals; vague magnitudes with the interval they honestly mean ("tens of
// thousands").
//
// Only numbers: whether one is a quantity, part of a date or of a name is for others to say. Where
// a numeral's words mean other things as well (Korean 이, Chinese 一) it is marked weak and counts
// only beside a unit. One pass; a numeral holds at most kNumeralLexemesMax lexemes.
#pragma once

#include <cstdint>
#include <vector>

#include "read/lexemes.h"

namespace hearim {

enum class NumeralKind : std::uint8_t { cardinal, ordinal, fraction, vague };

struct Numeral {
  std::uint32_t first = 0, last = 0;  // lexemes, half-open
  NumeralKind kind = NumeralKind::cardinal;
  double low = 0, high = 0;     // equal unless vague
  bool more = false;            // "十多万": more than `low`; `high` means nothing
  bool digits = false;          // written in digits alone
  bool weak = false;            // counts only beside a unit
  bool percent = false;         // 百分之: a percentage by its own form
  bool year_words = false;      // "nineteen seventy two"
  double unit_value = 0;        // Korean 사흘, Arabic سنتين: number and unit in one word
  std::uint16_t unit_text = 0;  // and that unit; 0: none
};

inline constexpr std::uint32_t kNumeralLexemesMax = 40;

struct NumeralClasses {
  explicit NumeralClasses(const Lexicon& lexicon);
  WordClass number, hundred, scale, ordinal, fraction, plural_fraction, conjunction, negative,
      no_sign_after, point, vague, few, half, article, vulgar, suffix_scale, out_of, ordinal_suffix,
      tens_unit, more, part, native, glue, measure, unit, percent, currency, positional_zero,
      linker, prefix_ordinal, with_unit, not_number, age;
};

struct Numerals {
  std::vector<Numeral> all;      // in order, not overlapping
  std::vector<std::int32_t> at;  // by lexeme: the numeral that begins there, or -1
};

Numerals numerals_of(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                     const NumeralClasses& classes);

}  // namespace hearim
