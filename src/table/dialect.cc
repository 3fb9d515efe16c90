#include "table/dialect.h"

#include <algorithm>
#include <array>

#include "table/row_reader.h"

namespace hearim {
namespace {

constexpr std::array kDelimiters = {',', ';', '\t', '|'};
constexpr std::size_t kSampleBytes = 64 * 1024;
constexpr std::size_t kSampleRows = 100;

struct Fit {
  std::size_t fields = 0;  // of the first row
  std::size_t rows = 0;
  std::size_t consistent = 0;  // rows with as many
};

Fit fit_of(std::string_view text, char delimiter) {
  const bool whole = text.size() <= kSampleBytes;
  const std::string_view sample = text.substr(0, kSampleBytes);
  RowReader reader(sample, delimiter);
  Fit fit;
  while (fit.rows < kSampleRows) {
    const RowStatus status = reader.next();
    if (status != RowStatus::row && status != RowStatus::malformed) break;
    // The end of the sample may cut a row in two; the first row counts all the same.
    const bool cut = !whole && reader.position() == sample.size();
    if (cut && fit.rows > 0) break;
    if (fit.rows == 0) fit.fields = reader.field_count();
    ++fit.rows;
    if (reader.field_count() == fit.fields && status == RowStatus::row) ++fit.consistent;
  }
  return fit;
}

bool is_better(const Fit& a, const Fit& b) {
  // Shares of consistent rows, compared without division.
  const std::size_t left = a.consistent * b.rows;
  const std::size_t right = b.consistent * a.rows;
  return left != right ? left > right : a.fields > b.fields;
}

}  // namespace

Dialect detect_dialect(std::string_view text) {
  if (text.size() >= 5 && text.starts_with("sep=") &&
      std::find(kDelimiters.begin(), kDelimiters.end(), text[4]) != kDelimiters.end()) {
    const std::size_t end = text.find_first_not_of(" \t,;|", 4);
    if (end != std::string_view::npos && (text[end] == '\n' || text[end] == '\r')) {
      const bool crlf = text.substr(end, 2) == "\r\n";
      return {.delimiter = text[4], .data_begin = end + (crlf ? 2 : 1), .skipped_lines = 1};
    }
  }
  char best = ',';
  Fit best_fit;
  for (const char delimiter : kDelimiters) {
    const Fit fit = fit_of(text, delimiter);
    if (fit.fields < 2) continue;
    if (best_fit.rows == 0 || is_better(fit, best_fit)) {
      best = delimiter;
      best_fit = fit;
    }
  }
  return {.delimiter = best};
}

}  // namespace hearim
