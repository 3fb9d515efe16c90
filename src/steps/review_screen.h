// Two records side by side, and why they may or may not be one person, as text for a terminal.
//
// Columns are padded by what a terminal shows (wide East Asian letters two columns, combining marks
// none), right-to-left values are isolated so that they stay in their column, and control
// characters are shown as a replacement. Pure.
#pragma once

#include <string>
#include <vector>

#include "hearim/link.h"

namespace hearim {

struct ReviewPlace {
  std::size_t number = 0;  // from 1
  std::size_t count = 0;
  std::size_t decided = 0;      // by this reviewer, all sessions
  bool is_sample = false;       // one of a random sample: no hint of what hangs on it
  std::string decided_as = {};  // after an undo: what was taken back
};

// `width` columns, at least 40.
std::string review_screen(const LinkRecords& records, const PairExplanation& why,
                          const ReviewPair& pair, const ReviewPlace& place, int width);

inline constexpr const char* kReviewKeys = "m match  n no match  u unsure  s next  z undo  q quit";

}  // namespace hearim
