#include "table/header_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "hearim/error.h"
#include "table/utf8.h"

namespace hearim {
namespace {

bool is_number(std::string_view cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789.,+-eE") == std::string_view::npos &&
         cell.find_first_of("0123456789") != std::string_view::npos;
}

std::string trimmed(std::string_view name) {
  const std::size_t begin = name.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(name.substr(begin, name.find_last_not_of(" \t\r\n") + 1 - begin));
}

}  // namespace

std::string field_count_reason(std::size_t seen, std::size_t expected) {
  return fmt::format("{} field{} where the header names {} column{}", seen, seen == 1 ? "" : "s",
                     expected, expected == 1 ? "" : "s");
}

std::vector<std::string> column_names_of(const RowReader& row, RowStatus status,
                                         const std::string& source, std::uint64_t line,
                                         std::size_t fields_max) {
  if (status == RowStatus::end)
    throw Error(ErrorCode::invalid_input, "the file holds nothing but empty lines",
                {.file = source});
  if (status == RowStatus::malformed)
    throw Error(ErrorCode::invalid_input, std::string(kTextAfterQuoteReason),
                {.file = source,
                 .line = line - row.line() + row.fault_line(),
                 .column = row.fault_field()});
  if (row.field_count() > fields_max)
    throw Error(ErrorCode::invalid_input,
                fmt::format("{} columns; at most {} are taken", row.field_count(), fields_max),
                {.file = source, .line = line});

  std::vector<std::string> names;
  const auto fields = row.fields();
  if (std::all_of(fields.begin(), fields.end(), is_number))
    throw Error(ErrorCode::invalid_input,
                fmt::format("the first row must name the columns, and it holds numbers ('{}')",
                            quotable(fields[0])),
                {.file = source, .line = line, .column = 1},
                "write a row of column names above it");
  std::unordered_map<std::string, std::size_t> first_at;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string name = trimmed(fields[i]);
    const ErrorSubject here{.file = source, .line = line, .column = i + 1};
    if (name.empty())
      throw Error(ErrorCode::invalid_input, fmt::format("column {} has no name", i + 1), here,
                  i == 0 ? "name it, or remove it: R writes row numbers there unless "
                           "row.names=FALSE"
                         : "name it, or remove the delimiter too many");
    const auto [at, is_new] = first_at.try_emplace(name, i);
    if (!is_new)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("columns {} and {} are both named '{}'", at->second + 1, i + 1,
                              quotable(name)),
                  here, "rename one, or remove it");
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace hearim
