// A statement that somebody is to judge, for a terminal: where it stands, with what is around it,
// and what was read in it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "report/reading_json.h"

namespace hearim {

// "20,000 to 99,999, vague; counted: women; who says so: the centre, inferred"
std::string statement_words(std::u32string_view text, const Json& annotation,
                            const Json& annotations);

// The passage, led by "> ", between some 200 characters on either side.
std::string passage_text(std::u32string_view text, TextSpan span, int width);

}  // namespace hearim
