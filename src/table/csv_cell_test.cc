#include "table/csv_cell.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

TEST(CsvCell, plain_text_and_numbers_stay_as_they_are) {
  EXPECT_EQ(csv_cell(""), "");
  EXPECT_EQ(csv_cell("김영희"), "김영희");
  EXPECT_EQ(csv_cell("-12.5"), "-12.5");
  EXPECT_EQ(csv_cell("+3"), "+3");
}

TEST(CsvCell, commas_quotes_and_line_ends_are_quoted) {
  EXPECT_EQ(csv_cell("Dapto, NSW"), "\"Dapto, NSW\"");
  EXPECT_EQ(csv_cell("the \"centre\""), "\"the \"\"centre\"\"\"");
  EXPECT_EQ(csv_cell("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv_cell(" a"), "\" a\"");
}

TEST(CsvCell, what_is_read_again_is_quoted_and_nothing_else) {
  EXPECT_EQ(csv_quoted("=a"), "=a");
  EXPECT_EQ(csv_quoted("a,\"b"), "\"a,\"\"b\"");
}

TEST(CsvCell, what_a_spreadsheet_would_run_is_made_text) {
  EXPECT_EQ(csv_cell("=1+1"), "'=1+1");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("-cmd"), "'-cmd");
  EXPECT_EQ(csv_cell("+1-1"), "'+1-1");
  EXPECT_EQ(csv_cell("＝1"), "'＝1");
  EXPECT_EQ(csv_cell("\t=1"), "\"'\t=1\"");
  EXPECT_EQ(csv_cell("  =HYPERLINK(\"x\")"), "\"'  =HYPERLINK(\"\"x\"\")\"");
  EXPECT_EQ(csv_cell("-"), "'-");
}

}  // namespace
}  // namespace hearim
