#include "table/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "hearim/error.h"
#include "table/text_encoding.h"
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

std::string field_count_reason(std::size_t seen, std::size_t expected) {
  return fmt::format("{} field{} where the header names {} column{}", seen, seen == 1 ? "" : "s",
                     expected, expected == 1 ? "" : "s");
}

}  // namespace

TableReader::TableReader(std::string bytes, std::string source, RowLimits limits)
    : source_(std::move(source)), limits_(limits), rows_({}, ',') {
  DecodedText decoded = decode_text(std::move(bytes), source_);
  text_ = std::move(decoded.text);
  encoding_ = std::move(decoded.encoding);
  notes_ = std::move(decoded.notes);
  dialect_ = detect_dialect(text_);
  rows_ = open_rows();
  read_header();
}

RowReader TableReader::open_rows() const {
  return {std::string_view(text_).substr(dialect_.data_begin), dialect_.delimiter, limits_};
}

void TableReader::read_header() {
  status_ = rows_.next();
  header_line_ = line();
  if (status_ == RowStatus::end)
    throw Error(ErrorCode::invalid_input, "the file holds nothing but empty lines",
                {.file = source_});
  if (status_ == RowStatus::unclosed_quote || status_ == RowStatus::too_long) throw_fault(status_);
  if (status_ == RowStatus::malformed) {
    const RejectedRow row = rejected();
    throw Error(ErrorCode::invalid_input, row.reason,
                {.file = source_, .line = row.line, .column = row.field});
  }
  if (rows_.field_count() > limits_.fields_max)
    throw Error(
        ErrorCode::invalid_input,
        fmt::format("{} columns; at most {} are taken", rows_.field_count(), limits_.fields_max),
        {.file = source_, .line = header_line_});

  const auto fields = rows_.fields();
  if (std::all_of(fields.begin(), fields.end(), is_number))
    throw Error(ErrorCode::invalid_input,
                fmt::format("the first row must name the columns, and it holds numbers ('{}')",
                            quotable(fields[0])),
                {.file = source_, .line = header_line_, .column = 1},
                "write a row of column names above it");
  std::unordered_map<std::string, std::size_t> first_at;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string name = trimmed(fields[i]);
    const ErrorSubject here{.file = source_, .line = header_line_, .column = i + 1};
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
    column_names_.push_back(std::move(name));
  }
}

std::optional<std::size_t> TableReader::column_index(std::string_view name) const {
  const auto at = std::find(column_names_.begin(), column_names_.end(), name);
  if (at == column_names_.end()) return std::nullopt;
  return static_cast<std::size_t>(at - column_names_.begin());
}

std::vector<std::string> TableReader::notes() const {
  std::vector<std::string> notes = notes_;
  if (const std::uint64_t blank = rows_.blank_line_count(); blank > 0)
    notes.push_back(blank == 1 ? "1 empty line was passed over"
                               : fmt::format("{} empty lines were passed over", blank));
  return notes;
}

TableReader::Step TableReader::next() {
  status_ = rows_.next();
  switch (status_) {
    case RowStatus::row:
      return rows_.field_count() == column_names_.size() ? Step::row : Step::rejected;
    case RowStatus::malformed:
      return Step::rejected;
    case RowStatus::end:
      return Step::end;
    case RowStatus::unclosed_quote:
    case RowStatus::too_long:
      break;
  }
  throw_fault(status_);
}

RejectedRow TableReader::rejected() const {
  if (status_ == RowStatus::malformed)
    return {.source = source_,
            .line = rows_.fault_line() + dialect_.skipped_lines,
            .field = rows_.fault_field(),
            .reason =
                "text after the closing quotation mark; inside a quoted field a quotation "
                "mark is written twice"};
  return {.source = source_,
          .line = line(),
          .field = 0,
          .reason = field_count_reason(rows_.field_count(), column_names_.size())};
}

void TableReader::rewind() {
  rows_ = open_rows();
  status_ = rows_.next();
}

void TableReader::throw_fault(RowStatus status) const {
  const std::uint64_t line = rows_.fault_line() + dialect_.skipped_lines;
  if (status == RowStatus::unclosed_quote)
    throw Error(ErrorCode::invalid_input, "a quotation mark opens here and is never closed",
                {.file = source_, .line = line, .column = rows_.fault_field()},
                "close it, or write a quotation mark that is part of the text twice");
  throw Error(ErrorCode::invalid_input,
              fmt::format("this row is longer than {} bytes", limits_.row_bytes_max),
              {.file = source_, .line = line}, "is it a table, with a line break after each row?");
}

}  // namespace hearim
