// The answer for people at a terminal: one table, one sentence of disagreement, every refusal with
// its reason. Fits the width in columns, counting wide East Asian characters as two. What came
// from outside cannot move the cursor or reorder the line. Pure.
#pragma once

#include <string>

#include "hearim/estimate.h"

namespace hearim {

enum class TextColour { off, on };  // on: ANSI escapes for status and headings

// REQUIRES: width >= 60.
std::string estimate_text(const EstimateReport& report, int width = 80,
                          TextColour colour = TextColour::off);

}  // namespace hearim
