// A window slides over the text. RowReader reads rows in it; a row that ends exactly where the
// window does may go on behind it, so it is read again when the window has moved:
//
//     window      a,b\n1,2\n3,"x        ->  the third row touches the window's end
//     next one               3,"x\ny"\n4,5
//
// A row that is longer than the window makes the window grow, up to the longest row that is taken.
//
// When the text is UTF-8 its bytes are the file's, and a row's place is known from the window. When
// it had to be decoded, the place of line n is found by counting line breaks in the file, which
// every encoding has one to one.
#include "table/streamed_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hearim/error.h"
#include "table/header_row.h"
#include "table/text_encoding.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::size_t kScanBytes = 256 * 1024;
constexpr std::size_t kDialectBytes = 256 * 1024;

struct CodeUnit {
  std::size_t size_bytes;
  std::size_t low_at;  // its lowest byte
};

CodeUnit code_unit_of(std::string_view encoding) {
  if (encoding == "UTF-16LE") return {2, 0};
  if (encoding == "UTF-16BE") return {2, 1};
  if (encoding == "UTF-32LE") return {4, 0};
  if (encoding == "UTF-32BE") return {4, 3};
  return {1, 0};
}

}  // namespace

StreamedTable::StreamedTable(Read read, std::string source, Options options)
    : read_(std::move(read)), source_(std::move(source)), options_(options) {
  find_encoding();
  fill(0, 1, std::max(options_.window_bytes, kDialectBytes));
  dialect_ = detect_dialect(window_);
  if (const std::size_t size = std::max(options_.window_bytes, dialect_.data_begin + 1);
      size < window_.size()) {
    window_.resize(size);
    window_is_last_ = false;
  }
  restart_at(dialect_.data_begin, 1 + dialect_.skipped_lines);
  find_row();
  header_line_ = rows_line_ + rows_.line() - 1;
  if (status_ == RowStatus::unclosed_quote)
    throw Error(ErrorCode::invalid_input, "a quotation mark opens here and is never closed",
                {.file = source_,
                 .line = rows_line_ + rows_.fault_line() - 1,
                 .column = rows_.fault_field()},
                "close it, or write a quotation mark that is part of the text twice");
  if (status_ == RowStatus::too_long)
    throw Error(ErrorCode::invalid_input,
                fmt::format("this row is longer than {} bytes", options_.limits.row_bytes_max),
                {.file = source_, .line = header_line_},
                "is it a table, with a line break after each row?");
  column_names_ =
      column_names_of(rows_, status_, source_, header_line_, options_.limits.fields_max);
}

// The first pass over the file.
void StreamedTable::find_encoding() {
  std::string piece(kScanBytes, '\0');
  std::uint64_t size = 0;
  std::size_t waiting = 0;  // bytes of a character that the last piece cut
  bool is_utf8 = true;
  for (;;) {
    const std::size_t got = read_(size, std::span(piece).subspan(waiting));
    size += got;
    const std::string_view bytes(piece.data(), waiting + got);
    const bool is_end = waiting + got < piece.size();
    if (is_utf8) {
      std::size_t begin = 0;
      if (size == got && bytes.starts_with("\xEF\xBB\xBF")) begin = mark_bytes_ = 3;
      const std::size_t invalid = find_invalid_utf8(bytes, begin);
      waiting = 0;
      if (invalid != std::string_view::npos) {
        if (!is_end && bytes.size() - invalid < 4) {
          waiting = bytes.size() - invalid;
          std::copy_n(piece.begin() + static_cast<std::ptrdiff_t>(invalid), waiting, piece.begin());
        } else {
          is_utf8 = false;
        }
      }
      if (bytes.find('\0') != std::string_view::npos) is_utf8 = false;
    }
    if (!is_utf8 && size > kDecodedBytesMax)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("is not UTF-8, and larger than the {} MiB that are decoded",
                              kDecodedBytesMax >> 20),
                  {.file = source_}, "save it as UTF-8");
    if (is_end) break;
    if (!is_utf8) waiting = 0;
  }
  if (size == 0) throw Error(ErrorCode::invalid_input, "the file is empty", {.file = source_});
  if (is_utf8) return;
  std::string bytes(size, '\0');
  bytes.resize(read_(0, bytes));
  mark_bytes_ = 0;
  DecodedText decoded = decode_text(std::move(bytes), source_);
  decoded_ = true;
  text_ = std::move(decoded.text);
  encoding_ = std::move(decoded.encoding);
  notes_ = std::move(decoded.notes);
}

