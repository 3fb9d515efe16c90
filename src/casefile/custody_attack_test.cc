// What somebody might do to make a case say something else than what was logged, each kind many
// times at random: with the folder alone, with the key and SQL, with the key and this program's own
// code. docs/reliability.md, "Custody attacks", is this table.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

struct Bases {
  std::unique_ptr<SimulatedDisk> middle, open_middle, late, other;
  std::string kept;        // a checkpoint of the middle, which somebody keeps elsewhere
  std::string newer_kept;  // and one of the end
};

void work_on(Case& open_case, int round) {
  CaseWork work = open_case.begin_work();
  for (int i = 0; i < 2; ++i)
    work.add_item(fmt::format("large {} {}", round, i),
                  source_of(std::string(80000, 'l') + fmt::format("{} {}", round, i)));
  const std::int64_t small =
      work.add_item(fmt::format("small {}", round), source_of(fmt::format("content {}", round)));
  for (int i = 0; i < 4; ++i)
    work.add_judgement({.about = fmt::format("item:{}", small),
                        .kind = "grade",
                        .value = fmt::format("value {} {}", round, i)});
  work.commit();
}

const Bases& bases() {
  static const Bases made = [] {
    Bases b;
    const auto disk = disk_with_case();
    {
      Case open_case = open_trial_case(*disk);
      for (int round = 0; round < 3; ++round) work_on(open_case, round);
      b.kept = open_case.checkpoint().note;
      b.open_middle = disk->copy(2);  // with a log that is not empty
      open_case.close();
      b.middle = disk->copy(1);
    }
    {
      Case open_case = open_trial_case(*disk);
      for (int round = 3; round < 6; ++round) work_on(open_case, round);
      b.newer_kept = open_case.checkpoint().note;
      open_case.close();
      b.late = disk->copy(3);
    }
    b.other = disk_with_case();
    {
      Case open_case = open_trial_case(*b.other);
      for (int round = 0; round < 6; ++round) work_on(open_case, round);
    }
    return b;
  }();
  return made;
}

enum class Caught { alone, by_kept_checkpoint, harmless, not_at_all };

std::string words_of(Case& open_case) {
  std::string words;
  for (const Item& item : open_case.items()) {
    words += item.name + ":";
    open_case.read_item(item.id, [&](ByteView bytes) { words += text_of(bytes); });
  }
  for (const Judgement& judgement : open_case.judgements()) words += judgement.value + ";";
  open_case.for_each_log_line([&](const LogLine& line) {
    words += fmt::format("{} {} {} {}\n", line.sequence, line.time, line.action, line.object);
  });
  return words;
}

Caught look_at(SimulatedDisk& disk, const std::string& kept) {
  static const std::string expected = [] {
    const auto unharmed = bases().late->copy(1);
    Case late = open_trial_case(*unharmed);
    return words_of(late);
  }();
  try {
    Case open_case = open_trial_case(disk);
    if (!open_case.verify().holds()) return Caught::alone;
    if (!open_case.verify(kept).holds()) return Caught::by_kept_checkpoint;
    return words_of(open_case) == expected ? Caught::harmless : Caught::not_at_all;
  } catch (const Error& error) {
    EXPECT_NE(error.code(), ErrorCode::internal) << error.what();
    return Caught::alone;
  }
}

void as_insider(SimulatedDisk& disk, const std::function<void(CaseState&)>& act) {
  const auto state = open_case_state(disk, kTrialFolder, trial_options(), trial_tuning());
  state->database->run("PRAGMA foreign_keys=OFF");
  act(*state);
  state->database->close();
  state->database.reset();
}

std::vector<ByteBuffer> entries_of(CaseState& state) {
  std::vector<ByteBuffer> entries;
  Statement rows(*state.database, "SELECT entry FROM custody ORDER BY sequence");
  while (rows.step()) entries.emplace_back(rows.blob(0).begin(), rows.blob(0).end());
  return entries;
}

void put_entry(CaseState& state, std::uint64_t sequence, const ByteBuffer& entry, bool with_leaf) {
  Statement update(*state.database,
                   "UPDATE custody SET entry = ?, leaf = coalesce(?, leaf) WHERE "
                   "sequence = ?");
  const Sha256Digest leaf = merkle_leaf(entry);
  update.bind(1, ByteView(entry)).bind(3, static_cast<std::int64_t>(sequence));
  if (with_leaf)
    update.bind(2, ByteView(leaf));
  else
    update.bind_null(2);
  update.run();
}

