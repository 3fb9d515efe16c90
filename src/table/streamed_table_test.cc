#include "table/streamed_table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/rng.h"
#include "hearim/error.h"
#include "table/slow_rows.h"
#include "table/table.h"

namespace hearim {
namespace {

StreamedTable::Read reading(const std::string& bytes) {
  return [&bytes](std::uint64_t offset, std::span<char> into) {
    if (offset >= bytes.size()) return std::size_t{0};
    return bytes.copy(into.data(), into.size(), offset);
  };
}

struct Seen {
  std::uint64_t line = 0;
  std::string raw;
  std::vector<std::string> cells;
  std::string rejected;
  bool operator==(const Seen&) const = default;
};

std::vector<Seen> rows_of(const std::string& bytes, std::size_t window_bytes,
                          RowLimits limits = {}) {
  StreamedTable table(reading(bytes), "t.csv", {.window_bytes = window_bytes, .limits = limits});
  std::vector<Seen> rows;
  StreamedTable::Row row;
  std::uint64_t end = 0;
  while (table.next(row)) {
    EXPECT_GE(row.offset, end);
    end = row.offset + row.size_bytes;
    EXPECT_LE(end, bytes.size());
    EXPECT_NE(row.cells.empty(), row.rejected.empty());
    rows.push_back({row.line,
                    bytes.substr(row.offset, row.size_bytes),
                    {row.cells.begin(), row.cells.end()},
                    row.rejected});
  }
  EXPECT_FALSE(table.next(row));
  return rows;
}

std::string random_text(Rng& rng) {
  static const std::vector<std::string> pieces = {",",    ",",  "\"",       "\"\"", "\n", "\n",
                                                  "\r\n", "\r", " ",        "a",    "bc", "ㄱ",
                                                  "\t\n", "1",  ",\"x\n\"", "\n\n"};
  std::string text = "h1,h2\n";
  for (std::uint64_t i = 0, n = rng.below(120); i < n; ++i)
    text += pieces[rng.below(pieces.size())];
  return text;
}

TEST(StreamedTable, reads_the_same_rows_through_any_window) {
  Rng rng(1, "streamed table", 0);
  for (int round = 0; round < 500; ++round) {
    const std::string text = random_text(rng);
    const std::vector<Seen> whole = rows_of(text, 1 << 20);
    for (const std::size_t window : {1, 2, 3, 7, 16, 50})
      ASSERT_EQ(rows_of(text, window), whole) << text << " window " << window;
    // With a limit on rows, the same again: the window must grow to the limit and no further.
    const RowLimits limits{.row_bytes_max = 9 + rng.below(20)};
    const std::vector<Seen> limited = rows_of(text, 1 << 20, limits);
    for (const std::size_t window : {1, 5, 16})
      ASSERT_EQ(rows_of(text, window, limits), limited) << text << " window " << window;
  }
}

// Whatever lies between the rows as received is empty lines: no byte is lost.
TEST(StreamedTable, rows_and_empty_lines_are_the_whole_file) {
  Rng rng(2, "streamed table", 0);
  for (int round = 0; round < 500; ++round) {
    std::string text = random_text(rng);
    std::string rest = text;
    rest.erase(0, 6);
    for (const Seen& row : rows_of(text, 1 + rng.below(40))) {
      const std::size_t at = rest.find(row.raw);
      ASSERT_NE(at, std::string::npos);
      ASSERT_EQ(rest.substr(0, at).find_first_not_of(" \t\r\n"), std::string::npos) << text;
      rest.erase(0, at + row.raw.size());
    }
    EXPECT_EQ(rest.find_first_not_of(" \t\r\n"), std::string::npos) << text;
  }
}

TEST(StreamedTable, agrees_with_the_slow_twin_where_no_row_is_broken) {
  Rng rng(3, "streamed table", 0);
  int compared = 0;
  for (int round = 0; round < 1500; ++round) {
    const std::string text = random_text(rng);
    const SlowRows slow = read_slowly(text, ',');
    bool broken = slow.unclosed_quote;
    for (const SlowRow& row : slow.rows) broken = broken || row.malformed;
    if (broken) continue;
    ++compared;
    const std::vector<Seen> rows = rows_of(text, 1 + rng.below(30));
    ASSERT_EQ(rows.size() + 1, slow.rows.size()) << text;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(rows[i].line, slow.rows[i + 1].line) << text;
      if (slow.rows[i + 1].fields.size() == 2)
        EXPECT_EQ(rows[i].cells, slow.rows[i + 1].fields) << text;
      else
        EXPECT_FALSE(rows[i].rejected.empty()) << text;
    }
  }
  EXPECT_GT(compared, 100);
}

TEST(StreamedTable, a_stray_quotation_mark_costs_its_line_and_not_the_rest_of_the_file) {
  const std::string text = "a,b\n1,2\n\"3,4\n5,6\n7,\"x\"\n8,9\n";
  EXPECT_EQ(rows_of(text, 100),
            (std::vector<Seen>{{2, "1,2\n", {"1", "2"}, ""},
                               {3,
                                "\"3,4\n",
                                {},
                                "a quotation mark runs on to line 5 and text follows its end; "
                                "reading went on in the next line"},
                               {4, "5,6\n", {"5", "6"}, ""},
                               {5, "7,\"x\"\n", {"7", "x"}, ""},
                               {6, "8,9\n", {"8", "9"}, ""}}));
  EXPECT_EQ(rows_of("a,b\n1,\"2\n3,4", 100),
            (std::vector<Seen>{{2,
                                "1,\"2\n",
                                {},
                                "a quotation mark opens in line 2 and is not "
                                "closed; reading went on in the next line"},
                               {3, "3,4", {"3", "4"}, ""}}));
}

TEST(StreamedTable, a_row_over_the_limit_is_rejected_to_its_line_break) {
  const std::string text = "a,b\n" + std::string(50, 'x') + "\r\n1,2\r\n";
  EXPECT_EQ(
      rows_of(text, 8, {.row_bytes_max = 20}),
      (std::vector<Seen>{{2, std::string(50, 'x') + "\r\n", {}, "this row is longer than 20 bytes"},
                         {3, "1,2\r\n", {"1", "2"}, ""}}));
}

std::string utf16(std::string_view ascii, bool big) {
  std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    if (big) bytes += '\0';
    bytes += c;
    if (!big) bytes += '\0';
  }
  return bytes;
}

