#include "stats/quantile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "hearim/error.h"

namespace hearim {
namespace {

TEST(Quantile, interpolates_as_type_7_of_hyndman_and_fan) {
  const std::vector<double> sample = {40, 10, 30, 20};
  EXPECT_DOUBLE_EQ(quantile(sample, 0), 10);
  EXPECT_DOUBLE_EQ(quantile(sample, 1), 40);
  EXPECT_DOUBLE_EQ(quantile(sample, 0.5), 25);
  EXPECT_DOUBLE_EQ(quantile(sample, 1.0 / 3), 20);
  EXPECT_DOUBLE_EQ(quantile(sample, 0.025), 10.75);
  EXPECT_DOUBLE_EQ(quantile(std::vector<double>{7}, 0.3), 7);
}

TEST(Quantile, infinite_values_at_the_end_do_not_spoil_the_rest) {
  const std::vector<double> sample = {1, 2, 3, INFINITY, INFINITY};
  EXPECT_DOUBLE_EQ(sorted_quantile(sample, 0.5), 3);
  EXPECT_EQ(sorted_quantile(sample, 0.9), INFINITY);
  EXPECT_EQ(sorted_quantile(sample, 0.6), INFINITY);
}

TEST(Quantile, an_empty_sample_or_a_share_outside_zero_and_one_is_a_bug) {
  const std::vector<double> one = {1};
  EXPECT_THROW(sorted_quantile({}, 0.5), Error);
  EXPECT_THROW(sorted_quantile(one, -0.1), Error);
  EXPECT_THROW(sorted_quantile(one, 1.1), Error);
  EXPECT_THROW(sorted_quantile(one, NAN), Error);
}

}  // namespace
}  // namespace hearim
