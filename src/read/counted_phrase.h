// What a figure counts: the noun phrase after it up to its head ("40 women prisoners | who"), in
// Korean also the noun before it (광부 45명), of a share the phrase after "of" ("65 percent of
// them"). Cut at the first word that ends phrases (words.txt, np_stop); no parser.
#pragma once

#include "read/units.h"

namespace hearim {

struct CountedPhrase {
  TextSpan span;        // empty if there is none
  bool person = false;  // its head or its measure word means people
};

// Of the figure in lexemes [first, last) with its bounds and unit; `share`: a percentage or part.
CountedPhrase counted_phrase(const QuantityView& view, std::size_t first, std::size_t last,
                             const Unit& unit, bool share);

}  // namespace hearim
