#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "hearim/convert.h"
#include "hearim/error.h"
#include "table/csv_cell.h"

namespace hearim {
std::string sheet_as_csv(const Conversion& conversion, std::size_t sheet_index,
                         std::uint64_t size_bytes_max) {
  CHECK(sheet_index < conversion.sheets.size());
  const Sheet& sheet = conversion.sheets[sheet_index];
  // Every row has its separators and its end, whether it holds anything or not.
  const std::uint64_t bare = std::uint64_t{sheet.row_count} * std::max(sheet.column_count, 1U);
  const auto refuse_above = [&](std::uint64_t size) {
    if (size > size_bytes_max)
      throw Error(ErrorCode::limit,
                  fmt::format("sheet \"{}\" has {} rows and {} columns: as CSV it is larger than "
                              "the {} bytes that are taken",
                              sheet.name, sheet.row_count, sheet.column_count, size_bytes_max));
  };
  refuse_above(bare);
  std::string csv;
  std::size_t at = sheet.cell_begin;
  for (std::uint32_t row = 0; row < sheet.row_count; ++row) {
    std::uint32_t column = 0;
    for (; at < sheet.cell_end && conversion.cells[at].row == row; ++at) {
      const SheetCell& cell = conversion.cells[at];
      csv.append(cell.column - column, ',');
      column = cell.column;
      csv += csv_quoted(std::string_view(conversion.text)
                            .substr(cell.utf8_start, cell.utf8_end - cell.utf8_start));
    }
    if (sheet.column_count > 0) csv.append(sheet.column_count - 1 - column, ',');
    csv += '\n';
    refuse_above(csv.size());
  }
  return csv;
}

}  // namespace hearim
