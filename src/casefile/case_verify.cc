#include "casefile/case_verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "casefile/compressed.h"
#include "casefile/encrypted_file.h"
#include "casefile/list_block.h"
#include "hearim/error.h"

namespace hearim {
namespace {

class Verifier {
 public:
  Verifier(CaseState& state, CaseVerification& result, const Run& run)
      : state_(state), database_(*state.database), result_(result), run_(run) {}

  // A step that finds damage in the middle of its work is one finding; the other steps still run.
  template <typename Step>
  void run(const char* what, Step step) {
    try {
      step();
    } catch (const Error& error) {
      if (error.code() != ErrorCode::corrupt && error.code() != ErrorCode::not_found) throw;
      found("{}: {}", what, error.what());
    }
  }

  void key_file() {
    const std::string path = state_.path(kKeyFileName);
    KeyFile::parse(read_whole(*state_.files, path, 2 * kKeyFileSize), path)
        .verify(state_.keys, path);
  }

  void database_file() {
    // Everything into the database file, so that what is checked is all there is.
    database_.run("PRAGMA wal_checkpoint(TRUNCATE)");
    DatabaseFile file(*state_.files, state_.path(kDatabaseName), OpenMode::read, *state_.cipher,
                      state_.tuning.fault);
    for (const std::uint64_t number : file.damaged_blocks())
      found("case.db: block {} is not as it was written", number);
    Statement check(database_, "PRAGMA integrity_check");
    while (check.step())
      if (check.text(0) != "ok") found("case.db: {}", check.text(0));
    Statement keys(database_, "PRAGMA foreign_key_check");
    while (keys.step()) found("case.db: a row of {} refers to nothing", keys.text(0));
  }

  void log() {
    Statement rows(database_, "SELECT sequence, entry, leaf FROM custody ORDER BY sequence");
    while (rows.step()) {
      if (tree_.size() % 4096 == 0) progress("custody log", tree_.size(), state_.log.size());
      const Sha256Digest leaf = merkle_leaf(rows.blob(1));
      const bool altered = !rows.is_null(2) && digest_of(rows.blob(2)) != leaf;
      const std::uint64_t place = tree_.size();
      tree_.append(leaf);
      CustodyEntry entry;
      try {
        entry = decode_custody_entry(rows.blob(1));
      } catch (const Error& error) {
        found("custody log: entry {}: {}", place, error.message());
        continue;
      }
      if (altered)
        found("custody log: entry {} ({} {}) is not as it was made", place, entry.action,
              entry.object);
      if (entry.sequence != place || static_cast<std::uint64_t>(rows.integer(0)) != place)
        found("custody log: entry {} stands where entry {} belongs", entry.sequence, place);
      if (place == 0) result_.first_time = entry.time;
      result_.last_time = entry.time;
      if (entry.action.ends_with("-withdrawn")) {
        made_.erase(entry.object);
        withdrawn_.insert(entry.object);
      }
      if (entry.action == "figure-stale" || entry.action == "result-stale")
        stale_.insert(entry.object);
      if (entry.action == "actor-added" || entry.action == "figure-made" ||
          entry.action == "item-added" || entry.action == "judgement-added" ||
          entry.action == "identity-added" || entry.action == "intake-begun" ||
          entry.action == "ledger-kept" || entry.action == "list-added" ||
          entry.action == "text-added" || entry.action == "result-made" ||
          entry.action == "shortfall-noted")
        made_.emplace(entry.object, entry);
    }
    result_.entry_count = tree_.size();
    if (tree_.size() != state_.log.size() || tree_.root() != state_.log.root())
      found("custody log: its entries are not those its summary was made of{}", where_altered());
  }

  // Whether the log agrees; how many entries the checkpoint speaks of.
  std::optional<std::uint64_t> checkpoint(const std::string& name, std::string_view note) {
    const auto text = open_note(note, state_.signer->verifier());
    if (!text) {
      found("{}: is not signed by this case's key, or was altered", name);
      return std::nullopt;
    }
    return compare_with(name, parse_checkpoint(*text));
  }

