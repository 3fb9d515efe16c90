// Normal, gamma, beta and Dirichlet draws, and the functions of the normal distribution.
#include <gtest/gtest.h>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "hearim/error.h"
#include "stats/gamma.h"
#include "stats/log_sum_exp.h"
#include "stats/normal.h"
#include "stats/sample_fit.h"

namespace hearim {
namespace {

namespace bm = boost::math;
constexpr int kDraws = 40'000;

std::vector<double> draw_many(const std::function<double()>& draw) {
  std::vector<double> sample(kDraws);
  for (double& value : sample) value = draw();
  return sample;
}

TEST(Normal, draws_follow_the_distribution) {
  Rng rng(1, "normal", 0);
  const auto sample = draw_many([&] { return normal_draw(rng); });
  EXPECT_GT(kolmogorov_smirnov_p(sample, [](double x) { return bm::cdf(bm::normal(), x); }), 1e-3);
  EXPECT_NEAR(sample_mean(sample), 0, 4 / std::sqrt(kDraws));
  EXPECT_NEAR(sample_variance(sample), 1, 4 * std::sqrt(2.0 / kDraws));
  double fourth = 0;
  for (const double value : sample) fourth += value * value * value * value;
  EXPECT_NEAR(fourth / kDraws, 3, 4 * std::sqrt(96.0 / kDraws));
}

TEST(Normal, cdf_and_quantile_agree_with_an_independent_library_far_into_the_tails) {
  for (double x = -37; x <= 8; x += 0.37) {
    const double expected = bm::cdf(bm::normal(), x);
    EXPECT_NEAR(normal_cdf(x), expected, 1e-13 * expected);
  }
  for (const double p : {1e-300, 1e-20, 0.001, 0.025, 0.5, 0.975, 1 - 1e-10})
    EXPECT_NEAR(normal_cdf(normal_quantile(p)), p, 1e-12 * p);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
}

TEST(Gamma, draws_follow_the_distribution_above_and_below_shape_one) {
  for (const double shape : {0.05, 0.3, 0.999, 1.0, 1.5, 7.0, 300.0, 1e4}) {
    Rng rng(2, "gamma", static_cast<std::uint64_t>(shape * 1000));
    const auto sample = draw_many([&] { return gamma_draw(rng, shape); });
    const bm::gamma_distribution<> expected(shape);
    EXPECT_GT(kolmogorov_smirnov_p(sample, [&](double x) { return bm::cdf(expected, x); }), 1e-3)
        << shape;
    EXPECT_NEAR(sample_mean(sample), shape, 4.5 * std::sqrt(shape / kDraws)) << shape;
  }
}

// As shape a goes to 0, a * log X becomes minus an exponential: P(X <= x) = x^a / Gamma(a + 1) with
// x = exp(y / a), exact up to a factor exp(-x) that is 1 wherever the cdf is not near 1.
TEST(Gamma, tiny_shapes_live_on_the_log_scale) {
  for (const double shape : {1e-2, 1e-3, 1e-6, 1e-100, 1e-300}) {
    Rng rng(3, "gamma-tiny", 0);
    const auto sample = draw_many([&] { return shape * log_gamma_draw(rng, shape); });
    for (const double value : sample) ASSERT_TRUE(std::isfinite(value)) << shape;
    const auto cdf = [&](double y) {
      const double log_x = y / shape;
      if (log_x < -30) return std::exp(y - std::lgamma(shape + 1));
      return bm::gamma_p(shape, std::exp(log_x));
    };
    EXPECT_GT(kolmogorov_smirnov_p(sample, cdf), 1e-3) << shape;
  }
}

TEST(Gamma, log_draws_are_the_logarithms_of_draws) {
  for (const double shape : {0.4, 1.0, 12.0}) {
    Rng plain(4, "gamma", 0);
    Rng log(4, "gamma", 0);
    for (int i = 0; i < 100; ++i)
      EXPECT_NEAR(std::log(gamma_draw(plain, shape)), log_gamma_draw(log, shape), 1e-12);
  }
}

TEST(Beta, draws_follow_the_distribution) {
  const std::pair<double, double> shapes[] = {{1, 1},     {0.5, 0.5}, {2, 7},   {0.05, 3},
                                              {1e4, 2e4}, {0.25, 50}, {3, 0.01}};
  for (const auto& [a, b] : shapes) {
    Rng rng(5, "beta", static_cast<std::uint64_t>(a * 1000 + b));
    const bm::beta_distribution<> expected(a, b);
    const auto sample = draw_many([&, x = a, y = b] { return beta_draw(rng, x, y); });
    // Draws so near 1 that they round to it are compared on the other side below.
    if (b >= 0.05) {
      EXPECT_GT(kolmogorov_smirnov_p(sample,
                                     [&](double x) { return bm::cdf(expected, std::min(x, 1.0)); }),
                1e-3)
          << a << ' ' << b;
    }
    EXPECT_NEAR(sample_mean(sample), a / (a + b), 4.5 * std::sqrt(bm::variance(expected) / kDraws));
  }
}

TEST(Beta, both_logarithms_are_right_and_belong_together) {
  for (const auto& [a, b] : {std::pair{0.002, 0.003}, {0.5, 1e-4}, {5.0, 9.0}, {1e-12, 1e-12}}) {
    Rng rng(6, "log-beta", 0);
    double share_large = 0;
    for (int i = 0; i < kDraws; ++i) {
      const LogBetaDraw draw = log_beta_draw(rng, a, b);
      ASSERT_LE(draw.log_p, 0);
      ASSERT_LE(draw.log_q, 0);
      ASSERT_FALSE(std::isnan(draw.log_p) || std::isnan(draw.log_q));
      ASSERT_NEAR(log_sum_exp(draw.log_p, draw.log_q), 0, 1e-12);
      share_large += std::exp(draw.log_p);
    }
    // The mean of p is a / (a + b), however tiny the shapes.
    const double mean = a / (a + b);
    EXPECT_NEAR(share_large / kDraws, mean, 4.5 * std::sqrt(mean * (1 - mean) / kDraws));
  }
}

TEST(Dirichlet, margins_are_beta_and_draws_sum_to_one) {
  const std::vector<double> shapes = {0.5, 2, 7, 0.02};
  const double total = 9.52;
  Rng rng(7, "dirichlet", 0);
  std::vector<std::vector<double>> margins(shapes.size());
  std::vector<double> log_p(shapes.size());
  for (int i = 0; i < kDraws; ++i) {
    log_dirichlet_draw(rng, shapes, log_p);
    ASSERT_NEAR(log_sum_exp(log_p), 0, 1e-12);
    for (std::size_t j = 0; j < shapes.size(); ++j) margins[j].push_back(std::exp(log_p[j]));
  }
  for (std::size_t j = 0; j < shapes.size(); ++j) {
    const bm::beta_distribution<> expected(shapes[j], total - shapes[j]);
    EXPECT_GT(kolmogorov_smirnov_p(margins[j],
                                   [&](double x) { return bm::cdf(expected, std::min(x, 1.0)); }),
              1e-3)
        << j;
  }
  double product = 0;
  for (int i = 0; i < kDraws; ++i) product += margins[1][i] * margins[2][i];
  EXPECT_NEAR(product / kDraws, shapes[1] * shapes[2] / (total * (total + 1)), 2e-3);
}

TEST(Dirichlet, tiny_shapes_put_all_on_one_cell_in_the_right_shares) {
  const std::vector<double> shapes = {1e-6, 3e-6};
  Rng rng(8, "dirichlet-tiny", 0);
  std::vector<double> log_p(2);
  int first = 0;
  for (int i = 0; i < kDraws; ++i) {
    log_dirichlet_draw(rng, shapes, log_p);
    if (log_p[0] > log_p[1]) ++first;
  }
  EXPECT_NEAR(first, kDraws / 4.0, 5 * std::sqrt(kDraws * 3 / 16.0));
  std::vector<double> short_one(1);
  EXPECT_THROW(log_dirichlet_draw(rng, shapes, short_one), Error);
}

TEST(Continuous, first_draws_are_pinned) {
  Rng rng(1, "pinned", 0);
  const std::vector<double> seen = {normal_draw(rng),          normal_draw(rng),
                                    gamma_draw(rng, 2.5),      gamma_draw(rng, 0.25),
                                    log_gamma_draw(rng, 1e-3), beta_draw(rng, 2, 3)};
  const std::vector<double> expected = {-0.049795389588516377, -0.30825397324661058,
                                        2.5991787795424601,    0.55169675888662006,
                                        -304.08579485378755,   0.47544157439719159};
  for (std::size_t i = 0; i < seen.size(); ++i)
    EXPECT_NEAR(seen[i], expected[i], 1e-13 * std::fabs(expected[i])) << i;
  std::vector<double> log_p(3);
  log_dirichlet_draw(rng, std::vector<double>{0.5, 1, 2}, log_p);
  EXPECT_NEAR(log_p[0], -5.5557853353030309, 1e-12);
}

}  // namespace
}  // namespace hearim
