// Names in Chinese: by how they end ("...中心", "...县", "《...报》"), by the role before or the
// verb of saying behind ("发言人沈若川", "林雪桥说", a surname first), by "在" and "逃往" before a
// place. Descriptions: "一名妇女", "该中心", "报告". Linear.
#pragma once

#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

std::vector<Actor> han_actors(const StoryView& view);

}  // namespace hearim
