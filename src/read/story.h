// What a text tells: who is named or described, who says what to whom, who says a figure, what
// befell whom, what is cited. The parts share one view of the text and one list of actors.
#pragma once

#include "hearim/read.h"
#include "read/story_view.h"

namespace hearim {

// Fills mentions, testimonies and citations; adds indirect quotations, speakers and hearers to
// `out.quotes`, and what is counted, sources and caveats to `out.quantities`.
void read_story(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                const std::vector<DateSpan>& dates, const LanguageRules& rules,
                const NameList* names, Reading& out);

}  // namespace hearim
