// The random numbers of every run: xoshiro256++ (Blackman & Vigna, ACM TOMS 47 (2021), 36),
// seeded through SplitMix64. Not for secrets.
//
// Streams are derived by mixing (master seed, purpose, index), never by adding, so that two
// purposes or two neighbouring indices share nothing. The first outputs are pinned in a test:
// the same seed gives the same numbers in every version, on every machine.
// Thread-compatible: one Rng per chunk of work.
#pragma once

#include <cstdint>
#include <string_view>

namespace hearim {

class Rng {
 public:
  using result_type = std::uint64_t;

  explicit Rng(std::uint64_t seed);
  // The stream of one purpose ("bootstrap") and index (the resample's number).
  Rng(std::uint64_t master_seed, std::string_view purpose, std::uint64_t index);

  std::uint64_t operator()() {
    const std::uint64_t result = rotate_left(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate_left(state_[3], 45);
    return result;
  }

  // In (0, 1): never 0, never 1, 53 bits.
  double uniform() { return (static_cast<double>((*this)() >> 11) + 0.5) * 0x1.0p-53; }

  // In [0, bound), unbiased. REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound);

  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

 private:
  static std::uint64_t rotate_left(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

  std::uint64_t state_[4];
};

}  // namespace hearim
