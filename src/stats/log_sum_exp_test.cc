#include "stats/log_sum_exp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace hearim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(LogSumExp, agrees_with_the_obvious_sum_where_that_does_not_overflow) {
  const std::vector<double> x = {-3, 0.5, 2, -40};
  double sum = 0;
  for (const double value : x) sum += std::exp(value);
  EXPECT_NEAR(log_sum_exp(x), std::log(sum), 1e-15);
  EXPECT_NEAR(log_sum_exp(1.0, 3.0), std::log(std::exp(1.0) + std::exp(3.0)), 1e-15);
}

TEST(LogSumExp, neither_overflows_nor_underflows) {
  EXPECT_NEAR(log_sum_exp(1e4, 1e4), 1e4 + std::log(2.0), 1e-11);
  EXPECT_NEAR(log_sum_exp(std::vector<double>{-1e5, -1e5, -1e5}), -1e5 + std::log(3.0), 1e-10);
  EXPECT_EQ(log_sum_exp(-1e300, 0.0), 0.0);
}

TEST(LogSumExp, nothing_sums_to_minus_infinity) {
  EXPECT_EQ(log_sum_exp(std::vector<double>{}), -kInfinity);
  EXPECT_EQ(log_sum_exp(std::vector<double>{-kInfinity, -kInfinity}), -kInfinity);
  EXPECT_EQ(log_sum_exp(-kInfinity, -kInfinity), -kInfinity);
  EXPECT_EQ(log_sum_exp(-kInfinity, 2.0), 2.0);
}

TEST(Log1mExp, is_accurate_near_both_ends) {
  EXPECT_EQ(log1m_exp(0), -kInfinity);
  EXPECT_NEAR(log1m_exp(-1e-20), std::log(1e-20), 1e-12);
  EXPECT_NEAR(log1m_exp(-50), -std::exp(-50.0), 1e-30);
  for (const double x : {-0.1, -0.5, -0.693, -0.6932, -1.0, -5.0})
    EXPECT_NEAR(log1m_exp(x), std::log(1 - std::exp(x)), 1e-14);
}

}  // namespace
}  // namespace hearim
