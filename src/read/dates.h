// The dates of a text: the longest pattern at each place, kept if its surroundings do not speak
// against it, ranges of two dates joined ("from May 2 to June 3"), and before/after/since/until
// taken in. Linear.
#pragma once

#include <vector>

#include "read/language_rules.h"

namespace hearim {

struct DateSpan {
  std::uint32_t first = 0, last = 0;  // lexemes, half-open
  std::string edtf;                   // empty if it has no value
};

std::vector<DateSpan> dates_of(const std::vector<Lexeme>& lexemes, const Numerals& numerals,
                               const LanguageRules& rules,
                               const std::optional<CalendarDay>& document_date);

}  // namespace hearim
