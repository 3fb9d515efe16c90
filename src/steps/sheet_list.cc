#include "steps/sheet_list.h"

#include <fmt/format.h>

#include <charconv>
#include <span>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "hearim/error.h"
#include "table/csv_cell.h"
#include "table/header_row.h"

namespace hearim {
namespace {

constexpr std::size_t kColumnsMax = 16384;  // that a list has
constexpr std::string_view kRowsLieIn = "; rows lie in text ";

// "A", "Z", "AA"
std::string column_letters(std::uint64_t column) {
  std::string letters;
  for (std::uint64_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return letters;
}

using RowCells = std::span<const SheetCell>;

// The rows that hold anything.
std::vector<RowCells> rows_of(const Conversion& workbook, const Sheet& sheet) {
  RowCells rest =
      RowCells(workbook.cells).subspan(sheet.cell_begin, sheet.cell_end - sheet.cell_begin);
  std::vector<RowCells> rows;
  while (!rest.empty()) {
    std::size_t size = 0;
    while (size < rest.size() && rest[size].row == rest[0].row) ++size;
    rows.push_back(rest.first(size));
    rest = rest.subspan(size);
  }
  return rows;
}

// Rows of one cell are titles only above a table that is wider than them in most of its rows; else
// they are the rows of a list with one column.
std::size_t header_index(const std::vector<RowCells>& rows) {
  std::size_t wide = 0, first_wide = rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() < 2) continue;
    if (wide++ == 0) first_wide = i;
  }
  return 2 * wide > rows.size() ? first_wide : 0;
}

class SheetList {
 public:
  SheetList(const Conversion& workbook, const Sheet& sheet)
      : workbook_(workbook), sheet_(sheet), rows_(rows_of(workbook, sheet)) {
    if (rows_.empty()) throw Error(ErrorCode::invalid_input, "it holds nothing");
    header_ = header_index(rows_);
    const RowCells header = rows_[header_];
    first_column_ = header.front().column;
    cells_.resize(header.back().column - first_column_ + std::size_t{1});
    for (const SheetCell& cell : header) cells_[cell.column - first_column_] = text_of(cell);
    std::string line;
    for (const std::string_view cell : cells_) line += csv_quoted(cell) + ',';
    line.back() = '\n';
    RowReader reader(line, ',');
    const RowStatus status = reader.next();
    names_ =
        column_names_of(reader, status, "", header.front().row + std::uint64_t{1}, kColumnsMax);
    next_ = header_ + 1;
  }

  std::vector<std::string> take_names() { return std::move(names_); }
  std::uint64_t header_row() const { return rows_[header_].front().row + std::uint64_t{1}; }
  std::size_t title_count() const { return header_; }

  bool next(ListRow& out) {
    if (next_ == rows_.size()) return false;
    const RowCells row = rows_[next_++];
    out = {.line = row.front().row + std::uint64_t{1},
           .offset = row.front().utf8_start,
           .size_bytes = row.back().utf8_end - row.front().utf8_start};
    cells_.assign(cells_.size(), {});
    for (const SheetCell& cell : row) {
      const std::uint64_t column = std::uint64_t{cell.column} - first_column_;
      if (cell.column < first_column_ || column >= cells_.size()) {
        rejected_ = fmt::format("a cell in column {} where the header names {} to {}",
                                column_letters(cell.column), column_letters(first_column_),
                                column_letters(first_column_ + cells_.size() - 1));
        out.rejected = rejected_;
        return true;
      }
      cells_[column] = text_of(cell);
    }
    out.cells = cells_;
    return true;
  }

 private:
  std::string_view text_of(const SheetCell& cell) const {
    return std::string_view(workbook_.text)
        .substr(cell.utf8_start, cell.utf8_end - cell.utf8_start);
  }

  const Conversion& workbook_;
  const Sheet& sheet_;
  std::vector<RowCells> rows_;
  std::size_t header_ = 0, next_ = 0;
  std::uint32_t first_column_ = 0;
  std::vector<std::string> names_;
  std::vector<std::string_view> cells_;
  std::string rejected_;
};

}  // namespace

ListOfItem add_list_of_sheet(CaseWork& work, std::int64_t item, std::int64_t text,
                             const Conversion& workbook, std::size_t sheet_index) {
  CHECK(sheet_index < workbook.sheets.size());
  const Sheet& sheet = workbook.sheets[sheet_index];
  try {
    SheetList rows(workbook, sheet);
    const std::string titles = rows.title_count() == 0
                                   ? std::string()
                                   : fmt::format("; {} row{} of title above it", rows.title_count(),
                                                 rows.title_count() == 1 ? "" : "s");
    const NewList list{
        .item = item,
        .name = sheet.name.empty() ? fmt::format("sheet {}", sheet_index + 1) : sheet.name,
        .columns = rows.take_names(),
        .how_read = fmt::format("{}, sheet {}{}, header in row {}{}{}{}",
                                document_format_name(workbook.format), sheet_index + 1,
                                sheet.hidden ? " (hidden)" : "", rows.header_row(), titles,
                                kRowsLieIn, text)};
    return {.list = work.add_list(list, [&](ListRow& row) { return rows.next(row); }),
            .why_not = ""};
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_input) throw;
    const std::string where =
        error.subject().line ? fmt::format("row {}: ", *error.subject().line) : std::string();
    return {.list = 0, .why_not = where + error.message()};
  }
}

std::int64_t text_of_list(const List& list) {
  const std::size_t at = list.how_read.rfind(kRowsLieIn);
  if (list.name.empty() || at == std::string::npos) return 0;
  const char* const digits = list.how_read.data() + at + kRowsLieIn.size();
  std::int64_t text = 0;
  const auto read = std::from_chars(digits, list.how_read.data() + list.how_read.size(), text);
  return read.ec == std::errc() ? text : 0;
}

}  // namespace hearim