std::size_t StreamedTable::read_text(std::uint64_t offset, std::span<char> into) {
  if (!decoded_) return read_(mark_bytes_ + offset, into);
  const std::size_t size = std::min<std::size_t>(into.size(), text_.size() - offset);
  text_.copy(into.data(), size, offset);
  return size;
}

// The window from its own byte `keep_from` on, which stands on `line`, filled up to `size_max`.
void StreamedTable::fill(std::size_t keep_from, std::uint64_t line, std::size_t size_max) {
  window_.erase(0, keep_from);
  window_offset_ += keep_from;
  std::size_t size = window_.size();
  window_.resize(size_max);
  const std::size_t got = read_text(window_offset_ + size, std::span(window_).subspan(size));
  window_is_last_ = got < size_max - size;
  window_.resize(size + got);
  restart_at(0, line);
}

void StreamedTable::restart_at(std::size_t position, std::uint64_t line) {
  rows_begin_ = position;
  rows_line_ = line;
  rows_ =
      RowReader(std::string_view(window_).substr(position), dialect_.delimiter, options_.limits);
}

// Whether what the reader found may be otherwise once more of the text is seen.
bool StreamedTable::is_cut() const {
  if (window_is_last_) return false;
  if (status_ == RowStatus::unclosed_quote || status_ == RowStatus::too_long)
    return window_.size() - (rows_begin_ + rows_.row_begin()) <= options_.limits.row_bytes_max;
  return rows_begin_ + rows_.position() == window_.size() || status_ == RowStatus::end;
}

// The next row as status_ and rows_; false at the end of the text.
bool StreamedTable::find_row() {
  for (;;) {
    status_ = rows_.next();
    if (!is_cut()) return status_ != RowStatus::end;
    // Empty lines before it need not be seen again.
    std::size_t keep_from = rows_begin_ + rows_.row_begin();
    std::uint64_t line = rows_line_ + rows_.line() - 1;
    if (status_ == RowStatus::end) {
      keep_from = rows_begin_ + rows_.position();
      line = rows_line_ + rows_.position_line() - 1;
      // A carriage return at the very end may be half of a line break.
      if (keep_from == window_.size() && keep_from > rows_begin_ && window_.back() == '\r') {
        --keep_from;
        --line;
      }
    }
    const std::size_t longest = options_.limits.row_bytes_max + 2;
    const std::size_t kept = window_.size() - keep_from;
    fill(keep_from, line,
         kept * 2 <= options_.window_bytes ? options_.window_bytes
                                           : std::max(kept + 1, std::min(longest, kept * 2)));
  }
}

