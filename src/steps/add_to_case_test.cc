#include "steps/add_to_case.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/rng.h"
#include "hearim/error.h"
#include "steps/case_ledger.h"
#include "steps/file_source.h"
#include "steps/found_files.h"
#include "steps/shown_name.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;

const hearim::Run kNoRun;  // testing::Test has a Run of its own

CaseOptions cheap_options() {
  CaseOptions options;
  options.passphrase = [] { return SecretBytes::copy_of("p"); };
  options.key_cost = {.passes = 1, .memory_bytes = 8192};
  return options;
}

class Adding : public testing::Test {
 protected:
  Adding() {
    std::string name = (fs::temp_directory_path() / "hearim-add-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    fs::create_directory(in());
  }
  ~Adding() override { fs::remove_all(folder_); }

  std::string in() const { return (folder_ / "in").string(); }
  std::string case_folder() const { return (folder_ / "osh.case").string(); }
  void put(const std::string& path, const std::string& content) const {
    const std::string whole = in() + "/" + path;
    fs::create_directories(fs::path(whole).parent_path());
    std::ofstream(whole, std::ios::binary) << content;
  }
  AddRequest request() const { return {.case_folder = case_folder(), .paths = {in()}}; }
  Addition add(Case& into, const BatchLimits& limits = {}) const {
    return add_to_case(into, request(), kNoRun, limits);
  }

  fs::path folder_;
};

std::vector<LedgerLine> lines_of(const Case& from, std::int64_t intake = 0) {
  std::vector<LedgerLine> lines;
  from.for_each_ledger_line(intake, [&](const LedgerLine& line) { lines.push_back(line); });
  return lines;
}

std::string content_of(const Case& from, std::int64_t item) {
  std::string content;
  from.read_item(item, [&](std::span<const std::uint8_t> bytes) {
    content.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  });
  return content;
}

std::string reason_of(const Case& from, const std::string& ending) {
  for (const LedgerLine& line : lines_of(from))
    if (line.place.ends_with(ending)) return line.reason;
  return "no line";
}

// Paths and, of regular files, contents, by another way through the tree than the program's.
std::map<std::string, std::optional<std::string>> tree_of(const std::string& root) {
  std::map<std::string, std::optional<std::string>> tree;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.symlink_status().type() == fs::file_type::directory) continue;
    auto& content = tree[entry.path().string()];
    if (entry.symlink_status().type() != fs::file_type::regular) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    content = std::string{std::istreambuf_iterator<char>(stream), {}};
  }
  return tree;
}

void make_random_tree(const std::string& root, Rng& rng) {
  std::vector<std::string> folders = {root};
  for (std::uint64_t i = 0, count = 20 + rng.below(60); i < count; ++i) {
    const std::string& folder = folders[rng.below(folders.size())];
    std::string name = fmt::format("{}{}", i, rng.below(5) == 0 ? "\xff\n\xe2\x28" : "é한");
    if (rng.below(12) == 0) name += std::string(255 - name.size(), 'n');
    const std::string path = folder + "/" + name;
    switch (rng.below(10)) {
      case 0:
      case 1:
        fs::create_directory(path);
        folders.push_back(path);
        break;
      case 2:
        fs::create_symlink(rng.below(2) == 0 ? root : "/etc/hostname", path);
        break;
      case 3:
        ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
        break;
      case 4:
        std::ofstream(path + ".csv") << "a,b\n1," << i << "\n2\n";
        break;
      case 5:
        std::ofstream(path) << std::string(70000 + rng.below(3) * 65536, 'x');
        break;
      default:
        std::ofstream(path) << "content " << rng.below(12);
    }
  }
}

