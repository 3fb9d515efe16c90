#include "steps/link_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "hearim/error.h"
#include "steps/field_recognition.h"

namespace hearim {
namespace {

class LinkFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "link_files_XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }
  std::string folder_;
};

TEST(FieldRecognition, headers_say_what_a_column_holds) {
  EXPECT_EQ(recognise_field("First Name"), FieldType::given_name);
  EXPECT_EQ(recognise_field("family_name"), FieldType::family_name);
  EXPECT_EQ(recognise_field("full_name"), FieldType::name);
  EXPECT_EQ(recognise_field("birth_place"), FieldType::place);
  EXPECT_EQ(recognise_field("date_of_birth"), FieldType::birth_date);
  EXPECT_EQ(recognise_field("date of death"), FieldType::event_date);
  EXPECT_EQ(recognise_field("village"), FieldType::place);
  EXPECT_EQ(recognise_field("age"), FieldType::age);
  EXPECT_EQ(recognise_field("성명"), FieldType::name);
  EXPECT_FALSE(recognise_field("rec_id"));
  EXPECT_FALSE(recognise_field("notes"));
}

TEST_F(LinkFilesTest, lists_with_other_headers_meet_in_one_field) {
  LinkFilesRequest request;
  request.paths = {
      write("a.csv", "rec_id,given_name,surname,dob\n1,tarel,onvik,1980-02-03\n2,gosha,besen,\n"),
      write("b.csv", "Last Name,First Name,born,notes\nonvik,tarel,1980-02-03,x\n,only\n")};
  const LinkFiles files = read_link_files(request, hearim::Run{});
  EXPECT_EQ(files.records.fields().size(), 3U);
  EXPECT_EQ(files.records.record_count(), 3U);
  EXPECT_EQ(files.records.text(2, 0), "tarel");
  EXPECT_EQ(files.records.text(2, 1), "onvik");
  EXPECT_EQ(files.records.text(1, 2), "");
  EXPECT_EQ(files.columns_unused, (std::vector<std::string>{"a.csv: rec_id", "b.csv: notes"}));
  ASSERT_EQ(files.rejected_rows.size(), 1U);
  EXPECT_EQ(files.rejected_rows[0].line, 3U);
}

TEST_F(LinkFilesTest, a_second_column_of_a_type_is_a_field_too) {
  LinkFilesRequest request;
  request.paths = {write("a.csv", "first_and_surname,surname\ntarel onvik,onvik\n")};
  const LinkFiles files = read_link_files(request, hearim::Run{});
  EXPECT_EQ(files.records.fields().size(), 2U);
  EXPECT_TRUE(files.columns_unused.empty());
}

TEST_F(LinkFilesTest, outputs_keep_the_contract) {
  LinkFilesRequest request;
  request.paths = {write("a.csv", "name\ntarel onvik\ngosha besen\n"),
                   write("b.csv", "name\nonvik tarel\n")};
  const LinkFiles files = read_link_files(request, hearim::Run{});
  const LinkedClusters clusters{{0, 1, 0}, 2};
  EXPECT_EQ(clusters_csv(files.records, clusters),
            "list,row,cluster\na.csv,1,1\na.csv,2,2\nb.csv,1,1\n");
  const LinkedClusters apart{{0, 1, 2}, 3};
  const std::vector<std::vector<CapturePattern>> tables = {
      capture_patterns_of(files.records, clusters), capture_patterns_of(files.records, apart)};
  EXPECT_EQ(capture_csv(files.records, clusters), "a.csv,b.csv,count\n1,0,1\n1,1,1\n");
  EXPECT_EQ(capture_csv(files.records, tables),
            "a.csv,b.csv,count,draw\n1,0,1,1\n1,1,1,1\n1,0,2,2\n0,1,1,2\n");
}

TEST_F(LinkFilesTest, what_is_missing_is_named) {
  const auto message = [](LinkFilesRequest request) -> std::string {
    try {
      read_link_files(request, hearim::Run{});
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  };
  const std::string path = write("a.csv", "name,x\ntarel onvik,1\n");
  EXPECT_NE(message({.paths = {path}, .truth_column = "who"}).find("who"), std::string::npos);
  EXPECT_NE(message({.paths = {path}, .fields = {{"dob", FieldType::birth_date}}}).find("'dob'"),
            std::string::npos);
  EXPECT_NE(message({.paths = {path}, .clean = {"z.csv"}}).find("z.csv"), std::string::npos);
  EXPECT_NE(message({.paths = {path, path}}).find("two lists"), std::string::npos);
  EXPECT_NE(message({.paths = {write("c.csv", "a1,b1\nx,y\n")}}).find("no column was recognised"),
            std::string::npos);
}

}  // namespace
}  // namespace hearim
