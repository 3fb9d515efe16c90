// Which actors of one document are one: the same name, an acronym and what it stands for, a
// surname alone, another spelling of it, "the association" after an association's name. Actors of
// one entity get one number; a wrong join is worse than a missed one. Linear, but for spellings,
// which are compared with the last kSpellingsMax persons.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

// Sets Actor::entity of every actor. `actors` in the order of the text. Returns how many there are.
std::int32_t join_entities(const StoryView& view, std::vector<Actor>& actors);

}  // namespace hearim
