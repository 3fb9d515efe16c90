// Titles of works in Korean, Arabic and Chinese, which no capitals show: words in quotation or
// title marks right behind "the report", "titled": 보고서 '먼지와 침묵', تقرير "بيوت تحت الماء".
// Linear.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

void add_quoted_titles(const StoryView& view, std::vector<Actor>& actors);

}  // namespace hearim
