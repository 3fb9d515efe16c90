#include "base/rng.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace hearim {
namespace {

// An independent writing of the published algorithms: SplitMix64 (Steele, Lea & Flood 2014) fills
// the state of xoshiro256++ (Blackman & Vigna 2021).
class Twin {
 public:
  explicit Twin(std::uint64_t seed) {
    for (auto& word : s_) {
      std::uint64_t z = (seed += 0x9E3779B97F4A7C15);
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
      word = z ^ (z >> 31);
    }
  }
  std::uint64_t next() {
    const std::uint64_t sum = s_[0] + s_[3];
    const std::uint64_t result = ((sum << 23) | (sum >> 41)) + s_[0];
    const std::uint64_t t = s_[1] << 17;
    s_[2] ^= s_[0];
    s_[3] ^= s_[1];
    s_[1] ^= s_[2];
    s_[0] ^= s_[3];
    s_[2] ^= t;
    s_[3] = (s_[3] << 45) | (s_[3] >> 19);
    return result;
  }

 private:
  std::uint64_t s_[4];
};

TEST(Rng, follows_the_published_algorithm) {
  for (const std::uint64_t seed : {0ULL, 1ULL, 42ULL, ~0ULL}) {
    Rng rng(seed);
    Twin twin(seed);
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(rng(), twin.next()) << "seed " << seed;
  }
}

TEST(Rng, splitmix64_of_seed_zero_is_the_published_one) {
  // The first output of SplitMix64 from 0 is 0xE220A8397B1DCDAF, the second 0x6E789E6AA1B965F4,
  // the third 0x06C45D188009454F, the fourth 0xF88BB8A8724C81EC: so xoshiro's first is
  // rotl(s0 + s3, 23) + s0.
  const std::uint64_t sum = 0xE220A8397B1DCDAFULL + 0xF88BB8A8724C81ECULL;
  EXPECT_EQ(Rng(0)(), ((sum << 23) | (sum >> 41)) + 0xE220A8397B1DCDAFULL);
}

// The same seed gives the same numbers in every version, on every machine.
TEST(Rng, first_outputs_are_pinned) {
  Rng plain(1);
  Rng stream(1, "bootstrap", 0);
  Rng next(1, "bootstrap", 1);
  const std::vector<std::uint64_t> seen = {plain(), plain(), stream(), stream(), next(), next()};
  const std::vector<std::uint64_t> expected = {0xCFC5D07F6F03C29BULL, 0xBF424132963FE08DULL,
                                               0x51B3117F6F24D480ULL, 0x0F0891D335740CECULL,
                                               0xB1D3923C6EB99FCEULL, 0xD848272686C0324CULL};
  EXPECT_EQ(seen, expected);
  Rng doubles(1);
  EXPECT_EQ(doubles.uniform(), 0x1.9f8ba0fede078p-1);
}

TEST(Rng, streams_of_neighbouring_seeds_purposes_and_indices_share_nothing) {
  std::set<std::uint64_t> seen;
  std::size_t drawn = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const char* purpose : {"", "a", "b", "ab", "ba", "bootstrap"})
      for (std::uint64_t index = 0; index < 50; ++index) {
        Rng rng(seed, purpose, index);
        for (int i = 0; i < 4; ++i, ++drawn) seen.insert(rng());
      }
  EXPECT_EQ(seen.size(), drawn);
}

// Half the bits differ between neighbouring streams, as between unrelated ones.
TEST(Rng, neighbouring_streams_are_uncorrelated_bit_by_bit) {
  std::vector<int> ones(64, 0);
  constexpr int kPairs = 20'000;
  for (int i = 0; i < kPairs; ++i) {
    Rng a(7, "p", static_cast<std::uint64_t>(i));
    Rng b(7, "p", static_cast<std::uint64_t>(i) + 1);
    const std::uint64_t difference = a() ^ b();
    for (int bit = 0; bit < 64; ++bit) ones[bit] += static_cast<int>((difference >> bit) & 1);
  }
  for (const int count : ones) EXPECT_NEAR(count, kPairs / 2.0, 5 * std::sqrt(kPairs / 4.0));
}

TEST(Rng, uniform_stays_inside_the_open_interval_and_fills_it_evenly) {
  Rng rng(3);
  constexpr int kBins = 100;
  constexpr int kDraws = 200'000;
  std::vector<int> bins(kBins, 0);
  for (int i = 0; i < kDraws; ++i) {
    const double u = rng.uniform();
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    ++bins[static_cast<int>(u * kBins)];
  }
  double chi_square = 0;
  for (const int count : bins) {
    const double expected = static_cast<double>(kDraws) / kBins;
    chi_square += (count - expected) * (count - expected) / expected;
  }
  EXPECT_GT(1 - boost::math::cdf(boost::math::chi_squared(kBins - 1), chi_square), 1e-4);
}

TEST(Rng, below_is_unbiased) {
  for (const std::uint64_t bound : {2ULL, 3ULL, 10ULL, 97ULL}) {
    Rng rng(11, "below", bound);
    const int draws = static_cast<int>(bound) * 2000;
    std::vector<int> bins(bound, 0);
    for (int i = 0; i < draws; ++i) {
      const std::uint64_t value = rng.below(bound);
      ASSERT_LT(value, bound);
      ++bins[value];
    }
    double chi_square = 0;
    for (const int count : bins) chi_square += (count - 2000.0) * (count - 2000.0) / 2000.0;
    EXPECT_GT(
        1 - boost::math::cdf(boost::math::chi_squared(static_cast<double>(bound) - 1), chi_square),
        1e-4)
        << "bound " << bound;
  }
}

// With bound 3 * 2^62, 2^64 values meet 3/4 as many: a plain remainder would give the lowest third
// of the range half of the draws, and multiplying without rejection every third value.
TEST(Rng, below_is_unbiased_for_bounds_near_two_to_the_64) {
  const std::uint64_t third = std::uint64_t{1} << 62;
  Rng rng(12);
  constexpr int kDraws = 30'000;
  std::vector<int> by_size(3, 0);
  std::vector<int> by_remainder(3, 0);
  for (int i = 0; i < kDraws; ++i) {
    const std::uint64_t value = rng.below(3 * third);
    ++by_size[value / third];
    ++by_remainder[value % 3];
  }
  for (const std::vector<int>& counts : {by_size, by_remainder})
    for (const int count : counts)
      EXPECT_NEAR(count, kDraws / 3.0, 5 * std::sqrt(kDraws * 2 / 9.0));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(rng.below(1), 0u);
}

}  // namespace
}  // namespace hearim
