// Texts made from items: docs/formats/case.md, "Texts".
#include <fmt/format.h>

#include "base/check.h"
#include "casefile/case_work_state.h"
#include "casefile/compressed.h"

namespace hearim {
namespace {

constexpr std::size_t kTextBytesMax = std::size_t{512} << 20;  // of a text, and of its map

void check_size(std::size_t size, const char* what) {
  if (size > kTextBytesMax)
    throw Error(ErrorCode::limit,
                fmt::format("{} of {} bytes; at most {} are kept", what, size, kTextBytesMax));
}

}  // namespace

ByteBuffer canonical_text(const ItemText& text) {
  ByteBuffer bytes;
  put_canonical(bytes, static_cast<std::uint64_t>(text.item));
  put_canonical(bytes, text.tool);
  const Sha256Digest content = sha256(text.text), map = sha256(text_of(text.map));
  bytes.insert(bytes.end(), content.begin(), content.end());
  put_canonical(bytes, text.map_format);
  bytes.insert(bytes.end(), map.begin(), map.end());
  return bytes;
}

ItemText read_text(const Statement& row) {
  ItemText text{.id = row.integer(0),
                .item = row.integer(1),
                .tool = row.text(2),
                .text = {},
                .map_format = row.text(4),
                .map = decompress(row.blob(5), kTextBytesMax)};
  const ByteBuffer content = decompress(row.blob(3), kTextBytesMax);
  text.text = text_of(content);
  return text;
}

std::int64_t CaseWork::add_text(const NewText& text) {
  CHECK(state_ && !state_->committed);
  check_size(text.text.size(), "a text");
  check_size(text.map.size(), "a text's map");
  CaseState& owner = state_->owner;
  Database& database = *owner.database;
  Statement item(database, "SELECT 1 FROM item WHERE id = ?");
  if (!item.bind(1, text.item).step())
    throw Error(ErrorCode::not_found, fmt::format("there is no item {}", text.item));
  Statement next(database, "SELECT coalesce(max(id), 0) + 1 FROM text");
  next.step();
  const std::int64_t id = next.integer(0);
  const ItemText kept{.id = id,
                      .item = text.item,
                      .tool = text.tool,
                      .text = std::string(text.text),
                      .map_format = text.map_format,
                      .map = {text.map.begin(), text.map.end()}};
  const Salt salt = random_salt();
  const std::uint64_t sequence =
      append_entry(owner, state_->log,
                   {.action = "text-added",
                    .object = fmt::format("text:{}", id),
                    .parameters = fmt::format("item:{} by {}", text.item, text.tool),
                    .committed = {{"text", commitment(salt, "text", canonical_text(kept))}}});
  Compressor compressor;
  const ByteBuffer content = compressor.compress(view_of(text.text));
  const ByteBuffer map = compressor.compress(text.map);
  Statement(database, "INSERT INTO text VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, text.item)
      .bind(4, text.tool)
      .bind(5, ByteView(content))
      .bind(6, text.map_format)
      .bind(7, ByteView(map))
      .bind(8, ByteView(salt))
      .run();
  const std::string why = fmt::format("text:{} was added", id);
  mark_dependants(owner, state_->log, "texts", why);
  mark_dependants(owner, state_->log, fmt::format("texts-of:item:{}", text.item), why);
  return id;
}

std::vector<std::int64_t> Case::items_with_text() const {
  if (!state_ || !state_->database) throw Error(ErrorCode::invalid_input, "the case is closed");
  Statement rows(*state_->database, "SELECT DISTINCT item FROM text ORDER BY item");
  std::vector<std::int64_t> items;
  while (rows.step()) items.push_back(rows.integer(0));
  return items;
}

std::optional<ItemText> Case::text(std::int64_t item) const {
  if (!state_ || !state_->database) throw Error(ErrorCode::invalid_input, "the case is closed");
  Statement row(
      *state_->database,
      fmt::format("SELECT {} FROM text WHERE item = ? ORDER BY id DESC LIMIT 1", kTextColumns));
  if (!row.bind(1, item).step()) return std::nullopt;
  return read_text(row);
}

}  // namespace hearim