  // As it comes from paper or a partner: a note, or its first three lines with any line ends.
  void kept_elsewhere(std::string_view given) {
    const std::string name = "the checkpoint given";
    std::string text;
    for (const char c : given)
      if (c != '\r') text += c;
    if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
    while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
    text += '\n';
    std::optional<std::uint64_t> size;
    if (text.find("\n\n") != std::string::npos) {
      size = checkpoint(name, text);
    } else {
      size = compare_with(name, parse_checkpoint(text));
      result_.remarks.push_back(name + " bears no signature: it proves as much as its keeper does");
    }
    result_.kept_size = size.value_or(0);
  }

  std::optional<std::uint64_t> compare_with(const std::string& name, const Checkpoint& kept) {
    if (kept.origin != state_.signer->verifier().name)
      found("{}: speaks of another case", name);
    else if (kept.head.size > tree_.size())
      found("{}: knows {} entries; the log has {}: it was rolled back", name, kept.head.size,
            tree_.size());
    else if (!consistency_holds(kept.head, {tree_.size(), tree_.root()},
                                tree_.consistency_proof(kept.head.size, tree_.size())))
      found("{}: the log's first {} entries are not those it was made of", name, kept.head.size);
    else
      return kept.head.size;
    return std::nullopt;
  }

  void kept_checkpoints() {
    bool latest = false;
    for (const std::string& name : state_.files->list_folder(state_.path(kCheckpointFolder))) {
      if (name.ends_with(".new")) continue;  // of an interrupted replacement
      const std::string inside = std::string(kCheckpointFolder) + "/" + name;
      const ByteBuffer note = read_whole(*state_.files, state_.path(inside), 1 << 16);
      run(inside.c_str(),
          [&] { result_.checkpoint_count += checkpoint(inside, text_of(note)).has_value(); });
      latest = latest || inside == kLatestCheckpoint;
    }
    if (!latest) found("{}: is missing", kLatestCheckpoint);
  }

  void items() {
    Statement rows(database_,
                   "SELECT item.id, item.sequence, blob.sha256, content_salt, name, "
                   "name_salt, blob.size_bytes FROM item JOIN blob ON blob.id = item.blob WHERE "
                   "length(content_salt) > 0 ORDER BY item.id");
    while (rows.step()) {
      ++result_.item_count;
      if (rows.integer(6) < 0)
        found("item:{}: its content was destroyed, and the custody log does not say so",
              rows.integer(0));
      const std::string name = rows.text(4);
      compare("item", rows.integer(0), rows.integer(1),
              {{"content", commitment(salt_of(rows.blob(3)), "content", rows.blob(2))},
               {"name", commitment(salt_of(rows.blob(5)), "name", view_of(name))}});
    }
  }

  void judgements() {
    Statement rows(database_,
                   "SELECT id, sequence, about, kind, value, supersedes, salt FROM judgement "
                   "WHERE length(salt) > 0 ORDER BY id");
    while (rows.step()) {
      ++result_.judgement_count;
      const NewJudgement judgement{.about = rows.text(2),
                                   .kind = rows.text(3),
                                   .value = rows.text(4),
                                   .supersedes = rows.integer(5)};
      compare("judgement", rows.integer(0), rows.integer(1),
              {{"judgement",
                commitment(salt_of(rows.blob(6)), "judgement", canonical_judgement(judgement))}});
    }
  }

  void identities() {
    Statement rows(database_, "SELECT id, sequence, sealed FROM identity ORDER BY id");
    while (rows.step()) {
      const std::string object = fmt::format("identity:{}", rows.integer(0));
      if (state_.keys.identities.empty()) {
        made_.erase(object);
        continue;
      }
      const auto identity =
          open_identity(state_.keys, static_cast<std::uint64_t>(rows.integer(1)), rows.blob(2));
      if (!identity)
        found("{}: was altered", object);
      else
        compare("identity", rows.integer(0), rows.integer(1),
                {{"identity", commitment(identity->salt, "identity", identity->text.bytes())}});
    }
    if (state_.keys.identities.empty())
      result_.remarks.push_back("identities were not checked: this key does not open them");
  }

