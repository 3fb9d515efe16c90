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

ByteBuffer canonical_shortfall(const Shortfall& shortfall) {
  ByteBuffer bytes;
  put_canonical(bytes, static_cast<std::uint64_t>(shortfall.item));
  put_canonical(bytes, shortfall.tool);
  put_canonical(bytes, shortfall.why);
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
  require_item(database, text.item);
  const std::int64_t id = next_number(database, "text");
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
  if (!state_->compressor) state_->compressor.emplace();
  const ByteBuffer content = state_->compressor->compress(view_of(text.text));
  const ByteBuffer map = state_->compressor->compress(text.map);
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

std::optional<ItemText> Case::text(std::int64_t item) const {
  Statement row(
      *opened(state_).database,
      fmt::format(
          "SELECT {} FROM text WHERE item = ? AND length(salt) > 0 ORDER BY id DESC LIMIT 1",
          kTextColumns));
  if (!row.bind(1, item).step()) return std::nullopt;
  return read_text(row);
}

std::int64_t CaseWork::add_shortfall(const Shortfall& shortfall) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  Database& database = *owner.database;
  require_item(database, shortfall.item);
  const std::int64_t id = next_number(database, "shortfall");
  const Salt salt = random_salt();
  const std::uint64_t sequence = append_entry(
      owner, state_->log,
      {.action = "shortfall-noted",
       .object = fmt::format("shortfall:{}", id),
       .parameters = fmt::format("item:{} by {}", shortfall.item, shortfall.tool),
       .committed = {{"why", commitment(salt, "why", canonical_shortfall(shortfall))}}});
  Statement(database, "INSERT INTO shortfall VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, shortfall.item)
      .bind(4, shortfall.tool)
      .bind(5, shortfall.why)
      .bind(6, ByteView(salt))
      .run();
  return id;
}

std::vector<std::int64_t> Case::items_with_text() const {
  Statement rows(*opened(state_).database,
                 "SELECT DISTINCT item FROM text WHERE length(salt) > 0 ORDER BY item");
  std::vector<std::int64_t> items;
  while (rows.step()) items.push_back(rows.integer(0));
  return items;
}

std::vector<Shortfall> Case::shortfalls() const {
  Statement rows(*opened(state_).database,
                 "SELECT id, item, tool, why FROM shortfall WHERE length(salt) > 0 AND id = "
                 "(SELECT max(id) FROM "
                 "shortfall AS other WHERE other.item = shortfall.item) AND sequence > "
                 "coalesce((SELECT max(sequence) FROM text WHERE text.item = shortfall.item), -1) "
                 "ORDER BY id");
  std::vector<Shortfall> shortfalls;
  while (rows.step())
    shortfalls.push_back({.id = rows.integer(0),
                          .item = rows.integer(1),
                          .tool = rows.text(2),
                          .why = rows.text(3)});
  return shortfalls;
}

}  // namespace hearim
