// Whoever or whatever a text speaks of, as it stands in one place: a name, or a phrase that
// describes ("a woman from the north", "the report"). Mentions are the actors that are reported.
#pragma once

#include <cstdint>
#include <vector>

#include "hearim/read.h"

namespace hearim {

enum class Gender : std::uint8_t { unknown, female, male };

struct Actor {
  std::uint32_t first = 0, last = 0;  // lexemes, half-open
  std::uint32_t head = 0;             // the noun of a phrase; of a name its last lexeme
  TextSpan span;                      // Korean particles are no part of it
  std::uint32_t past = 0;             // one past what explains it in brackets; 0: nothing does
  std::uint64_t key = 0;              // StoryView::key() of a name
  std::uint64_t whole_key = 0;        // of a part of a name: the key of the whole; else 0
  MentionType type = MentionType::person;
  Gender gender = Gender::unknown;
  bool named = true;
  bool plural = false;
  bool definite = false;     // "the report", "she": somebody already spoken of
  bool reported = false;     // to become a mention
  std::int32_t listed = -1;  // its number in the user's list of names
  std::int32_t entity = -1;
};

}  // namespace hearim
