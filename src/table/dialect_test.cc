#include "table/dialect.h"

#include <gtest/gtest.h>

#include <string>

namespace hearim {
namespace {

char delimiter_of(std::string_view text) { return detect_dialect(text).delimiter; }

TEST(Dialect, each_delimiter_is_recognised) {
  EXPECT_EQ(delimiter_of("A,B,count\n1,0,3\n"), ',');
  EXPECT_EQ(delimiter_of("A;B;count\n1;0;3\n"), ';');
  EXPECT_EQ(delimiter_of("A\tB\tcount\n1\t0\t3\n"), '\t');
  EXPECT_EQ(delimiter_of("A|B|count\n1|0|3\n"), '|');
}

TEST(Dialect, decimal_commas_do_not_make_a_semicolon_file_a_comma_file) {
  EXPECT_EQ(delimiter_of("A;B;count\n1;0;3,5\n0;1;2,5\n"), ';');
  EXPECT_EQ(delimiter_of("A;B\n1,0;0,0\n"), ';');
}

TEST(Dialect, delimiters_inside_quotation_marks_do_not_count) {
  EXPECT_EQ(delimiter_of("\"a;b;c\",\"d;e;f\"\n\"1;1;1\",\"2;2;2\"\n"), ',');
  EXPECT_EQ(delimiter_of("\"Kim, A\";B;C\n1;0;1\n"), ';');
}

TEST(Dialect, the_delimiter_with_more_consistent_rows_wins_over_more_fields) {
  // Commas in free text: the header has three, no row has as many.
  EXPECT_EQ(delimiter_of("a, b, c, d;x\nno comma;1\none, comma;2\n"), ';');
}

TEST(Dialect, one_ragged_row_does_not_change_the_answer) {
  EXPECT_EQ(delimiter_of("A;B;C\n1;0;1\n1;0\n1;1;1\n"), ';');
}

TEST(Dialect, one_column_is_read_as_comma) {
  EXPECT_EQ(delimiter_of("name\nx\ny\n"), ',');
  EXPECT_EQ(delimiter_of(""), ',');
}

TEST(Dialect, the_line_sep_is_obeyed_and_is_no_row) {
  const Dialect lf = detect_dialect("sep=;\nA;B\n1;0\n");
  EXPECT_EQ(lf.delimiter, ';');
  EXPECT_EQ(lf.data_begin, 6u);
  EXPECT_EQ(lf.skipped_lines, 1u);
  const Dialect crlf = detect_dialect("sep=|\r\nA|B\r\n");
  EXPECT_EQ(crlf.delimiter, '|');
  EXPECT_EQ(crlf.data_begin, 7u);
  // A column that happens to be named so.
  EXPECT_EQ(detect_dialect("sep=,x\n1,2\n").skipped_lines, 0u);
}

TEST(Dialect, a_sample_that_ends_inside_a_row_or_a_quoted_field_does_not_mislead) {
  std::string text = "A;B;C\n";
  while (text.size() < 200'000) text += "\"some, text, with, commas\";0;1\n";
  EXPECT_EQ(delimiter_of(text), ';');
  std::string long_quote = "A;B\n1;\"" + std::string(100'000, ',') + "\"\n";
  EXPECT_EQ(delimiter_of(long_quote), ';');
}

}  // namespace
}  // namespace hearim
