// Withdrawing an item: docs/formats/case.md, "Withdrawals".
//
// The log keeps its entries, for they hold commitments only; with the salts destroyed, nobody can
// tell what was committed to, nor try guesses. The rows stay as empty shells where others refer to
// them. What it was called is also in what was asked for when it came in: that goes with it. What
// was overwritten lies on in older blocks of the write-ahead log, sealed under the same
// key; so the log is emptied into the database file, whose freed space SQLite overwrites
// (secure_delete), before the withdrawal is acknowledged. A content in a file of its own goes with
// its key. Not for: copies elsewhere, backups, and old sectors of the disk.
#include <fmt/format.h>

#include <deque>
#include <map>
#include <set>

#include "casefile/case_state.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::vector<std::int64_t> ids(Database& database, std::string_view sql, std::int64_t item) {
  Statement rows(database, sql);
  rows.bind(1, item);
  std::vector<std::int64_t> found;
  while (rows.step()) found.push_back(rows.integer(0));
  return found;
}

void run_with(Database& database, std::string_view sql, std::int64_t id) {
  Statement(database, sql).bind(1, id).run();
}

class Withdrawing {
 public:
  Withdrawing(CaseState& state, std::int64_t item)
      : state_(state),
        database_(*state.database),
        item_(item),
        object_(fmt::format("item:{}", item)),
        log_(state.log) {}

  Withdrawal run() {
    Transaction transaction(database_);
    content();
    run_with(database_,
             "UPDATE item SET name = '', name_salt = x'', content_salt = x'' WHERE id = ?", item_);
    destroyed(object_, {});
    packed_with_it();
    derived();
    came_in();
    judgements();
    results_and_figures();
    commit_log(state_, transaction, log_);
    // From here on it is withdrawn; what follows leaves no older copy behind.
    database_.run("PRAGMA wal_checkpoint(TRUNCATE)");
    if (file_of_its_own_) state_.blobs->remove(sha256_);
    return std::move(result_);
  }

 private:
  void content() {
    Statement row(database_,
                  "SELECT blob.id, blob.sha256, blob.key IS NOT NULL, length(content_salt) FROM "
                  "item JOIN blob ON blob.id = item.blob WHERE item.id = ?");
    if (!row.bind(1, item_).step())
      throw Error(ErrorCode::not_found, fmt::format("there is no item {}", item_),
                  {.file = state_.folder});
    if (row.integer(3) == 0)
      throw Error(ErrorCode::refused, fmt::format("item {} was withdrawn before", item_),
                  {.file = state_.folder});
    const std::int64_t blob = row.integer(0);
    sha256_ = digest_of(row.blob(1));
    const bool in_a_file = row.integer(2) != 0;
    row.reset();
    Statement others(database_,
                     "SELECT id FROM item WHERE blob = ? AND id <> ? AND length(content_salt) > 0 "
                     "ORDER BY id");
    others.bind(1, blob).bind(2, item_);
    while (others.step()) result_.same_content.push_back(fmt::format("item:{}", others.integer(0)));
    if (!result_.same_content.empty()) return;
    run_with(database_,
             "UPDATE blob SET sha256 = randomblob(32), size_bytes = -1, content = x'', key = NULL "
             "WHERE id = ?",
             blob);
    file_of_its_own_ = in_a_file;
  }

  // What else holds its bytes, or has parts of them: the archives it lay in, and what lay in it.
  void packed_with_it() {
    struct Archive {
      std::int64_t item = 0, inside = 0;
    };
    std::map<std::int64_t, Archive> archives;  // by their lines in the ledger
    Statement rows(database_,
                   "SELECT id, item, inside FROM ledger_line WHERE item IS NOT NULL AND id IN "
                   "(SELECT inside FROM ledger_line WHERE inside IS NOT NULL)");
    while (rows.step()) archives[rows.integer(0)] = {rows.integer(1), rows.integer(2)};
    std::set<std::int64_t> around, below;
    for (const std::int64_t inside :
         ids(database_, "SELECT inside FROM ledger_line WHERE item = ? AND inside IS NOT NULL",
             item_))
      for (std::int64_t line = inside; archives.contains(line); line = archives[line].inside)
        around.insert(archives[line].item);
    for (const auto& [line, archive] : archives) {
      std::int64_t at = line;
      while (archives.contains(at) && archives[at].item != item_) at = archives[at].inside;
      if (!archives.contains(at)) continue;
      for (const std::int64_t member :
           ids(database_, "SELECT item FROM ledger_line WHERE inside = ? AND item IS NOT NULL",
               line))
        below.insert(member);
    }
    const auto still_there = [&](const std::set<std::int64_t>& items) {
      std::vector<std::string> objects;
      for (const std::int64_t id : items)
        if (id != item_ &&
            !ids(database_, "SELECT id FROM item WHERE id = ? AND length(content_salt) > 0", id)
                 .empty())
          objects.push_back(fmt::format("item:{}", id));
      return objects;
    };
    result_.archives = still_there(around);
    result_.members = still_there(below);
  }

