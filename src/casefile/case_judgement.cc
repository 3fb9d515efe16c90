// Judgements: appended, never changed; a later one supersedes. docs/formats/case.md, "Custody
// entry", says what is committed of one.
#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "casefile/case_work_state.h"

namespace hearim {

ByteBuffer canonical_judgement(const NewJudgement& judgement) {
  ByteBuffer bytes;
  put_canonical(bytes, static_cast<std::uint64_t>(judgement.supersedes));
  for (const std::string* field : {&judgement.about, &judgement.kind, &judgement.value})
    put_canonical(bytes, *field);
  return bytes;
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
  const std::int64_t id = next_number(database, "judgement");
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

namespace {

std::vector<Judgement> read_judgements(Database& database, std::string_view where,
                                       std::string_view value) {
  Statement rows(database,
                 fmt::format("SELECT judgement.id, about, kind, value, supersedes, entry FROM "
                             "judgement JOIN custody ON custody.sequence = judgement.sequence "
                             "WHERE length(salt) > 0 AND ({}) ORDER BY judgement.id",
                             where));
  rows.bind(1, value);
  std::vector<Judgement> judgements;
  while (rows.step()) {
    Judgement judgement;
    judgement.id = rows.integer(0);
    judgement.about = rows.text(1);
    judgement.kind = rows.text(2);
    judgement.value = rows.text(3);
    judgement.supersedes = rows.integer(4);
    const CustodyEntry entry = decode_custody_entry(rows.blob(5));
    judgement.actor = entry.actor;
    judgement.time = entry.time;
    judgements.push_back(std::move(judgement));
  }
  return judgements;
}

}  // namespace

std::vector<Judgement> Case::judgements(std::string_view kind) const {
  return read_judgements(*opened(state_).database, "?1 = '' OR kind = ?1", kind);
}

std::vector<Judgement> Case::judgements_of(std::string_view about) const {
  return read_judgements(*opened(state_).database,
                         "about = ?1 AND judgement.id NOT IN (SELECT later.supersedes FROM "
                         "judgement AS later WHERE later.about = ?1 AND later.supersedes IS NOT "
                         "NULL)",
                         about);
}

}  // namespace hearim
