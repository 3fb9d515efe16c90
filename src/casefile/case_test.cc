#include "hearim/case.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "casefile/case_trial.h"
#include "casefile/padded_size.h"
#include "casefile/posix_file_system.h"
#include "hearim/error.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;

// A folder of its own for each test, gone afterwards.
class OnDisk : public testing::Test {
 protected:
  OnDisk() {
    std::string name = (fs::temp_directory_path() / "hearim-case-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~OnDisk() override { fs::remove_all(folder_); }
  std::string path(const char* name = "osh.case") const { return (folder_ / name).string(); }

  fs::path folder_;
};

std::string content_of(const Case& open_case, std::int64_t id) {
  std::string content;
  open_case.read_item(id, [&](std::span<const std::uint8_t> bytes) { content += text_of(bytes); });
  return content;
}

CaseOptions with_passphrase(std::string text) { return trial_options(text); }

TEST_F(OnDisk, write_close_open_read) {
  {
    Case made = Case::create(path(), with_passphrase("p"));
    CaseWork work = made.begin_work();
    EXPECT_EQ(work.add_item("a.txt", source_of("hello")), 1);
    EXPECT_EQ(work.add_item("b.txt", source_of(std::string(200000, 'b'))), 2);
    EXPECT_EQ(work.add_item("again.txt", source_of("hello")), 3);
    EXPECT_EQ(work.add_item("empty.txt", source_of("")), 4);
    EXPECT_EQ(work.add_judgement({.about = "item:1", .kind = "grade", .value = "B2"}), 1);
    work.commit();
  }
  Case again = Case::open(path() + "/", with_passphrase("p"));
  const std::vector<Item> items = again.items();
  ASSERT_EQ(items.size(), 4u);
  EXPECT_EQ(items[0].name, "a.txt");
  EXPECT_EQ(items[0].sha256, sha256("hello"));
  EXPECT_EQ(items[1].size_bytes, 200000u);
  EXPECT_EQ(content_of(again, 1), "hello");
  EXPECT_EQ(content_of(again, 2), std::string(200000, 'b'));
  EXPECT_EQ(content_of(again, 3), "hello");
  EXPECT_EQ(content_of(again, 4), "");
  EXPECT_THROW(content_of(again, 5), Error);
  EXPECT_EQ(again.judgements().at(0).value, "B2");
  const CaseVerification verification = again.verify();
  EXPECT_TRUE(verification.holds());
  EXPECT_EQ(verification.blob_count, 3u);  // the same content is kept once
  EXPECT_EQ(verification.entry_count, 6u);
  EXPECT_EQ(std::distance(fs::directory_iterator(fs::path(path()) / "blobs"), {}), 1);
}

TEST_F(OnDisk, what_is_not_committed_is_not_there_and_leaves_no_file) {
  Case made = Case::create(path(), with_passphrase("p"));
  {
    CaseWork work = made.begin_work();
    work.add_item("b", source_of(std::string(200000, 'b')));
    EXPECT_THROW(made.begin_work(), Error);
    EXPECT_THROW(made.add_passphrase(SecretBytes::copy_of("q")), Error);
  }
  EXPECT_TRUE(made.items().empty());
  EXPECT_TRUE(fs::is_empty(fs::path(path()) / "blobs"));
  CaseWork work = made.begin_work();
  EXPECT_THROW(work.add_item("fails",
                             [](std::span<std::uint8_t>) -> std::size_t {
                               throw Error(ErrorCode::io, "the stick was pulled");
                             }),
               Error);
  work.add_item("c", source_of("c"));  // the unit goes on without it
  work.commit();
  EXPECT_EQ(made.items().size(), 1u);
  EXPECT_TRUE(made.verify().holds());
}

TEST_F(OnDisk, a_wrong_passphrase_another_folder_and_a_second_opening_are_refused) {
  {
    Case made = Case::create(path(), with_passphrase("p"));
    try {
      Case::open(path(), with_passphrase("p"));
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::conflict);
    }
    EXPECT_THROW(Case::create(path(), with_passphrase("p")), Error);
  }
  try {
    Case::open(path(), with_passphrase("q"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_input);
  }
  try {
    Case::open(path("none"), with_passphrase("p"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
  }
  EXPECT_THROW(Case::open(path(), CaseOptions{}), Error);
  EXPECT_THROW(Case::create("", with_passphrase("p")), Error);
  EXPECT_THROW(Case::create(path("a/b/c"), with_passphrase("p")), Error);
  EXPECT_NO_THROW(Case::open(path(), with_passphrase("p")));
}

TEST_F(OnDisk, keys_are_added_changed_removed_and_shared_out) {
  std::vector<SecretBytes> shares;
  {
    Case made = Case::create(path(), with_passphrase("p"));
    const int second = made.add_passphrase(SecretBytes::copy_of("q"));
    made.change_passphrase(0, SecretBytes::copy_of("r"));
    shares = made.make_recovery_shares({.needed = 2, .count = 3});
    made.remove_key(second);
    EXPECT_EQ(made.key_slots().size(), 2u);
    EXPECT_TRUE(made.verify().holds());
  }
  EXPECT_THROW(Case::open(path(), with_passphrase("p")), Error);
  EXPECT_THROW(Case::open(path(), with_passphrase("q")), Error);
  EXPECT_NO_THROW(Case::open(path(), with_passphrase("r")));
  CaseOptions by_shares = with_passphrase("");
  by_shares.recovery_shares = [&] {
    std::vector<SecretBytes> two;
    two.push_back(shares[2].clone());
    two.push_back(shares[0].clone());
    return two;
  };
  Case recovered = Case::open(path(), by_shares);
  std::vector<std::string> actions;
  recovered.for_each_log_line([&](const LogLine& line) { actions.push_back(line.action); });
  EXPECT_EQ(actions, (std::vector<std::string>{"case-created", "key-added", "key-changed",
                                               "recovery-shares-made", "key-removed"}));
}

TEST_F(OnDisk, an_analyst_opens_the_coded_data_and_not_the_names_and_every_view_is_logged) {
  {
    Case made = Case::create(path(), with_passphrase("p"));
    CaseWork work = made.begin_work();
    work.add_identity("Invented Name");
    work.commit();
    made.add_passphrase(SecretBytes::copy_of("analyst"), KeyScope::coded_only);
    EXPECT_EQ(made.view_identity(1), "Invented Name");
  }
  Case coded = Case::open(path(), with_passphrase("analyst"));
  try {
    coded.view_identity(1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::refused);
  }
  {
    CaseWork work = coded.begin_work();
    EXPECT_THROW(work.add_identity("x"), Error);
  }
  EXPECT_THROW(coded.add_passphrase(SecretBytes::copy_of("x")), Error);  // cannot grant the names
  EXPECT_THROW(coded.change_passphrase(0, SecretBytes::copy_of("x")), Error);
  EXPECT_TRUE(coded.verify().holds());
  EXPECT_EQ(coded.verify().remarks.size(), 1u);
  int views = 0;
  coded.for_each_log_line([&](const LogLine& line) { views += line.action == "identity-viewed"; });
  EXPECT_EQ(views, 1);
}

TEST_F(OnDisk, a_known_word_is_in_no_byte_of_the_folder_open_or_closed) {
  const std::vector<std::string> words = {"Winterhafen", "SQLite",          "custody",
                                          "item-added",  "testimony-7.txt", "judgement",
                                          "signing_seed"};
  const auto search = [&] {
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      for (const std::string& word : words)
        EXPECT_EQ(entry.path().filename().string().find(word), std::string::npos) << entry.path();
      if (!entry.is_regular_file()) continue;
      ++files;
      std::ifstream stream(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
      for (const std::string& word : words)
        EXPECT_EQ(bytes.find(word), std::string::npos) << word << " in " << entry.path();
      EXPECT_EQ(bytes.find(to_hex(sha256("Winterhafen"))), std::string::npos);
    }
    return files;
  };
  Case made = Case::create(path(), with_passphrase("p"));
  CaseWork work = made.begin_work();
  std::string large;
  for (int i = 0; i < 20000; ++i) large += "Winterhafen ";
  work.add_item("testimony-7.txt", source_of("in Winterhafen"));
  work.add_item("large testimony-7.txt", source_of(large));
  work.add_identity("Winterhafen");
  const std::int64_t intake = work.begin_intake("/home/Winterhafen");
  work.add_ledger_line({.intake = intake, .place = "testimony-7.txt", .reason = "Winterhafen"});
  add_trial_list(work, 1, 5000, "Winterhafen");
  work.add_text({.item = 1, .tool = "trial", .text = large, .map_format = "Winterhafen"});
  for (int i = 0; i < 500; ++i)
    work.add_judgement({.about = "item:1", .kind = "place", .value = "Winterhafen"});
  EXPECT_GT(search(), 3);  // in the middle of the work
  work.commit();
  EXPECT_GT(search(), 4);  // with a log
  made.close();
  EXPECT_GT(search(), 4);
  // The search itself does find: a canary.
  std::ofstream(folder_ / "plain") << "Winterhafen";
  std::ifstream stream(folder_ / "plain");
  EXPECT_NE((std::string{std::istreambuf_iterator<char>(stream), {}}).find("Winterhafen"),
            std::string::npos);
}

TEST_F(OnDisk, a_sort_too_large_for_memory_writes_no_temporary_file) {
  Case made = Case::create(path(), with_passphrase("p"));
  made.close();
  PosixFileSystem files;
  const auto state = open_case_state(files, path(), with_passphrase("p"), {});
  state->database->run(
      "CREATE TEMP TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
      "WHERE i < 60000) SELECT i, hex(randomblob(40)) AS text FROM n");
  Statement sorted(*state->database,
                   "SELECT count(*) FROM (SELECT text FROM numbers ORDER BY text)");
  ASSERT_TRUE(sorted.step());
  EXPECT_EQ(sorted.integer(0), 60000);
  for (const auto& entry : fs::directory_iterator(path()))
    EXPECT_TRUE(std::string("blobs checkpoints case.db case.db-wal case.keys case.lock")
                    .find(entry.path().filename().string()) != std::string::npos)
        << entry.path();
}

TEST_F(OnDisk, extensions_cannot_be_loaded_and_other_files_cannot_be_attached) {
  Case made = Case::create(path(), with_passphrase("p"));
  made.close();
  PosixFileSystem files;
  const auto state = open_case_state(files, path(), with_passphrase("p"), {});
  EXPECT_THROW(state->database->run("SELECT load_extension('libm.so.6')"), Error);
  EXPECT_THROW(state->database->run("ATTACH DATABASE 'x.db' AS x"), Error);
  EXPECT_FALSE(fs::exists("x.db"));
}

TEST_F(OnDisk, files_are_for_their_owner_alone) {
  Case made = Case::create(path(), with_passphrase("p"));
  for (const auto& entry : fs::recursive_directory_iterator(path()))
    EXPECT_EQ(entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all),
              fs::perms::none)
        << entry.path();
}

TEST_F(OnDisk, a_link_planted_in_the_folder_is_not_followed) {
  { Case made = Case::create(path(), with_passphrase("p")); }
  fs::rename(fs::path(path()) / "case.db", folder_ / "elsewhere.db");
  fs::create_symlink(folder_ / "elsewhere.db", fs::path(path()) / "case.db");
  EXPECT_THROW(Case::open(path(), with_passphrase("p")), Error);
}

TEST_F(OnDisk, a_newer_format_is_refused_with_a_reason) {
  { Case made = Case::create(path(), with_passphrase("p")); }
  PosixFileSystem files;
  open_case_state(files, path(), with_passphrase("p"), {})->database->run("PRAGMA user_version=9");
  try {
    Case::open(path(), with_passphrase("p"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("format 9"), std::string::npos);
  }
}

// A child works and says after each commit that it is done; it is killed; what it said is there.
TEST_F(OnDisk, kill_9_while_adding_and_judging_loses_nothing_acknowledged) {
  { Case made = Case::create(path(), with_passphrase("p")); }
  int acknowledged = 0;
  const int kills = trial_count(12, 300);
  for (int i = 0; i < kills; ++i) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      try {
        Case open_case = Case::open(path(), with_passphrase("p"));
        for (int unit = acknowledged;; ++unit) {
          CaseWork work = open_case.begin_work();
          work.add_judgement({.about = "item:1", .kind = "unit", .value = fmt::format("{}", unit)});
          work.add_item(fmt::format("{}", unit),
                        source_of(fmt::format("{}", unit) + std::string(unit % 5 * 30000, 'x')));
          work.commit();
          const char done = 'd';
          if (::write(pipe_ends[1], &done, 1) != 1) break;
        }
      } catch (...) {
      }
      ::_exit(1);
    }
    ::close(pipe_ends[1]);
    char done = 0;
    const int wanted = 1 + i % 4;
    for (int got = 0; got < wanted && ::read(pipe_ends[0], &done, 1) == 1; ++got) ++acknowledged;
    ::usleep(static_cast<useconds_t>(i * 97 % 3000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(pipe_ends[0], &done, 1) == 1) ++acknowledged;
    ::close(pipe_ends[0]);

    Case found = Case::open(path(), with_passphrase("p"));
    const std::vector<Judgement> judgements = found.judgements();
    ASSERT_GE(static_cast<int>(judgements.size()), acknowledged) << "kill " << i;
    ASSERT_EQ(judgements.size(), found.items().size()) << "kill " << i;
    const CaseVerification verification = found.verify();
    ASSERT_TRUE(verification.holds()) << "kill " << i << ": " << verification.findings.front();
    acknowledged = static_cast<int>(judgements.size());
    found.close();
  }
  EXPECT_GT(acknowledged, kills);
}

TEST(ForbidCoreDumps, leaves_no_room_for_one) {
  const pid_t child = ::fork();
  if (child == 0) {
    forbid_core_dumps();
    rlimit limit{};
    ::getrlimit(RLIMIT_CORE, &limit);
    ::_exit(limit.rlim_cur == 0 && limit.rlim_max == 0 ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(SecretBytes, move_empties_and_copies_are_equal) {
  SecretBytes a = SecretBytes::copy_of("secret");
  SecretBytes b = std::move(a);
  EXPECT_TRUE(a.empty());
  EXPECT_EQ(text_of(b.bytes()), "secret");
  EXPECT_EQ(text_of(b.clone().bytes()), "secret");
  EXPECT_NE(text_of(SecretBytes::random(32).bytes()), text_of(SecretBytes::random(32).bytes()));
}

TEST(PaddedSize, adds_at_most_an_eighth_and_leaves_few_sizes) {
  EXPECT_EQ(padded_size(0), 4096u);
  EXPECT_EQ(padded_size(4096), 4096u);
  EXPECT_EQ(padded_size(1000000), 1015808u);
  std::vector<std::uint64_t> sizes;
  for (std::uint64_t size = 4096; size < 40000000; size += 1 + size / 997) {
    const std::uint64_t padded = padded_size(size);
    ASSERT_GE(padded, size);
    ASSERT_LE(static_cast<double>(padded), 1.12 * static_cast<double>(size));
    ASSERT_EQ(padded_size(padded), padded);
    sizes.push_back(padded);
  }
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  EXPECT_LT(sizes.size(), 450u);
}

TEST(PosixFileSystem, a_file_is_written_read_cut_renamed_and_removed) {
  std::string folder = (fs::temp_directory_path() / "hearim-posix-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  PosixFileSystem files;
  const std::string a = folder + "/a";
  {
    const auto file = files.open(a, OpenMode::create_new);
    file->write_at(3, view_of("hello"));
    file->sync();
    EXPECT_EQ(file->size_bytes(), 8u);
    std::array<std::uint8_t, 10> out{};
    EXPECT_EQ(file->read_at(3, out), 5u);
    EXPECT_EQ(text_of(ByteView(out).first(5)), "hello");
    EXPECT_EQ(file->read_at(100, out), 0u);
    file->truncate(4);
    EXPECT_EQ(file->size_bytes(), 4u);
  }
  EXPECT_THROW(files.open(a, OpenMode::create_new), Error);
  EXPECT_THROW(files.open(folder + "/none", OpenMode::read), Error);
  const auto lock = files.try_lock(a);
  EXPECT_NE(lock, nullptr);
  EXPECT_EQ(files.try_lock(a), nullptr);
  files.rename(a, folder + "/b");
  files.sync_folder(folder);
  EXPECT_EQ(files.list_folder(folder), std::vector<std::string>{"b"});
  replace_file(files, folder + "/b", view_of("new"));
  EXPECT_EQ(text_of(read_whole(files, folder + "/b", 10)), "new");
  EXPECT_THROW(read_whole(files, folder + "/b", 2), Error);
  files.remove(folder + "/b");
  EXPECT_FALSE(files.exists(folder + "/b"));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace hearim
