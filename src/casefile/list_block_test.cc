#include "casefile/list_block.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/rng.h"
#include "hearim/error.h"

namespace hearim {
namespace {

struct OwnedRow {
  std::uint64_t line = 0, offset = 0, size_bytes = 0, rejected_column = 0;
  std::vector<std::string> cells = {};
  std::string rejected = {};
  bool operator==(const OwnedRow&) const = default;
};

OwnedRow random_row(Rng& rng, std::size_t column_count, const OwnedRow& before) {
  OwnedRow row;
  row.line = before.line + rng.below(3);
  row.offset = before.offset + (rng.below(50) == 0 ? std::uint64_t{1} << 40 : rng.below(300));
  row.size_bytes = rng.below(1000);
  if (rng.below(7) == 0) {
    row.rejected = std::string(1 + rng.below(200), 'r');
    row.rejected_column = rng.below(300);
  } else {
    for (std::size_t c = 0; c < column_count; ++c) {
      std::string cell(rng.below(rng.below(20) == 0 ? 500 : 12), ' ');
      for (char& byte : cell) byte = static_cast<char>(rng.below(256));
      row.cells.push_back(cell);
    }
  }
  return row;
}

void write(ListBlockWriter& writer, const OwnedRow& row) {
  const std::vector<std::string_view> cells(row.cells.begin(), row.cells.end());
  writer.add({.line = row.line,
              .offset = row.offset,
              .size_bytes = row.size_bytes,
              .cells = cells,
              .rejected = row.rejected,
              .rejected_column = row.rejected_column});
}

OwnedRow owned(const ListRow& row) {
  return {.line = row.line,
          .offset = row.offset,
          .size_bytes = row.size_bytes,
          .rejected_column = row.rejected_column,
          .cells = {row.cells.begin(), row.cells.end()},
          .rejected = std::string(row.rejected)};
}

TEST(ListBlock, gives_back_any_rows_byte_for_byte) {
  Rng rng(1, "list block", 0);
  ListBlockWriter writer(0);
  for (int round = 0; round < 60; ++round) {
    const std::size_t column_count = 1 + rng.below(12);
    writer = ListBlockWriter(column_count);
    for (std::uint64_t block = 0; block < 2; ++block) {  // the writer is used again
      std::vector<OwnedRow> rows;
      for (std::uint64_t i = 0, n = rng.below(80); i < n; ++i)
        rows.push_back(random_row(rng, column_count, rows.empty() ? OwnedRow{} : rows.back()));
      for (const OwnedRow& row : rows) write(writer, row);
      EXPECT_EQ(writer.row_count(), rows.size());
      const ListBlock read(writer.finish(), 100, column_count);
      ASSERT_EQ(read.row_count(), rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(owned(read.row(i)), rows[i]);
        EXPECT_EQ(read.row(i).row, 100 + i);
      }
    }
  }
}

TEST(ListBlock, is_full_by_rows_or_by_bytes) {
  ListBlockWriter many(1), large(1);
  for (std::size_t i = 1; i < kListBlockRowsMax; ++i) {
    write(many, {.cells = {""}});
    ASSERT_FALSE(many.is_full());
  }
  write(many, {.cells = {""}});
  EXPECT_TRUE(many.is_full());
  write(large, {.cells = {std::string(kListBlockCellBytes, 'x')}});
  EXPECT_TRUE(large.is_full());
  EXPECT_EQ(ListBlock(large.finish(), 1, 1).row(0).cells[0].size(), kListBlockCellBytes);
}

// Nothing but corrupt is thrown, and no byte outside of the block is read (under sanitizers).
TEST(ListBlock, a_damaged_block_is_an_error_or_other_rows_and_never_a_crash) {
  Rng rng(2, "list block damage", 0);
  ListBlockWriter writer(3);
  std::vector<OwnedRow> rows;
  for (int i = 0; i < 40; ++i)
    write(writer, rows.emplace_back(random_row(rng, 3, rows.empty() ? OwnedRow{} : rows.back())));
  const ByteBuffer block = writer.finish();
  int refused = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    ByteBuffer damaged = block;
    if (rng.below(2) == 0) damaged.resize(rng.below(damaged.size()));
    for (std::uint64_t i = 0, n = 1 + rng.below(4); i < n && !damaged.empty(); ++i)
      damaged[rng.below(std::min<std::size_t>(damaged.size(), 400))] =
          static_cast<std::uint8_t>(rng.below(256));
    try {
      const ListBlock read(damaged, 1, 1 + rng.below(4));
      for (std::size_t i = 0; i < read.row_count(); ++i) static_cast<void>(owned(read.row(i)));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::corrupt);
      ++refused;
    }
  }
  EXPECT_GT(refused, 2000);
}

}  // namespace
}  // namespace hearim
