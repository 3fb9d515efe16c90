// The bytes of a list's rows as they were received: in its file, or, for a sheet, in the text that
// was made of its workbook, while that is the item's text.
#pragma once

#include <optional>
#include <string>

#include "hearim/case.h"

namespace hearim {

class RowsAsReceived {
 public:
  RowsAsReceived(const Case& from, const List& list);  // `from` outlives it
  // At most `size_bytes_max` of the row; empty where they cannot be had any more.
  std::string of(const ListRow& row, std::uint64_t size_bytes_max) const;

 private:
  const Case& from_;
  std::int64_t item_ = 0;
  bool there_ = true;
  std::optional<ItemText> text_;
};

}  // namespace hearim
