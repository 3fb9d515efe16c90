// The unit after a figure: "percent", "3 km", "USD million", "years old", Chinese and Korean
// measure words.
#pragma once

#include "read/quantity_view.h"

namespace hearim {

struct Unit {
  std::size_t last = 0;  // after it; 0: none
  std::string name;
  double factor = 1;
  bool person = false, age = false, money = false, measure = false, tenth = false, discount = false;
  std::size_t text_first = 0;
};

Unit unit_after(const QuantityView& view, std::size_t at);

}  // namespace hearim