bool StreamedTable::next(Row& row) {
  row.rejected.clear();
  row.rejected_column = 0;
  row.cells = {};
  if (!find_row()) return false;
  const std::size_t begin = rows_begin_ + rows_.row_begin();
  const std::size_t end = rows_begin_ + rows_.position();
  const std::uint64_t line = rows_line_ + rows_.line() - 1;
  std::uint64_t end_line = rows_line_ + rows_.position_line() - 1;
  const std::size_t first_break = std::min(window_.find_first_of("\r\n", begin), end);
  const bool is_one_line =
      end - first_break <= (window_.compare(first_break, 2, "\r\n") == 0 ? 2 : 1);
  switch (status_) {
    case RowStatus::unclosed_quote:
      reject_first_line(
          row,
          fmt::format("a quotation mark opens in line {} and is not closed{}; reading "
                      "went on in the next line",
                      rows_line_ + rows_.fault_line() - 1,
                      window_.size() - begin > options_.limits.row_bytes_max
                          ? fmt::format(" within {} bytes", options_.limits.row_bytes_max)
                          : ""),
          rows_.fault_field());
      return true;
    case RowStatus::too_long:
      reject_first_line(
          row, fmt::format("this row is longer than {} bytes", options_.limits.row_bytes_max), 0);
      return true;
    case RowStatus::malformed:
      if (!is_one_line) {
        reject_first_line(
            row,
            fmt::format("a quotation mark runs on to line {} and text follows its end; "
                        "reading went on in the next line",
                        rows_line_ + rows_.fault_line() - 1),
            rows_.fault_field());
        return true;
      }
      row.rejected = kTextAfterQuoteReason;
      row.rejected_column = rows_.fault_field();
      break;
    case RowStatus::row:
      if (rows_.field_count() == column_names_.size())
        row.cells = rows_.fields();
      else
        row.rejected = field_count_reason(rows_.field_count(), column_names_.size());
      break;
    case RowStatus::end:
      return false;
  }
  row.line = line;
  if (!decoded_) {
    row.offset = mark_bytes_ + window_offset_ + begin;
    row.size_bytes = end - begin;
  } else {
    if (window_[end - 1] != '\n' && window_[end - 1] != '\r') ++end_line;  // the file's last row
    row.offset = line_offset(line);
    row.size_bytes = line_offset(end_line) - row.offset;
  }
  return true;
}

void StreamedTable::reject_first_line(Row& row, std::string reason, std::uint64_t column) {
  const std::uint64_t line = rows_line_ + rows_.line() - 1;
  std::size_t at = rows_begin_ + rows_.row_begin();
  const std::uint64_t offset = window_offset_ + at;
  for (;;) {  // to the first line break, wherever it is
    at = std::min(window_.find_first_of("\r\n", at), window_.size());
    const bool half = at + 1 == window_.size() && window_[at] == '\r';
    if ((at < window_.size() && !half) || window_is_last_) break;
    fill(at, line, std::max(options_.window_bytes, window_.size() - at + 1));
    at = 0;
  }
  std::uint64_t lines = 0;
  if (at < window_.size()) {
    at += window_.compare(at, 2, "\r\n") == 0 ? 2 : 1;
    lines = 1;
  }
  const std::uint64_t size = window_offset_ + at - offset;
  restart_at(at, line + lines);
  row.rejected = std::move(reason);
  row.rejected_column = column;
  row.line = line;
  if (decoded_) {
    row.offset = line_offset(line);
    row.size_bytes = line_offset(line + 1) - row.offset;
  } else {
    row.offset = mark_bytes_ + offset;
    row.size_bytes = size;
  }
}

// Where a line begins in the file; its end for lines behind the last. Lines asked for go up.
std::uint64_t StreamedTable::line_offset(std::uint64_t line) {
  const CodeUnit unit = code_unit_of(encoding_);
  const auto byte = [&](std::uint64_t offset) -> int {
    if (offset < raw_window_offset_ || offset >= raw_window_offset_ + raw_window_.size()) {
      raw_window_offset_ = offset;
      raw_window_.resize(64 * 1024);
      raw_window_.resize(read_(offset, raw_window_));
      if (raw_window_.empty()) return -1;
    }
    return static_cast<unsigned char>(raw_window_[offset - raw_window_offset_]);
  };
  // The unit at `offset` when it is ASCII, 0 when it is not, -1 behind the end.
  const auto ascii = [&](std::uint64_t offset) {
    int low = 0;
    for (std::size_t i = 0; i < unit.size_bytes; ++i) {
      const int value = byte(offset + i);
      if (value < 0) return -1;
      if (i == unit.low_at)
        low = low < 0 ? -2 : value;
      else if (value != 0)
        low = -2;
    }
    return std::max(low, 0);
  };
  while (raw_line_ < line) {
    const int here = ascii(raw_offset_);
    if (here < 0) break;
    raw_offset_ += unit.size_bytes;
    if (here != '\n' && here != '\r') continue;
    if (here == '\r' && ascii(raw_offset_) == '\n') raw_offset_ += unit.size_bytes;
    ++raw_line_;
  }
  return raw_offset_;
}

}  // namespace hearim
