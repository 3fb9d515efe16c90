#include "estimate/bca_interval.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/normal.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> normal_scores(std::size_t count) {
  std::vector<double> scores;
  for (std::size_t i = 0; i < count; ++i)
    scores.push_back(normal_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(count)));
  return scores;
}

TEST(BcaInterval, without_bias_or_acceleration_it_is_the_percentile_interval) {
  const std::vector<double> replicates = normal_scores(1001);
  const JackknifeValue symmetric[] = {{-1, 5}, {1, 5}};
  const BcaInterval interval = bca_interval(0, replicates, symmetric, 0.95);
  EXPECT_NEAR(interval.bias_correction, 0, 1e-12);
  EXPECT_EQ(interval.acceleration, 0);
  EXPECT_NEAR(*interval.low, sorted_quantile(replicates, 0.025), 1e-9);
  EXPECT_NEAR(*interval.high, sorted_quantile(replicates, 0.975), 1e-9);
}

TEST(BcaInterval, bias_and_acceleration_move_the_levels_as_efron_writes) {
  const std::vector<double> replicates = normal_scores(100001);
  // Mean 1/4; cubes of (mean - value): 3 (1/4)^3 + (-3/4)^3 = -24/64; squares: 3/16 + 9/16.
  const JackknifeValue skewed[] = {{0, 3}, {1, 1}};
  const double a = -24.0 / 64 / (6 * std::pow(0.75, 1.5));
  const BcaInterval interval = bca_interval(0.3, replicates, skewed, 0.9);
  EXPECT_NEAR(interval.acceleration, a, 1e-12);
  EXPECT_NEAR(interval.bias_correction, 0.3, 1e-3);
  const double z0 = interval.bias_correction;
  for (const double z : {-1.6448536269514722, 1.6448536269514722}) {
    const double moved = z0 + (z0 + z) / (1 - a * (z0 + z));
    EXPECT_NEAR(z < 0 ? *interval.low : *interval.high, moved, 2e-3);
  }
}

TEST(BcaInterval, infinite_replicates_take_the_upper_end_away_and_nothing_else) {
  std::vector<double> replicates = normal_scores(1000);
  std::fill(replicates.end() - 60, replicates.end(), kInfinity);
  const BcaInterval interval = bca_interval(0, replicates, {}, 0.95);
  ASSERT_TRUE(interval.low);
  EXPECT_FALSE(interval.high);
  EXPECT_TRUE(interval.low_error);
  EXPECT_FALSE(interval.high_error);
  Rng rng(1);
  const std::vector<double> draws = bca_draws(interval, replicates, 4000, rng);
  const auto infinite =
      std::count_if(draws.begin(), draws.end(), [](double x) { return std::isinf(x); });
  EXPECT_NEAR(static_cast<double>(infinite) / 4000, 0.06, 0.005);
  EXPECT_TRUE(std::none_of(draws.begin(), draws.end(), [](double x) { return std::isnan(x); }));
}

TEST(BcaInterval, draws_have_the_limits_as_their_quantiles) {
  Rng rng(2);
  std::vector<double> replicates;
  for (int i = 0; i < 2000; ++i) replicates.push_back(std::exp(normal_draw(rng)));
  const JackknifeValue skewed[] = {{0, 30}, {1, 10}};
  const BcaInterval interval = bca_interval(0.9, replicates, skewed, 0.8);
  const std::vector<double> draws = bca_draws(interval, replicates, 4000, rng);
  EXPECT_NEAR(quantile(draws, 0.1) / *interval.low, 1, 0.02);
  EXPECT_NEAR(quantile(draws, 0.9) / *interval.high, 1, 0.02);
}

TEST(BcaInterval, the_stated_monte_carlo_error_is_the_spread_over_seeds) {
  constexpr int kRuns = 200;
  double sum = 0;
  double squares = 0;
  double stated = 0;
  for (int run = 0; run < kRuns; ++run) {
    Rng rng(3, "bca-test", static_cast<std::uint64_t>(run));
    std::vector<double> replicates;
    for (int i = 0; i < 1000; ++i) replicates.push_back(normal_draw(rng));
    const BcaInterval interval = bca_interval(0, replicates, {}, 0.95);
    sum += *interval.high;
    squares += *interval.high * *interval.high;
    stated += *interval.high_error * *interval.high_error;
  }
  const double spread = std::sqrt(squares / kRuns - sum * sum / kRuns / kRuns);
  EXPECT_NEAR(std::sqrt(stated / kRuns) / spread, 1, 0.35);
}

TEST(BcaInterval, a_point_beyond_all_replicates_stays_finite) {
  const std::vector<double> replicates = normal_scores(200);
  const BcaInterval interval = bca_interval(100, replicates, {}, 0.95);
  EXPECT_TRUE(std::isfinite(interval.bias_correction));
  EXPECT_TRUE(interval.low && interval.high);
}

}  // namespace
}  // namespace hearim
