#include "steps/case_list_reader.h"

#include "steps/rows_as_received.h"

namespace hearim {
namespace {

constexpr std::uint64_t kRowsAtOnce = 4096;  // about one block of the case

}  // namespace

CaseListReader::CaseListReader(const Case& from, List list, std::string source)
    : from_(from), list_(std::move(list)), source_(std::move(source)) {}

void CaseListReader::fetch() {
  rows_.clear();
  cells_.clear();
  text_.clear();
  at_ = 0;
  from_.list_rows(list_.id, fetched_ + 1, kRowsAtOnce, [&](const ListRow& row) {
    rows_.push_back({.line = row.line,
                     .offset = row.offset,
                     .size_bytes = row.size_bytes,
                     .rejected_column = row.rejected_column,
                     .rejected = std::string(row.rejected),
                     .first_cell = cells_.size()});
    for (const std::string_view cell : row.cells) {
      cells_.emplace_back(text_.size(), cell.size());
      text_ += cell;
    }
  });
  fetched_ += rows_.size();
}

ListReader::Step CaseListReader::next() {
  if (at_ == rows_.size()) fetch();
  if (rows_.empty()) return Step::end;
  ++at_;
  return rows_[at_ - 1].rejected.empty() ? Step::row : Step::rejected;
}

std::string_view CaseListReader::cell(std::size_t column) const {
  const auto& [place, size] = cells_[rows_[at_ - 1].first_cell + column];
  return std::string_view(text_).substr(place, size);
}

RejectedRow CaseListReader::rejected() const {
  const Row& row = rows_[at_ - 1];
  return {
      .source = source_, .line = row.line, .field = row.rejected_column, .reason = row.rejected};
}

std::string CaseListReader::row_text() const {
  const Row& row = rows_[at_ - 1];
  ListRow place;
  place.offset = row.offset;
  place.size_bytes = row.size_bytes;
  std::string text = RowsAsReceived(from_, list_).of(place, row.size_bytes);
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

void CaseListReader::rewind() {
  rows_.clear();
  at_ = 0;
  fetched_ = 0;
}

}  // namespace hearim
