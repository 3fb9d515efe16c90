// A reading for people at a terminal: the text with what was found in it marked, then a list of it.
//
// With colour off quantities and dates stand in square brackets behind their ids, named mentions
// between underscores, and a line of a testimony has its mark in the margin. Fits the width in
// columns. What came from outside cannot move the cursor or reorder the line. Pure; linear in the
// length of the text.
#pragma once

#include <string>
#include <string_view>

#include "hearim/read.h"
#include "report/estimate_text.h"
#include "report/reading_json.h"

namespace hearim {

// REQUIRES: width >= 60.
std::string reading_text(const DocumentFacts& facts, std::u32string_view text,
                         const Reading& reading, int width = 80,
                         TextColour colour = TextColour::off);

}  // namespace hearim
