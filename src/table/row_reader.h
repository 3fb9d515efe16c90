// Delimited text (RFC 4180 and what people really write) -> one row of fields at a time.
//
//   - a row ends at LF, CRLF or CR; the last one need not end;
//   - a field whose first character is a quotation mark runs to the closing one; inside, delimiters
//     and line breaks are text and a doubled quotation mark is one;
//   - spaces (and tabs, unless the tab is the delimiter) around a field are not part of it; inside
//     quotation marks they are;
//   - a quotation mark in the middle of an unquoted field is an ordinary character (5'10");
//   - lines with nothing but spaces are no rows; they are counted.
//
// No allocation per row once warm: fields are views into the text, or into a buffer where a doubled
// quotation mark had to go, and hold until the next call. Cost: one pass, about 1 ns a byte. What
// is wrong is returned, not thrown, since the dialect is found by trying. Thread-compatible; the
// text must outlive the reader.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

enum class RowStatus {
  row,
  malformed,       // text after a closing quotation mark; fields() holds the field's number
  unclosed_quote,  // opened on fault_line(), never closed (or not within the limit)
  too_long,        // one row larger than the limit: nothing more can be read
  end,
};

struct RowLimits {
  std::size_t row_bytes_max = std::size_t{16} << 20;
  std::size_t fields_max = 16384;  // further ones are counted, not kept
};

class RowReader {
 public:
  RowReader(std::string_view text, char delimiter, RowLimits limits = {});

  // After unclosed_quote, too_long and end, every further call returns the same.
  RowStatus next();

  std::span<const std::string_view> fields() const { return fields_; }
  std::size_t field_count() const { return field_count_; }  // also of those not kept
  std::uint64_t line() const { return row_line_; }          // where the row begins, from 1
  std::uint64_t fault_line() const { return fault_line_; }
  std::size_t fault_field() const { return fault_field_; }  // from 1
  std::uint64_t blank_line_count() const { return blank_line_count_; }
  std::size_t position() const { return position_; }  // all fields lie before it
  std::uint64_t position_line() const { return line_; }
  std::size_t row_begin() const { return row_begin_; }  // of the row's first line
  std::string_view row_text() const;  // the row as it stands in the file, without its line end

 private:
  enum class FieldEnd { delimiter, line_break, fault };
  // A field without its doubled quotation marks, to be pointed at when the buffer has settled.
  struct Unescaped {
    std::size_t field;
    std::size_t begin;
    std::size_t size;
  };

  bool is_padding(char c) const { return c == ' ' || (c == '\t' && delimiter_ != '\t'); }
  bool skip_blank_lines();
  FieldEnd read_unquoted_field();
  FieldEnd read_quoted_field();
  void keep(std::string_view field);
  FieldEnd finish_field();
  RowStatus stop(RowStatus status);

  std::string_view text_;
  char delimiter_;
  RowLimits limits_;
  std::array<bool, 256> ends_field_{};

  std::size_t position_ = 0;
  std::size_t row_begin_ = 0;
  std::size_t limit_ = 0;  // of this row
  std::uint64_t line_ = 1;
  std::uint64_t row_line_ = 1;
  std::uint64_t fault_line_ = 0;
  std::size_t fault_field_ = 0;
  std::uint64_t blank_line_count_ = 0;
  RowStatus row_status_ = RowStatus::row;
  bool stopped_ = false;
  std::size_t field_count_ = 0;
  std::vector<std::string_view> fields_;
  std::vector<Unescaped> unescaped_;
  std::string buffer_;
};

}  // namespace hearim
