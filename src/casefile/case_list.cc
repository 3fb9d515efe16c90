// Lists with every row as received: docs/formats/case.md, "Lists". The rows themselves stand in the
// item's content; a block says where each one is, and what its cells are.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "casefile/case_work_state.h"
#include "casefile/compressed.h"
#include "casefile/list_block.h"

namespace hearim {
namespace {

std::vector<std::string> decode_columns(ByteView bytes) {
  std::vector<std::string> columns;
  while (!bytes.empty()) {
    if (bytes.size() < 8 || get_le<std::uint64_t>(bytes, 0) > bytes.size() - 8)
      throw Error(ErrorCode::corrupt, "the columns of a list are damaged");
    const auto size = get_le<std::uint64_t>(bytes, 0);
    columns.emplace_back(text_of(bytes.subspan(8, size)));
    bytes = bytes.subspan(8 + size);
  }
  return columns;
}

std::size_t column_count_of(Database& database, std::int64_t list) {
  Statement row(database, "SELECT columns FROM list WHERE id = ? AND length(salt) > 0");
  if (!row.bind(1, list).step())
    throw Error(ErrorCode::not_found, fmt::format("there is no list {}", list));
  return decode_columns(row.blob(0)).size();
}

ListBlock read_block(ByteView frame, std::uint64_t first_row, std::size_t column_count) {
  return {decompress(frame, kListBlockBytesMax), first_row, column_count};
}

}  // namespace

std::string encode_columns(const std::vector<std::string>& columns) {
  ByteBuffer bytes;
  for (const std::string& column : columns) put_canonical(bytes, column);
  return std::string(text_of(bytes));
}

ByteBuffer canonical_list(const List& list, const Sha256Digest& rows) {
  ByteBuffer bytes;
  put_canonical(bytes, static_cast<std::uint64_t>(list.item));
  put_canonical(bytes, list.name);
  put_canonical(bytes, encode_columns(list.columns));
  put_canonical(bytes, list.how_read);
  put_canonical(bytes, list.row_count);
  put_canonical(bytes, list.rejected_count);
  bytes.insert(bytes.end(), rows.begin(), rows.end());
  return bytes;
}

List read_list(const Statement& row) {
  List list;
  list.id = row.integer(0);
  list.item = row.integer(1);
  list.name = row.text(2);
  list.columns = decode_columns(row.blob(3));
  list.how_read = row.text(4);
  list.row_count = static_cast<std::uint64_t>(row.integer(5));
  list.rejected_count = static_cast<std::uint64_t>(row.integer(6));
  return list;
}

std::int64_t CaseWork::add_list(const NewList& list, const ListRowSource& rows) {
  CHECK(state_ && !state_->committed);
  if (list.columns.empty() || list.columns.size() > kListColumnsMax)
    throw Error(ErrorCode::invalid_input, fmt::format("a list has 1 to {} columns, not {}",
                                                      kListColumnsMax, list.columns.size()));
  CaseState& owner = state_->owner;
  Database& database = *owner.database;
  require_item(database, list.item);
  List made{list, next_number(database, "list"), 0, 0};

  Statement insert(database, "INSERT INTO list_block VALUES(?, ?, ?, ?, ?)");
  ListBlockWriter block(list.columns.size());
  Compressor compressor;
  Sha256 digests;
  const auto keep_block = [&] {
    const std::uint64_t first = made.row_count - block.row_count() + 1;
    insert.bind(1, made.id)
        .bind(2, static_cast<std::int64_t>(first))
        .bind(3, static_cast<std::int64_t>(block.row_count()))
        .bind(4, static_cast<std::int64_t>(block.rejected_count()));
    const ByteBuffer plain = block.finish();
    digests.update(text_of(sha256(text_of(plain))));
    const ByteBuffer frame = compressor.compress(plain);
    insert.bind(5, ByteView(frame)).run();
  };
  for (ListRow row; rows(row);) {
    ++made.row_count;
    if (!row.rejected.empty()) ++made.rejected_count;
    block.add(row);
    if (block.is_full()) keep_block();
  }
  if (block.row_count() > 0) keep_block();

  const Salt salt = random_salt();
  const std::uint64_t sequence = append_entry(
      owner, state_->log,
      {.action = "list-added",
       .object = fmt::format("list:{}", made.id),
       .parameters = fmt::format("item:{}", made.item),
       .committed = {{"list", commitment(salt, "list", canonical_list(made, digests.finish()))}}});
  const std::string columns = encode_columns(made.columns);
  Statement(database, "INSERT INTO list VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(1, made.id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, made.item)
      .bind(4, made.name)
      .bind(5, view_of(columns))
      .bind(6, made.how_read)
      .bind(7, static_cast<std::int64_t>(made.row_count))
      .bind(8, static_cast<std::int64_t>(made.rejected_count))
      .bind(9, ByteView(salt))
      .run();
  mark_dependants(owner, state_->log, "lists", fmt::format("list:{} was added", made.id));
  return made.id;
}

std::vector<List> Case::lists() const {
  Statement rows(
      *opened(state_).database,
      fmt::format("SELECT {} FROM list WHERE length(salt) > 0 ORDER BY id", kListColumns));
  std::vector<List> lists;
  while (rows.step()) lists.push_back(read_list(rows));
  return lists;
}

void Case::list_rows(std::int64_t list, std::uint64_t first, std::uint64_t count,
                     const ListRowVisitor& visit) const {
  Database& database = *opened(state_).database;
  const std::size_t column_count = column_count_of(database, list);
  Statement blocks(database,
                   "SELECT first_row, rows FROM list_block WHERE list = ?1 AND first_row >= "
                   "(SELECT coalesce(max(first_row), 1) FROM list_block WHERE list = ?1 AND "
                   "first_row <= ?2) ORDER BY first_row");
  blocks.bind(1, list).bind(
      2, static_cast<std::int64_t>(std::min<std::uint64_t>(first, std::uint64_t{1} << 62)));
  while (count > 0 && blocks.step()) {
    const auto begin = static_cast<std::uint64_t>(blocks.integer(0));
    const ListBlock block = read_block(blocks.blob(1), begin, column_count);
    for (std::size_t i = begin < first ? static_cast<std::size_t>(first - begin) : 0;
         i < block.row_count() && count > 0; ++i, --count)
      visit(block.row(i));
  }
}

void Case::rejected_rows(std::int64_t list, const ListRowVisitor& visit) const {
  Database& database = *opened(state_).database;
  const std::size_t column_count = column_count_of(database, list);
  Statement blocks(database,
                   "SELECT first_row, rows FROM list_block WHERE list = ? AND rejected_count > 0 "
                   "ORDER BY first_row");
  blocks.bind(1, list);
  while (blocks.step()) {
    const ListBlock block =
        read_block(blocks.blob(1), static_cast<std::uint64_t>(blocks.integer(0)), column_count);
    for (std::size_t i = 0; i < block.row_count(); ++i)
      if (!block.row(i).rejected.empty()) visit(block.row(i));
  }
}

}  // namespace hearim