// found = taken + duplicate + refused; every path once; every content once, and as it was.
void expect_whole(const Case& from, const std::string& root) {
  const auto tree = tree_of(root);
  std::set<std::string> places, contents;
  Intake intake = from.intakes().back();
  EXPECT_TRUE(intake.finished);
  std::map<Outcome, std::uint64_t> counts;
  for (const LedgerLine& line : lines_of(from, intake.id)) {
    EXPECT_TRUE(places.insert(line.place).second) << "twice: " << shown_name(line.place);
    ++counts[line.outcome];
    const auto there = tree.find(line.place);
    ASSERT_NE(there, tree.end()) << shown_name(line.place);
    EXPECT_EQ(line.item != 0, there->second.has_value()) << shown_name(line.place);
    if (line.item == 0) {
      EXPECT_NE(line.reason, "");
      continue;
    }
    EXPECT_EQ(content_of(from, line.item), *there->second);
    EXPECT_EQ(line.outcome == Outcome::taken, contents.insert(*there->second).second)
        << shown_name(line.place);
  }
  EXPECT_EQ(places.size(), tree.size());
  EXPECT_EQ(counts[Outcome::taken], intake.taken);
  EXPECT_EQ(counts[Outcome::duplicate], intake.duplicate);
  EXPECT_EQ(counts[Outcome::refused], intake.refused);
  EXPECT_EQ(intake.found(), tree.size());
  std::set<ContentHash> hashes;
  for (const Item& item : from.items()) EXPECT_TRUE(hashes.insert(item.sha256).second);
  EXPECT_EQ(hashes.size(), contents.size());
  const CaseVerification verification = from.verify();
  EXPECT_TRUE(verification.holds()) << verification.findings.at(0);
}

TEST_F(Adding, counts_add_up_and_every_path_is_in_the_ledger_exactly_once) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    Rng rng(seed, "adding", 0);
    fs::remove_all(in());
    fs::remove_all(case_folder());
    fs::create_directory(in());
    make_random_tree(in(), rng);
    Case made = Case::create(case_folder(), cheap_options());
    const Addition added = add(made, {.lines = 1 + rng.below(20)});
    EXPECT_FALSE(added.continued);
    EXPECT_EQ(added.intake.found(),
              added.intake.taken + added.intake.duplicate + added.intake.refused);
    expect_whole(made, in());
  }
}

TEST_F(Adding, the_same_again_makes_nothing_new_and_says_so) {
  put("a.txt", "one");
  put("b/c.txt", "two");
  put("l.csv", "a,b\n1,2\n");
  Case made = Case::create(case_folder(), cheap_options());
  EXPECT_EQ(add(made).intake.taken, 3u);
  const Addition again = add(made);
  EXPECT_FALSE(again.continued);
  EXPECT_EQ(again.intake.taken, 0u);
  EXPECT_EQ(again.intake.duplicate, 3u);
  EXPECT_EQ(made.items().size(), 3u);
  EXPECT_EQ(made.lists().size(), 1u);
  EXPECT_EQ(lines_of(made).size(), 6u);
}

// Killed again and again, at any moment, until one run comes to its end.
TEST_F(Adding, killed_anywhere_it_goes_on_where_it_was_without_duplicating) {
  const int trees = std::getenv("HEARIM_FULL") != nullptr ? 40 : 2;
  int kills = 0;
  for (int tree = 0; tree < trees; ++tree) {
    Rng rng(static_cast<std::uint64_t>(tree), "killed adding", 0);
    fs::remove_all(in());
    fs::remove_all(case_folder());
    fs::create_directory(in());
    for (int part = 0; part < 2; ++part) {
      fs::create_directory(in() + fmt::format("/part{}", part));
      make_random_tree(in() + fmt::format("/part{}", part), rng);
    }
    Case::create(case_folder(), cheap_options()).close();
    for (int run = 0;; ++run) {
      ASSERT_LT(run, 500);
      const pid_t child = ::fork();
      ASSERT_GE(child, 0);
      if (child == 0) {
        try {
          Case into = Case::open(case_folder(), cheap_options());
          add(into, {.lines = 2});
          into.close();
          ::_exit(0);
        } catch (...) {
          ::_exit(1);
        }
      }
      ::usleep(static_cast<useconds_t>(3000 + rng.below(run < 10 ? 40000 : 200000)));
      ::kill(child, SIGKILL);
      int status = 0;
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      if (WIFEXITED(status)) {
        ASSERT_EQ(WEXITSTATUS(status), 0);
        break;
      }
      ++kills;
    }
    Case found = Case::open(case_folder(), cheap_options());
    std::uint64_t finished = 0;
    for (const Intake& intake : found.intakes()) finished += intake.finished;
    // One, unless it was killed between its end and the closing of the case.
    EXPECT_GE(finished, 1u);
    if (finished == 1) expect_whole(found, in());
  }
  EXPECT_GT(kills, trees);
  fmt::print("{} kills of {} additions: every path once, nothing twice\n", kills, trees);
}

