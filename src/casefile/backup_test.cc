// Backups: whole, checked, never over something; and older cases brought up to date behind one.
#include "casefile/backup.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "casefile/case_trial.h"
#include "casefile/schema.h"
#include "casefile/tar_writer.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr char kBackup[] = "case.backup";
constexpr char kAgain[] = "again.case";

BackupReceipt back_up(SimulatedDisk& disk) {
  const auto state = open_case_state(disk, kTrialFolder, trial_options(), trial_tuning());
  log_alone(*state, {.action = "backup-made", .object = "case"});
  return write_backup(*state, kBackup, Run{});
}

Case restored(SimulatedDisk& disk, const std::string& passphrase = "correct horse") {
  return Case(restore_backup(disk, kBackup, kAgain, trial_options(passphrase), trial_tuning(), {}));
}

std::string contents_of(Case& open_case) {
  std::string text;
  for (const Item& item : open_case.items()) {
    text += item.name + ":";
    open_case.read_item(item.id, [&](ByteView bytes) { text += text_of(bytes); });
  }
  for (const Judgement& judgement : open_case.judgements()) text += judgement.value + ";";
  return text;
}

ErrorCode code_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was refused";
  return ErrorCode::internal;
}

TEST(Backup, what_is_restored_is_what_was_there_and_says_so_in_the_log) {
  const auto disk = disk_with_case();
  std::string before;
  {
    Case open_case = open_trial_case(*disk);
    CaseWork work = open_case.begin_work();
    work.add_item("large", source_of(std::string(300000, 'l')));
    work.commit();
    before = contents_of(open_case);
  }
  const BackupReceipt receipt = back_up(*disk);
  EXPECT_EQ(receipt.size_bytes, disk->bytes_of(kBackup).size());
  EXPECT_EQ(receipt.sha256, sha256(text_of(disk->bytes_of(kBackup))));
  Case again = restored(*disk);
  EXPECT_EQ(contents_of(again), before);
  EXPECT_TRUE(again.verify().holds());
  std::vector<std::string> actions;
  again.for_each_log_line([&](const LogLine& line) { actions.push_back(line.action); });
  EXPECT_EQ(actions.back(), "case-restored");
  EXPECT_EQ(actions[actions.size() - 2], "backup-made");
  // The log that was restored goes on from the one that was backed up.
  Case original = open_trial_case(*disk);
  EXPECT_TRUE(again.verify(original.checkpoint().note).holds());
}

TEST(Backup, nothing_is_overwritten_and_a_wrong_passphrase_leaves_nothing) {
  const auto disk = disk_with_case();
  back_up(*disk);
  const auto bytes = disk->bytes_of(kBackup);
  EXPECT_EQ(code_of([&] { back_up(*disk); }), ErrorCode::conflict);
  EXPECT_EQ(disk->bytes_of(kBackup), bytes);
  EXPECT_EQ(code_of([&] { restored(*disk, "wrong"); }), ErrorCode::invalid_input);
  EXPECT_FALSE(disk->exists(kAgain));
  EXPECT_FALSE(disk->exists(std::string(kAgain) + ".being-made"));
  restored(*disk).close();
  EXPECT_EQ(code_of([&] { restored(*disk); }), ErrorCode::conflict);
}

TEST(Backup, every_flip_and_every_cut_of_a_backup_is_refused) {
  const auto disk = disk_with_case();
  back_up(*disk);
  const int count = trial_count(60, 2000);
  for (int i = 0; i < count; ++i) {
    Rng rng(11, "backup", static_cast<std::uint64_t>(i));
    const auto damaged = disk->copy(1);
    auto& bytes = damaged->bytes_of(kBackup);
    std::string what;
    if (i % 3 == 0) {
      bytes.resize(rng.below(bytes.size() - 1024));
      what = fmt::format("cut to {}", bytes.size());
    } else {
      const std::uint64_t at = rng.below(bytes.size());
      bytes[at] ^= static_cast<std::uint8_t>(1 << rng.below(8));
      what = fmt::format("flip at {}", at);
    }
    bool harmless = false;
    try {
      Case again = restored(*damaged);
      // Padding between files and the unused fields of a header carry nothing.
      Case original = open_trial_case(*damaged);
      harmless = contents_of(again) == contents_of(original) && again.verify().holds();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::corrupt) << what << ": " << error.what();
      EXPECT_FALSE(damaged->exists(kAgain)) << what;
      continue;
    }
    EXPECT_TRUE(harmless) << what;
    EXPECT_NE(i % 3, 0) << what;
  }
}

TEST(Backup, a_backup_cannot_write_outside_of_its_case) {
  for (const std::string name :
       {"../out", "/etc/out", "blobs/../../out", "blobs/x", "case.db-wal", "checkpoints/x.note",
        "checkpoints/../case.keys", "case.lock", "blobs/"}) {
    SimulatedDisk disk(1);
    const auto file = disk.open(kBackup, OpenMode::create_new);
    std::uint64_t at = 0;
    TarWriter tar([&](ByteView bytes) {
      file->write_at(at, bytes);
      at += bytes.size();
    });
    tar.add("hearim-backup", view_of("1\n"));
    tar.add(name, view_of("x"));
    tar.add("sums", view_of(to_hex(sha256("x")) + "  " + name + "\n"));
    tar.finish();
    EXPECT_EQ(code_of([&] { restored(disk); }), ErrorCode::corrupt) << name;
    EXPECT_EQ(disk.file_paths(), std::vector<std::string>{kBackup}) << name;
  }
}

