#include "base/atomic_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "hearim/error.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;
using Staging = AtomicFile::Staging;

// Both ways of staging a file must keep every promise.
class AtomicFileTest : public testing::TestWithParam<Staging> {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "hearim-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    ASSERT_EQ(::chmod(folder_.c_str(), 0777), 0);
  }
  void TearDown() override {
    ::chmod(folder_.c_str(), 0777);
    fs::remove_all(folder_);
  }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void replace(const std::string& name, std::string_view bytes) const {
    AtomicFile file(path(name), GetParam());
    file.write(bytes);
    file.commit();
  }
  std::string content(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  static int exit_status_of(const std::function<int()>& work) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(work());
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  static void drop_root() {
    if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0) ::_exit(99);
  }

  std::string folder_;
};

std::string error_text(const std::function<void()>& work, ErrorCode code) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code);
    return error.what();
  }
  return "(no error)";
}

INSTANTIATE_TEST_SUITE_P(BothWays, AtomicFileTest,
                         testing::Values(Staging::unnamed_if_possible, Staging::named),
                         [](const auto& way) {
                           return way.param == Staging::named ? "named" : "unnamed";
                         });

TEST_P(AtomicFileTest, a_file_is_made_and_replaced_whole) {
  replace("r.html", "first");
  EXPECT_EQ(content("r.html"), "first");
  replace("r.html", "second, longer");
  replace("r.html", "");
  EXPECT_EQ(content("r.html"), "");
  EXPECT_EQ(names(), (std::vector<std::string>{"r.html"}));
}

TEST_P(AtomicFileTest, nothing_is_seen_before_commit_and_nothing_stays_without_it) {
  replace("r.html", "old");
  {
    AtomicFile file(path("r.html"), GetParam());
    file.write("new, half");
    EXPECT_EQ(content("r.html"), "old");
  }
  EXPECT_EQ(content("r.html"), "old");
  { AtomicFile file(path("never.html"), GetParam()); }
  EXPECT_EQ(names(), (std::vector<std::string>{"r.html"}));
}

TEST_P(AtomicFileTest, a_full_disk_leaves_the_old_file_and_nothing_else) {
  replace("r.html", "old");
  // A limit on the file's size fails the write as a full disk does: first a part, then an error.
  EXPECT_EQ(exit_status_of([&] {
              ::signal(SIGXFSZ, SIG_IGN);
              const rlimit limit{10'000, 10'000};
              if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 98;
              try {
                replace("r.html", std::string(100'000, 'x'));
              } catch (const Error& error) {
                const std::string text = error.what();
                return error.code() == ErrorCode::io &&
                               text.find(
                                   "could not be written: File too large (nothing was "
                                   "written)") != std::string::npos
                           ? 0
                           : 1;
              }
              return 2;
            }),
            0);
  EXPECT_EQ(content("r.html"), "old");
  EXPECT_EQ(names(), (std::vector<std::string>{"r.html"}));
}

TEST_P(AtomicFileTest, killed_in_the_middle_the_old_file_stands) {
  replace("r.html", "old");
  EXPECT_EQ(exit_status_of([&] {
              AtomicFile file(path("r.html"), GetParam());
              file.write("new, half");
              ::raise(SIGKILL);
              return 0;
            }),
            128 + SIGKILL);
  EXPECT_EQ(content("r.html"), "old");
  // Only the unnamed way leaves nothing at all.
  if (GetParam() == Staging::unnamed_if_possible) {
    EXPECT_EQ(names(), (std::vector<std::string>{"r.html"}));
  }
}

TEST_P(AtomicFileTest, a_folder_without_permission_is_an_error_and_stays_as_it_was) {
  ASSERT_EQ(::chmod(folder_.c_str(), 0555), 0);
  EXPECT_EQ(exit_status_of([&] {
              drop_root();
              const std::string text = error_text([&] { replace("r.html", "x"); }, ErrorCode::io);
              return text.find("Permission denied") != std::string::npos ? 0 : 1;
            }),
            0);
  EXPECT_TRUE(names().empty());
}

TEST_P(AtomicFileTest, a_file_its_owner_made_read_only_is_not_replaced) {
  replace("r.html", "old");
  ASSERT_EQ(::chmod(path("r.html").c_str(), 0444), 0);
  EXPECT_EQ(exit_status_of([&] {
              drop_root();
              const std::string text = error_text([&] { replace("r.html", "x"); }, ErrorCode::io);
              return text.find("may not be written") != std::string::npos ? 0 : 1;
            }),
            0);
  EXPECT_EQ(content("r.html"), "old");
}

TEST_P(AtomicFileTest, a_replaced_file_keeps_its_permissions_and_a_new_one_obeys_the_umask) {
  replace("r.html", "old");
  ASSERT_EQ(::chmod(path("r.html").c_str(), 0600), 0);
  replace("r.html", "new");
  struct stat status {};
  ASSERT_EQ(::stat(path("r.html").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const mode_t old_mask = ::umask(0027);
  replace("fresh.html", "x");
  ::umask(old_mask);
  ASSERT_EQ(::stat(path("fresh.html").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_P(AtomicFileTest, a_symbolic_link_stays_and_its_target_is_replaced) {
  fs::create_directory(path("elsewhere"));
  replace("elsewhere/r.html", "old");
  fs::create_symlink("elsewhere/r.html", path("link.html"));
  replace("link.html", "new");
  EXPECT_TRUE(fs::is_symlink(path("link.html")));
  EXPECT_EQ(content("elsewhere/r.html"), "new");
}

TEST_P(AtomicFileTest, a_missing_folder_or_a_folder_as_name_is_bad_input) {
  EXPECT_EQ(
      error_text([&] { replace("no/r.html", "x"); }, ErrorCode::not_found),
      path("no/r.html") + ": there is no folder '" + path("no") + "' (make the folder first)");
  EXPECT_EQ(error_text([&] { AtomicFile file(folder_, GetParam()); }, ErrorCode::invalid_input),
            folder_ + ": is a folder; the name of a file is needed");
  EXPECT_NE(
      error_text([&] { AtomicFile file(folder_ + "/", GetParam()); }, ErrorCode::invalid_input),
      "(no error)");
  EXPECT_NE(error_text([&] { AtomicFile file("", GetParam()); }, ErrorCode::invalid_input),
            "(no error)");
}

TEST_P(AtomicFileTest, a_device_is_written_to_and_never_replaced) {
  AtomicFile null("/dev/null", GetParam());
  null.write("x");
  null.commit();
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_EQ(error_text(
                [&] {
                  AtomicFile full("/dev/full", GetParam());
                  full.write("x");
                  full.commit();
                },
                ErrorCode::io),
            "/dev/full: could not be written: No space left on device");
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_P(AtomicFileTest, a_name_without_folder_goes_into_the_working_folder) {
  EXPECT_EQ(exit_status_of([&] {
              if (::chdir(folder_.c_str()) != 0) return 97;
              AtomicFile file("here.txt", GetParam());
              file.write("x");
              file.commit();
              return 0;
            }),
            0);
  EXPECT_EQ(content("here.txt"), "x");
}

TEST(WriteFileAtomically, writes_in_one_call) {
  const std::string path = (fs::temp_directory_path() / "hearim-test-one-call").string();
  write_file_atomically(path, "bytes");
  std::ifstream in(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "bytes");
  fs::remove(path);
}

}  // namespace
}  // namespace hearim