TEST_F(Adding, stopped_by_ctrl_c_it_keeps_what_it_has_and_goes_on) {
  for (int i = 0; i < 40; ++i)
    put(fmt::format("{:02}.txt", i), std::string(1000, 'a') + fmt::format("{}", i));
  Case made = Case::create(case_folder(), cheap_options());
  CancelToken cancel;
  hearim::Run run;
  run.cancel = &cancel;
  run.progress = [&](std::string_view, std::uint64_t done, std::uint64_t) {
    if (done > 20000) cancel.cancel();
  };
  try {
    add_to_case(made, request(), run);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
  const std::size_t kept = lines_of(made).size();
  EXPECT_GT(kept, 10u);
  EXPECT_LT(kept, 30u);
  EXPECT_FALSE(made.intakes().back().finished);
  // What changed meanwhile is taken as it is now; what went on the way stays in the ledger.
  put("00.txt", "another content");
  const Addition rest = add(made);
  EXPECT_TRUE(rest.continued);
  EXPECT_EQ(rest.found_before, kept);
  EXPECT_EQ(rest.intake.taken, 41u);
  EXPECT_EQ(lines_of(made).size(), 41u);
  EXPECT_EQ(made.items().size(), 41u);
}

TEST_F(Adding, what_cannot_be_taken_has_its_reason) {
  put("file", "x");
  fs::create_symlink("file", in() + "/inner");
  fs::create_symlink("/etc", in() + "/outer");
  fs::create_symlink("gone", in() + "/broken");
  ASSERT_EQ(::mkfifo((in() + "/pipe").c_str(), 0600), 0);
  Case made = Case::create(case_folder(), cheap_options());
  AddRequest all = request();
  all.paths = {folder_.string(), in(), "/dev/null"};  // the case lies in it; `in` twice
  const Addition added = add_to_case(made, all, kNoRun);
  EXPECT_EQ(added.intake.taken, 1u);
  EXPECT_EQ(added.intake.refused, 6u);
  EXPECT_EQ(reason_of(made, "/outer"),
            "is a symbolic link out of what is being added, not followed");
  EXPECT_EQ(reason_of(made, "/inner"),
            "is a symbolic link, not followed; what it leads to is found in its own place");
  EXPECT_EQ(reason_of(made, "/broken"), "is a symbolic link to nothing");
  EXPECT_EQ(reason_of(made, "/pipe"), "is a pipe, not a file");
  EXPECT_EQ(reason_of(made, "/dev/null"), "is a device, not a file");
  EXPECT_EQ(reason_of(made, "/osh.case"), "is the case itself");
  EXPECT_EQ(noted_lines(made, added.intake.id, 2).refused.size(), 2u);
}

TEST_F(Adding, a_folder_that_may_not_be_read_is_a_line_and_no_silence) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  put("closed/a.txt", "x");
  put("b.txt", "y");
  fs::permissions(in() + "/closed", fs::perms::none);
  fs::permissions(in() + "/b.txt", fs::perms::none);
  Case made = Case::create(case_folder(), cheap_options());
  add(made);
  fs::permissions(in() + "/closed", fs::perms::owner_all);
  EXPECT_NE(reason_of(made, "/closed").find("nothing in this folder was looked at"),
            std::string::npos);
  EXPECT_NE(reason_of(made, "/b.txt").find("Permission denied"), std::string::npos);
}

TEST_F(Adding, a_path_given_that_is_not_there_stops_it_before_anything_is_done) {
  Case made = Case::create(case_folder(), cheap_options());
  AddRequest wrong = request();
  wrong.paths.push_back(in() + "/none");
  EXPECT_THROW(add_to_case(made, wrong, kNoRun), Error);
  EXPECT_TRUE(made.intakes().empty());
}