// Another time, as if it had been made years before.
ByteBuffer back_dated(const ByteBuffer& bytes, Rng& rng) {
  CustodyEntry entry = decode_custody_entry(bytes);
  entry.time = fmt::format("19{:02}-01-01T00:00:00Z", rng.below(100));
  return encode(entry);
}

// Makes the summary and the newest checkpoint fit whatever the entries are now, as the program
// would, and removes the checkpoints that would speak against it.
void sign_again(CaseState& state) {
  MerkleFrontier log;
  for (const ByteBuffer& entry : entries_of(state)) log.append(merkle_leaf(entry));
  keep_log_head(*state.database, log);
  state.log = log;
  for (const std::string& name : state.files->list_folder(state.path(kCheckpointFolder)))
    state.files->remove(state.path(kCheckpointFolder) + "/" + name);
  state.write_latest_checkpoint();
}

std::vector<std::string> paths_with(const SimulatedDisk& disk, std::string_view part) {
  std::vector<std::string> paths;
  for (const std::string& path : disk.file_paths())
    if (path.find(part) != std::string::npos) paths.push_back(path);
  return paths;
}

void replace_from(SimulatedDisk& disk, SimulatedDisk& source, std::string_view part) {
  for (const std::string& path : paths_with(disk, part)) disk.remove(path);
  for (const std::string& path : paths_with(source, part)) {
    const auto file = disk.open(path, OpenMode::create_new);
    const auto bytes = source.bytes_of(path);
    file->write_at(0, bytes);
    file->sync();
  }
}

struct Attack {
  const char* name;
  Caught expected;
  std::function<std::unique_ptr<SimulatedDisk>(Rng&)> make;
};

// Any entry but the first, so that there is one before it.
std::uint64_t some_entry(CaseState& state, Rng& rng) { return 1 + rng.below(state.log.size() - 2); }

// An attack by somebody with the key on a copy of the late case.
Attack insider(const char* name, Caught expected, std::function<void(CaseState&, Rng&)> act) {
  return {name, expected, [=](Rng& rng) {
            auto disk = bases().late->copy(1);
            as_insider(*disk, [&](CaseState& state) { act(state, rng); });
            return disk;
          }};
}

// By somebody with the folder alone.
Attack outsider(const char* name, Caught expected, std::function<void(SimulatedDisk&, Rng&)> act) {
  return {name, expected, [=](Rng& rng) {
            auto disk = bases().late->copy(1);
            act(*disk, rng);
            return disk;
          }};
}

