#include "steps/list_reader.h"

#include <algorithm>

namespace hearim {

std::optional<std::size_t> ListReader::column_index(std::string_view name) const {
  const auto& names = column_names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace hearim