  void blobs() {
    std::set<std::string> expected;
    Statement rows(database_,
                   "SELECT id, sha256, size_bytes, content, key FROM blob WHERE "
                   "size_bytes >= 0 ORDER BY id");
    Statement count(database_, "SELECT count(*) FROM blob");
    count.step();
    while (rows.step()) {
      if (result_.blob_count % 16 == 0)
        progress("contents", result_.blob_count, static_cast<std::uint64_t>(count.integer(0)));
      ++result_.blob_count;
      const Sha256Digest digest = digest_of(rows.blob(1));
      const auto size = static_cast<std::uint64_t>(rows.integer(2));
      if (!rows.is_null(3)) {
        if (rows.blob(3).size() != size || sha256(text_of(rows.blob(3))) != digest)
          found("content {}: is not what was received", rows.integer(0));
        continue;
      }
      expected.insert(state_.blobs->name_of(digest));
      const SecretBytes key = SecretBytes::copy_of(rows.blob(4));
      run("content", [&] {
        state_.blobs->read({.sha256 = digest, .size_bytes = size, .key = &key}, [](ByteView) {});
      });
    }
    for (const std::string& name : state_.blobs->names())
      if (!expected.contains(name))
        result_.remarks.push_back(
            fmt::format("blobs/{}: belongs to nothing, and nobody can read it", name));
  }

  void ledger() {
    Statement intakes(database_, "SELECT id, sequence, request, salt FROM intake ORDER BY id");
    while (intakes.step())
      if (!intakes.blob(3).empty())  // else it was withdrawn, or is missed below
        compare("intake", intakes.integer(0), intakes.integer(1),
                {{"request", commitment(salt_of(intakes.blob(3)), "request", intakes.blob(2))}});
    Statement lines(database_, fmt::format("SELECT {}, salt, commitment FROM ledger_line WHERE id "
                                           "BETWEEN ? AND ? ORDER BY id",
                                           kLedgerColumns));
    Statement batches(
        database_,
        "SELECT id, sequence, first_line, last_line, salt FROM ledger_batch ORDER BY id");
    std::int64_t line_count = 0;
    while (batches.step()) {
      lines.bind(1, batches.integer(2)).bind(2, batches.integer(3));
      Sha256 all;
      while (lines.step()) {
        ++line_count;
        const Sha256Digest kept = digest_of(lines.blob(12));
        const LedgerLine line = read_ledger_line(lines);
        if (lines.is_null(11)
                ? !went_with_an_item(line)
                : commitment(salt_of(lines.blob(11)), "line", canonical_ledger_line(line)) != kept)
          found("ledger: line {} is not what was kept", line.id);
        all.update(text_of(kept));
      }
      lines.reset();
      compare("ledger", batches.integer(0), batches.integer(1),
              {{"lines", commitment(salt_of(batches.blob(4)), "lines", all.finish())}});
    }
    Statement count(database_, "SELECT count(*) FROM ledger_line");
    count.step();
    if (count.integer(0) != line_count)
      found("ledger: {} lines, of which the custody log knows {}", count.integer(0), line_count);
  }

  // A line without a salt must be one of an item that the log says was withdrawn, and empty.
  bool went_with_an_item(const LedgerLine& line) {
    std::int64_t item = line.item;
    if (item == 0 && line.inside != 0) {
      Statement archive(database_, "SELECT item FROM ledger_line WHERE id = ?");
      if (archive.bind(1, line.inside).step()) item = archive.integer(0);
    }
    return withdrawn_.contains(fmt::format("item:{}", item)) && line.place.empty() &&
           line.reason.empty() && line.modified.empty() && line.size_bytes == 0;
  }

