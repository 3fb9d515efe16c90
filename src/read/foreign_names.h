// Names in Latin letters in a Korean, Chinese or Arabic text, and the names that they explain:
// "일제 코르바트(Ilse Korvath)", "盐路观察（Salt Road Watch）". Newspapers write so where a name is
// first met; it is the surest sign of a name that these scripts, without capitals, give.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

// Adds them; an actor that ends at the bracket is widened, and takes the bracket with it
// (Actor::past). Nothing is added to a text of Latin letters. Linear: at most kGlossesMax
// explanations are compared by sound.
void add_foreign_names(const StoryView& view, std::vector<Actor>& actors);

// Adds places where a name of the text stands again with nothing beside it that tells a name, and
// where the last part of a person's name stands alone ("우르다사는", "乌尔达萨还说").
void add_recurring_names(const StoryView& view, std::vector<Actor>& actors);

}  // namespace hearim
