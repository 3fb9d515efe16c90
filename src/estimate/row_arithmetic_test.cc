#include "estimate/row_arithmetic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/rng.h"

namespace hearim {
namespace {

TEST(RowArithmetic, exponentials_agree_with_the_library) {
  std::vector<double> x;
  for (double value = -699.9; value < 600; value += 0.37) x.push_back(value);
  for (const double value : {0.0, -0.0, 1e-300, -1e-17, 0.34657359, -0.34657359, 600.0, -699.99})
    x.push_back(value);
  while (x.size() % 4 != 0) x.push_back(1.0);
  std::vector<double> sum(x.size(), 0.0), weight(x.size(), 0.0);
  add_exponentials(x.data(), weight.data(), sum.data(), x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    EXPECT_NEAR(sum[i] / std::exp(x[i]), 1, 4e-16 * (1 + std::abs(x[i]))) << x[i];
}

TEST(RowArithmetic, exponentials_of_the_very_low_are_nothing_and_of_the_very_high_are_capped) {
  const std::vector<double> x = {-1e300, -701, 601, 1e300};
  const std::vector<double> weight = {1, 1, 0, 0};
  std::vector<double> sum = {5, 6, 0, 0};
  EXPECT_EQ(add_exponentials(x.data(), weight.data(), sum.data(), 4), 0);
  EXPECT_EQ(sum[0], 5);
  EXPECT_EQ(sum[1], 6);
  EXPECT_NEAR(std::log(sum[2]), 600, 1e-9);
  EXPECT_EQ(sum[3], sum[2]);
}

TEST(RowArithmetic, sums_weigh_and_maxima_are_those_of_plain_loops) {
  Rng rng(4);
  for (std::size_t size = 4; size <= 40; size += 4) {
    std::vector<double> a(2 * size), b(2 * size), c(size), out(size), scratch(size), sum(size);
    for (auto* row : {&a, &b, &c})
      for (double& value : *row) value = 20 * rng.uniform() - 15;
    add_rows(a.data(), b.data(), out.data(), size);
    double top = -1e300, top_split = -1e300, total = 0;
    for (std::size_t i = 0; i < size; ++i) {
      EXPECT_EQ(out[i], a[i] + b[i]);
      top = std::max(top, a[i] + b[i] + c[i]);
      top_split = std::max(top_split, (a[i] + b[i]) + (a[size + i] + b[size + i]) + c[i]);
      total += a[i] * std::exp(c[i]);
    }
    EXPECT_EQ(max_of_sum(a.data(), b.data(), c.data(), size), top);
    EXPECT_EQ(max_of_split_sum(a.data(), b.data(), c.data(), size, scratch.data()), top_split);
    EXPECT_NEAR(add_exponentials(c.data(), a.data(), sum.data(), size), total,
                1e-12 * static_cast<double>(size) * 15 * std::exp(5));
  }
}

}  // namespace
}  // namespace hearim
