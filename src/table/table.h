// A whole delimited file in memory: named columns, cells as views into one arena.
//
// For sources read once from end to end, TableReader needs no memory per row; this is for those
// that are looked at again. The arena is the file's own text with the cells moved together, plus
// 4 bytes a cell and 16 a row. Immutable; views live as long as the table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sha256.h"
#include "table/rejected_row.h"

namespace hearim {

class Table {
 public:
  const std::vector<std::string>& column_names() const { return column_names_; }
  std::size_t column_count() const { return column_names_.size(); }
  std::optional<std::size_t> column_index(std::string_view name) const;

  std::size_t row_count() const { return lines_.size(); }
  // REQUIRES: row < row_count(), column < column_count().
  std::string_view cell(std::size_t row, std::size_t column) const {
    const std::size_t at = row * column_count() + column;
    const std::uint32_t begin = column == 0 ? 0 : cell_ends_[at - 1];
    return {arena_.data() + row_begins_[row] + begin, cell_ends_[at] - begin};
  }
  std::uint64_t line(std::size_t row) const { return lines_[row]; }  // in the file, from 1

  const std::vector<RejectedRow>& rejected_rows() const { return rejected_rows_; }
  const std::vector<std::string>& notes() const { return notes_; }
  const Sha256Digest& sha256() const { return sha256_; }  // of the bytes as received
  const std::string& encoding() const { return encoding_; }
  char delimiter() const { return delimiter_; }

 private:
  friend class TableBuilder;

  std::vector<std::string> column_names_;
  std::string arena_;
  std::vector<std::uint64_t> row_begins_;  // in the arena
  std::vector<std::uint32_t> cell_ends_;   // from the row's begin
  std::vector<std::uint64_t> lines_;
  std::vector<RejectedRow> rejected_rows_;
  std::vector<std::string> notes_;
  Sha256Digest sha256_{};
  std::string encoding_;
  char delimiter_ = ',';
};

// Throws what TableReader throws. `source` is the file's name, for messages and rejected rows.
Table read_table(std::string bytes, const std::string& source);

}  // namespace hearim
