#include "base/file_bytes.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "hearim/error.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;

class FileBytes : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "hearim-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
  }

  std::string folder_;
};

struct Failure {
  ErrorCode code = ErrorCode::internal;
  std::string text;
};

Failure failure_of(const std::string& path, const FileReadOptions& options = {}) {
  try {
    read_file_bytes(path, options);
  } catch (const Error& error) {
    EXPECT_EQ(error.subject().file, path);
    return {error.code(), error.what()};
  }
  return {ErrorCode::internal, "(no error)"};
}

TEST_F(FileBytes, every_byte_comes_back) {
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes += static_cast<char>(i * 31 >> 3);
  write("a", bytes);
  EXPECT_EQ(read_file_bytes(path("a")), bytes);
}

TEST_F(FileBytes, a_file_that_hides_its_size_is_read_whole) {
  EXPECT_GT(read_file_bytes("/proc/self/status").size(), 100u);
}

TEST_F(FileBytes, what_is_not_there_is_bad_input) {
  const Failure missing = failure_of(path("none"));
  EXPECT_EQ(missing.code, ErrorCode::not_found);
  EXPECT_EQ(exit_status(missing.code), 2);
  EXPECT_EQ(missing.text,
            path("none") + ": there is no such file (check the spelling and the folder)");
  write("a", "x");
  EXPECT_EQ(failure_of(path("a/b")).code, ErrorCode::not_found);
}

TEST_F(FileBytes, a_folder_a_pipe_a_device_and_an_empty_file_are_bad_input) {
  EXPECT_EQ(failure_of(folder_).text,
            folder_ + ": is a folder; a file is needed (name a file inside it)");
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  for (const std::string& name : {path("pipe"), std::string("/dev/zero")}) {
    const Failure failure = failure_of(name);
    EXPECT_EQ(failure.code, ErrorCode::invalid_input);
    EXPECT_NE(failure.text.find("is a pipe or a device"), std::string::npos);
  }
  write("empty", "");
  EXPECT_EQ(failure_of(path("empty")).text, path("empty") + ": the file is empty");
  EXPECT_EQ(failure_of(path("empty")).code, ErrorCode::invalid_input);
}

TEST_F(FileBytes, a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not) {
  write("a", "0123456789");
  EXPECT_EQ(read_file_bytes(path("a"), {.size_bytes_max = 10}), "0123456789");
  const Failure failure = failure_of(path("a"), {.size_bytes_max = 9});
  EXPECT_EQ(failure.code, ErrorCode::limit);
  EXPECT_EQ(failure.text, path("a") + ": larger than the 9 bytes that are taken");
  // A file that hides its size is stopped while it is read.
  EXPECT_EQ(failure_of("/proc/self/status", {.size_bytes_max = 9}).code, ErrorCode::limit);
}

// Root may read everything, so a child without rights looks at the file.
TEST_F(FileBytes, a_file_without_permission_says_so) {
  write("a", "secret");
  ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(path("a").c_str(), 0000), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0) ::_exit(2);
    const Failure failure = failure_of(path("a"));
    const bool good = failure.code == ErrorCode::io && exit_status(failure.code) == 3 &&
                      failure.text.find("may not be read: Permission denied") != std::string::npos;
    ::_exit(good ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace hearim