std::vector<Attack> attacks() {
  return {
      insider("an entry edited", Caught::alone,
              [](CaseState& state, Rng& rng) {
                const std::uint64_t at = some_entry(state, rng);
                ByteBuffer entry = entries_of(state)[at];
                entry[rng.below(entry.size())] ^= static_cast<std::uint8_t>(1 << rng.below(8));
                put_entry(state, at, entry, false);
              }),
      insider("an entry back-dated, with its hash", Caught::alone,
              [](CaseState& state, Rng& rng) {
                const std::uint64_t at = some_entry(state, rng);
                put_entry(state, at, back_dated(entries_of(state)[at], rng), true);
              }),
      insider("an entry deleted", Caught::alone,
              [](CaseState& state, Rng& rng) {
                state.database->run(
                    fmt::format("DELETE FROM custody WHERE sequence = {}", some_entry(state, rng)));
              }),
      insider("an entry deleted and the rest moved up", Caught::alone,
              [](CaseState& state, Rng& rng) {
                const std::uint64_t at = some_entry(state, rng);
                state.database->run(fmt::format("DELETE FROM custody WHERE sequence = {}", at));
                state.database->run(
                    fmt::format("UPDATE custody SET sequence = -sequence WHERE sequence > {}", at));
                state.database->run(
                    "UPDATE custody SET sequence = -sequence - 1 WHERE sequence < 0");
              }),
      insider("an entry inserted", Caught::alone,
              [](CaseState& state, Rng& rng) {
                const std::uint64_t at = some_entry(state, rng);
                const ByteBuffer entry = back_dated(entries_of(state)[at], rng);
                state.database->run(fmt::format(
                    "UPDATE custody SET sequence = -sequence - 1 WHERE sequence >= {}", at));
                state.database->run("UPDATE custody SET sequence = -sequence WHERE sequence < 0");
                Statement(*state.database, "INSERT INTO custody(sequence, entry) VALUES(?, ?)")
                    .bind(1, static_cast<std::int64_t>(at))
                    .bind(2, ByteView(entry))
                    .run();
              }),
      insider("an entry added twice", Caught::alone,
              [](CaseState& state, Rng& rng) {
                state.database->run(
                    fmt::format("INSERT INTO custody SELECT {}, entry, leaf FROM custody WHERE "
                                "sequence = {}",
                                state.log.size(), some_entry(state, rng)));
              }),
      insider("two entries exchanged", Caught::alone,
              [](CaseState& state, Rng& rng) {
                const std::uint64_t a = some_entry(state, rng);
                const std::uint64_t b = (a + 1 + rng.below(3)) % state.log.size();
                const auto entries = entries_of(state);
                put_entry(state, a, entries[b], true);
                put_entry(state, b, entries[a], true);
              }),
      insider("the log's end cut off", Caught::alone,
              [](CaseState& state, Rng& rng) {
                state.database->run(
                    fmt::format("DELETE FROM custody WHERE sequence > {}", some_entry(state, rng)));
              }),
      insider("a judgement edited", Caught::alone,
              [](CaseState& state, Rng& rng) {
                state.database->run(fmt::format(
                    "UPDATE judgement SET value = 'other' WHERE id = {}", 1 + rng.below(20)));
              }),
      insider("a judgement deleted", Caught::alone,
              [](CaseState& state, Rng& rng) {
                state.database->run(
                    fmt::format("DELETE FROM judgement WHERE id = {}", 1 + rng.below(20)));
              }),
      insider("an item given the content of another", Caught::alone,
              [](CaseState& state, Rng& rng) {
                const std::uint64_t a = 1 + rng.below(10);
                state.database->run(fmt::format(
                    "UPDATE item SET blob = (SELECT blob FROM item WHERE id = {}) WHERE id = {}",
                    a + 1 + rng.below(5), a));
              }),
      insider("an item emptied as if withdrawn", Caught::alone,
              [](CaseState& state, Rng& rng) {
                state.database->run(
                    fmt::format("UPDATE item SET name = '', name_salt = x'', content_salt = x'' "
                                "WHERE id = {}",
                                1 + rng.below(10)));
              }),
      insider("an entry back-dated and everything signed again", Caught::by_kept_checkpoint,
              [](CaseState& state, Rng& rng) {
                const std::uint64_t at = 1 + rng.below(15);  // before the kept checkpoint
                put_entry(state, at, back_dated(entries_of(state)[at], rng), true);
                sign_again(state);
              }),
      insider("the newest entries and rows removed and everything signed again",
              Caught::by_kept_checkpoint,
              [](CaseState& state, Rng& rng) {
                // Back to before the kept checkpoint, as the program would have left it.
                const std::uint64_t size = 4 + rng.below(10);  // before anything was taken in
                state.database->run("DELETE FROM ledger_line");
                state.database->run("DELETE FROM list_block");
                for (const char* table :
                     {"judgement", "text", "list", "ledger_batch", "intake", "item"})
                  state.database->run(
                      fmt::format("DELETE FROM {} WHERE sequence >= {}", table, size));
                state.database->run(fmt::format("DELETE FROM custody WHERE sequence >= {}", size));
                sign_again(state);
              }),
      {"a fork: another history since before the kept checkpoint", Caught::by_kept_checkpoint,
       [](Rng& rng) {
         auto disk = bases().late->copy(1);
         as_insider(*disk, [&](CaseState& state) {
           const std::uint64_t from = 5 + rng.below(8);
           for (std::uint64_t at = from; at < state.log.size(); ++at)
             put_entry(state, at, back_dated(entries_of(state)[at], rng), true);
           sign_again(state);
         });
         return disk;
       }},
      {"the whole folder put back to an older state", Caught::by_kept_checkpoint,
       [](Rng&) { return bases().middle->copy(1); }},
      outsider("the database put back", Caught::alone,
               [](SimulatedDisk& disk, Rng&) { replace_from(disk, *bases().middle, "case.db"); }),
      outsider("the contents put back", Caught::alone,
               [](SimulatedDisk& disk, Rng&) { replace_from(disk, *bases().middle, "/blobs/"); }),
      outsider(
          "the checkpoints put back", Caught::harmless,
          [](SimulatedDisk& disk, Rng&) { replace_from(disk, *bases().middle, "/checkpoints/"); }),
      outsider("the newest checkpoint removed", Caught::alone,
               [](SimulatedDisk& disk, Rng&) {
                 disk.remove(std::string(kTrialFolder) + "/" + std::string(kLatestCheckpoint));
               }),
      outsider("two contents exchanged", Caught::alone,
               [](SimulatedDisk& disk, Rng& rng) {
                 const auto blobs = paths_with(disk, "/blobs/");
                 const std::size_t a = rng.below(blobs.size());
                 const std::size_t b = (a + 1 + rng.below(blobs.size() - 1)) % blobs.size();
                 std::swap(disk.bytes_of(blobs[a]), disk.bytes_of(blobs[b]));
               }),
      outsider("a checkpoint of another case put in", Caught::alone,
               [](SimulatedDisk& disk, Rng& rng) {
                 const auto notes = paths_with(disk, "/checkpoints/");
                 const auto others = paths_with(*bases().other, "/checkpoints/");
                 disk.bytes_of(notes[rng.below(notes.size())]) =
                     bases().other->bytes_of(others[rng.below(others.size())]);
               }),
      outsider("an older write-ahead log put beside the database", Caught::alone,
               [](SimulatedDisk& disk, Rng& rng) {
                 // Of the case while it was open, whole or cut: its pages are valid, and old.
                 const std::string path = std::string(kTrialFolder) + "/case.db-wal";
                 std::vector<std::uint8_t> log = bases().open_middle->bytes_of(path);
                 if (rng.below(2) == 0)
                   log.resize(kBlockSize * (2 + rng.below(log.size() / kBlockSize - 2)));
                 if (disk.exists(path)) disk.remove(path);
                 disk.open(path, OpenMode::create_new)->write_at(0, log);
               }),
      outsider("a checkpoint signed by another key", Caught::alone,
               [](SimulatedDisk& disk, Rng& rng) {
                 const auto notes = paths_with(disk, "/checkpoints/");
                 auto& note = disk.bytes_of(notes[rng.below(notes.size())]);
                 const std::string text(text_of(note));
                 const std::string origin = text.substr(0, text.find('\n'));
                 const NoteSigner signer(origin, SecretBytes::random(32));
                 const std::string forged = signer.sign(text.substr(0, text.find("\n\n") + 1));
                 note.assign(forged.begin(), forged.end());
               }),
  };
}

