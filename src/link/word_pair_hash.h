// One number for two words in either order.
#pragma once

#include <cstdint>
#include <utility>

namespace hearim {

inline std::uint64_t word_pair_hash(std::uint32_t x, std::uint32_t y) {
  if (x > y) std::swap(x, y);
  std::uint64_t h = (static_cast<std::uint64_t>(x) << 32 | y) * 0x9E3779B97F4A7C15ULL;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ULL;
  return h ^ (h >> 32);
}

}  // namespace hearim
