#include "table/table.h"

#include <cstring>
#include <utility>

#include "base/check.h"
#include "table/table_reader.h"

namespace hearim {

// Moves the cells together at the front of the reader's own text. That is sound because a row's
// cells, without delimiters and quotation marks, are never longer than the row, and everything
// written lies before what the reader has yet to look at.
class TableBuilder {
 public:
  static Table build(TableReader& reader) {
    Table table;
    table.column_names_ = reader.column_names_;
    std::size_t arena_size = 0;
    char* const arena = reader.text_.data();
    for (;;) {
      const TableReader::Step step = reader.next();
      if (step == TableReader::Step::end) break;
      if (step == TableReader::Step::rejected) {
        table.rejected_rows_.push_back(reader.rejected());
        continue;
      }
      const std::size_t row_begin = arena_size;
      table.row_begins_.push_back(row_begin);
      table.lines_.push_back(reader.line());
      for (const std::string_view cell : reader.cells()) {
        std::memmove(arena + arena_size, cell.data(), cell.size());
        arena_size += cell.size();
        table.cell_ends_.push_back(static_cast<std::uint32_t>(arena_size - row_begin));
      }
      DCHECK(arena_size <= reader.dialect_.data_begin + reader.rows_.position());
    }
    table.notes_ = reader.notes();
    table.encoding_ = reader.encoding_;
    table.delimiter_ = reader.delimiter();
    reader.text_.resize(arena_size);
    table.arena_ = std::move(reader.text_);
    return table;
  }

  static void set_sha256(Table& table, const Sha256Digest& digest) { table.sha256_ = digest; }
};

std::optional<std::size_t> Table::column_index(std::string_view name) const {
  for (std::size_t i = 0; i < column_names_.size(); ++i)
    if (column_names_[i] == name) return i;
  return std::nullopt;
}

Table read_table(std::string bytes, const std::string& source) {
  const Sha256Digest digest = sha256(bytes);
  TableReader reader(std::move(bytes), source);
  Table table = TableBuilder::build(reader);
  TableBuilder::set_sha256(table, digest);
  return table;
}

}  // namespace hearim
