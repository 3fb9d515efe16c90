#include "steps/capture_table_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "hearim/capture_table.h"
#include "table/utf8.h"
#include "table/whole_number.h"

namespace hearim {
namespace {

bool equals_ignoring_case(std::string_view name, std::string_view lower_case) {
  return std::equal(name.begin(), name.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

std::optional<std::size_t> find_special(const TableReader& table, std::string_view name) {
  std::optional<std::size_t> found;
  const auto& names = table.column_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!equals_ignoring_case(names[i], name)) continue;
    if (found)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("columns {} and {} are both the {} ('{}', '{}')", *found + 1, i + 1,
                              name, names[*found], names[i]),
                  {.file = table.source(), .line = table.header_line(), .column = i + 1},
                  "keep one of them");
    found = i;
  }
  return found;
}

// What one column that should be a list holds, over the whole table.
struct ColumnContent {
  static constexpr std::size_t kDistinctMax = 1000;

  std::size_t rows = 0;
  std::size_t marks = 0;  // 0 or 1
  std::size_t empty = 0;
  std::size_t numbers = 0;  // whole, above 1
  std::unordered_set<std::string> distinct;

  std::size_t filled() const { return rows - empty; }
  // A list with slips in it, rather than something else.
  bool is_list() const { return marks > 0 && 2 * marks >= filled(); }
  bool is_counts() const { return !is_list() && 10 * (marks + numbers) >= 9 * filled(); }
  // Nearly every row has its own value: names, numbers of files.
  bool is_identifier() const {
    return !is_list() && rows >= 10 &&
           (distinct.size() >= kDistinctMax || 10 * distinct.size() >= 9 * rows);
  }

  void add(std::string_view cell) {
    ++rows;
    const WholeNumber number = parse_whole_number(cell, kPeopleMax);
    if (number.fault == NumberFault::empty)
      ++empty;
    else if (number.fault == NumberFault::none)
      ++(number.value <= 1 ? marks : numbers);
    if (distinct.size() < kDistinctMax) distinct.emplace(cell);
  }
};

std::vector<ColumnContent> contents_of(TableReader& table, const CaptureTableColumns& columns) {
  std::vector<ColumnContent> contents(columns.lists.size());
  table.rewind();
  try {
    for (auto step = table.next(); step != TableReader::Step::end; step = table.next()) {
      if (step != TableReader::Step::row) continue;
      for (std::size_t i = 0; i < contents.size(); ++i)
        contents[i].add(table.cell(columns.lists[i]));
    }
  } catch (const Error&) {
    // A fault further down the file: what stands above it is enough to tell.
  }
  return contents;
}

bool is_yes_or_no(std::string_view cell) {
  static constexpr std::string_view kWords[] = {"true", "false", "t", "f",  "yes",   "no",
                                                "y",    "n",     "x", "예", "아니오"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return equals_ignoring_case(cell, word); });
}

std::string hint_for_slip(std::string_view cell, NumberFault fault) {
  if (fault == NumberFault::empty)
    return "write 1 for on the list and 0 for not on it; where that is unknown, the person cannot "
           "be counted with this list";
  if (fault == NumberFault::comma) return "write 0 or 1 without decimals";
  if (is_yes_or_no(cell)) return "write 1 for on the list and 0 for not on it";
  return "a list column says 1 for on the list and 0 for not on it";
}

}  // namespace

std::string join(const std::vector<std::string>& words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

CaptureTableColumns find_columns(const TableReader& table, const std::vector<std::string>& by) {
  CaptureTableColumns columns;
  const auto& names = table.column_names();
  const ErrorSubject header{.file = table.source(), .line = table.header_line()};
  columns.count = find_special(table, "count");
  columns.draw = find_special(table, "draw");

  std::vector<bool> taken(names.size(), false);
  for (const std::string& name : by) {
    const std::optional<std::size_t> at = table.column_index(name);
    if (!at)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("--by: there is no column '{}'; the columns are {}", quotable(name),
                              join(names, ", ")),
                  header);
    if (at == columns.count || at == columns.draw)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("--by: the column '{}' has a meaning of its own", names[*at]), header,
                  "a stratum is another column");
    if (taken[*at])
      throw Error(ErrorCode::invalid_input, fmt::format("--by names '{}' twice", name), header);
    taken[*at] = true;
    columns.by.push_back(*at);
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!taken[i] && i != columns.count && i != columns.draw) columns.lists.push_back(i);

  const std::size_t list_count = columns.lists.size();
  if (list_count == 0)
    throw Error(ErrorCode::invalid_input,
                fmt::format("no list columns; the columns are {}", join(names, ", ")), header,
                "one column of 0 and 1 for each list");
  if (list_count == 1 && names.size() == 1)
    throw Error(ErrorCode::invalid_input,
                fmt::format("only one column was found, '{}'", quotable(names[0])), header,
                "the first row names the columns, separated by comma, semicolon, tab or |");
  if (list_count == 1)
    throw Error(ErrorCode::invalid_input,
                fmt::format("only one list, '{}'; at least two are needed",
                            quotable(names[columns.lists[0]])),
                header, "how many were missed shows only where lists overlap");
  if (list_count > static_cast<std::size_t>(kListCountMax))
    throw Error(ErrorCode::invalid_input,
                fmt::format("{} lists; at most {} are taken", list_count, kListCountMax), header,
                "merge or remove list columns, and name strata in --by");
  return columns;
}

Error explain_bad_mark(TableReader& table, const CaptureTableColumns& columns,
                       std::size_t bad_column, std::uint64_t line, const std::string& cell) {
  const auto& names = table.column_names();
  const std::vector<ColumnContent> contents = contents_of(table, columns);
  std::size_t bad = 0;
  std::vector<std::string> no_lists;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    if (columns.lists[i] == bad_column) bad = i;
    if (!contents[i].is_list()) no_lists.push_back(names[columns.lists[i]]);
  }
  const ColumnContent& content = contents[bad];
  const ErrorSubject subject{.file = table.source(),
                             .line = line,
                             .column = bad_column + 1,
                             .field = quotable(names[bad_column])};
  const NumberFault fault = parse_whole_number(cell, kPeopleMax).fault;
  const std::string what = fault == NumberFault::empty
                               ? "the cell is empty"
                               : fmt::format("'{}' is not 0 or 1", quotable(cell));

  if (no_lists.size() == contents.size() && contents.size() > 1 && !is_yes_or_no(cell) &&
      content.marks == 0)
    return {ErrorCode::invalid_input,
            fmt::format("no list columns: none of {} holds 0 and 1", join(no_lists, ", ")),
            {.file = table.source(), .line = table.header_line()},
            "one column of 0 and 1 for each list"};
  if (content.is_list() || is_yes_or_no(cell) || content.filled() == 0)
    return {ErrorCode::invalid_input, what, subject, hint_for_slip(cell, fault)};
  // Names and numbers of people stay out of messages, which end in logs and in letters.
  if (content.is_identifier())
    return {ErrorCode::invalid_input,
            "this column does not hold 0 and 1; nearly every row has a value of its own, as with "
            "names and numbers of people",
            subject, "remove the column"};
  const std::string by_hint =
      fmt::format("if its values are strata, say --by {}; else remove {}", fmt::join(no_lists, ","),
                  no_lists.size() == 1 ? "the column" : "the columns");
  if (content.is_counts() && !columns.count)
    return {ErrorCode::invalid_input, what, subject,
            "if the column says how many people a row stands for, name it 'count'; " + by_hint};
  return {ErrorCode::invalid_input, what, subject, by_hint};
}

}  // namespace hearim
