#include "convert/jailed/sheet_cells.h"

#include <fmt/format.h>

#include <algorithm>

namespace hearim {

void write_sheet(AnswerWriter& out, const std::string& name, bool hidden,
                 std::vector<FoundCell> cells) {
  if (!out.ends_with_separator()) out.separator("\n\n");
  out.sheet(name, hidden);
  if (hidden) out.remark(fmt::format("sheet \"{}\" is hidden", name));
  const auto is_before = [](const FoundCell& a, const FoundCell& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
  };
  if (!std::is_sorted(cells.begin(), cells.end(), is_before))
    std::stable_sort(cells.begin(), cells.end(), is_before);
  const RunRole role = hidden ? RunRole::hidden : RunRole::body;
  const FoundCell* last = nullptr;
  std::size_t twice = 0, outside = 0;
  for (const FoundCell& cell : cells) {
    if (cell.text.empty()) continue;
    if (cell.row > kRowMax || cell.column > kColumnMax) {
      ++outside;
      continue;
    }
    if (last && last->row == cell.row && last->column == cell.column) {
      ++twice;
      continue;
    }
    if (last) out.separator(last->row == cell.row ? "\t" : "\n", role);
    out.cell(cell.text, cell.row, cell.column, cell.kind, cell.computed, role);
    last = &cell;
  }
  if (twice > 0)
    out.remark(fmt::format("sheet \"{}\" has {} cells in places that are taken; they were left out",
                           name, twice));
  if (outside > 0)
    out.remark(
        fmt::format("sheet \"{}\" has {} cells beyond what a sheet can hold; they were left out",
                    name, outside));
}

}  // namespace hearim
