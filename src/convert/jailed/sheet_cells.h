// The cells of one sheet, put into order and written: rows as lines, cells apart by tabs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "convert/answer_writer.h"

namespace hearim {

struct FoundCell {
  std::uint32_t row = 0, column = 0;
  CellKind kind = CellKind::text;
  bool computed = false;
  std::string text;
};

// Cells come in any order; of several in one place the first is kept, and a remark says so. Cells
// beyond the format's rows and columns are left out, with a remark.
void write_sheet(AnswerWriter& out, const std::string& name, bool hidden,
                 std::vector<FoundCell> cells);

}  // namespace hearim