  // Texts and lists made from it.
  void derived() {
    for (const std::int64_t id : ids(database_, "SELECT id FROM text WHERE item = ?", item_)) {
      run_with(database_,
               "UPDATE text SET tool = '', content = x'', map_format = '', map = x'', salt = x'' "
               "WHERE id = ?",
               id);
      destroyed(fmt::format("text:{}", id), object_);
    }
    for (const std::int64_t id : ids(database_, "SELECT id FROM shortfall WHERE item = ?", item_)) {
      run_with(database_, "UPDATE shortfall SET tool = '', why = '', salt = x'' WHERE id = ?", id);
      destroyed(fmt::format("shortfall:{}", id), object_);
    }
    for (const std::int64_t id : ids(database_, "SELECT id FROM list WHERE item = ?", item_)) {
      run_with(database_, "DELETE FROM list_block WHERE list = ?", id);
      run_with(database_,
               "UPDATE list SET name = '', columns = x'', how_read = '', row_count = 0, "
               "rejected_count = 0, salt = x'' WHERE id = ?",
               id);
      destroyed(fmt::format("list:{}", id), object_);
    }
  }

  // Its lines in the ledger, those of what was refused inside of it, and what was asked for when it
  // came in: its path, perhaps, or a folder that bears a name.
  void came_in() {
    for (const std::int64_t id :
         ids(database_,
             "SELECT DISTINCT intake.id FROM ledger_line JOIN intake ON intake.id = intake WHERE "
             "item = ? AND length(intake.salt) > 0 ORDER BY intake.id",
             item_)) {
      run_with(database_, "UPDATE intake SET request = x'', salt = x'' WHERE id = ?", id);
      append_entry(state_, log_,
                   {.action = "request-withdrawn",
                    .object = fmt::format("intake:{}", id),
                    .parameters = object_});
    }
    run_with(database_,
             "UPDATE ledger_line SET place = x'', reason = '', modified = '', size_bytes = 0, "
             "salt = NULL WHERE item = ?1 OR (item IS NULL AND inside IN (SELECT id FROM "
             "ledger_line WHERE item = ?1))",
             item_);
  }

  // Those about it, and about anything in it: "text:3#q1", "pair:list:2/7 list:5/9".
  void judgements() {
    const std::vector<std::string> gone = result_.destroyed;
    Statement rows(database_,
                   "SELECT id FROM judgement WHERE (about GLOB ?1 OR about GLOB ?2) AND "
                   "length(salt) > 0 ORDER BY id");
    for (const std::string& object : gone) {
      const std::string at_end = "*" + object, inside = "*" + object + "[^0-9]*";
      rows.bind(1, std::string_view(at_end)).bind(2, std::string_view(inside));
      std::vector<std::int64_t> about;
      while (rows.step()) about.push_back(rows.integer(0));
      rows.reset();
      for (const std::int64_t id : about) {
        run_with(database_,
                 "UPDATE judgement SET about = '', kind = '', value = '', salt = x'' WHERE id = ?",
                 id);
        destroyed(fmt::format("judgement:{}", id), object_);
      }
    }
  }

  // Every result that was made from what is gone is gone, too: its words may be in it. Every figure
  // that used any of it is stale.
  void results_and_figures() {
    const std::vector<std::string> gone = result_.destroyed;
    const std::string why = fmt::format("{} was withdrawn", object_);
    for (const std::string& input : gone) {
      mark_dependants(state_, log_, input, why, [&](const std::string& object) {
        if (object.starts_with("figure:")) result_.stale.push_back(object);
      });
      for (const std::string_view set : {"item", "list", "text"})
        if (input.starts_with(fmt::format("{}:", set)))
          mark_dependants(state_, log_, fmt::format("{}s", set), why);
    }
    // Also those that were stale before, and what was made from them.
    std::deque<std::string> left(gone.begin(), gone.end());
    Statement uses(database_,
                   "SELECT result FROM result_input JOIN result ON result.id = result WHERE input "
                   "= ? AND length(salt) > 0 ORDER BY result");
    while (!left.empty()) {
      uses.bind(1, std::string_view(left.front()));
      std::vector<std::int64_t> found;
      while (uses.step()) found.push_back(uses.integer(0));
      uses.reset();
      left.pop_front();
      for (const std::int64_t id : found) {
        run_with(database_,
                 "UPDATE result SET made_with = '', content = x'', salt = x'', stale = "
                 "coalesce(stale, 'what it was made from was withdrawn') WHERE id = ?",
                 id);
        left.push_back(fmt::format("result:{}", id));
        destroyed(left.back(), object_);
      }
    }
  }

  void destroyed(const std::string& object, const std::string& because_of) {
    append_entry(state_, log_,
                 {.action = object.substr(0, object.find(':')) + "-withdrawn",
                  .object = object,
                  .parameters = because_of});
    result_.destroyed.push_back(object);
  }

  CaseState& state_;
  Database& database_;
  std::int64_t item_;
  std::string object_;
  MerkleFrontier log_;
  Sha256Digest sha256_{};
  bool file_of_its_own_ = false;
  Withdrawal result_;
};

}  // namespace

Withdrawal withdraw_item(CaseState& state, std::int64_t id) {
  if (state.work_under_way)
    throw Error(ErrorCode::conflict, "a unit of work is under way in this case");
  return Withdrawing(state, id).run();
}

}  // namespace hearim
