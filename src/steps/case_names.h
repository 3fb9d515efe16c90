// Every name of a person that the case knows, to be masked in what leaves it: the values of the
// lists' columns that name persons (column_use.h) or hold their numbers, and whom the readings'
// board knows as persons.
#pragma once

#include "steps/case_step.h"
#include "text/name_mask.h"

namespace hearim {

// `linkage`, `board`: contents of results, or null. A second for 100,000 rows or so.
NameMask mask_of_case(const Case& from, const Json& linkage, const Json& board, const Run& run);

// Every text of it masked, but codes (of kinds, states, units, hashes), which are the program's.
Json masked(const NameMask& mask, const Json& json);

}  // namespace hearim
