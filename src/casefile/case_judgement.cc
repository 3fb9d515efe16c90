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
  return id;
}

std::vector<Judgement> Case::judgements() const {
  Statement rows(*opened(state_).database,
                 "SELECT id, about, kind, value, supersedes FROM judgement WHERE "
                 "length(salt) > 0 ORDER BY id");
  std::vector<Judgement> judgements;
  while (rows.step()) {
    Judgement judgement;
    judgement.id = rows.integer(0);
    judgement.about = rows.text(1);
    judgement.kind = rows.text(2);
    judgement.value = rows.text(3);
    judgement.supersedes = rows.integer(4);
    judgements.push_back(std::move(judgement));
  }
  return judgements;
}

}  // namespace hearim
