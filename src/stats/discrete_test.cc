#include "stats/discrete.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include "hearim/error.h"
#include "stats/sample_fit.h"

namespace hearim {
namespace {

namespace bm = boost::math;

std::vector<std::int64_t> draw_many(int size, const std::function<std::int64_t()>& draw) {
  std::vector<std::int64_t> sample(size);
  for (std::int64_t& value : sample) value = draw();
  return sample;
}

TEST(Poisson, draws_follow_the_distribution_on_both_sides_of_the_switch) {
  for (const double mean : {0.01, 0.5, 3.0, 9.99, 10.0, 10.5, 40.0, 1000.0, 1e6}) {
    Rng rng(1, "poisson", static_cast<std::uint64_t>(mean * 100));
    const auto sample = draw_many(40'000, [&] { return poisson_draw(rng, mean); });
    const bm::poisson expected(mean);
    EXPECT_GT(chi_square_p(sample, [&](double k) { return bm::cdf(expected, k); }), 1e-3) << mean;
  }
}

TEST(Poisson, huge_means_keep_their_shape) {
  // Where k log(mean) - mean - log(k!) taken term by term would be off by several units.
  for (const double mean : {1e9, 1e12, 1e15}) {
    Rng rng(2, "poisson-huge", 0);
    std::vector<double> standard;
    for (int i = 0; i < 40'000; ++i)
      standard.push_back((static_cast<double>(poisson_draw(rng, mean)) - mean) / std::sqrt(mean));
    const bm::normal expected;
    EXPECT_GT(kolmogorov_smirnov_p(standard, [&](double x) { return bm::cdf(expected, x); }), 1e-3)
        << mean;
    EXPECT_NEAR(sample_variance(standard), 1, 5 * std::sqrt(2.0 / 40'000)) << mean;
  }
}

TEST(Poisson, a_mean_of_zero_gives_zero) {
  Rng rng(1);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(poisson_draw(rng, 0), 0);
}

TEST(Poisson, density_and_tails_agree_with_an_independent_library) {
  for (const double mean : {1e-8, 0.3, 2.0, 9.0, 17.5, 300.0, 12345.6, 1e7}) {
    const bm::poisson_distribution<long double> expected(mean);
    const double sd = std::sqrt(mean);
    for (const double at :
         {0.0, 1.0, 2.0, 9.0, 10.0, std::floor(mean), std::floor(mean + 4 * sd),
          std::floor(mean * 1.5 + 20), std::max(0.0, std::floor(mean - 5 * sd))}) {
      const double log_pmf = static_cast<double>(std::log(bm::pdf(expected, at)));
      if (std::isfinite(log_pmf)) {
        EXPECT_NEAR(poisson_log_pmf(at, mean), log_pmf, 1e-11 * std::fabs(log_pmf) + 1e-11)
            << at << ' ' << mean;
      }
      EXPECT_NEAR(poisson_cdf(at, mean), static_cast<double>(bm::cdf(expected, at)), 1e-12);
      const double upper =
          at == 0 ? 1 : static_cast<double>(bm::cdf(bm::complement(expected, at - 1)));
      EXPECT_NEAR(poisson_upper_tail(at, mean), upper, 1e-10 * upper);
    }
  }
  EXPECT_EQ(poisson_log_pmf(0, 0), 0);
  EXPECT_EQ(poisson_log_pmf(1, 0), -INFINITY);
  EXPECT_EQ(poisson_cdf(-1, 2), 0);
  EXPECT_EQ(poisson_cdf(0, 0), 1);
  EXPECT_EQ(poisson_upper_tail(0, 2), 1);
  EXPECT_EQ(poisson_upper_tail(1, 0), 0);
}

TEST(Binomial, draws_follow_the_distribution_in_both_branches_and_mirrored) {
  struct Case {
    std::int64_t trials;
    double p;
  };
  const Case cases[] = {
      {1, 0.3},      {5, 0.5},      {19, 0.5},        {20, 0.5},   {21, 0.5},      {100, 0.05},
      {100, 0.0999}, {100, 0.1001}, {100, 0.7},       {100, 0.95}, {4400, 0.01},   {1000, 0.25},
      {1000, 0.9},   {10000, 1e-4}, {1'000'000, 0.3}, {50, 0.999}, {1 << 30, 1e-8}};
  for (const auto& [trials, p] : cases) {
    Rng rng(3, "binomial",
            static_cast<std::uint64_t>(trials) * 1000 + static_cast<std::uint64_t>(p * 1000));
    const auto sample =
        draw_many(40'000, [&, n = trials, q = p] { return binomial_draw(rng, n, q); });
    const bm::binomial expected(static_cast<double>(trials), p);
    for (const std::int64_t value : sample) {
      ASSERT_GE(value, 0);
      ASSERT_LE(value, trials);
    }
    EXPECT_GT(chi_square_p(sample,
                           [&](double k) {
                             return bm::cdf(expected,
                                            std::min(k, static_cast<double>(expected.trials())));
                           }),
              1e-3)
        << trials << ' ' << p;
  }
}

TEST(Binomial, huge_numbers_of_trials_keep_their_shape) {
  for (const std::int64_t trials : {std::int64_t{1} << 40, std::int64_t{1} << 53}) {
    for (const double p : {0.5, 0.1, 1e-6}) {
      Rng rng(4, "binomial-huge", static_cast<std::uint64_t>(p * 1e7));
      const double mean = static_cast<double>(trials) * p;
      const double sd = std::sqrt(mean * (1 - p));
      std::vector<double> standard;
      for (int i = 0; i < 40'000; ++i)
        standard.push_back((static_cast<double>(binomial_draw(rng, trials, p)) - mean) / sd);
      const bm::normal expected;
      EXPECT_GT(kolmogorov_smirnov_p(standard, [&](double x) { return bm::cdf(expected, x); }),
                1e-3)
          << trials << ' ' << p;
      EXPECT_NEAR(sample_variance(standard), 1, 5 * std::sqrt(2.0 / 40'000)) << trials << ' ' << p;
    }
  }
}

TEST(Binomial, edges_need_no_luck) {
  Rng rng(1);
  EXPECT_EQ(binomial_draw(rng, 0, 0.5), 0);
  EXPECT_EQ(binomial_draw(rng, -3, 0.5), 0);
  EXPECT_EQ(binomial_draw(rng, 7, 0), 0);
  EXPECT_EQ(binomial_draw(rng, 7, -1e-17), 0);
  EXPECT_EQ(binomial_draw(rng, 7, 1), 7);
  EXPECT_EQ(binomial_draw(rng, 7, 1 + 1e-15), 7);
  EXPECT_EQ(binomial_draw(rng, std::int64_t{1} << 62, 1), std::int64_t{1} << 62);
}

TEST(Multinomial, draws_add_up_and_every_cell_is_binomial) {
  const std::vector<double> weights = {3, 0, 1, 0.001, 5, 1, 0};
  const double total = 10.001;
  constexpr std::int64_t kTrials = 50;
  Rng rng(5, "multinomial", 0);
  std::vector<std::vector<std::int64_t>> by_cell(weights.size());
  for (int i = 0; i < 40'000; ++i) {
    std::vector<std::int64_t> counts(weights.size(), -1);
    multinomial_draw(rng, kTrials, weights, counts);
    ASSERT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), kTrials);
    for (std::size_t cell = 0; cell < counts.size(); ++cell) by_cell[cell].push_back(counts[cell]);
  }
  for (std::size_t cell = 0; cell < weights.size(); ++cell) {
    if (weights[cell] == 0) {
      for (const std::int64_t count : by_cell[cell]) ASSERT_EQ(count, 0);
      continue;
    }
    const bm::binomial expected(kTrials, weights[cell] / total);
    EXPECT_GT(chi_square_p(by_cell[cell],
                           [&](double k) {
                             return bm::cdf(expected, std::min(k, static_cast<double>(kTrials)));
                           }),
              1e-3)
        << cell;
  }
  // Cells compete: cov = -n p q.
  double product = 0;
  for (std::size_t i = 0; i < by_cell[0].size(); ++i)
    product += (static_cast<double>(by_cell[0][i]) - kTrials * 3 / total) *
               (static_cast<double>(by_cell[4][i]) - kTrials * 5 / total);
  EXPECT_NEAR(product / 40'000, -kTrials * 3 / total * 5 / total, 0.3);
}

TEST(Multinomial, edges_lose_nobody) {
  Rng rng(6);
  std::vector<std::int64_t> counts(3, -1);
  multinomial_draw(rng, 0, std::vector<double>{1, 1, 1}, counts);
  EXPECT_EQ(counts, (std::vector<std::int64_t>{0, 0, 0}));
  multinomial_draw(rng, 9, std::vector<double>{0, 2, 0}, counts);
  EXPECT_EQ(counts, (std::vector<std::int64_t>{0, 9, 0}));
  multinomial_draw(rng, 1000, std::vector<double>{1e-300, 1e300, 1e-300}, counts);
  EXPECT_EQ(counts, (std::vector<std::int64_t>{0, 1000, 0}));
  std::vector<std::int64_t> none;
  multinomial_draw(rng, 0, std::vector<double>{}, none);
  // Nowhere to put them, or places without a count: bugs of the caller.
  EXPECT_THROW(multinomial_draw(rng, 5, std::vector<double>{0, 0, 0}, counts), Error);
  EXPECT_THROW(multinomial_draw(rng, 5, std::vector<double>{1, 1}, counts), Error);
}

TEST(NegativeBinomial, draws_follow_the_distribution) {
  struct Case {
    double successes;
    double p;
  };
  const Case cases[] = {{1, 0.5}, {0.3, 0.2}, {5, 0.9}, {100, 0.3}, {2744, 0.25}};
  for (const auto& [successes, p] : cases) {
    Rng rng(7, "negative-binomial", static_cast<std::uint64_t>(successes * 10));
    const auto sample = draw_many(40'000, [&, r = successes, q = p] {
      return static_cast<std::int64_t>(negative_binomial_draw(rng, r, std::log(q), std::log1p(-q)));
    });
    const bm::negative_binomial expected(successes, p);
    EXPECT_GT(chi_square_p(sample, [&](double k) { return bm::cdf(expected, k); }), 1e-3)
        << successes << ' ' << p;
  }
}

TEST(NegativeBinomial, tiny_probabilities_of_success_give_huge_finite_numbers) {
  Rng rng(8);
  for (int i = 0; i < 100; ++i) {
    const double value = negative_binomial_draw(rng, 2, -100, std::log1p(-std::exp(-100.0)));
    EXPECT_TRUE(std::isfinite(value));
    EXPECT_GT(value, 1e35);
  }
}

TEST(Discrete, first_draws_are_pinned) {
  Rng rng(1, "pinned", 0);
  const std::vector<std::int64_t> seen = {
      poisson_draw(rng, 3.5), poisson_draw(rng, 250), binomial_draw(rng, 12, 0.3),
      binomial_draw(rng, 4400, 0.6),
      static_cast<std::int64_t>(negative_binomial_draw(rng, 20, std::log(0.2), std::log(0.8)))};
  EXPECT_EQ(seen, (std::vector<std::int64_t>{6, 271, 3, 2688, 38}));
  std::vector<std::int64_t> counts(4);
  multinomial_draw(rng, 2744, std::vector<double>{1, 2, 3, 4}, counts);
  EXPECT_EQ(counts, (std::vector<std::int64_t>{259, 547, 811, 1127}));
}

}  // namespace
}  // namespace hearim
