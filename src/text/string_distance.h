// Distances between short strings, for spelling variants.
#pragma once

#include <string_view>

namespace hearim {

// Jaro-Winkler similarity in [0, 1] (Winkler 1990), prefix scale 0.1, at most four letters; over
// bytes, so meant for folded ASCII. Empty against empty is 1, empty against anything else 0.
double jaro_winkler(std::string_view a, std::string_view b);

// Optimal string alignment distance (insertions, deletions, substitutions, adjacent swaps), but
// distance_max + 1 as soon as it is larger than distance_max. Bit-parallel up to 64 bytes
// (Hyyrö 2003).
int edit_distance(std::string_view a, std::string_view b, int distance_max);

}  // namespace hearim
