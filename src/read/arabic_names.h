// Names in Arabic, which has no capitals: organisations by their first word ("لجنة ...", "مركز
// ..."), persons behind a verb of saying or a role, places behind "في", "إلى", "مدينة" if their
// first word says so ("تل ...", "وادي ...") or CLDR knows them. Descriptions: "امرأة", "التقرير".
// Linear.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

std::vector<Actor> arabic_actors(const StoryView& view);

}  // namespace hearim
