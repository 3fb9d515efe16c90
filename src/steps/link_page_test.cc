// The page of a linkage of the invented lists: whole, inert, and without a word of any record.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/file_bytes.h"
#include "report/link_page.h"
#include "report/well_formed.h"
#include "steps/link_report_maker.h"
#include "table/table.h"

namespace hearim {
namespace {

const std::string kLists = std::string(HEARIM_SOURCE_DIR) + "/examples/three-lists/";
const std::vector<std::string> kPaths = {kLists + "ngo.csv", kLists + "police.csv",
                                         kLists + "shelter.csv"};

std::string page_of_three_lists(RecordValues values) {
  const hearim::Run run;
  const LinkFiles files = read_link_files({.paths = kPaths, .clean = {"all"}}, run);
  const Linkage linkage = link_records(files.records, files.options, run);
  LinkReport report = report_of_lists(files);
  report.options = files.options;
  add_linkage(report, files, linkage, linkage.draw_tables(20, run),
              {.values = values, .explain = {{0, 200}}});
  return link_page(report);
}

// Every value of the input that is not a word of the page's own language, such as "F" or "1980".
std::set<std::string> telling_values() {
  std::set<std::string> values;
  for (const std::string& path : kPaths) {
    const Table table = read_table(read_file_bytes(path), path);
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      for (std::size_t column = 0; column < table.column_count(); ++column) {
        const std::string value(table.cell(row, column));
        if (value.size() > 4) values.insert(value);
      }
    }
  }
  return values;
}

TEST(LinkPage, is_well_formed_and_can_load_and_run_nothing) {
  const std::string source = page_of_three_lists(RecordValues::hidden);
  const XmlReader page(source);
  ASSERT_EQ(page.error(), "");
  for (const char* word : {"<script", "<img", "<link", "@import", "url(", " onload", " style="}) {
    EXPECT_EQ(source.find(word), std::string::npos) << word;
  }
  EXPECT_NE(source.find("default-src &#39;none&#39;"), std::string::npos);
  for (const char* word : {">nan", ">inf", " nan", " inf<"}) {
    EXPECT_EQ(source.find(word), std::string::npos) << word;
  }
}

TEST(LinkPage, holds_no_value_of_any_record) {
  const std::string source = page_of_three_lists(RecordValues::hidden);
  const std::set<std::string> values = telling_values();
  ASSERT_GT(values.size(), 500U);
  for (const std::string& value : values) {
    EXPECT_EQ(source.find(value), std::string::npos) << value;
  }
  EXPECT_NE(source.find("no value of any record"), std::string::npos);
}

TEST(LinkPage, shows_values_when_asked_and_says_so) {
  const std::string source = page_of_three_lists(RecordValues::shown);
  const std::set<std::string> values = telling_values();
  EXPECT_TRUE(std::any_of(values.begin(), values.end(), [&](const std::string& value) {
    return source.find(value) != std::string::npos;
  }));
  EXPECT_NE(source.find("treat it like the lists"), std::string::npos);
  EXPECT_EQ(XmlReader(source).error(), "");
}

TEST(LinkPage, hostile_list_and_column_names_are_text) {
  LinkReport report;
  report.lists.push_back({.name = "<script>alert(1)</script>",
                          .path = "\"><img src=x>",
                          .sha256 = {},
                          .encoding = "UTF-8",
                          .columns = {{"\xE2\x80\xAE"
                                       "a<b",
                                       "", "", "not used", "<i>"}},
                          .notes = {}});
  report.fields = {{"x", FieldType::name}};
  report.notes = {"<b>"};
  const std::string source = link_page(report);
  EXPECT_EQ(source.find("<script"), std::string::npos);
  EXPECT_EQ(source.find("<img"), std::string::npos);
  EXPECT_EQ(source.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_EQ(XmlReader(source).error(), "");
}

}  // namespace
}  // namespace hearim
