// Which character separates the fields: , ; tab or |?
//
// Each is tried on the first rows, quotation marks honoured. A delimiter qualifies when it gives
// the first row at least two fields; the one with which most rows have as many fields as the first
// wins, then the one with more fields, then the order above. So "A;B;C" over "1,5;0;1" is a
// semicolon file: the comma leaves its first row in one piece. None qualifies: the file has one
// column, and ',' is returned.
//
// A first line "sep=;", which Excel writes and obeys, decides and is no row.
#pragma once

#include <cstddef>
#include <string_view>

namespace hearim {

struct Dialect {
  char delimiter = ',';
  std::size_t data_begin = 0;     // offset of the header row's line
  std::size_t skipped_lines = 0;  // before it: 1 for a line "sep=;"
};

Dialect detect_dialect(std::string_view text);

}  // namespace hearim
