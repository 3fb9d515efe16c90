// Phrases that describe somebody or something without naming: "a human rights group", "one woman
// from the village of Sarn", "the report". Found by their noun (names.txt: person_noun, role,
// org_noun, work_noun), from its article over the adjectives before it. Scripts with capitals and
// articles only; linear.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

// `names` in the order of the text.
std::vector<Actor> phrases_of(const StoryView& view, const std::vector<Actor>& names);

}  // namespace hearim
