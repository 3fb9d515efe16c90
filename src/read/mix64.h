// A 64-bit mixing function, for hashes of words: every input bit moves about half the output bits.
// The finaliser of SplitMix64 (Steele, Lea, Flood 2014, variant 13 of Stafford). Not for secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace hearim {

constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

constexpr std::uint64_t hash_word(std::u32string_view word) {
  std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
  for (const char32_t c : word) hash = mix64(hash + c + 1);
  return hash == 0 ? 1 : hash;
}

}  // namespace hearim
