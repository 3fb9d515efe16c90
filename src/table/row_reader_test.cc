#include "table/row_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/rng.h"
#include "table/slow_rows.h"

namespace hearim {
namespace {

using Fields = std::vector<std::string>;

std::vector<Fields> rows_of(std::string_view text, char delimiter = ',') {
  RowReader reader(text, delimiter);
  std::vector<Fields> rows;
  while (reader.next() == RowStatus::row)
    rows.emplace_back(reader.fields().begin(), reader.fields().end());
  return rows;
}

// The reader against its twin; empty when they agree.
std::string difference(const std::string& text, char delimiter) {
  const SlowRows slow = read_slowly(text, delimiter);
  RowReader reader(text, delimiter);
  std::size_t row_count = 0;
  for (;;) {
    const RowStatus status = reader.next();
    if (status == RowStatus::end) {
      if (slow.unclosed_quote) return "the twin sees an unclosed quotation mark";
      break;
    }
    if (status == RowStatus::unclosed_quote) {
      if (!slow.unclosed_quote) return "the twin sees no unclosed quotation mark";
      if (slow.opened_on != reader.fault_line()) return "opened on another line";
      break;
    }
    if (status == RowStatus::too_long) return "too long";
    const SlowRow row{.line = reader.line(),
                      .fields = {reader.fields().begin(), reader.fields().end()},
                      .malformed = status == RowStatus::malformed};
    if (row_count >= slow.rows.size()) return "a row too many";
    if (!(row == slow.rows[row_count])) return "another row " + std::to_string(row_count);
    if (reader.field_count() != row.fields.size()) return "another number of fields";
    ++row_count;
  }
  if (row_count != slow.rows.size()) return "a row too few";
  if (reader.blank_line_count() != slow.blank_lines) return "other blank lines";
  return {};
}

TEST(RowReader, agrees_with_its_slow_twin_on_all_short_texts) {
  static constexpr std::string_view kAlphabet = "a,\"\n\r ";
  for (std::size_t length = 0; length <= 6; ++length) {
    std::vector<std::size_t> digits(length, 0);
    for (;;) {
      std::string text;
      for (const std::size_t digit : digits) text += kAlphabet[digit];
      const std::string found = difference(text, ',');
      ASSERT_EQ(found, "") << "text: " << testing::PrintToString(text);
      std::size_t i = 0;
      while (i < length && ++digits[i] == kAlphabet.size()) digits[i++] = 0;
      if (i == length) break;
    }
  }
}

TEST(RowReader, agrees_with_its_slow_twin_on_random_long_texts) {
  static constexpr std::string_view kAlphabet = "ab;\t\t\"\"\n\r  ,;|";
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Rng rng(seed, "row-reader-test", 0);
    std::string text(rng.below(400), '\0');
    for (char& c : text) c = kAlphabet[rng.below(kAlphabet.size())];
    for (const char delimiter : {',', ';', '\t', '|'})
      ASSERT_EQ(difference(text, delimiter), "") << "seed " << seed;
  }
}

TEST(RowReader, rows_end_at_lf_crlf_or_cr_and_the_last_need_not_end) {
  const std::vector<Fields> expected = {{"A", "B"}, {"1", "0"}};
  for (const char* text : {"A,B\n1,0", "A,B\n1,0\n", "A,B\r\n1,0\r\n", "A,B\r1,0\r", "A,B\r\n1,0\n",
                           "A,B\n\n1,0\n\n\n", "\n  \nA,B\n1,0\n   "})
    EXPECT_EQ(rows_of(text), expected) << testing::PrintToString(text);
}

TEST(RowReader, quotation_marks_keep_delimiters_line_breaks_spaces_and_doubled_marks) {
  const std::vector<Fields> expected = {{"a,b", "c\r\nd", " e ", "he said \"no\"", ""}};
  EXPECT_EQ(rows_of("\"a,b\",\"c\r\nd\",\" e \",\"he said \"\"no\"\"\",\"\"\n"), expected);
}

TEST(RowReader, the_text_of_a_row_is_what_stands_in_the_file_without_its_line_end) {
  RowReader reader("a,b\r\n\n \"x\" y, c \n\"1\n2\",3\r\nlast", ',');
  std::vector<std::string> texts;
  for (RowStatus status = reader.next(); status != RowStatus::end; status = reader.next())
    texts.emplace_back(reader.row_text());
  EXPECT_EQ(texts, (Fields{"a,b", " \"x\" y, c ", "\"1\n2\",3", "last"}));
}

TEST(RowReader, spaces_around_fields_are_not_part_of_them) {
  EXPECT_EQ(rows_of(" a ,\t b c\t, \"d\" ,  \n"), (std::vector<Fields>{{"a", "b c", "d", ""}}));
  EXPECT_EQ(rows_of(" a \t\t b ", '\t'), (std::vector<Fields>{{"a", "", "b"}}));
}

TEST(RowReader, a_quotation_mark_inside_an_unquoted_field_is_a_character) {
  EXPECT_EQ(rows_of("5'10\",a\"b\"c\n"), (std::vector<Fields>{{"5'10\"", "a\"b\"c"}}));
}

TEST(RowReader, many_doubled_marks_in_one_row_stay_apart) {
  // The buffer behind them grows while the row is read.
  std::string text;
  Fields expected;
  for (int i = 0; i < 1000; ++i) {
    text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"\"x\"";
    expected.push_back(std::to_string(i) + "\"x");
  }
  EXPECT_EQ(rows_of(text), (std::vector<Fields>{expected}));
}

TEST(RowReader, lines_are_counted_through_quoted_line_breaks) {
  RowReader reader("a\n\"b\nc\r\nd\re\"\n\nf\n", ',');
  ASSERT_EQ(reader.next(), RowStatus::row);
  EXPECT_EQ(reader.line(), 1u);
  ASSERT_EQ(reader.next(), RowStatus::row);
  EXPECT_EQ(reader.line(), 2u);
  ASSERT_EQ(reader.next(), RowStatus::row);
  EXPECT_EQ(reader.line(), 7u);
  EXPECT_EQ(reader.blank_line_count(), 1u);
}

TEST(RowReader, text_after_a_closing_mark_makes_the_row_malformed_and_the_next_is_fine) {
  RowReader reader("a,\"b\"c,d\ne\n", ',');
  EXPECT_EQ(reader.next(), RowStatus::malformed);
  EXPECT_EQ(reader.fault_line(), 1u);
  EXPECT_EQ(reader.fault_field(), 2u);
  EXPECT_EQ(reader.field_count(), 3u);
  EXPECT_EQ(reader.next(), RowStatus::row);
  EXPECT_EQ(reader.fields()[0], "e");
}

TEST(RowReader, an_unclosed_mark_is_named_where_it_opened_and_ends_the_reading) {
  RowReader reader("a,b\n1,\"x\ny\n", ',');
  EXPECT_EQ(reader.next(), RowStatus::row);
  EXPECT_EQ(reader.next(), RowStatus::unclosed_quote);
  EXPECT_EQ(reader.fault_line(), 2u);
  EXPECT_EQ(reader.fault_field(), 2u);
  EXPECT_EQ(reader.next(), RowStatus::unclosed_quote);
}

TEST(RowReader, a_row_over_the_limit_stops_the_reading_and_one_at_the_limit_does_not) {
  const RowLimits limits{.row_bytes_max = 10};
  RowReader at("0123456789\nab\n", ',', limits);
  EXPECT_EQ(at.next(), RowStatus::too_long);  // the line break does not fit
  RowReader below("012345678\nab\n", ',', limits);
  EXPECT_EQ(below.next(), RowStatus::row);
  EXPECT_EQ(below.next(), RowStatus::row);
  EXPECT_EQ(below.fields()[0], "ab");
  RowReader last("0123456789", ',', limits);
  EXPECT_EQ(last.next(), RowStatus::row);
  RowReader quoted("a\n\"bbbbbbbbbbbbbbbbb\"\n", ',', limits);
  EXPECT_EQ(quoted.next(), RowStatus::row);
  EXPECT_EQ(quoted.next(), RowStatus::unclosed_quote);
  EXPECT_EQ(quoted.fault_line(), 2u);
}

TEST(RowReader, fields_over_the_limit_are_counted_and_not_kept) {
  RowReader reader("a,b,\"c\"\"\",d\ne,f\n", ',', {.fields_max = 2});
  ASSERT_EQ(reader.next(), RowStatus::row);
  EXPECT_EQ(reader.field_count(), 4u);
  EXPECT_EQ(reader.fields().size(), 2u);
  ASSERT_EQ(reader.next(), RowStatus::row);
  EXPECT_EQ(reader.field_count(), 2u);
}

TEST(RowReader, nothing_but_blank_lines_is_no_row) {
  for (const char* text : {"", "\n", "  \r\n\t\n", " "})
    EXPECT_TRUE(rows_of(text).empty()) << testing::PrintToString(text);
}

}  // namespace
}  // namespace hearim
