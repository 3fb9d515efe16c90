// A level pattern: the levels of all comparisons of one pair, and which fields the pair did not
// owe to its blocking rules, in one 64-bit number; and counts of patterns, the sufficient
// statistic of the Fellegi-Sunter model.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/comparison.h"

namespace hearim {

// 16 bits of "free" fields (met by a rule that does not use the field) over a mixed-radix number.
class PatternLayout {
 public:
  PatternLayout() = default;
  explicit PatternLayout(std::span<const Comparison> comparisons);  // throws Error(limit)

  int comparison_count() const { return static_cast<int>(unit_.size()); }
  int level_count(int comparison) const { return level_count_[comparison]; }
  std::uint64_t unit(int comparison) const { return unit_[comparison]; }
  int level(std::uint64_t pattern, int comparison) const {
    return static_cast<int>((pattern & kLevelsMask) / unit_[comparison] %
                            static_cast<std::uint64_t>(level_count_[comparison]));
  }
  static std::uint32_t free_fields(std::uint64_t pattern) {
    return static_cast<std::uint32_t>(pattern >> kLevelsBits);
  }
  static std::uint64_t with_free_fields(std::uint64_t levels, std::uint32_t free) {
    return levels | static_cast<std::uint64_t>(free) << kLevelsBits;
  }
  static std::uint64_t levels_only(std::uint64_t pattern) { return pattern & kLevelsMask; }

 private:
  static constexpr int kLevelsBits = 48;
  static constexpr std::uint64_t kLevelsMask = (std::uint64_t{1} << kLevelsBits) - 1;
  std::vector<std::uint64_t> unit_;
  std::vector<int> level_count_;
};

// Open addressing; patterns are numbered in the order first seen. Thread-compatible.
class PatternCounts {
 public:
  PatternCounts() : slots_(1024) {}

  std::uint32_t add(std::uint64_t pattern, std::uint64_t count) {
    std::size_t slot = hash(pattern) & (slots_.size() - 1);
    while (slots_[slot].number != 0) {
      if (slots_[slot].pattern == pattern) {
        const std::uint32_t index = slots_[slot].number - 1;
        counts_[index] += count;
        return index;
      }
      slot = (slot + 1) & (slots_.size() - 1);
    }
    return insert(slot, pattern, count);
  }
  std::span<const std::uint64_t> patterns() const { return patterns_; }
  std::span<const std::uint64_t> counts() const { return counts_; }

 private:
  static std::size_t hash(std::uint64_t x) {
    x *= 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(x ^ (x >> 32));
  }
  std::uint32_t insert(std::size_t slot, std::uint64_t pattern, std::uint64_t count);

  struct Slot {
    std::uint64_t pattern = 0;
    std::uint32_t number = 0;  // index + 1; 0 is free
  };
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> patterns_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace hearim
