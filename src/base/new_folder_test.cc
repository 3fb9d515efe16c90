#include "base/new_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "hearim/error.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;

class NewFolders : public testing::Test {
 protected:
  NewFolders() {
    std::string made = fs::temp_directory_path() / "hearim-new-folder-XXXXXX";
    folder_ = mkdtemp(made.data());
  }
  ~NewFolders() override { fs::remove_all(folder_); }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}));
  }
  static void write(const std::string& path) { std::ofstream(path) << "words"; }
  static ErrorCode code_of(const auto& action) {
    try {
      action();
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  }
  fs::path folder_;
};

TEST_F(NewFolders, has_its_name_only_when_it_is_whole) {
  {
    NewFolder made(folder_ / "out/");
    write(made.path_of("a.csv"));
    EXPECT_FALSE(fs::exists(folder_ / "out"));
    made.commit();
  }
  EXPECT_TRUE(fs::exists(folder_ / "out/a.csv"));
  EXPECT_EQ(entries(), 1u);
  EXPECT_EQ(fs::status(folder_ / "out").permissions(), fs::perms::owner_all);
}

TEST_F(NewFolders, leaves_nothing_when_it_is_given_up) {
  {
    NewFolder made(folder_ / "out");
    write(made.path_of("a.csv"));
  }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(NewFolders, overwrites_nothing_whenever_it_came) {
  fs::create_directory(folder_ / "before");
  EXPECT_EQ(code_of([&] { NewFolder made(folder_ / "before"); }), ErrorCode::conflict);
  EXPECT_EQ(code_of([&] {
              NewFolder made(folder_ / "meanwhile");
              fs::create_directory(folder_ / "meanwhile");
              made.commit();
            }),
            ErrorCode::conflict);
  EXPECT_EQ(entries(), 2u);
}

TEST_F(NewFolders, says_that_there_is_no_place_for_it) {
  EXPECT_EQ(code_of([&] { NewFolder made(folder_ / "none/out"); }), ErrorCode::not_found);
  EXPECT_EQ(code_of([&] { NewFolder made("/"); }), ErrorCode::invalid_input);
}

}  // namespace
}  // namespace hearim
