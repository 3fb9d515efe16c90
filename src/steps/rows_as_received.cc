#include "steps/rows_as_received.h"

#include <algorithm>

#include "steps/sheet_list.h"

namespace hearim {

RowsAsReceived::RowsAsReceived(const Case& from, const List& list) : from_(from), item_(list.item) {
  if (text_of_list(list) == 0) return;
  text_ = from.text(list.item);
  there_ = text_ && text_->id == text_of_list(list);
}

std::string RowsAsReceived::of(const ListRow& row, std::uint64_t size_bytes_max) const {
  if (!there_) return {};
  const std::uint64_t size = std::min(row.size_bytes, size_bytes_max);
  if (!text_) return from_.read_item_part(item_, row.offset, size);
  return text_->text.substr(std::min<std::size_t>(row.offset, text_->text.size()), size);
}

}  // namespace hearim
