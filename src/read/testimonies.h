// Accounts of what befell one person: who, told whom, what (acts.txt), from the first to the last
// sentence that goes on with it in the paragraph.
//
//   One woman told the centre she was sold to a foreman who beat her. She was sent back.
//   sold | beaten | repatriated, of one woman, told to the centre
//
// A named person's words are an account only if they speak of himself ("I", "my brother", or "he
// was held"): a director who says what happened to many tells none. Linear.
#pragma once

#include <vector>

#include "read/speech.h"

namespace hearim {

struct Account {
  TextSpan span;
  std::int32_t person = -1, told_to = -1;  // actors
  std::vector<TestimonyFact> facts;
};

std::vector<Account> accounts_of(const StoryView& view, const std::vector<Actor>& actors,
                                 const Speech& speech);

}  // namespace hearim