TEST(CustodyAttack, every_kind_is_caught_as_the_table_says) {
  const int count = trial_count(3, 100);
  int kinds = 0;
  for (const Attack& attack : attacks()) {
    ++kinds;
    int alone = 0, kept = 0, harmless = 0;
    for (int i = 0; i < count; ++i) {
      Rng rng(21, attack.name, static_cast<std::uint64_t>(i));
      const auto disk = attack.make(rng);
      const Caught caught = look_at(
          *disk, attack.expected == Caught::by_kept_checkpoint &&
                         std::string_view(attack.name).find("older") != std::string_view::npos
                     ? bases().newer_kept
                     : bases().kept);
      alone += caught == Caught::alone;
      kept += caught == Caught::by_kept_checkpoint;
      harmless += caught == Caught::harmless;
      EXPECT_NE(caught, Caught::not_at_all) << attack.name << ", instance " << i;
      // An attack may do nothing by chance (an older log whose pages are all in the database);
      // otherwise it is caught as expected, or sooner.
      if (attack.expected == Caught::alone) {
        EXPECT_NE(caught, Caught::by_kept_checkpoint) << attack.name << ", instance " << i;
      }
    }
    fmt::print("{}: {} by verify, {} by a kept checkpoint alone, {} harmless\n", attack.name, alone,
               kept, harmless);
    switch (attack.expected) {
      case Caught::alone:
        EXPECT_GT(alone, 0) << attack.name;
        break;
      case Caught::by_kept_checkpoint:
        EXPECT_EQ(kept, count) << attack.name;
        break;
      default:
        EXPECT_EQ(harmless, count) << attack.name;
    }
  }
  EXPECT_GE(kinds, 20);
}

}  // namespace
}  // namespace hearim
