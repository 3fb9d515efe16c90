// Two records side by side, and why they may or may not be one person, as text for a terminal.
//
// Columns are padded by what a terminal shows (wide East Asian letters two columns, combining marks
// none), right-to-left values are isolated so that they stay in their column, and control
// characters are shown as a replacement. Pure.
#pragma once

#include <string>

#include "hearim/link.h"
#include "steps/review_matter.h"

namespace hearim {

// `width` columns, at least 40. Without evidence in `why`, the two records alone.
std::string review_screen(const LinkRecords& records, const PairExplanation& why,
                          const ReviewPair& pair, const ReviewPlace& place, int width);

}  // namespace hearim
