// Rows of a list as they lie in the case: docs/formats/case.md, "Blocks of rows". A block holds up
// to 4,096 rows, or about 1 MiB of cells; the cells of one column stand together, because they are
// alike and compress better so. What is here is the plain block; it is compressed by its user.
//
// Pure. Thread-compatible.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "casefile/bytes.h"
#include "hearim/received.h"

namespace hearim {

inline constexpr std::size_t kListColumnsMax = 16384;
inline constexpr std::size_t kListBlockRowsMax = 4096;
inline constexpr std::size_t kListBlockCellBytes = std::size_t{1} << 20;  // full from here on
inline constexpr std::size_t kListBlockBytesMax = std::size_t{256}
                                                  << 20;  // plain; a bound to check

class ListBlockWriter {
 public:
  explicit ListBlockWriter(std::size_t column_count);

  // REQUIRES: one cell per column, or none and a reason; line and offset do not go down within
  // the block.
  void add(const ListRow& row);
  bool is_full() const;
  std::uint64_t row_count() const { return row_count_; }
  std::uint64_t rejected_count() const { return rejected_count_; }
  ByteBuffer finish();  // the block, and begins an empty one

 private:
  struct Column {
    ByteBuffer sizes;
    std::string cells;
  };

  std::uint64_t row_count_ = 0, rejected_count_ = 0;
  std::uint64_t line_ = 0, offset_ = 0;
  std::size_t cell_bytes_ = 0;
  ByteBuffer states_, lines_, offsets_, sizes_, rejections_;
  std::vector<Column> columns_;
};

// A block read back. Throws Error(corrupt) for what the writer would not have made.
class ListBlock {
 public:
  ListBlock(ByteBuffer plain, std::uint64_t first_row, std::size_t column_count);

  std::size_t row_count() const { return rows_.size(); }
  std::size_t rejected_count() const;
  const ListRow& row(std::size_t index) const { return rows_[index]; }  // views into the block

 private:
  ByteBuffer plain_;
  std::vector<ListRow> rows_;
  std::vector<std::string_view> cells_;  // of accepted rows, row by row
};

}  // namespace hearim
