// A delimited file with a header row, read row by row: bytes in, fields of named columns out.
//
// The encoding and the delimiter are found out (text_encoding.h, dialect.h); what was assumed is in
// notes(). The first row names the columns: every name present, no name twice, not numbers only. A
// row with another number of fields than the header is returned as rejected; the caller decides.
//
// Throws Error(invalid_input) with file, line and column for what no row can be read past: a bad
// header, a quotation mark that is never closed, a row over 16 MiB.
// Holds the text in memory (it is freed with the reader); nothing per row. Thread-compatible.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "table/dialect.h"
#include "table/rejected_row.h"
#include "table/row_reader.h"

namespace hearim {

class TableReader {
 public:
  enum class Step { row, rejected, end };

  TableReader(std::string bytes, std::string source, RowLimits limits = {});
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;

  const std::string& source() const { return source_; }
  const std::vector<std::string>& column_names() const { return column_names_; }
  std::optional<std::size_t> column_index(std::string_view name) const;
  std::uint64_t header_line() const { return header_line_; }
  const std::string& encoding() const { return encoding_; }
  char delimiter() const { return dialect_.delimiter; }
  // Complete once the end is reached.
  std::vector<std::string> notes() const;

  Step next();
  std::string_view cell(std::size_t column) const { return rows_.fields()[column]; }
  std::span<const std::string_view> cells() const { return rows_.fields(); }
  std::uint64_t line() const { return rows_.line() + dialect_.skipped_lines; }
  RejectedRow rejected() const;  // REQUIRES: next() returned rejected
  // The row next() returned, as it stands in the file (decoded), without its line end.
  std::string_view row_text() const { return rows_.row_text(); }

  void rewind();  // to the first row below the header

 private:
  friend class TableBuilder;  // reuses the text behind the reader as its arena

  RowReader open_rows() const;
  void read_header();
  [[noreturn]] void throw_fault(RowStatus status) const;

  std::string source_;
  RowLimits limits_;
  std::string text_;
  std::string encoding_;
  std::vector<std::string> notes_;
  Dialect dialect_;
  RowReader rows_;
  RowStatus status_ = RowStatus::end;
  std::vector<std::string> column_names_;
  std::uint64_t header_line_ = 1;
};

}  // namespace hearim
