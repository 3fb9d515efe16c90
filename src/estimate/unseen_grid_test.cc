#include "estimate/unseen_grid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hearim {
namespace {

double log_gamma(double x) {
  int sign = 0;
  return static_cast<double>(lgammal_r(static_cast<long double>(x), &sign));
}

TEST(UnseenGrid, nodes_are_ascending_whole_numbers_with_the_cut_and_the_ends_among_them) {
  for (const double observed : {1.0, 50.0, 2744.0, 1e9, 4.6e18}) {
    const UnseenGrid grid = spread_grid(observed, 30 * observed, 300 * observed, 96);
    EXPECT_EQ(grid.x.front(), 0);
    EXPECT_EQ(grid.x.back(), 300 * observed);
    EXPECT_NE(std::find(grid.x.begin(), grid.x.end(), 30 * observed), grid.x.end());
    EXPECT_LT(grid.size(), 125u);
    for (std::size_t i = 1; i < grid.size(); ++i) {
      EXPECT_LT(grid.x[i - 1], grid.x[i]);
      EXPECT_EQ(grid.x[i], std::round(grid.x[i]));
    }
    for (double x = 0; x <= std::min(24.0, 300 * observed); ++x)
      EXPECT_NE(std::find(grid.x.begin(), grid.x.end(), x), grid.x.end()) << x;
  }
}

TEST(UnseenGrid, no_whole_number_rises_more_above_the_chord_than_the_bound) {
  for (const double observed : {1.0, 12.0, 300.0, 5000.0}) {
    const auto value = [&](double x) { return log_gamma(observed + x + 1) - log_gamma(x + 1); };
    for (const double a : {0.0, 1.0, 7.0, 40.0, 900.0}) {
      for (const double width : {1.0, 2.0, 3.0, 10.0, 60.0, 700.0, 9000.0}) {
        const double b = a + width;
        double rise = 0;
        for (double x = a; x <= b; ++x)
          rise = std::max(rise, value(x) - value(a) - (value(b) - value(a)) * (x - a) / width);
        const double bound = rise_above_chord(observed, a, b);
        EXPECT_LE(rise, bound + 1e-9) << observed << " " << a << " " << b;
        // And it is no idle bound: within a factor of 3 where anything rises.
        if (width > 2) {
          EXPECT_LE(bound, 3 * rise + 0.1) << observed << " " << a << " " << b;
        }
      }
    }
  }
}

TEST(UnseenGrid, weights_sum_the_whole_numbers) {
  const UnseenGrid grid = spread_grid(2744, 82320, 823200, 96);
  const std::vector<double> weights = node_weights(grid, 82320);
  EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), 82321, 1e-6);
  double sum = 0, exact = 0;
  const auto bell = [](double x) { return std::exp(-std::pow((x - 20000) / 4000, 2) / 2); };
  for (std::size_t i = 0; i < grid.size(); ++i) sum += weights[i] * bell(grid.x[i]);
  for (double x = 0; x <= 82320; ++x) exact += bell(x);
  EXPECT_NEAR(sum / exact, 1, 2e-4);
}

TEST(UnseenGrid, refining_keeps_what_counts_and_cuts_it_finer) {
  const UnseenGrid grid = spread_grid(1e6, 3e7, 3e8, 50);
  std::vector<char> keep(grid.size(), 0);
  std::vector<int> pieces(grid.size() - 1, 1);
  const std::size_t at = 40, other = 60;
  keep[at] = keep[other] = 1;
  pieces[at] = 4;
  const UnseenGrid finer = refine_grid(grid, keep, pieces);
  // Intervals 39 (one piece), 40 (four) | gap | 59, 60.
  ASSERT_EQ(finer.size(), 9u);
  EXPECT_EQ(finer.x.front(), grid.x[at - 1]);
  EXPECT_EQ(finer.x[1], grid.x[at]);
  EXPECT_EQ(finer.x[5], grid.x[at + 1]);
  EXPECT_EQ(finer.x[6], grid.x[other - 1]);
  EXPECT_EQ(finer.x.back(), grid.x[other + 1]);
  const std::vector<char> live = {1, 1, 1, 1, 1, 0, 1, 1};
  EXPECT_EQ(finer.live, live);
  for (std::size_t i = 2; i < 5; ++i)
    EXPECT_NEAR(finer.u[i] - finer.u[i - 1], finer.u[2] - finer.u[1], 1e-5);
}

}  // namespace
}  // namespace hearim
