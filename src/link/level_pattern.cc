#include "link/level_pattern.h"

#include "hearim/error.h"

namespace hearim {

PatternLayout::PatternLayout(std::span<const Comparison> comparisons) {
  std::uint64_t unit = 1;
  for (const Comparison& comparison : comparisons) {
    unit_.push_back(unit);
    level_count_.push_back(comparison.level_count());
    if (unit > kLevelsMask / static_cast<std::uint64_t>(comparison.level_count())) {
      throw Error(ErrorCode::limit, "too many fields for one comparison of two records", {},
                  "name fewer fields; eight names and places fit");
    }
    unit *= static_cast<std::uint64_t>(comparison.level_count());
  }
}

std::uint32_t PatternCounts::insert(std::size_t slot, std::uint64_t pattern, std::uint64_t count) {
  const auto index = static_cast<std::uint32_t>(patterns_.size());
  patterns_.push_back(pattern);
  counts_.push_back(count);
  slots_[slot] = {pattern, index + 1};
  if (patterns_.size() * 2 > slots_.size()) {
    std::vector<Slot> slots(slots_.size() * 4);
    for (std::uint32_t i = 0; i < patterns_.size(); ++i) {
      std::size_t at = hash(patterns_[i]) & (slots.size() - 1);
      while (slots[at].number != 0) at = (at + 1) & (slots.size() - 1);
      slots[at] = {patterns_[i], i + 1};
    }
    slots_.swap(slots);
  }
  return index;
}

}  // namespace hearim
