// Cardinals in the words of an alphabet: "two hundred thousand and five", "veintiún mil",
// "خمسة وأربعون"; also digits before a scale word ("2.5 million").
#pragma once

#include "read/numeral_view.h"

namespace hearim {

// A cardinal of an alphabet; `end` is 0 if there is none.
struct Cardinal {
  std::size_t end = 0;
  double value = 0;
  bool digits = false, decimal = false, scaled = false, year_words = false, ordinal = false;
  bool weak = false;
};

Cardinal cardinal_of(const NumeralView& view, std::size_t start);

// "point seventy-one", "point five": digits one by one, or one number read as decimals.
void add_spoken_decimals(const NumeralView& view, Cardinal& number);

// The denominator that begins at i, as its value, and where it ends; 0 if there is none.
double denominator(const NumeralView& view, std::size_t i, double numerator, std::size_t& end);

}  // namespace hearim
