// One quantity, from its numeral outwards.
#pragma once

#include "read/quantity_view.h"

namespace hearim {

struct LexemeRange {
  std::uint32_t first = 0, last = 0;
};

// Quantities as they will be given, and beside each the lexemes of its span. Quantities are large:
// they are made in their place and not moved.
struct QuantityDrafts {
  std::vector<Quantity> quantities;
  std::vector<LexemeRange> ranges;

  std::size_t size() const { return quantities.size(); }
  Quantity& add(LexemeRange range) {
    ranges.push_back(range);
    return quantities.emplace_back();
  }
  void drop_last() {
    ranges.pop_back();
    quantities.pop_back();
  }
};

// Adds the quantity that a numeral begins; `numeral` becomes the last one used (a range uses two).
// False, and nothing added, if it is none.
bool draft_quantity(const QuantityView& view, std::size_t& numeral, QuantityDrafts& out);

}  // namespace hearim
