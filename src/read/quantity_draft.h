// One quantity, from its numeral outwards.
#pragma once

#include "read/quantity_view.h"

namespace hearim {

struct QuantityDraft {
  Quantity quantity;
  std::size_t first = 0, last = 0;  // lexemes of its span
  std::size_t numeral = 0;          // the last numeral used: a range uses two
};

// The quantity that a numeral begins; false if it is none.
bool draft_quantity(const QuantityView& view, std::size_t numeral, QuantityDraft& out);

}  // namespace hearim
