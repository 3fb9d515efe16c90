// Names of countries, their subdivisions and well-known cities, from the packages ICU (CLDR) and
// iso-codes as they were when the program was built. A name says only that a place is so called:
// "Central" and "Victoria" are in it. Immutable once made, thread-safe.
#pragma once

#include <cstdint>
#include <string_view>

#include "hearim/read.h"

namespace hearim {

// Names, one a line; empty for a language without.
std::string_view place_name_data(std::string_view language);

// `key` is StoryView::key() of the name's words. English names are known in every Latin script.
bool is_place_name(ReadLanguage language, std::uint64_t key);

// For text without capitals or blanks (Han, Hangul, Arabic): the longest place name that begins at
// `at`; its length in code points, 0 if there is none.
std::size_t place_name_at(ReadLanguage language, std::u32string_view text, std::size_t at);

}  // namespace hearim
