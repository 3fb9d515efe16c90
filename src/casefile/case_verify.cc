#include "casefile/case_verify.h"

#include <fmt/format.h>

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
  Verifier(CaseState& state, CaseVerification& result)
      : state_(state), database_(*state.database), result_(result) {}

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
    Statement rows(database_, "SELECT sequence, entry FROM custody ORDER BY sequence");
    while (rows.step()) {
      const CustodyEntry entry = decode_custody_entry(rows.blob(1));
      if (entry.sequence != tree_.size() ||
          static_cast<std::uint64_t>(rows.integer(0)) != tree_.size())
        found("custody log: entry {} stands where entry {} belongs", entry.sequence, tree_.size());
      tree_.append(merkle_leaf(rows.blob(1)));
      if (entry.action == "item-added" || entry.action == "judgement-added" ||
          entry.action == "identity-added" || entry.action == "intake-begun" ||
          entry.action == "ledger-kept" || entry.action == "list-added" ||
          entry.action == "text-added")
        made_.emplace(entry.object, entry);
    }
    result_.entry_count = tree_.size();
    if (tree_.size() != state_.log.size() || tree_.root() != state_.log.root())
      found("custody log: its entries are not those its summary was made of");
  }

  void checkpoint(const std::string& name, std::string_view note) {
    const auto text = open_note(note, state_.signer->verifier());
    if (!text) {
      found("{}: is not signed by this case's key, or was altered", name);
      return;
    }
    const Checkpoint kept = parse_checkpoint(*text);
    if (kept.origin != state_.signer->verifier().name)
      found("{}: speaks of another case", name);
    else if (kept.head.size > tree_.size())
      found("{}: knows {} entries; the log has {}: it was rolled back", name, kept.head.size,
            tree_.size());
    else if (!consistency_holds(kept.head, {tree_.size(), tree_.root()},
                                tree_.consistency_proof(kept.head.size, tree_.size())))
      found("{}: the log's first {} entries are not those it was made of", name, kept.head.size);
  }

  void kept_checkpoints() {
    bool latest = false;
    for (const std::string& name : state_.files->list_folder(state_.path(kCheckpointFolder))) {
      if (name.ends_with(".new")) continue;  // of an interrupted replacement
      const std::string inside = std::string(kCheckpointFolder) + "/" + name;
      const ByteBuffer note = read_whole(*state_.files, state_.path(inside), 1 << 16);
      run(inside.c_str(), [&] { checkpoint(inside, text_of(note)); });
      latest = latest || inside == kLatestCheckpoint;
    }
    if (!latest) found("{}: is missing", kLatestCheckpoint);
  }

  void items() {
    Statement rows(database_,
                   "SELECT item.id, item.sequence, blob.sha256, content_salt, name, name_salt "
                   "FROM item JOIN blob ON blob.id = item.blob ORDER BY item.id");
    while (rows.step()) {
      ++result_.item_count;
      const std::string name = rows.text(4);
      compare("item", rows.integer(0), rows.integer(1),
              {{"content", commitment(salt_of(rows.blob(3)), "content", rows.blob(2))},
               {"name", commitment(salt_of(rows.blob(5)), "name", view_of(name))}});
    }
  }

  void judgements() {
    Statement rows(database_,
                   "SELECT id, sequence, about, kind, value, supersedes, salt FROM judgement "
                   "ORDER BY id");
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
    Statement rows(database_, "SELECT id, sha256, size_bytes, content, key FROM blob ORDER BY id");
    while (rows.step()) {
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
        const bool withdrawn = lines.is_null(11);
        if (!withdrawn && commitment(salt_of(lines.blob(11)), "line",
                                     canonical_ledger_line(read_ledger_line(lines))) != kept)
          found("ledger: line {} is not what was kept", lines.integer(0));
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

  void lists() {
    Statement lists(database_,
                    fmt::format("SELECT {}, sequence, salt FROM list ORDER BY id", kListColumns));
    Statement blocks(database_,
                     "SELECT first_row, row_count, rejected_count, rows FROM list_block WHERE list "
                     "= ? ORDER BY first_row");
    while (lists.step()) {
      const List list = read_list(lists);
      Sha256 digests;
      std::uint64_t row_count = 0, rejected_count = 0;
      blocks.bind(1, list.id);
      while (blocks.step()) {
        const ByteBuffer plain = decompress(blocks.blob(3), kListBlockBytesMax);
        digests.update(text_of(sha256(text_of(plain))));
        if (static_cast<std::uint64_t>(blocks.integer(0)) != row_count + 1)
          found("list:{}: rows are missing before row {}", list.id, blocks.integer(0));
        row_count += static_cast<std::uint64_t>(blocks.integer(1));
        rejected_count += static_cast<std::uint64_t>(blocks.integer(2));
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
    Statement rows(database_,
                   fmt::format("SELECT {}, sequence, salt FROM text ORDER BY id", kTextColumns));
    while (rows.step()) {
      const ItemText text = read_text(rows);
      compare("text", text.id, rows.integer(6),
              {{"text", commitment(salt_of(rows.blob(7)), "text", canonical_text(text))}});
    }
  }

  void entries_without_rows() {
    for (const auto& [object, entry] : made_)
      found("{}: was added (entry {}) and is gone", object, entry.sequence);
  }

 private:
  template <typename... Arguments>
  void found(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    result_.findings.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
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
  MerkleTree tree_;
  std::map<std::string, CustodyEntry> made_;  // what the log says was added
};

}  // namespace

CaseVerification verify_case(CaseState& state, const std::optional<std::string>& kept_checkpoint) {
  CaseVerification result;
  Verifier verifier(state, result);
  verifier.run("case.keys", [&] { verifier.key_file(); });
  verifier.run("case.db", [&] { verifier.database_file(); });
  verifier.run("custody log", [&] { verifier.log(); });
  verifier.run("checkpoints", [&] { verifier.kept_checkpoints(); });
  if (kept_checkpoint)
    verifier.run("the checkpoint given",
                 [&] { verifier.checkpoint("the checkpoint given", *kept_checkpoint); });
  verifier.run("items", [&] { verifier.items(); });
  verifier.run("judgements", [&] { verifier.judgements(); });
  verifier.run("identities", [&] { verifier.identities(); });
  verifier.run("contents", [&] { verifier.blobs(); });
  verifier.run("ledger", [&] { verifier.ledger(); });
  verifier.run("lists", [&] { verifier.lists(); });
  verifier.run("texts", [&] { verifier.texts(); });
  verifier.entries_without_rows();
  return result;
}

}  // namespace hearim
