#include "stats/convergence.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"
#include "stats/ziggurat.h"

namespace hearim {
namespace {

// Four heavy-tailed autoregressive chains, the last one shifted, from a generator that any language
// can repeat.
std::vector<std::vector<double>> heavy_chains(int length) {
  std::vector<std::vector<double>> chains(4);
  std::uint64_t state = 12345;
  for (int m = 0; m < 4; ++m) {
    double x = 0;
    for (int i = 0; i < length; ++i) {
      state = (state * 1103515245 + 12345) % 2147483648;
      const double u = (static_cast<double>(state) + 0.5) / 2147483648.0;
      x = 0.6 * x + (u - 0.5) + (m == 3 ? 0.1 : 0.0);
      chains[m].push_back(x * x * x);
    }
  }
  return chains;
}

// Values of ArviZ 0.23.4 (az.rhat; az.ess with method bulk, tail, median; az.mcse median).
TEST(Convergence, agrees_with_arviz_on_heavy_tailed_chains) {
  struct Case {
    int length;
    double rhat, bulk, tail, median, error;
  };
  for (const Case& c :
       {Case{250, 1.056534162, 134.2026469, 334.2217404, 303.5311849, 1.995255779e-4},
        Case{251, 1.059599974, 96.41642567, 318.5074421, 290.9629909, 2.053311334e-4}}) {
    const auto chains = heavy_chains(c.length);
    EXPECT_NEAR(rank_normalised_rhat(chains), c.rhat, 1e-9);
    EXPECT_NEAR(bulk_ess(chains), c.bulk, 1e-6 * c.bulk);
    EXPECT_NEAR(tail_ess(chains), c.tail, 1e-6 * c.tail);
    EXPECT_NEAR(quantile_ess(chains, 0.5), c.median, 1e-6 * c.median);
    // The order statistics at the ends of the interval may differ by one place.
    EXPECT_NEAR(quantile_standard_error(chains, 0.5), c.error, 0.05 * c.error);
  }
}

TEST(Convergence, chains_stuck_in_two_places_are_seen_however_long_they_are) {
  Rng rng(1);
  std::vector<std::vector<double>> chains(8);
  for (int m = 0; m < 8; ++m)
    for (int i = 0; i < 2000; ++i)
      chains[m].push_back((m < 5 ? 48000 : 142000) * std::exp(0.05 * ziggurat_normal(rng)));
  EXPECT_GT(rank_normalised_rhat(chains), 1.5);
  EXPECT_LT(bulk_ess(chains), 20);
}

TEST(Convergence, chains_that_differ_in_spread_only_are_seen) {
  Rng rng(2);
  std::vector<std::vector<double>> chains(4);
  for (int m = 0; m < 4; ++m)
    for (int i = 0; i < 1000; ++i) chains[m].push_back((m == 0 ? 3 : 1) * ziggurat_normal(rng));
  EXPECT_GT(rank_normalised_rhat(chains), 1.05);
}

TEST(Convergence, independent_draws_are_worth_their_number) {
  Rng rng(3);
  std::vector<std::vector<double>> chains(4, std::vector<double>(2000));
  for (auto& chain : chains)
    for (double& x : chain) x = 1 / rng.uniform();  // no mean
  EXPECT_LT(rank_normalised_rhat(chains), 1.005);
  EXPECT_NEAR(bulk_ess(chains), 8000, 1200);
  EXPECT_NEAR(tail_ess(chains), 8000, 1800);
}

TEST(Convergence, constants_count_as_converged_only_when_they_are_the_same) {
  const std::vector<std::vector<double>> same(3, std::vector<double>(10, 7.0));
  EXPECT_EQ(rank_normalised_rhat(same), 1);
  EXPECT_EQ(bulk_ess(same), 30);
  std::vector<std::vector<double>> different = same;
  different[1].assign(10, 8.0);
  EXPECT_GT(rank_normalised_rhat(different), 100);
}

}  // namespace
}  // namespace hearim
