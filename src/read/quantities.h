// The quantities of a text: numerals that are neither dates nor parts of names, with their bounds,
// unit and the noun phrase they count. Linear.
#pragma once

#include <vector>

#include "read/dates.h"

namespace hearim {

std::vector<Quantity> quantities_of(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                                    const Numerals& numerals, const std::vector<DateSpan>& dates,
                                    const LanguageRules& rules);

}  // namespace hearim
