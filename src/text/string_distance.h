// Distances between short strings, for spelling variants.
//
// Both work on bytes, so they are meant for folded ASCII (a letter of two bytes counts as two).
// Pure and thread-safe; bit-parallel while the shorter string has at most 64 bytes, and a plain
// table beyond that.
#pragma once

#include <string_view>

namespace hearim {

// Jaro-Winkler similarity in [0, 1] (Winkler 1990): prefix scale 0.1, at most four letters, given
// only above a Jaro similarity of 0.7 as in the census bureau's own programme (strcmp95), and
// transpositions halved downwards as there. Empty against empty is 1, empty against anything else
// 0. Symmetric except for rare words with several equal letters in reach of each other.
double jaro_winkler(std::string_view a, std::string_view b);

// Optimal string alignment distance (insertions, deletions, substitutions, adjacent swaps; no
// letter is edited twice), but distance_max + 1 as soon as it is larger than distance_max.
// Bit-parallel up to 64 bytes (Hyyrö 2003). REQUIRES: distance_max >= 0.
int edit_distance(std::string_view a, std::string_view b, int distance_max);

}  // namespace hearim
