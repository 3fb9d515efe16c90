// Items and their contents: docs/formats/case.md, "Blobs" and "Tables". Content that the case has
// already is kept once.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/check.h"
#include "casefile/case_work_state.h"

namespace hearim {
namespace {

// The blob of this content, made if the case has it not.
std::int64_t keep_content(CaseWork::State& work, const BlobStore::Received& received) {
  Database& database = *work.owner.database;
  BlobStore& blobs = *work.owner.blobs;
  try {
    Statement known(database, "SELECT id FROM blob WHERE sha256 = ?");
    known.bind(1, ByteView(received.sha256));
    if (known.step()) {
      blobs.discard(received);
      return known.integer(0);
    }
    Statement insert(database,
                     "INSERT INTO blob(sha256, size_bytes, content, key) VALUES(?, ?, ?, ?)");
    insert.bind(1, ByteView(received.sha256))
        .bind(2, static_cast<std::int64_t>(received.size_bytes));
    if (received.content)
      insert.bind(3, std::as_const(*received.content).bytes()).bind_null(4);
    else
      insert.bind_null(3).bind(4, received.key.bytes());
    insert.run();
    const std::int64_t blob = database.last_insert_id();
    blobs.keep(received);
    if (!received.incoming.empty()) work.new_files.push_back(received.sha256);
    return blob;
  } catch (...) {
    blobs.discard(received);
    throw;
  }
}

std::int64_t insert_item(CaseWork::State& work, std::string_view name, std::int64_t blob,
                         const Sha256Digest& sha256) {
  Database& database = *work.owner.database;
  const std::int64_t id = next_number(database, "item");
  const Salt content_salt = random_salt(), name_salt = random_salt();
  const std::uint64_t sequence =
      append_entry(work.owner, work.log,
                   {.action = "item-added",
                    .object = fmt::format("item:{}", id),
                    .committed = {{"content", commitment(content_salt, "content", sha256)},
                                  {"name", commitment(name_salt, "name", view_of(name))}}});
  Statement(database, "INSERT INTO item VALUES(?, ?, ?, ?, ?, ?)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, blob)
      .bind(4, ByteView(content_salt))
      .bind(5, name)
      .bind(6, ByteView(name_salt))
      .run();
  return id;
}

struct KeptContent {
  Sha256Digest sha256{};
  std::uint64_t size_bytes = 0;
  std::unique_ptr<WipedBuffer> small;  // the content itself, or
  SecretBytes key;                     // of its file
};

KeptContent kept_content(CaseState& state, std::int64_t id) {
  Statement row(*state.database,
                "SELECT blob.sha256, blob.size_bytes, blob.content, blob.key, "
                "length(content_salt) FROM item JOIN blob ON blob.id = item.blob WHERE item.id = "
                "?");
  if (!row.bind(1, id).step())
    throw Error(ErrorCode::not_found, fmt::format("there is no item {}", id),
                {.file = state.folder});
  if (row.integer(4) == 0)
    throw Error(ErrorCode::refused, fmt::format("item {} was withdrawn", id),
                {.file = state.folder});
  KeptContent kept;
  kept.sha256 = digest_of(row.blob(0));
  kept.size_bytes = static_cast<std::uint64_t>(row.integer(1));
  if (row.is_null(2)) {
    kept.key = SecretBytes::copy_of(row.blob(3));
  } else {
    const ByteView content = row.blob(2);
    kept.small = std::make_unique<WipedBuffer>(content.size());
    std::copy(content.begin(), content.end(), kept.small->data());
  }
  return kept;
}

BlobStore::Kept in_file(const KeptContent& kept) {
  return {.sha256 = kept.sha256, .size_bytes = kept.size_bytes, .key = &kept.key};
}

}  // namespace

void require_item(Database& database, std::int64_t id) {
  Statement item(database, "SELECT 1 FROM item WHERE id = ? AND length(content_salt) > 0");
  if (!item.bind(1, id).step())
    throw Error(ErrorCode::not_found, fmt::format("there is no item {}, or it was withdrawn", id));
}

std::int64_t CaseWork::add_item(std::string_view name, const ByteSource& source) {
  CHECK(state_ && !state_->committed);
  const BlobStore::Received received = state_->owner.blobs->receive(source);
  return insert_item(*state_, name, keep_content(*state_, received), received.sha256);
}

TakenItem CaseWork::take_item(std::string_view name, const ByteSource& source) {
  CHECK(state_ && !state_->committed);
  const BlobStore::Received received = state_->owner.blobs->receive(source);
  const std::int64_t blob = keep_content(*state_, received);
  Statement known(*state_->owner.database,
                  "SELECT min(id) FROM item WHERE blob = ? AND length(content_salt) > 0");
  known.bind(1, blob).step();
  if (!known.is_null(0)) return {.item = known.integer(0), .duplicate = true};
  return {.item = insert_item(*state_, name, blob, received.sha256), .duplicate = false};
}

std::vector<Item> Case::items() const {
  Statement rows(*opened(state_).database,
                 "SELECT item.id, item.name, blob.sha256, blob.size_bytes FROM item JOIN blob ON "
                 "blob.id = item.blob WHERE length(content_salt) > 0 ORDER BY item.id");
  std::vector<Item> items;
  while (rows.step())
    items.push_back({.id = rows.integer(0),
                     .name = rows.text(1),
                     .sha256 = digest_of(rows.blob(2)),
                     .size_bytes = static_cast<std::uint64_t>(rows.integer(3))});
  return items;
}

void read_content(CaseState& state, std::int64_t id, const ByteSink& sink) {
  const KeptContent kept = kept_content(state, id);
  if (!kept.small) return state.blobs->read(in_file(kept), sink);
  const ByteView content = std::as_const(*kept.small).bytes();
  if (sha256(text_of(content)) != kept.sha256)
    throw Error(ErrorCode::corrupt, fmt::format("item {} is not what was received", id),
                {.file = state.folder}, "restore the case from a backup");
  sink(content);
}

void Case::read_item(std::int64_t id, const ByteSink& sink) const {
  read_content(opened(state_), id, sink);
}

std::string Case::read_item_part(std::int64_t id, std::uint64_t offset,
                                 std::uint64_t size_bytes) const {
  CaseState& state = opened(state_);
  const KeptContent kept = kept_content(state, id);
  if (kept.small) {
    const std::string_view content = text_of(std::as_const(*kept.small).bytes());
    return std::string(content.substr(std::min<std::uint64_t>(offset, content.size()), size_bytes));
  }
  std::string part;
  state.blobs->read_part(in_file(kept), offset, size_bytes,
                         [&](ByteView bytes) { part += text_of(bytes); });
  return part;
}

}  // namespace hearim
