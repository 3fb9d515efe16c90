#include "table/row_reader.h"

#include <algorithm>

namespace hearim {

RowReader::RowReader(std::string_view text, char delimiter, RowLimits limits)
    : text_(text), delimiter_(delimiter), limits_(limits) {
  for (const char c : {delimiter, '\n', '\r'}) ends_field_[static_cast<unsigned char>(c)] = true;
}

RowStatus RowReader::next() {
  if (stopped_) return row_status_;
  fields_.clear();
  unescaped_.clear();
  buffer_.clear();
  field_count_ = 0;
  if (!skip_blank_lines()) return stop(RowStatus::end);

  row_line_ = line_;
  row_begin_ = position_;
  row_status_ = RowStatus::row;
  limit_ = std::min(text_.size() - position_, limits_.row_bytes_max) + position_;
  for (FieldEnd end = FieldEnd::delimiter; end == FieldEnd::delimiter;) {
    std::size_t at = position_;
    while (at < limit_ && is_padding(text_[at])) ++at;
    if (at < limit_ && text_[at] == '"') {
      position_ = at + 1;
      end = read_quoted_field();
    } else {
      end = read_unquoted_field();
    }
    if (end == FieldEnd::fault) return stop(row_status_);
  }
  for (const Unescaped& field : unescaped_)
    fields_[field.field] = std::string_view(buffer_).substr(field.begin, field.size);
  return row_status_;
}

std::string_view RowReader::row_text() const {
  std::string_view row = text_.substr(row_begin_, position_ - row_begin_);
  if (row.ends_with('\n')) row.remove_suffix(1);
  if (row.ends_with('\r')) row.remove_suffix(1);
  return row;
}

// True: a row begins at position_.
bool RowReader::skip_blank_lines() {
  std::size_t at = position_;
  for (;;) {
    while (at < text_.size() && is_padding(text_[at])) ++at;
    if (at == text_.size()) return false;
    if (text_[at] != '\n' && text_[at] != '\r') return true;
    at += text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n' ? 2 : 1;
    position_ = at;
    ++line_;
    ++blank_line_count_;
  }
}

RowReader::FieldEnd RowReader::read_unquoted_field() {
  const std::size_t begin = position_;
  std::size_t at = begin;
  while (at < limit_ && !ends_field_[static_cast<unsigned char>(text_[at])]) ++at;
  position_ = at;
  std::string_view field = text_.substr(begin, at - begin);
  while (!field.empty() && is_padding(field.front())) field.remove_prefix(1);
  while (!field.empty() && is_padding(field.back())) field.remove_suffix(1);
  keep(field);
  return finish_field();
}

RowReader::FieldEnd RowReader::read_quoted_field() {
  const std::uint64_t opened_on = line_;
  std::size_t begin = position_;  // of the part not yet in the buffer
  const std::size_t buffer_begin = buffer_.size();
  bool doubled = false;
  std::size_t at = begin;
  for (;; ++at) {
    if (at >= limit_) {
      row_status_ = RowStatus::unclosed_quote;
      fault_line_ = opened_on;
      fault_field_ = field_count_ + 1;
      return FieldEnd::fault;
    }
    const char c = text_[at];
    if (c == '"') {
      if (at + 1 >= limit_ || text_[at + 1] != '"') break;
      doubled = true;
      buffer_ += text_.substr(begin, at + 1 - begin);  // with one of the two
      begin = ++at + 1;
    } else if (c == '\n' || (c == '\r' && (at + 1 >= limit_ || text_[at + 1] != '\n'))) {
      ++line_;
    }
  }
  if (doubled) {
    buffer_ += text_.substr(begin, at - begin);
    if (fields_.size() < limits_.fields_max)
      unescaped_.push_back({fields_.size(), buffer_begin, buffer_.size() - buffer_begin});
  }
  keep(text_.substr(begin, at - begin));
  position_ = at + 1;
  while (position_ < limit_ && is_padding(text_[position_])) ++position_;
  if (position_ < limit_ && !ends_field_[static_cast<unsigned char>(text_[position_])]) {
    if (row_status_ == RowStatus::row) {
      row_status_ = RowStatus::malformed;
      fault_line_ = line_;
      fault_field_ = field_count_;
    }
    while (position_ < limit_ && !ends_field_[static_cast<unsigned char>(text_[position_])])
      ++position_;
  }
  return finish_field();
}

void RowReader::keep(std::string_view field) {
  ++field_count_;
  if (fields_.size() < limits_.fields_max) fields_.push_back(field);
}

RowReader::FieldEnd RowReader::finish_field() {
  if (position_ == limit_) {
    if (limit_ == text_.size()) return FieldEnd::line_break;
    row_status_ = RowStatus::too_long;
    fault_line_ = row_line_;
    return FieldEnd::fault;
  }
  const char c = text_[position_++];
  if (c == delimiter_) return FieldEnd::delimiter;
  if (c == '\r' && position_ < text_.size() && text_[position_] == '\n') ++position_;
  ++line_;
  return FieldEnd::line_break;
}

RowStatus RowReader::stop(RowStatus status) {
  stopped_ = true;
  return row_status_ = status;
}

}  // namespace hearim
