#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "casefile/case_work_state.h"
#include "hearim/error.h"

namespace hearim {

CaseWork::CaseWork(CaseState& state) {
  if (state.work_under_way)
    throw Error(ErrorCode::conflict, "another unit of work is under way in this case");
  state_ = std::make_unique<State>(state);
  state.work_under_way = true;
}

CaseWork::CaseWork(CaseWork&&) noexcept = default;

CaseWork::~CaseWork() {
  if (!state_) return;
  if (state_->committed) return;
  CaseState& owner = state_->owner;
  owner.work_under_way = false;
  for (const Sha256Digest& sha256 : state_->new_files) {
    try {
      owner.blobs->remove(sha256);
    } catch (...) {
      // Stays as a file that nobody has the key of; `verify` remarks on it.
    }
  }
}

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
  Statement next(database, "SELECT coalesce(max(id), 0) + 1 FROM item");
  next.step();
  const std::int64_t id = next.integer(0);
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

std::int64_t CaseWork::add_item(std::string_view name, const ByteSource& source) {
  CHECK(state_ && !state_->committed);
  const BlobStore::Received received = state_->owner.blobs->receive(source);
  return insert_item(*state_, name, keep_content(*state_, received), received.sha256);
}

std::int64_t CaseWork::add_judgement(const NewJudgement& judgement) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  Database& database = *owner.database;
  if (judgement.supersedes != 0) {
    Statement earlier(database, "SELECT 1 FROM judgement WHERE id = ?");
    if (!earlier.bind(1, judgement.supersedes).step())
      throw Error(ErrorCode::not_found,
                  fmt::format("there is no judgement {} to supersede", judgement.supersedes));
  }
  Statement next(database, "SELECT coalesce(max(id), 0) + 1 FROM judgement");
  next.step();
  const std::int64_t id = next.integer(0);
  const Salt salt = random_salt();
  const std::uint64_t sequence = append_entry(
      owner, state_->log,
      {.action = "judgement-added",
       .object = fmt::format("judgement:{}", id),
       .committed = {
           {"judgement", commitment(salt, "judgement", canonical_judgement(judgement))}}});
  if (owner.tuning.fault == PlantedFault::log_apart_from_data) {
    keep_log_head(database, state_->log);
    database.run("COMMIT");
    database.run("BEGIN IMMEDIATE");
  }
  Statement insert(database, "INSERT INTO judgement VALUES(?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, judgement.about)
      .bind(4, judgement.kind)
      .bind(5, judgement.value)
      .bind(7, ByteView(salt));
  if (judgement.supersedes != 0)
    insert.bind(6, judgement.supersedes);
  else
    insert.bind_null(6);
  insert.run();
  const std::string why = fmt::format("judgement:{} was added", id);
  mark_dependants(owner, state_->log, "judgements:" + judgement.kind, why);
  mark_dependants(owner, state_->log, "judgements-of:" + judgement.about, why);
  return id;
}

std::int64_t CaseWork::add_identity(std::string_view text) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  if (owner.keys.identities.empty())
    throw Error(ErrorCode::refused, "this key does not open the identities");
  Database& database = *owner.database;
  Statement next(database, "SELECT coalesce(max(id), 0) + 1 FROM identity");
  next.step();
  const std::int64_t id = next.integer(0);
  const Salt salt = random_salt();
  const std::uint64_t sequence =
      append_entry(owner, state_->log,
                   {.action = "identity-added",
                    .object = fmt::format("identity:{}", id),
                    .committed = {{"identity", commitment(salt, "identity", view_of(text))}}});
  const ByteBuffer sealed = seal_identity(owner.keys, sequence, salt, text);
  Statement(database, "INSERT INTO identity VALUES(?, ?, ?)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, ByteView(sealed))
      .run();
  return id;
}

void CaseWork::commit() {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  log_ledger_lines(*state_);
  if (!state_->new_files.empty()) owner.blobs->sync_names();
  // A failure from here on may come after the commit; the files stay for what may refer to them.
  state_->new_files.clear();
  commit_log(owner, state_->transaction, state_->log);
  state_->committed = true;
  owner.work_under_way = false;
}

}  // namespace hearim
