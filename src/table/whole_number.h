// A cell as a whole number, for counts and 0/1 marks.
//
// Taken: "54"; "54.0" and "54.00", as pandas and spreadsheets write them; "1e+05", as R writes
// 100000. Not taken, because it has two readings: "1.000" and "1,000" (a thousand, or one), "1,0".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hearim {

enum class NumberFault { none, empty, negative, fraction, comma, point, too_large, not_a_number };

struct WholeNumber {
  std::int64_t value = 0;
  NumberFault fault = NumberFault::none;
};

// Spaces around the number do not count. REQUIRES: value_max > 0.
WholeNumber parse_whole_number(std::string_view cell, std::int64_t value_max);

}  // namespace hearim
