// The ledger: docs/formats/case.md, "What came in". A line's names can be destroyed by a withdrawal
// (its salt with them) while its commitment stays, so that the entry of its batch still checks.
#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "casefile/case_work_state.h"

namespace hearim {

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::taken:
      return "taken";
    case Outcome::duplicate:
      return "duplicate";
    case Outcome::refused:
      return "refused";
  }
  CHECK(false);
}

ByteBuffer canonical_ledger_line(const LedgerLine& line) {
  ByteBuffer bytes;
  put_canonical(bytes, static_cast<std::uint64_t>(line.intake));
  put_canonical(bytes, line.place);
  put_canonical(bytes, static_cast<std::uint64_t>(line.inside));
  put_canonical(bytes, line.member);
  put_canonical(bytes, static_cast<std::uint64_t>(line.outcome));
  put_canonical(bytes, static_cast<std::uint64_t>(line.item));
  put_canonical(bytes, line.reason);
  put_canonical(bytes, line.size_bytes);
  put_canonical(bytes, line.modified);
  return bytes;
}

LedgerLine read_ledger_line(const Statement& row) {
  return {.id = row.integer(0),
          .intake = row.integer(1),
          .place = std::string(text_of(row.blob(2))),
          .inside = row.integer(3),
          .member = static_cast<std::uint64_t>(row.integer(4)),
          .outcome = static_cast<Outcome>(row.integer(5)),
          .item = row.integer(6),
          .reason = row.text(7),
          .size_bytes = static_cast<std::uint64_t>(row.integer(8)),
          .modified = row.text(9),
          .under_way = row.integer(10) != 0};
}

std::int64_t CaseWork::begin_intake(std::string_view request) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  Database& database = *owner.database;
  const std::int64_t id = next_number(database, "intake");
  const Salt salt = random_salt();
  const std::uint64_t sequence =
      append_entry(owner, state_->log,
                   {.action = "intake-begun",
                    .object = fmt::format("intake:{}", id),
                    .committed = {{"request", commitment(salt, "request", view_of(request))}}});
  Statement(database, "INSERT INTO intake VALUES(?, ?, ?, ?, ?, 0)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, owner.now())
      .bind(4, view_of(request))
      .bind(5, ByteView(salt))
      .run();
  return id;
}

std::int64_t CaseWork::add_ledger_line(const LedgerLine& line) {
  CHECK(state_ && !state_->committed);
  CHECK((line.item == 0) == (line.outcome == Outcome::refused));
  Database& database = *state_->owner.database;
  const Salt salt = random_salt();
  const Sha256Digest committed = commitment(salt, "line", canonical_ledger_line(line));
  Statement insert(database,
                   "INSERT INTO ledger_line VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, line.intake)
      .bind(2, view_of(line.place))
      .bind(4, static_cast<std::int64_t>(line.member))
      .bind(5, static_cast<std::int64_t>(line.outcome))
      .bind(7, line.reason)
      .bind(8, static_cast<std::int64_t>(line.size_bytes))
      .bind(9, line.modified)
      .bind(10, ByteView(salt))
      .bind(11, ByteView(committed))
      .bind(12, std::int64_t{line.under_way ? 1 : 0});
  if (line.inside != 0)
    insert.bind(3, line.inside);
  else
    insert.bind_null(3);
  if (line.item != 0)
    insert.bind(6, line.item);
  else
    insert.bind_null(6);
  insert.run();
  const std::int64_t id = database.last_insert_id();
  if (state_->first_line == 0) state_->first_line = id;
  state_->last_line = id;
  state_->line_commitments.update(text_of(committed));
  return id;
}

void CaseWork::finish_archive(std::int64_t line) {
  CHECK(state_ && !state_->committed);
  Statement(*state_->owner.database, "UPDATE ledger_line SET under_way = 0 WHERE id = ?")
      .bind(1, line)
      .run();
}

void CaseWork::finish_intake(std::int64_t intake) {
  CHECK(state_ && !state_->committed);
  CaseState& owner = state_->owner;
  Statement(*owner.database, "UPDATE intake SET finished = 1 WHERE id = ?").bind(1, intake).run();
  log_ledger_lines(*state_);
  append_entry(owner, state_->log,
               {.action = "intake-finished", .object = fmt::format("intake:{}", intake)});
}

void log_ledger_lines(CaseWork::State& work) {
  if (work.first_line == 0) return;
  Database& database = *work.owner.database;
  const std::int64_t id = next_number(database, "ledger_batch");
  const Salt salt = random_salt();
  const Sha256Digest lines = std::exchange(work.line_commitments, Sha256()).finish();
  const std::uint64_t sequence =
      append_entry(work.owner, work.log,
                   {.action = "ledger-kept",
                    .object = fmt::format("ledger:{}", id),
                    .parameters = fmt::format("lines {} to {}", work.first_line, work.last_line),
                    .committed = {{"lines", commitment(salt, "lines", lines)}}});
  Statement(database, "INSERT INTO ledger_batch VALUES(?, ?, ?, ?, ?)")
      .bind(1, id)
      .bind(2, static_cast<std::int64_t>(sequence))
      .bind(3, work.first_line)
      .bind(4, work.last_line)
      .bind(5, ByteView(salt))
      .run();
  work.first_line = work.last_line = 0;
  mark_dependants(work.owner, work.log, "items", fmt::format("ledger:{} was kept", id));
}

std::vector<Intake> Case::intakes() const {
  Database& database = *opened(state_).database;
  std::vector<Intake> intakes;
  Statement rows(database, "SELECT id, begun, request, finished FROM intake ORDER BY id");
  while (rows.step())
    intakes.push_back({.id = rows.integer(0),
                       .begun = rows.text(1),
                       .request = std::string(text_of(rows.blob(2))),
                       .finished = rows.integer(3) != 0});
  Statement counts(database,
                   "SELECT intake, outcome, count(*) FROM ledger_line GROUP BY intake, outcome");
  while (counts.step())
    for (Intake& intake : intakes) {
      if (intake.id != counts.integer(0)) continue;
      const auto count = static_cast<std::uint64_t>(counts.integer(2));
      switch (static_cast<Outcome>(counts.integer(1))) {
        case Outcome::taken:
          intake.taken = count;
          break;
        case Outcome::duplicate:
          intake.duplicate = count;
          break;
        case Outcome::refused:
          intake.refused = count;
          break;
      }
    }
  return intakes;
}

void Case::for_each_ledger_line(std::int64_t intake,
                                const std::function<void(const LedgerLine&)>& visit) const {
  Statement rows(*opened(state_).database,
                 fmt::format("SELECT {} FROM ledger_line WHERE ?1 = 0 OR intake = ?1 ORDER BY id",
                             kLedgerColumns));
  rows.bind(1, intake);
  while (rows.step()) visit(read_ledger_line(rows));
}

}  // namespace hearim
