#include "stats/ziggurat.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "stats/normal.h"

namespace hearim {
namespace {

// The Kolmogorov distance of a sample from a distribution, in units of its standard size.
double kolmogorov(const std::function<double()>& draw, const std::function<double(double)>& cdf) {
  constexpr int kDraws = 200000;
  std::vector<double> sample;
  for (int i = 0; i < kDraws; ++i) sample.push_back(draw());
  std::sort(sample.begin(), sample.end());
  double worst = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double f = cdf(sample[i]);
    worst = std::max(
        {worst, f - static_cast<double>(i) / kDraws, static_cast<double>(i + 1) / kDraws - f});
  }
  return worst * std::sqrt(static_cast<double>(kDraws));
}

constexpr double kOneInThousand = 1.95;  // 99.9 % of the Kolmogorov distribution

TEST(Ziggurat, normal_draws_are_normal) {
  Rng rng(11);
  EXPECT_LT(kolmogorov([&] { return ziggurat_normal(rng); }, normal_cdf), kOneInThousand);
}

TEST(Ziggurat, the_tail_beyond_the_last_layer_has_its_share) {
  Rng rng(12);
  int beyond = 0;
  for (int i = 0; i < 4'000'000; ++i) beyond += std::fabs(ziggurat_normal(rng)) > 3.7;
  const double expected = 4e6 * 2 * normal_cdf(-3.7);
  EXPECT_NEAR(beyond, expected, 5 * std::sqrt(expected));
}

TEST(Ziggurat, exponential_draws_are_exponential) {
  Rng rng(13);
  EXPECT_LT(kolmogorov([&] { return ziggurat_exponential(rng); },
                       [](double x) { return -std::expm1(-x); }),
            kOneInThousand);
}

TEST(Ziggurat, gamma_draws_are_gamma) {
  Rng rng(14);
  for (const double shape : {1.0, 1.5, 7.0, 400.0})
    EXPECT_LT(kolmogorov([&] { return ziggurat_gamma(rng, shape); },
                         [&](double x) { return boost::math::gamma_p(shape, x); }),
              kOneInThousand)
        << shape;
}

}  // namespace
}  // namespace hearim