  void lists() {
    Statement lists(
        database_,
        fmt::format("SELECT {}, sequence, salt FROM list WHERE length(salt) > 0 ORDER BY id",
                    kListColumns));
    Statement blocks(database_,
                     "SELECT first_row, row_count, rejected_count, rows FROM list_block WHERE list "
                     "= ? ORDER BY first_row");
    while (lists.step()) {
      const List list = read_list(lists);
      Sha256 digests;
      std::uint64_t row_count = 0, rejected_count = 0;
      blocks.bind(1, list.id);
      while (blocks.step()) {
        ByteBuffer plain = decompress(blocks.blob(3), kListBlockBytesMax);
        digests.update(text_of(sha256(text_of(plain))));
        const auto first = static_cast<std::uint64_t>(blocks.integer(0));
        if (first != row_count + 1)
          found("list:{}: rows are missing before row {}", list.id, first);
        // What stands beside a block says which rows are looked for in it.
        const ListBlock block(std::move(plain), first, list.columns.size());
        if (static_cast<std::uint64_t>(blocks.integer(1)) != block.row_count() ||
            static_cast<std::uint64_t>(blocks.integer(2)) != block.rejected_count())
          found("list:{}: the rows from {} on are not as many as it says", list.id, first);
        row_count += block.row_count();
        rejected_count += block.rejected_count();
      }
      blocks.reset();
      if (row_count != list.row_count || rejected_count != list.rejected_count)
        found("list:{}: has {} rows and says {}", list.id, row_count, list.row_count);
      compare("list", list.id, lists.integer(7),
              {{"list", commitment(salt_of(lists.blob(8)), "list",
                                   canonical_list(list, digests.finish()))}});
    }
  }

  void texts() {
    Statement rows(
        database_,
        fmt::format("SELECT {}, sequence, salt FROM text WHERE length(salt) > 0 ORDER BY id",
                    kTextColumns));
    while (rows.step()) {
      const ItemText text = read_text(rows);
      compare("text", text.id, rows.integer(6),
              {{"text", commitment(salt_of(rows.blob(7)), "text", canonical_text(text))}});
    }
  }

  void shortfalls() {
    Statement rows(database_,
                   "SELECT id, item, tool, why, sequence, salt FROM shortfall WHERE "
                   "length(salt) > 0 ORDER BY id");
    while (rows.step()) {
      const Shortfall shortfall{.id = rows.integer(0),
                                .item = rows.integer(1),
                                .tool = rows.text(2),
                                .why = rows.text(3)};
      compare("shortfall", shortfall.id, rows.integer(4),
              {{"why", commitment(salt_of(rows.blob(5)), "why", canonical_shortfall(shortfall))}});
    }
  }

  void figures() {
    std::map<std::int64_t, std::pair<std::int64_t, Salt>> places;
    Statement rows(database_, "SELECT id, sequence, salt FROM figure");
    while (rows.step()) places[rows.integer(0)] = {rows.integer(1), salt_of(rows.blob(2))};
    for (const Figure& figure : read_figures(database_)) {
      const auto& [sequence, salt] = places[figure.id];
      compare("figure", figure.id, sequence,
              {{"figure", commitment(salt, "figure", canonical_figure(figure))}});
      compare_stale(fmt::format("figure:{}", figure.id), !figure.stale.empty());
    }
  }

  void results() {
    Statement rows(database_, fmt::format("SELECT {}, content, salt FROM result WHERE length(salt) "
                                          "> 0 ORDER BY id",
                                          kResultColumns));
    while (rows.step()) {
      const Result result = read_result(database_, rows);
      const std::string content = result_content(rows, 6);
      const NewResult said{.step = result.step,
                           .subject = result.subject,
                           .made_with = result.made_with,
                           .inputs = result.inputs,
                           .content = content};
      compare("result", result.id, rows.integer(5),
              {{"result", commitment(salt_of(rows.blob(7)), "result", canonical_result(said))}});
      compare_stale(fmt::format("result:{}", result.id), !result.stale.empty());
    }
  }

  void actors() {
    Statement rows(database_, "SELECT id, sequence, name, salt FROM actor ORDER BY id");
    while (rows.step()) {
      const std::string name = rows.text(2);
      compare("actor", rows.integer(0), rows.integer(1),
              {{"name", commitment(salt_of(rows.blob(3)), "name", view_of(name))}});
    }
  }

  void entries_without_rows() {
    for (const auto& [object, entry] : made_)
      found("{}: was added (entry {}) and is gone", object, entry.sequence);
  }

