#include "table/table.h"

#include <gtest/gtest.h>

#include <string>

#include "base/rng.h"
#include "hearim/error.h"
#include "table/slow_rows.h"
#include "table/table_reader.h"

namespace hearim {
namespace {

std::string message_of(const std::string& bytes, RowLimits limits = {}) {
  try {
    TableReader reader(bytes, "t.csv", limits);
    while (reader.next() != TableReader::Step::end) continue;
  } catch (const Error& error) {
    EXPECT_EQ(exit_status(error.code()), 2);
    return error.what();
  }
  return "(no error)";
}

TEST(Table, holds_columns_cells_lines_and_the_hash_of_the_bytes) {
  const std::string bytes =
      "\xEF\xBB\xBF\"이름\" ; note ;x\r\n a ;\"b;\"\"c\"\"\";1\r\n\r\nd;;\r\n";
  const Table table = read_table(bytes, "t.csv");
  EXPECT_EQ(table.column_names(), (std::vector<std::string>{"이름", "note", "x"}));
  EXPECT_EQ(table.column_index("x"), 2u);
  EXPECT_EQ(table.column_index("y"), std::nullopt);
  ASSERT_EQ(table.row_count(), 2u);
  EXPECT_EQ(table.cell(0, 0), "a");
  EXPECT_EQ(table.cell(0, 1), "b;\"c\"");
  EXPECT_EQ(table.cell(0, 2), "1");
  EXPECT_EQ(table.cell(1, 0), "d");
  EXPECT_EQ(table.cell(1, 1), "");
  EXPECT_EQ(table.cell(1, 2), "");
  EXPECT_EQ(table.line(0), 2u);
  EXPECT_EQ(table.line(1), 4u);
  EXPECT_EQ(table.delimiter(), ';');
  EXPECT_EQ(table.encoding(), "UTF-8");
  EXPECT_EQ(table.sha256(), sha256(bytes));
  EXPECT_EQ(table.notes(), (std::vector<std::string>{"1 empty line was passed over"}));
}

TEST(Table, agrees_with_the_slow_twin_on_random_tables) {
  static constexpr std::string_view kAlphabet = "ab,,\"\"\n\r ";
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Rng rng(seed, "table-test", 0);
    std::string text = "x,y\n";
    for (std::size_t size = rng.below(60); size > 0; --size)
      text += kAlphabet[rng.below(kAlphabet.size())];
    const SlowRows slow = read_slowly(text, ',');
    if (slow.unclosed_quote) {
      EXPECT_THROW(read_table(text, ""), Error) << "seed " << seed;
      continue;
    }
    const Table table = read_table(text, "");
    std::size_t row = 0;
    std::size_t rejected = 0;
    for (std::size_t i = 1; i < slow.rows.size(); ++i) {
      const SlowRow& expected = slow.rows[i];
      if (expected.malformed || expected.fields.size() != 2) {
        ++rejected;
        continue;
      }
      ASSERT_LT(row, table.row_count()) << "seed " << seed;
      EXPECT_EQ(table.cell(row, 0), expected.fields[0]) << "seed " << seed;
      EXPECT_EQ(table.cell(row, 1), expected.fields[1]) << "seed " << seed;
      EXPECT_EQ(table.line(row), expected.line) << "seed " << seed;
      ++row;
    }
    EXPECT_EQ(row, table.row_count()) << "seed " << seed;
    EXPECT_EQ(rejected, table.rejected_rows().size()) << "seed " << seed;
  }
}

TEST(Table, rows_that_do_not_fit_are_kept_as_rejected_with_line_and_reason) {
  const Table table = read_table("A,B,C\n1,0\n1,0,1\n1,0,1,1\n1,\"0\"x,1\n", "t.csv");
  ASSERT_EQ(table.row_count(), 1u);
  EXPECT_EQ(table.line(0), 3u);
  const std::vector<RejectedRow> expected = {
      {"t.csv", 2, 0, "2 fields where the header names 3 columns"},
      {"t.csv", 4, 0, "4 fields where the header names 3 columns"},
      {"t.csv", 5, 2,
       "text after the closing quotation mark; inside a quoted field a quotation mark is written "
       "twice"}};
  EXPECT_EQ(table.rejected_rows(), expected);
}

TEST(Table, the_line_sep_shifts_no_line_number) {
  const Table table = read_table("sep=;\nA;B\n1;0\n1\n", "t.csv");
  EXPECT_EQ(table.line(0), 3u);
  ASSERT_EQ(table.rejected_rows().size(), 1u);
  EXPECT_EQ(table.rejected_rows()[0].line, 4u);
}

TEST(Table, header_faults_are_named_with_line_and_column) {
  EXPECT_EQ(message_of("\n\n  \n"), "t.csv: the file holds nothing but empty lines");
  EXPECT_EQ(message_of("\nA,B,A\n1,0,1\n"),
            "t.csv:2:3: columns 1 and 3 are both named 'A' (rename one, or remove it)");
  EXPECT_EQ(message_of("\"\",A,B\n1,1,0\n"),
            "t.csv:1:1: column 1 has no name (name it, or remove it: R writes row numbers there "
            "unless row.names=FALSE)");
  EXPECT_EQ(message_of("A,B,\n1,0,\n"),
            "t.csv:1:3: column 3 has no name (name it, or remove the delimiter too many)");
  EXPECT_EQ(message_of("1,0,54\n0,1,3\n"),
            "t.csv:1:1: the first row must name the columns, and it holds numbers ('1') (write a "
            "row of column names above it)");
  EXPECT_EQ(message_of("A,B,C\n1,0,1\n", {.fields_max = 2}),
            "t.csv:1: 3 columns; at most 2 are taken");
  EXPECT_EQ(message_of("\"A\"x,B\n1,0\n"),
            "t.csv:1:1: text after the closing quotation mark; inside a quoted field a quotation "
            "mark is written twice");
}

TEST(Table, faults_that_end_the_reading_are_named_where_they_began) {
  EXPECT_EQ(message_of("A,B\n1,0\n1,\"0\n1,0\n1,0\n"),
            "t.csv:3:2: a quotation mark opens here and is never closed (close it, or write a "
            "quotation mark that is part of the text twice)");
  EXPECT_EQ(message_of("A,B\n" + std::string(200, '1') + "\n", {.row_bytes_max = 100}),
            "t.csv:2: this row is longer than 100 bytes (is it a table, with a line break after "
            "each row?)");
}

TEST(Table, a_line_of_many_megabytes_is_refused_without_keeping_its_fields) {
  EXPECT_NE(message_of("A,B\n" + std::string(40 << 20, ',')).find("t.csv:2: this row is longer"),
            std::string::npos);
  EXPECT_NE(message_of(std::string(40 << 20, 'x')).find("t.csv:1: this row is longer"),
            std::string::npos);
}

TEST(TableReader, rewinds_to_the_first_row_below_the_header) {
  TableReader reader("A,B\n1,0\n0,1\n", "t.csv");
  for (int pass = 0; pass < 2; ++pass) {
    ASSERT_EQ(reader.next(), TableReader::Step::row);
    EXPECT_EQ(reader.cell(0), "1");
    ASSERT_EQ(reader.next(), TableReader::Step::row);
    EXPECT_EQ(reader.cell(0), "0");
    EXPECT_EQ(reader.line(), 3u);
    EXPECT_EQ(reader.next(), TableReader::Step::end);
    reader.rewind();
  }
}

}  // namespace
}  // namespace hearim
