#include "steps/link_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "hearim/error.h"
#include "steps/field_recognition.h"

namespace hearim {
namespace {

std::vector<std::string> unused(const LinkFiles& files) {
  std::vector<std::string> columns;
  for (const ColumnFinding& finding : files.columns.findings) {
    if (!finding.field) columns.push_back(files.lists[finding.list].name + ": " + finding.column);
  }
  return columns;
}

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
  EXPECT_EQ(recognise_field("거주지"), FieldType::place);
  EXPECT_EQ(recognise_field("居住地"), FieldType::place);
  for (const char* about_the_record :
       {"면담일", "신고일", "入住日期", "Date opened", "admission date"})
    EXPECT_FALSE(recognise_field(about_the_record)) << about_the_record;
  EXPECT_FALSE(recognise_field("rec_id"));
  EXPECT_FALSE(recognise_field("notes"));
}

TEST(FieldRecognition, case_marks_and_letters_of_any_script_do_not_matter) {
  EXPECT_EQ(recognise_field("ФИО"), FieldType::name);
  EXPECT_EQ(recognise_field("PRÉNOM"), FieldType::given_name);
  EXPECT_EQ(recognise_field("تاريخ الميلاد"), FieldType::birth_date);
  EXPECT_EQ(recognise_field("تاريخ الولادة"), FieldType::birth_date);
  EXPECT_EQ(recognise_field("性別"), FieldType::sex);
  EXPECT_EQ(recognise_field("Date de naissance"), FieldType::birth_date);
}

TEST(FieldRecognition, headers_about_somebody_else_or_something_else_are_not_taken) {
  for (const char* header :
       {"father_name", "Mother's name", "camp name", "name of informant", "file_name", "اسم الأم",
        "아버지 이름", "date of interview", "entry_date", "sexual_violence"}) {
    EXPECT_FALSE(recognise_field(header)) << header;
  }
  EXPECT_EQ(recognise_field("ethnicity"), FieldType::category);
  EXPECT_EQ(recognise_field("полное имя"), FieldType::given_name);
  EXPECT_EQ(why_header_misleads("father_name"), "its header names somebody or something else");
  EXPECT_EQ(why_header_misleads("name"), "");
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
  EXPECT_EQ(unused(files), (std::vector<std::string>{"a.csv: rec_id", "b.csv: notes"}));
  ASSERT_EQ(files.rejected_rows.size(), 1U);
  EXPECT_EQ(files.rejected_rows[0].line, 3U);
  EXPECT_EQ(files.rejected_rows[0].row, 2U);
}

TEST_F(LinkFilesTest, every_row_is_a_record_or_rejected_with_its_raw_text) {
  LinkFilesRequest request;
  request.paths = {write("a.csv", "name,born\nt o,1980\n\"x\" y,1981\n\ng b\n,\nc d,1983,9\n")};
  request.raw_rows = RawRows::keep;
  const LinkFiles files = read_link_files(request, hearim::Run{});
  EXPECT_EQ(files.lists[0].row_count, 5U);
  EXPECT_EQ(files.records.record_count() + files.rejected_rows.size(), files.lists[0].row_count);
  EXPECT_EQ(
      rejected_csv(files),
      "file,row,line,field,reason,content\n"
      "a.csv,2,3,1,\"text after the closing quotation mark; inside a quoted field a quotation "
      "mark is written twice\",\"\"\"x\"\" y,1981\"\n"
      "a.csv,3,5,,1 field where the header names 2 columns,g b\n"
      "a.csv,5,7,,3 fields where the header names 2 columns,\"c d,1983,9\"\n");
  EXPECT_EQ(rejected_by_reason(files.rejected_rows).size(), 3U);
  EXPECT_EQ(files.lists[0].empty_count, 1U);
}

TEST_F(LinkFilesTest, values_that_cannot_be_read_are_counted) {
  LinkFilesRequest request;
  request.paths = {write("a.csv", "name,born,age\nt o,1980-02-03,20\ng b,31/02/1999,x\nh i,,\n")};
  const LinkFiles files = read_link_files(request, hearim::Run{});
  ASSERT_EQ(files.unreadable.size(), 2U);
  EXPECT_EQ(files.unreadable[0].field, 1);
  EXPECT_EQ(files.unreadable[0].count, 1U);
  EXPECT_EQ(files.unreadable[0].first_row, 2U);
  EXPECT_EQ(files.unreadable[1].field, 2);
}

TEST_F(LinkFilesTest, the_date_of_an_interview_is_taken_where_it_dates_ages_and_nowhere_else) {
  const auto unused_columns = [&](const std::string& text) {
    LinkFilesRequest request;
    request.paths = {write("a.csv", text)};
    return unused(read_link_files(request, hearim::Run{}));
  };
  using Columns = std::vector<std::string>;
  EXPECT_EQ(unused_columns("name,age,interview date\nt o,20,2015-02-03\ng b,31,2016-04-05\n"),
            Columns());
  EXPECT_EQ(unused_columns("name,born,age,interview date\nt o,1995,20,2015-02-03\n"),
            Columns{"a.csv: interview date"});
  EXPECT_EQ(unused_columns("name,interview date\nt o,2015-02-03\n"),
            Columns{"a.csv: interview date"});
  // Which of the two the ages are of, nobody can tell.
  EXPECT_EQ(unused_columns("name,age,interview date,date of entry\nt o,20,2015-02-03,2015-02-04\n"),
            (Columns{"a.csv: interview date", "a.csv: date of entry"}));
  EXPECT_EQ(unused_columns("name,age,registration\nt o,20,R-17\n"), Columns{"a.csv: registration"});
}

TEST_F(LinkFilesTest, values_speak_where_headers_do_not_and_against_headers_that_mislead) {
  std::string text = "victim,x,y,born,code\n";
  constexpr const char* kFamilies[] = {"김", "이", "박", "최", "한", "서"};
  constexpr const char* kGiven[] = {"민지", "서준", "하은", "도윤", "지우"};
  for (int i = 0; i < 30; ++i) {
    text += std::string(kFamilies[i % 6]) + kGiven[i % 5] + "," + (i % 2 ? "F" : "M") + "," +
            std::to_string(1950 + i) + "-03-1" + std::to_string(i % 9) + ",town " +
            std::to_string(i) + ",K" + std::to_string(i) + "\n";
  }
  LinkFilesRequest request;
  request.paths = {write("a.csv", text)};
  const LinkFiles files = read_link_files(request, hearim::Run{});
  const auto& findings = files.columns.findings;
  ASSERT_EQ(findings.size(), 5U);
  const auto type_of = [&](const ColumnFinding& finding) {
    return finding.field ? field_type_name(
                               files.columns.fields[static_cast<std::size_t>(*finding.field)].type)
                         : std::string_view("none");
  };
  EXPECT_EQ(type_of(findings[0]), "name");
  EXPECT_EQ(findings[0].reading, ColumnReading::by_values);
  EXPECT_EQ(findings[0].evidence, "100 % of 30 values are written like Korean or Chinese names");
  EXPECT_EQ(type_of(findings[1]), "sex");
  EXPECT_EQ(type_of(findings[2]), "birth_date");
  EXPECT_EQ(findings[2].evidence,
            "100 % of 30 values are dates, nine in ten of them within 28 years");
  EXPECT_EQ(type_of(findings[3]), "none");
  EXPECT_EQ(findings[3].evidence, "its header says birth_date, but 0 % of 30 values are dates");
  EXPECT_EQ(type_of(findings[4]), "none");
}

TEST_F(LinkFilesTest, places_headed_differently_meet_while_no_list_has_two) {
  LinkFilesRequest request;
  request.paths = {write("a.csv", "name,city\ntarel onvik,x\n"),
                   write("b.csv", "name,village\nonvik tarel,x\n")};
  EXPECT_EQ(read_link_files(request, hearim::Run{}).columns.fields.size(), 2U);
  request.paths.push_back(write("c.csv", "name,town,street\nonvik tarel,x,y\n"));
  EXPECT_GT(read_link_files(request, hearim::Run{}).columns.fields.size(), 2U);
}

TEST_F(LinkFilesTest, settings_map_headers_of_each_list_to_one_field) {
  LinkFilesRequest request;
  request.paths = {write("a.csv", "who,d1,d2\ntarel onvik,1980,1999\n"),
                   write("b.csv", "성명,d1,x\nonvik tarel,2001,1980\n")};
  request.settings = parse_link_settings(
      "clean = [\"b.csv\"]\n"
      "[[field]]\ncolumn = [\"who\", \"성명\"]\ntype = \"name\"\n"
      "[[field]]\nname = \"born\"\ncolumns = { \"a.csv\" = \"d1\", \"b.csv\" = \"x\" }\n"
      "type = \"birth_date\"\n"
      "[[rule]]\nkeys = [{ field = \"who\", kind = \"skeleton\" }, { field = \"born\", kind = "
      "\"year\" }]\n",
      "link.toml");
  const LinkFiles files = read_link_files(request, hearim::Run{});
  EXPECT_EQ(files.records.fields().size(), 2U);
  EXPECT_EQ(files.records.text(0, 1), "1980");
  EXPECT_EQ(files.records.text(1, 1), "1980");
  EXPECT_EQ(files.records.text(1, 0), "onvik tarel");
  EXPECT_TRUE(files.records.lists()[1].clean);
  EXPECT_FALSE(files.records.lists()[0].clean);
  EXPECT_EQ(files.options.rules,
            (std::vector<BlockingRule>{{{{0, KeyKind::skeleton}, {1, KeyKind::year}}}}));
}

TEST_F(LinkFilesTest, settings_that_do_not_fit_the_lists_name_line_and_key) {
  const std::string a = write("a.csv", "who,born\ntarel onvik,1980\n");
  const std::string b = write("b.csv", "name,full\nonvik tarel,x\n");
  const auto message = [&](const std::string& toml) -> std::string {
    try {
      read_link_files({.paths = {a, b}, .settings = parse_link_settings(toml, "link.toml")},
                      hearim::Run{});
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  };
  const std::string who = "[[field]]\ncolumn = \"who\"\ntype = \"name\"\n";
  EXPECT_EQ(message("[[field]]\ncolumn = \"borm\"\ntype = \"birth_date\"\n"),
            "link.toml:1: column: no list has a column 'borm' (did you mean 'born'?)");
  EXPECT_EQ(message(who + "[[field]]\ncolumns = { \"b.csv\" = \"fill\" }\ntype = \"name\"\n"),
            "link.toml:4: columns: b.csv does not have a column 'fill' (did you mean 'full'?)");
  EXPECT_EQ(message(who + "[[field]]\ncolumns = { \"c.csv\" = \"full\" }\ntype = \"name\"\n"),
            "link.toml:4: columns: there is no list 'c.csv' in this run (did you mean 'a.csv'?)");
  EXPECT_EQ(message(who + "[[field]]\nname = \"w2\"\ncolumn = \"who\"\ntype = \"name\"\n"),
            "link.toml:4: column: column 'who' of a.csv is taken already, by the field who");
  EXPECT_EQ(message("[[field]]\ncolumn = [\"name\", \"full\"]\ntype = \"name\"\n"),
            "link.toml:1: column: b.csv has both 'name' and 'full' (say which: columns = { "
            "\"b.csv\" = \"...\" })");
  EXPECT_EQ(message("clean = \"bb.csv\"\n" + who),
            "link.toml:1: clean: there is no list 'bb.csv' in this run (did you mean 'b.csv'?)");
  EXPECT_EQ(message(who + "[[rule]]\nkeys = [{ field = \"whom\" }]\n"),
            "link.toml:4: rule: there is no field 'whom' (did you mean 'who'?)");
  EXPECT_EQ(message(who + "[[rule]]\nkeys = [{ field = \"who\", kind = \"year\" }]\n"),
            "link.toml:4: rule: the field 'who' is of type name, which has no year (kinds by type: "
            "docs/formats/link-settings.md)");
  EXPECT_EQ(message("ignore = \"wo\"\n"),
            "link.toml:1: ignore: no list has a column 'wo' (did you mean 'who'?)");
}

TEST_F(LinkFilesTest, a_second_column_of_a_type_is_a_field_too) {
  LinkFilesRequest request;
  request.paths = {write("a.csv", "first_and_surname,surname\ntarel onvik,onvik\n")};
  const LinkFiles files = read_link_files(request, hearim::Run{});
  EXPECT_EQ(files.records.fields().size(), 2U);
  EXPECT_TRUE(unused(files).empty());
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
  EXPECT_NE(message({.paths = {path, path}}).find("same file name"), std::string::npos);
  EXPECT_NE(message({.paths = {write("c.csv", "a1,b1\nx,y\n")}}).find("no column was recognised"),
            std::string::npos);
}

}  // namespace
}  // namespace hearim
