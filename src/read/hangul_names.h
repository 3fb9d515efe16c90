// Names in Korean: a word without its particles, known by how it ends ("...센터", "...군") or by
// the title beside it ("대변인 X", "X 씨"). Descriptions: "한 여성", "보고서". Linear.
#pragma once

#include <string_view>
#include <vector>

#include "read/actor.h"
#include "read/story_view.h"

namespace hearim {

// Names and descriptions in the order of the text.
std::vector<Actor> hangul_actors(const StoryView& view);

// Whether the word that ends at a code point has an ending of the class (rules/ko/endings.txt).
bool hangul_ends_with(std::u32string_view word, std::string_view ending_class);

// Whether it is one, whole.
bool hangul_is(std::u32string_view word, std::string_view ending_class);
// As hangul_ends_with(), the word's own particle aside.
bool hangul_bare_ends_with(std::u32string_view word, std::string_view ending_class);

}  // namespace hearim
