#include "table/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hearim/error.h"
#include "table/header_row.h"
#include "table/text_encoding.h"

namespace hearim {

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
  if (status_ == RowStatus::unclosed_quote || status_ == RowStatus::too_long) throw_fault(status_);
  column_names_ = column_names_of(rows_, status_, source_, header_line_, limits_.fields_max);
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
            .reason = std::string(kTextAfterQuoteReason)};
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
