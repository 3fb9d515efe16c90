// A line of a page, as characters with their boxes: put into logical order, and recognised where it
// is a page's running head or foot.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hearim/convert.h"

namespace hearim {

struct PageCharacter {
  char32_t code = 0;
  Box box = {};
  bool is_made = false;                  // a space between two words
  std::optional<std::uint8_t> ocr = {};  // recognised, with this confidence
};

struct PageLine {
  std::vector<PageCharacter> characters;
  Box box = {};
  bool vertical = false;
  RunRole role = RunRole::body;
};

// Characters of a line that holds right-to-left letters come as they stand on the page, from the
// left; they are put into the order in which they are read (the Unicode bidirectional algorithm,
// inverted by ICU). Other lines stay as they are.
void put_into_logical_order(PageLine& line);

// Its letters, every number as one '#': equal for "page 3" and "page 14".
std::string running_form(const PageLine& line);

}  // namespace hearim