TEST(Backup, a_power_cut_at_any_call_leaves_no_half_of_one) {
  const auto base = disk_with_case();
  base->cut_power_at(0);
  const auto whole = base->copy(1);
  back_up(*whole);
  const std::uint64_t calls = whole->operation_count();
  const std::uint64_t step = std::max<std::uint64_t>(1, calls / trial_count(25, 100000));
  int cuts = 0;
  for (std::uint64_t call = 1; call <= calls; call += step) {
    const auto disk = base->copy(call);
    disk->cut_power_at(call);
    try {
      back_up(*disk);
    } catch (const PowerCut&) {
      ++cuts;
    }
    const auto after = disk->after_power_cut(call);
    EXPECT_TRUE(open_trial_case(*after).verify().holds()) << call;
    if (after->exists(kBackup)) {
      EXPECT_TRUE(restored(*after).verify().holds()) << call;
    }
  }
  EXPECT_GT(cuts, 5);
}

TEST(Backup, a_failing_disk_gives_one_error_and_no_backup) {
  const auto base = disk_with_case();
  const auto whole = base->copy(1);
  back_up(*whole);
  const std::uint64_t calls = whole->operation_count();
  const std::uint64_t step = std::max<std::uint64_t>(1, calls / trial_count(25, 100000));
  for (std::uint64_t call = 1; call <= calls; call += step) {
    const auto disk = base->copy(call);
    disk->fail_at(call, SimulatedDisk::Failure::no_space, call % 2 == 0);
    try {
      back_up(*disk);
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::io || error.code() == ErrorCode::limit)
          << error.what();
    }
    disk->fail_at(0, SimulatedDisk::Failure::io, false);
    EXPECT_TRUE(open_trial_case(*disk).verify().holds()) << call;
    if (disk->exists(kBackup)) {
      EXPECT_TRUE(restored(*disk).verify().holds()) << call;
    }
  }
}

// A case as the first version of the program left it: what later versions added is taken away.
std::unique_ptr<SimulatedDisk> disk_with_first_version() {
  auto disk = std::make_unique<SimulatedDisk>(1);
  {
    Case made(create_case_state(*disk, kTrialFolder, trial_options(), trial_tuning()));
    CaseWork work = made.begin_work();
    work.add_item("before.txt", source_of(std::string(3000, 'b')));
    for (int i = 0; i < 20; ++i)
      work.add_judgement(
          {.about = "item:1", .kind = "grade", .value = fmt::format("before {}", i)});
    work.commit();
    made.close();
  }
  const auto state = open_case_state(*disk, kTrialFolder, trial_options(), trial_tuning());
  Database& database = *state->database;
  database.run("PRAGMA foreign_keys=OFF");
  std::vector<std::string> later;
  {
    Statement made(database, "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL");
    while (made.step())
      if (kSchema.find("TABLE " + made.text(1) + "(") == std::string_view::npos)
        later.push_back(fmt::format("DROP {} IF EXISTS {}", made.text(0), made.text(1)));
  }
  for (const std::string& drop : later) database.run(drop);
  database.run("ALTER TABLE custody DROP COLUMN leaf");
  database.run("PRAGMA user_version=1");
  state->database->close();
  state->database.reset();
  return disk;
}

TEST(Upgrade, an_older_case_is_brought_up_to_date_behind_a_backup_that_restores) {
  const auto disk = disk_with_first_version();
  const std::string backup =
      fmt::format("{}.before-format-{}.backup", kTrialFolder, kSchemaVersion);
  std::string before;
  {
    Case upgraded = open_trial_case(*disk);
    EXPECT_TRUE(upgraded.verify().holds());
    before = contents_of(upgraded);
    CaseWork work = upgraded.begin_work();
    work.add_judgement({.about = "item:1", .kind = "grade", .value = "after"});
    work.commit();
    EXPECT_TRUE(upgraded.verify().holds());
    std::vector<std::string> parameters;
    upgraded.for_each_log_line([&](const LogLine& line) {
      if (line.action == "case-upgraded") parameters.push_back(line.parameters);
    });
    ASSERT_EQ(parameters.size(), 1u);
    EXPECT_NE(parameters[0].find(to_hex(sha256(text_of(disk->bytes_of(backup))))),
              std::string::npos);
  }
  ASSERT_TRUE(disk->exists(backup));
  // The backup is of the case as it was; restoring it upgrades it once more.
  Case again(restore_backup(*disk, backup, kAgain, trial_options(), trial_tuning(), {}));
  EXPECT_EQ(contents_of(again), before);
  // Opened again it is not upgraded again.
  again.close();
  const std::size_t files = disk->file_paths().size();
  open_trial_case(*disk).close();
  EXPECT_LE(disk->file_paths().size(), files + 1);  // one more checkpoint
}

TEST(Upgrade, a_power_cut_at_any_call_leaves_the_old_case_or_the_new_one) {
  const auto base = disk_with_first_version();
  const auto whole = base->copy(1);
  whole->cut_power_at(0);
  open_trial_case(*whole);
  const std::uint64_t calls = whole->operation_count();
  const std::uint64_t step = std::max<std::uint64_t>(1, calls / trial_count(25, 100000));
  for (std::uint64_t call = 1; call <= calls; call += step) {
    const auto disk = base->copy(call);
    disk->cut_power_at(call);
    try {
      open_trial_case(*disk);
    } catch (const PowerCut&) {
    }
    const auto after = disk->after_power_cut(call);
    Case open_case = open_trial_case(*after);
    EXPECT_TRUE(open_case.verify().holds()) << call;
  }
}

}  // namespace
}  // namespace hearim
