// Names in scripts with capital letters: found by capitals and context, typed by what stands in
// and around them, all places of one name together.
//
//   Dr Selma Crake, a lecturer at Calder University   person; organisation
//   the town of Port Ellow                            place
//   North Korean soldiers                             none: the adjective of a country
//
// A word that has a capital only because a sentence begins with it is no name, unless it has one
// elsewhere too or something beside it says so. Linear.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

std::vector<Actor> latin_names(const StoryView& view);

}  // namespace hearim