TEST(StreamedTable, rows_of_other_encodings_keep_their_place_in_the_file) {
  const std::string text = "a,b\r\n1,\"x\r\ny\"\r\n\r\n2,3\n4,5,6\n7,8";
  for (const bool big : {false, true}) {
    const std::string bytes = utf16(text, big);
    const std::vector<Seen> rows = rows_of(bytes, 7);
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0].raw, utf16("1,\"x\r\ny\"\r\n", big).substr(2));
    EXPECT_EQ(rows[0].cells[1], "x\r\ny");
    EXPECT_EQ(rows[1].raw, utf16("2,3\n", big).substr(2));
    EXPECT_EQ(rows[1].line, 5u);
    EXPECT_EQ(rows[2].raw, utf16("4,5,6\n", big).substr(2));
    EXPECT_FALSE(rows[2].rejected.empty());
    EXPECT_EQ(rows[3].raw, utf16("7,8", big).substr(2));
  }
  // windows-1252, and a byte-order mark before UTF-8.
  const std::vector<Seen> latin = rows_of("name,n\nM\xFCller,1\nSch\xF6n,2\n", 5);
  EXPECT_EQ(latin.at(1).raw, "Sch\xF6n,2\n");
  EXPECT_EQ(latin.at(1).cells[0], "Schön");
  EXPECT_EQ(rows_of("\xEF\xBB\xBFname,n\nx,1\n", 5).at(0).raw, "x,1\n");
}

TEST(StreamedTable, what_is_no_table_is_an_error) {
  for (const char* bytes : {"", "\n \n", "1,2\n3,4\n", "a,a\n", "a,\n", "\"a\nb\n"})
    EXPECT_THROW(StreamedTable(reading(bytes), "t.csv"), Error) << bytes;
  EXPECT_THROW(StreamedTable(reading(std::string("a,b\n1,\0\n", 8)), "t.csv"), Error);
}

TEST(StreamedTable, characters_are_not_cut_where_the_first_pass_reads_on) {
  std::string text = "a,b\n";
  while (text.size() < (std::size_t{1} << 20) - 2) text += "1,2\n";
  for (int shift = 0; shift < 5; ++shift) {
    const std::string shifted = text + std::string(shift, 'x') + "한,글\n";
    StreamedTable table(reading(shifted), "t.csv");
    EXPECT_EQ(table.encoding(), "UTF-8");
  }
}

}  // namespace
}  // namespace hearim