// Deeper than a path may be long, with names as long as they may be.
TEST_F(Adding, paths_longer_than_the_system_takes_are_gone_through) {
  const std::string name(200, 'd');
  int folder = ::open(in().c_str(), O_RDONLY | O_DIRECTORY);
  for (int depth = 0; depth < 30; ++depth) {
    ASSERT_EQ(::mkdirat(folder, name.c_str(), 0700), 0);
    const int next = ::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY);
    ::close(folder);
    folder = next;
  }
  const int file = ::openat(folder, "deep.txt", O_WRONLY | O_CREAT, 0600);
  ASSERT_EQ(::write(file, "deep", 4), 4);
  ::close(file);
  ::close(folder);
  Case made = Case::create(case_folder(), cheap_options());
  EXPECT_EQ(add(made).intake.taken, 1u);
  const LedgerLine line = lines_of(made).at(0);
  EXPECT_GT(line.place.size(), 6000u);
  EXPECT_EQ(content_of(made, line.item), "deep");
}

TEST_F(Adding, folders_nested_without_end_are_refused_where_they_go_too_deep) {
  std::string path = in();
  for (int depth = 0; depth < 220; ++depth) {
    path += "/d";
    fs::create_directory(path);
  }
  put("a.txt", "a");
  Case made = Case::create(case_folder(), cheap_options());
  const Addition added = add(made);
  EXPECT_EQ(added.intake.taken, 1u);
  EXPECT_EQ(added.intake.refused, 1u);
  EXPECT_NE(reason_of(made, "/d").find("nested more than 200 deep"), std::string::npos);
}

TEST_F(Adding, a_file_that_changes_while_it_is_read_is_told) {
  put("a.txt", std::string(200000, 'a'));
  for (const bool grows : {true, false}) {
    FoundFiles files({in()}, "");
    auto found = files.next();
    ASSERT_TRUE(found && found->reason.empty());
    const ByteSource source = source_of_file(*found, kNoRun, [&](std::size_t) {
      if (grows) std::ofstream(in() + "/a.txt", std::ios::app) << "more";
    });
    std::vector<std::uint8_t> piece(65536);
    const auto read_all = [&] {
      while (source(piece) > 0) {
      }
    };
    if (!grows) {
      EXPECT_NO_THROW(read_all());
      continue;
    }
    try {
      read_all();
      FAIL();
    } catch (const SourceFailure& failure) {
      EXPECT_TRUE(failure.changed);
    }
  }
}

TEST_F(Adding, rows_of_lists_are_kept_as_received) {
  put("l.csv", "name,place\n\"Invented, A\",Seoul\nB,\"x\n\nC,Busan,3\n");
  put("bad.csv", "1,2\n3,4\n");
  put("not.txt", "a,b\n1,2\n");
  Case made = Case::create(case_folder(), cheap_options());
  const Addition added = add(made);
  ASSERT_EQ(added.lists.size(), 1u);
  EXPECT_EQ(added.row_count(), 3u);
  EXPECT_EQ(added.rejected_row_count(), 2u);
  const List& list = added.lists[0].list;
  std::vector<std::string> raw;
  made.list_rows(list.id, 1, 10, [&](const ListRow& row) {
    raw.push_back(made.read_item_part(list.item, row.offset, row.size_bytes));
  });
  EXPECT_EQ(raw, (std::vector<std::string>{"\"Invented, A\",Seoul\n", "B,\"x\n", "C,Busan,3\n"}));
  EXPECT_NE(reason_of(made, "bad.csv").find("kept as a file, and not read as a list"),
            std::string::npos);
  std::string csv;
  write_rejected_rows_csv(made, [&](std::string_view text) { csv += text; });
  EXPECT_NE(csv.find(",2,3,2,\"a quotation mark opens in line 3"), std::string::npos) << csv;
  EXPECT_NE(csv.find("3 fields where the header names 2 columns,\"C,Busan,3\\x0A\""),
            std::string::npos)
      << csv;
}

TEST(ShownName, hides_no_byte_and_turns_no_line) {
  EXPECT_EQ(shown_name("증언 é ‘a’.txt"), "증언 é ‘a’.txt");
  EXPECT_EQ(shown_name("a\x1b[2Jb\n"), "a\\x1B[2Jb\\x0A");
  EXPECT_EQ(shown_name("\xff"
                       "a\xe2\x28"),
            "\\xFFa\\xE2(");
  EXPECT_EQ(shown_name("txt.\u202Eexe"), "txt.\\u202Eexe");
  EXPECT_EQ(shown_name("\u0085\u061c"), "\\u0085\\u061C");
}

}  // namespace
}  // namespace hearim
