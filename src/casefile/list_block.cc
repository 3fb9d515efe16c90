#include "casefile/list_block.h"

#include <algorithm>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// Unsigned LEB128: seven bits a byte, the lowest first, the eighth says that more follow.
void put_number(ByteBuffer& bytes, std::uint64_t number) {
  while (number >= 0x80) {
    bytes.push_back(static_cast<std::uint8_t>(number | 0x80));
    number >>= 7;
  }
  bytes.push_back(static_cast<std::uint8_t>(number));
}

void put_bytes(ByteBuffer& bytes, ByteView more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

[[noreturn]] void damaged() {
  throw Error(ErrorCode::corrupt, "a block of a list's rows is damaged", {},
              "restore the case from a backup");
}

class BlockParser {
 public:
  explicit BlockParser(ByteView bytes) : left_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = take(1)[0];
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    damaged();
  }

  ByteView take(std::uint64_t size) {
    if (size > left_.size()) damaged();
    const ByteView taken = left_.first(static_cast<std::size_t>(size));
    left_ = left_.subspan(taken.size());
    return taken;
  }

  bool at_end() const { return left_.empty(); }

 private:
  ByteView left_;
};

}  // namespace

ListBlockWriter::ListBlockWriter(std::size_t column_count) : columns_(column_count) {}

void ListBlockWriter::add(const ListRow& row) {
  const bool accepted = row.rejected.empty();
  CHECK(row.cells.size() == (accepted ? columns_.size() : 0));
  CHECK(row.line >= line_ && row.offset >= offset_);
  ++row_count_;
  states_.push_back(accepted ? 0 : 1);
  put_number(lines_, row.line - line_);
  put_number(offsets_, row.offset - offset_);
  put_number(sizes_, row.size_bytes);
  line_ = row.line;
  offset_ = row.offset;
  if (accepted) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      put_number(columns_[c].sizes, row.cells[c].size());
      columns_[c].cells += row.cells[c];
      cell_bytes_ += row.cells[c].size() + 1;
    }
  } else {
    ++rejected_count_;
    put_number(rejections_, row.rejected_column);
    put_number(rejections_, row.rejected.size());
    put_bytes(rejections_, view_of(row.rejected));
    cell_bytes_ += row.rejected.size();
  }
}

bool ListBlockWriter::is_full() const {
  return row_count_ >= kListBlockRowsMax || cell_bytes_ >= kListBlockCellBytes;
}

ByteBuffer ListBlockWriter::finish() {
  ByteBuffer block;
  block.reserve(cell_bytes_ + rejections_.size() + 8 * states_.size() + 64);
  put_number(block, row_count_);
  for (ByteBuffer* part : {&states_, &lines_, &offsets_, &sizes_}) {
    put_bytes(block, *part);
    part->clear();
  }
  for (Column& column : columns_) {
    put_bytes(block, column.sizes);
    put_bytes(block, view_of(column.cells));
    column.sizes.clear();
    column.cells.clear();
  }
  put_bytes(block, rejections_);
  rejections_.clear();
  row_count_ = rejected_count_ = line_ = offset_ = cell_bytes_ = 0;
  return block;
}

ListBlock::ListBlock(ByteBuffer plain, std::uint64_t first_row, std::size_t column_count)
    : plain_(std::move(plain)) {
  BlockParser parser(plain_);
  const std::uint64_t count = parser.number();
  if (count > kListBlockRowsMax) damaged();
  rows_.resize(static_cast<std::size_t>(count));
  std::size_t accepted_count = 0;
  std::vector<bool> accepted(rows_.size());
  const ByteView states = parser.take(count);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (states[i] > 1) damaged();
    accepted[i] = states[i] == 0;
    accepted_count += accepted[i];
    rows_[i].row = first_row + i;
  }
  std::uint64_t line = 0, offset = 0;
  for (ListRow& row : rows_) row.line = line += parser.number();
  for (ListRow& row : rows_) row.offset = offset += parser.number();
  for (ListRow& row : rows_) row.size_bytes = parser.number();

  // Every cell has at least one byte for its size.
  if (accepted_count * column_count > plain_.size()) damaged();
  cells_.resize(accepted_count * column_count);
  std::vector<std::uint64_t> sizes(accepted_count);
  for (std::size_t c = 0; c < column_count; ++c) {
    for (std::uint64_t& size : sizes) size = parser.number();
    for (std::size_t r = 0; r < accepted_count; ++r)
      cells_[r * column_count + c] = text_of(parser.take(sizes[r]));
  }
  std::size_t at = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (accepted[i]) {
      rows_[i].cells = std::span(cells_).subspan(at++ * column_count, column_count);
    } else {
      rows_[i].rejected_column = parser.number();
      rows_[i].rejected = text_of(parser.take(parser.number()));
      if (rows_[i].rejected.empty()) damaged();
    }
  }
  if (!parser.at_end()) damaged();
}

std::size_t ListBlock::rejected_count() const {
  return static_cast<std::size_t>(std::count_if(
      rows_.begin(), rows_.end(), [](const ListRow& row) { return !row.rejected.empty(); }));
}

}  // namespace hearim
