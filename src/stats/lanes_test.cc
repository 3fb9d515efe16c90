#include "stats/lanes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hearim {
namespace {

TEST(Lanes, the_exponential_is_right_to_the_last_digits) {
  for (double x = -700; x < 700; x += 0.137) {
    const Lanes in = {x, x / 100, -x / 1000, 0};
    Lanes out;
    lanes_exp(in, out);
    EXPECT_NEAR(out[0] / std::exp(x), 1, 4e-16 + 1e-16 * std::fabs(x));
    EXPECT_NEAR(out[1] / std::exp(x / 100), 1, 4.5e-16);
    EXPECT_NEAR(out[2] / std::exp(-x / 1000), 1, 4.5e-16);
    EXPECT_EQ(out[3], 1);
  }
}

TEST(Lanes, the_exponential_is_held_inside_the_range_of_double) {
  const Lanes in = {1e300, -1e300, 701, -701};
  Lanes out;
  lanes_exp(in, out);
  for (int i = 0; i < kLaneCount; ++i) EXPECT_TRUE(std::isfinite(out[i]) && out[i] > 0);
}

TEST(Lanes, the_logarithm_is_right_to_the_last_digits) {
  for (double x = -700; x < 700; x += 0.137) {
    const Lanes in = {std::exp(x), 1 + x / 1e4, 1 + 1e-9 * x, std::exp(x / 300)};
    Lanes out;
    lanes_log(in, out);
    for (int i = 0; i < kLaneCount; ++i)
      EXPECT_NEAR(out[i], std::log(in[i]), 3e-16 + 4e-16 * std::fabs(std::log(in[i])));
  }
}

TEST(Lanes, padding_reaches_the_next_multiple_of_four) {
  EXPECT_EQ(padded_to_lanes(1), 4);
  EXPECT_EQ(padded_to_lanes(4), 4);
  EXPECT_EQ(padded_to_lanes(15), 16);
}

}  // namespace
}  // namespace hearim
