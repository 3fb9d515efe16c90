// Words between quotation marks that somebody says, and the verb that says so.
//
//   "They took him at night," said the teacher.      They took him at night | said
//   China's "Red Zone"                               no quotation: a name, a term
//
// Marks of all kinds, also mixed (opened curly, closed straight). A mark that is never closed ends
// with its paragraph. The span leaves out the marks and a comma before the closing one. Direct
// speech only; who speaks and to whom is found in speech.h. One pass, linear.
#pragma once

#include <vector>

#include "read/language_rules.h"

namespace hearim {

std::vector<Quote> quotations_of(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                                 const LanguageRules& rules);

}  // namespace hearim