 private:
  void progress(std::string_view work, std::uint64_t done, std::uint64_t total) {
    run_.stop_if_cancelled();
    if (run_.progress) run_.progress(work, done, total);
  }

  // What can be told of which entry is wrong, when the entries do not make the log's root.
  std::string where_altered() {
    MerkleFrontier kept;
    Statement leaves(database_, "SELECT leaf FROM custody ORDER BY sequence");
    while (leaves.step()) {
      if (leaves.is_null(0)) return {};
      kept.append(digest_of(leaves.blob(0)));
    }
    if (kept.size() == state_.log.size() && kept.root() == state_.log.root())
      return "; only the entries named above differ";
    // The hashes kept beside the entries were altered, too: the signed checkpoints still tell
    // between which of them the first change is.
    std::uint64_t good = 0, bad = tree_.size();
    for (const std::string& name : state_.files->list_folder(state_.path(kCheckpointFolder))) {
      const ByteBuffer note =
          read_whole(*state_.files, state_.path(kCheckpointFolder) + "/" + name, 1 << 16);
      const auto text = open_note(text_of(note), state_.signer->verifier());
      if (!text) continue;
      const LogHead head = parse_checkpoint(*text).head;
      if (head.size > tree_.size()) continue;
      if (tree_.root_at(head.size) == head.root)
        good = std::max(good, head.size);
      else
        bad = std::min(bad, head.size);
    }
    if (good >= bad) return {};
    return fmt::format("; by its checkpoints the first that differs is one of {} to {}", good,
                       bad - 1);
  }

  template <typename... Arguments>
  void found(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    result_.findings.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  void compare_stale(const std::string& object, bool marked) {
    if (stale_.contains(object) != marked)
      found("{}: {}", object,
            marked ? "is marked stale, and the custody log does not say so"
                   : "the custody log says that it is stale");
  }

  void compare(const char* kind, std::int64_t id, std::int64_t sequence,
               const std::vector<CustodyEntry::Committed>& committed) {
    const std::string object = fmt::format("{}:{}", kind, id);
    const auto made = made_.find(object);
    if (made == made_.end()) {
      found("{}: the custody log does not know it", object);
      return;
    }
    if (made->second.sequence != static_cast<std::uint64_t>(sequence) ||
        made->second.committed != committed)
      found("{}: is not what entry {} of the custody log says", object, made->second.sequence);
    made_.erase(made);
  }

  CaseState& state_;
  Database& database_;
  CaseVerification& result_;
  const Run& run_;
  MerkleTree tree_;
  std::set<std::string> stale_;               // what the log says is stale
  std::set<std::string> withdrawn_;           // what the log says was destroyed
  std::map<std::string, CustodyEntry> made_;  // what the log says was added
};

}  // namespace

CaseVerification verify_case(CaseState& state, const std::optional<std::string>& kept_checkpoint,
                             const Run& run) {
  CaseVerification result;
  Verifier verifier(state, result, run);
  verifier.run("case.keys", [&] { verifier.key_file(); });
  verifier.run("case.db", [&] { verifier.database_file(); });
  verifier.run("custody log", [&] { verifier.log(); });
  verifier.run("checkpoints", [&] { verifier.kept_checkpoints(); });
  if (kept_checkpoint)
    verifier.run("the checkpoint given", [&] { verifier.kept_elsewhere(*kept_checkpoint); });
  verifier.run("items", [&] { verifier.items(); });
  verifier.run("judgements", [&] { verifier.judgements(); });
  verifier.run("identities", [&] { verifier.identities(); });
  verifier.run("contents", [&] { verifier.blobs(); });
  verifier.run("ledger", [&] { verifier.ledger(); });
  verifier.run("lists", [&] { verifier.lists(); });
  verifier.run("texts", [&] { verifier.texts(); });
  verifier.run("shortfalls", [&] { verifier.shortfalls(); });
  verifier.run("figures", [&] { verifier.figures(); });
  verifier.run("results", [&] { verifier.results(); });
  verifier.run("actors", [&] { verifier.actors(); });
  verifier.entries_without_rows();
  return result;
}

}  // namespace hearim
