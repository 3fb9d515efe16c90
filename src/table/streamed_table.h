// A delimited file of any size, row by row, in constant memory, each row with the place of its
// bytes in the file: for keeping lists as they were received, next to what was read from them.
//
// Reads like TableReader, with two differences. Rejected rows never stop it: a row that cannot be
// read and spans several lines (a stray quotation mark) is rejected as its first line, and reading
// goes on in the next one, so that one bad character costs one line and not the rest of the file.
// And the file is read twice, first to see whether it is UTF-8 throughout. What is not UTF-8 is
// decoded in memory, up to kDecodedBytesMax.
//
// Throws Error(invalid_input): a bad header, not text, too large for its encoding; what `read`
// throws. Memory: a window of 1 MiB, at most 16 MiB for one long row. Cost:
// docs/benchmarks-case.md. Thread-compatible.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "table/dialect.h"
#include "table/row_reader.h"

namespace hearim {

class StreamedTable {
 public:
  // The bytes from `offset` on; fewer than asked for only at the file's end.
  using Read = std::function<std::size_t(std::uint64_t offset, std::span<char> into)>;
  struct Options {
    std::size_t window_bytes = std::size_t{1} << 20;
    RowLimits limits = {};
  };
  struct Row {
    std::uint64_t line = 0;                        // from 1, where it begins
    std::uint64_t offset = 0;                      // of its first byte in the file
    std::uint64_t size_bytes = 0;                  // with its line break
    std::span<const std::string_view> cells = {};  // until the next call; none when rejected
    std::string rejected = {};                     // why; empty: it is not
    std::uint64_t rejected_column = 0;             // from 1; 0: the row as a whole
  };

  StreamedTable(Read read, std::string source)
      : StreamedTable(std::move(read), std::move(source), Options{}) {}
  StreamedTable(Read read, std::string source, Options options);
  StreamedTable(const StreamedTable&) = delete;
  StreamedTable& operator=(const StreamedTable&) = delete;

  const std::vector<std::string>& column_names() const { return column_names_; }
  const std::string& encoding() const { return encoding_; }
  char delimiter() const { return dialect_.delimiter; }
  std::uint64_t header_line() const { return header_line_; }
  const std::vector<std::string>& notes() const { return notes_; }  // what was assumed

  bool next(Row& row);  // false at the end

 private:
  void find_encoding();
  std::size_t read_text(std::uint64_t offset, std::span<char> into);
  void fill(std::size_t keep_from, std::uint64_t line, std::size_t size_max);
  bool find_row();
  void restart_at(std::size_t position, std::uint64_t line);
  bool is_cut() const;
  void reject_first_line(Row& row, std::string reason, std::uint64_t column);
  std::uint64_t line_offset(std::uint64_t line);

  Read read_;
  std::string source_;
  Options options_;
  std::string encoding_ = "UTF-8";
  std::vector<std::string> notes_;
  std::uint64_t mark_bytes_ = 0;  // before the text, in the file
  bool decoded_ = false;
  std::string text_;  // all of it, when it had to be decoded

  // The text that is looked at; rows_ reads in it from rows_begin_.
  std::string window_;
  std::uint64_t window_offset_ = 0;  // of the text
  bool window_is_last_ = false;
  RowReader rows_{{}, ','};
  RowStatus status_ = RowStatus::end;
  std::size_t rows_begin_ = 0;
  std::uint64_t rows_line_ = 1;  // at rows_begin_

  Dialect dialect_;
  std::vector<std::string> column_names_;
  std::uint64_t header_line_ = 1;

  // Where lines begin in a file that was decoded: lines go up, so one place is enough.
  std::uint64_t raw_line_ = 1, raw_offset_ = 0, raw_window_offset_ = 0;
  std::string raw_window_;
};

inline constexpr std::uint64_t kDecodedBytesMax = std::uint64_t{128} << 20;

}  // namespace hearim
