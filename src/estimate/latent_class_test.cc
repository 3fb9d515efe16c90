#include "hearim/latent_class.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "base/rng.h"
#include "estimate/example_tables.h"
#include "estimate/latent_class_modes.h"
#include "estimate/latent_class_plain_gibbs.h"
#include "hearim/error.h"
#include "stats/discrete.h"
#include "stats/gamma.h"
#include "stats/quantile.h"
#include "stats/ziggurat.h"

namespace hearim {
namespace {

CaptureTable small_table() {
  return CaptureTable({"A", "B", "C"}, {{1, 24}, {2, 23}, {4, 12}, {3, 6}, {6, 5}, {5, 4}, {7, 2}});
}

// The posterior by brute force: draws from the prior as the paper states it, weighted by the
// likelihood. Shares nothing with the engine but the generators.
struct WeightedPosterior {
  std::vector<double> population, weight;

  double quantile(double p) const {
    std::vector<std::size_t> order(population.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return population[a] < population[b]; });
    const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
    double sum = 0;
    for (const std::size_t i : order)
      if ((sum += weight[i]) >= p * total) return population[i];
    return population[order.back()];
  }
  double effective() const {
    double sum = 0, square = 0;
    for (const double w : weight) {
      sum += w;
      square += w * w;
    }
    return sum * sum / square;
  }
};

WeightedPosterior weighted_prior_draws(const CaptureTable& table, int classes, int draws) {
  WeightedPosterior posterior;
  Rng rng(2024);
  const int lists = table.list_count();
  const auto n = static_cast<double>(table.observed());
  std::vector<double> cell(std::size_t{1} << lists), capture(lists);
  std::vector<double> log_weights;
  double top = -INFINITY;
  for (int d = 0; d < draws; ++d) {
    const double log_alpha = log_gamma_draw(rng, 0.25) - std::log(0.25);
    std::fill(cell.begin(), cell.end(), 0.0);
    double left = 1;
    for (int k = 0; k < classes && left > 1e-12; ++k) {
      // V ~ Beta(1, alpha): log(1 - V) = log(U) / alpha.
      const double keep =
          k == classes - 1 ? 0 : std::exp(std::log(rng.uniform()) * std::exp(-log_alpha));
      const double weight = left * (1 - keep);
      left *= keep;
      for (double& p : capture) p = rng.uniform();
      for (std::size_t h = 0; h < cell.size(); ++h) {
        double product = weight;
        for (int j = 0; j < lists; ++j) product *= (h >> j & 1) ? capture[j] : 1 - capture[j];
        cell[h] += product;
      }
    }
    double log_likelihood = -n * std::log1p(-cell[0]);
    for (const CapturePattern& pattern : table.patterns())
      log_likelihood += static_cast<double>(pattern.count) * std::log(cell[pattern.history]);
    posterior.population.push_back(
        n + negative_binomial_draw(rng, n, std::log1p(-cell[0]), std::log(cell[0])));
    log_weights.push_back(log_likelihood);
    top = std::max(top, log_likelihood);
  }
  for (const double w : log_weights) posterior.weight.push_back(std::exp(w - top));
  return posterior;
}

// Long runs: a few seconds to some tens of seconds each.
#define HEARIM_SKIP_UNLESS_FULL() \
  if (std::getenv("HEARIM_FULL") == nullptr) GTEST_SKIP() << "set HEARIM_FULL=1"

void expect_equal_to_brute_force(int classes) {
  const CaptureTable table = small_table();
  const WeightedPosterior brute = weighted_prior_draws(table, classes, 1'200'000);
  ASSERT_GT(brute.effective(), 500) << classes;
  const LatentClassEstimate estimate = estimate_latent_class(
      table, {.class_count_max = classes, .ess_min = 2500, .point_error_max = 0.004}, {.seed = 3});
  ASSERT_EQ(estimate.status, EstimateStatus::ok) << estimate.reason;
  // Three standard errors of the brute force: 0.25 sd / sqrt(effective) and more in the tails.
  EXPECT_NEAR(estimate.population->point, brute.quantile(0.5), 4) << classes;
  EXPECT_NEAR(estimate.quantiles[2], brute.quantile(0.25), 4) << classes;
  EXPECT_NEAR(estimate.quantiles[4], brute.quantile(0.75), 5) << classes;
  EXPECT_NEAR(*estimate.population->low, brute.quantile(0.025), 4) << classes;
  EXPECT_NEAR(*estimate.population->high, brute.quantile(0.975), 16) << classes;
}

TEST(LatentClass, equals_the_prior_weighted_by_the_likelihood_with_two_classes) {
  expect_equal_to_brute_force(2);
}

TEST(LatentClass, equals_the_prior_weighted_by_the_likelihood_with_one_and_fifteen_classes) {
  HEARIM_SKIP_UNLESS_FULL();
  expect_equal_to_brute_force(1);
  expect_equal_to_brute_force(15);
}

TEST(LatentClass, agrees_with_the_ordinary_gibbs_sampler_where_that_one_mixes) {
  const CaptureTable table = small_table();
  std::vector<double> plain;
  for (int chain = 0; chain < 4; ++chain) {
    latent_class::PlainGibbs sampler(table, 4, 0.25, 0.25,
                                     Rng(5, "plain", static_cast<std::uint64_t>(chain)));
    for (int i = 0; i < 8000; ++i) {
      const double population = sampler.sweep();
      if (i >= 1000) plain.push_back(population);
    }
  }
  const LatentClassEstimate estimate =
      estimate_latent_class(table, {.class_count_max = 4, .ess_min = 2000}, {.seed = 4});
  ASSERT_TRUE(estimate.population);
  EXPECT_NEAR(estimate.population->point, quantile(plain, 0.5), 4);
  EXPECT_NEAR(*estimate.population->low, quantile(plain, 0.025), 4);
  EXPECT_NEAR(*estimate.population->high, quantile(plain, 0.975), 16);
}

// Manrique-Vallier (2016): 10,443 (9,066-13,865).
TEST(LatentClass, kosovo_is_the_published_answer) {
  const LatentClassEstimate estimate = estimate_latent_class(example_tables::kosovo(), {}, {});
  ASSERT_EQ(estimate.status, EstimateStatus::ok) << estimate.reason;
  EXPECT_NEAR(estimate.population->point / 10443, 1, 0.02);
  EXPECT_NEAR(*estimate.population->low / 9066, 1, 0.03);
  EXPECT_NEAR(*estimate.population->high / 13865, 1, 0.06);
  EXPECT_LE(estimate.rhat, 1.01);
  EXPECT_GE(std::min(estimate.ess_bulk, estimate.ess_tail), 400);
  EXPECT_EQ(estimate.draws.size(), 4000u);
  EXPECT_EQ(estimate.modes.size(), 1u);
}

TEST(LatentClass, uk_five_is_the_same_for_two_seeds) {
  HEARIM_SKIP_UNLESS_FULL();
  std::vector<double> points;
  for (const std::uint64_t seed : {11u, 12u}) {
    const LatentClassEstimate estimate =
        estimate_latent_class(example_tables::uk_five(), {}, {.seed = seed});
    ASSERT_EQ(estimate.status, EstimateStatus::ok) << estimate.reason;
    points.push_back(estimate.population->point);
  }
  EXPECT_NEAR(points[0] / points[1], 1, 0.03);
  EXPECT_NEAR(points[0] / 22250, 1, 0.02);  // a ladder without jumps, docs/models/latent-class.md
}

TEST(LatentClass, the_dutch_table_is_refused_and_both_answers_are_named) {
  HEARIM_SKIP_UNLESS_FULL();
  const LatentClassEstimate estimate = estimate_latent_class(example_tables::netherlands(), {}, {});
  EXPECT_EQ(estimate.status, EstimateStatus::refused);
  EXPECT_FALSE(estimate.population);
  EXPECT_TRUE(estimate.draws.empty());
  ASSERT_EQ(estimate.modes.size(), 2u);
  EXPECT_NEAR(estimate.modes[0].point, 49200, 1500);
  EXPECT_NEAR(estimate.modes[1].point, 148500, 7000);
  EXPECT_NEAR(estimate.modes[0].share, 0.32, 0.1);
  EXPECT_NE(estimate.reason.find("near 49,"), std::string::npos) << estimate.reason;
}

TEST(LatentClass, does_not_depend_on_the_number_of_threads) {
  const LatentClassOptions options{.class_count_max = 4,
                                   .chain_count = 3,
                                   .ess_min = 50,
                                   .point_error_max = 1,
                                   .sweeps_max = 200};
  const LatentClassEstimate one =
      estimate_latent_class(small_table(), options, {.seed = 9, .threads = 1});
  const LatentClassEstimate three =
      estimate_latent_class(small_table(), options, {.seed = 9, .threads = 3});
  const LatentClassEstimate other =
      estimate_latent_class(small_table(), options, {.seed = 10, .threads = 1});
  EXPECT_EQ(one.chain_medians, three.chain_medians);
  EXPECT_EQ(one.quantiles, three.quantiles);
  EXPECT_EQ(one.rhat, three.rhat);
  EXPECT_EQ(one.draws, three.draws);
  EXPECT_EQ(one.reason, three.reason);
  EXPECT_NE(one.quantiles, other.quantiles);
}

TEST(LatentClass, too_short_a_run_is_refused_with_its_diagnostics) {
  const LatentClassEstimate estimate = estimate_latent_class(
      example_tables::kosovo(),
      {.class_count_max = 4, .chain_count = 2, .ess_min = 1e6, .sweeps_max = 100}, {});
  EXPECT_EQ(estimate.status, EstimateStatus::refused);
  EXPECT_NE(estimate.reason.find("R-hat"), std::string::npos);
  EXPECT_GT(estimate.rhat, 0);
  EXPECT_EQ(estimate.chain_medians.size(), 2u);
  EXPECT_FALSE(estimate.modes.empty());
}

TEST(LatentClass, tables_that_cannot_be_answered_are_refused_in_words) {
  const auto reason = [](const CaptureTable& table) {
    const LatentClassEstimate estimate = estimate_latent_class(table, {}, {});
    EXPECT_EQ(estimate.status, EstimateStatus::refused);
    return estimate.reason;
  };
  EXPECT_NE(reason(CaptureTable({"A", "B"}, {{1, 5}, {2, 5}, {3, 2}})).find("three lists"),
            std::string::npos);
  EXPECT_NE(reason(CaptureTable({"A", "B", "C"}, {{1, 5}, {2, 5}, {4, 2}})).find("overlap"),
            std::string::npos);
  EXPECT_NE(reason(CaptureTable({"A", "B", "C"}, {{1, 40}, {2, 30}, {4, 20}, {3, 6}}))
                .find("groups that share nobody (A, B; C)"),
            std::string::npos);
  EXPECT_NE(reason(CaptureTable({"A", "B", "C"}, {{1, 5}, {2, 5}, {3, 2}})).find("three lists"),
            std::string::npos);  // C holds nobody
  EXPECT_NE(reason(CaptureTable({"A", "B", "C"}, {})).find("nobody"), std::string::npos);
}

TEST(LatentClass, an_empty_list_is_left_out_and_said) {
  const CaptureTable table({"A", "B", "None", "C"},
                           {{1, 24}, {2, 23}, {8, 12}, {3, 6}, {10, 5}, {9, 4}, {11, 2}});
  const LatentClassOptions options{.class_count_max = 3, .chain_count = 4, .point_error_max = 0.05};
  const LatentClassEstimate with = estimate_latent_class(table, options, {.seed = 2});
  const LatentClassEstimate without = estimate_latent_class(small_table(), options, {.seed = 2});
  EXPECT_EQ(with.status, EstimateStatus::weak);
  EXPECT_NE(with.reason.find("None"), std::string::npos);
  EXPECT_EQ(with.quantiles, without.quantiles);
}

TEST(LatentClass, few_overlaps_are_weak) {
  const LatentClassEstimate estimate = estimate_latent_class(
      CaptureTable({"A", "B", "C"}, {{1, 40}, {2, 30}, {4, 20}, {3, 1}, {6, 1}}),
      {.class_count_max = 3, .chain_count = 4, .point_error_max = 0.05}, {});
  EXPECT_EQ(estimate.status, EstimateStatus::weak) << estimate.reason;
  EXPECT_NE(estimate.reason.find("Only 2 people"), std::string::npos) << estimate.reason;
}

// No cap on N: counts near the limit of the table go through, whatever the verdict.
TEST(LatentClass, counts_near_the_limit_are_carried) {
  const std::int64_t unit = std::int64_t{1} << 57;
  const CaptureTable table({"A", "B", "C"}, {{1, 8 * unit},
                                             {2, 7 * unit},
                                             {4, 6 * unit},
                                             {3, 2 * unit},
                                             {6, 2 * unit},
                                             {5, unit},
                                             {7, unit}});
  const LatentClassEstimate estimate =
      estimate_latent_class(table, {.class_count_max = 2, .chain_count = 2, .sweeps_max = 1}, {});
  for (const double q : estimate.quantiles) {
    EXPECT_TRUE(std::isfinite(q));
    EXPECT_GE(q, static_cast<double>(table.observed()));
  }
}

TEST(LatentClass, sixty_three_lists_are_sampled) {
  std::vector<std::string> names;
  std::vector<CapturePattern> patterns;
  Rng rng(3);
  for (int j = 0; j < 63; ++j) names.push_back("L" + std::to_string(j));
  for (int i = 0; i < 60; ++i) {
    History history = 0;
    for (int j = 0; j < 63; ++j)
      if (rng.uniform() < 0.05) history |= History{1} << j;
    if (history != 0) patterns.push_back({history, 1});
  }
  const LatentClassEstimate estimate = estimate_latent_class(
      CaptureTable(names, patterns), {.class_count_max = 2, .chain_count = 2, .sweeps_max = 1}, {});
  EXPECT_NEAR(estimate.quantiles[3], 60, 10);
}

TEST(LatentClass, options_out_of_range_are_errors) {
  const auto refused = [](const LatentClassOptions& options) {
    try {
      estimate_latent_class(small_table(), options, {});
    } catch (const Error& error) {
      return error.code() == ErrorCode::invalid_input;
    }
    return false;
  };
  EXPECT_TRUE(refused({.level = 0}));
  EXPECT_TRUE(refused({.level = 1}));
  EXPECT_TRUE(refused({.class_count_max = 0}));
  EXPECT_TRUE(refused({.class_count_max = 65}));
  EXPECT_TRUE(refused({.alpha_shape = 0}));
  EXPECT_TRUE(refused({.alpha_rate = -1}));
  EXPECT_TRUE(refused({.alpha_rate = NAN}));
  EXPECT_TRUE(refused({.chain_count = 1}));
  EXPECT_TRUE(refused({.rhat_max = 1}));
  EXPECT_TRUE(refused({.ess_min = 0}));
  EXPECT_TRUE(refused({.point_error_max = 0}));
  EXPECT_TRUE(refused({.sweeps_max = 0}));
  EXPECT_TRUE(refused({.draw_count = 0}));
}

TEST(LatentClass, stops_when_cancelled) {
  CancelToken token;
  token.cancel();
  EXPECT_THROW(estimate_latent_class(small_table(), {}, {.cancel = &token}), Error);
}

std::vector<latent_class::ChainDraws> two_humps(double share, double distance) {
  Rng rng(4);
  std::vector<latent_class::ChainDraws> chains(4);
  for (auto& chain : chains)
    for (int i = 0; i < 1000; ++i) {
      const double shift = rng.uniform() < share ? distance : 0;
      chain.population.push_back(50000 * std::exp(0.1 * ziggurat_normal(rng) + shift));
      chain.log_likelihood.push_back(-shift);
    }
  return chains;
}

TEST(LatentClassModes, two_answers_are_two_modes_with_their_shares) {
  const auto modes = latent_class::find_modes(two_humps(0.3, 1.0), 0.95);
  ASSERT_EQ(modes.size(), 2u);
  EXPECT_NEAR(modes[0].point, 50000, 500);
  EXPECT_NEAR(modes[1].point, 50000 * std::exp(1.0), 2000);
  EXPECT_NEAR(modes[1].share, 0.3, 0.03);
  EXPECT_EQ(modes[0].chains, 4);
  EXPECT_EQ(modes[0].log_posterior, 0);
  EXPECT_EQ(modes[1].log_posterior, -1);
  EXPECT_LE(modes[0].share_low, modes[0].share);
  EXPECT_GE(modes[0].share_high, modes[0].share);
}

TEST(LatentClassModes, a_shoulder_or_a_sliver_is_no_mode) {
  EXPECT_EQ(latent_class::find_modes(two_humps(0.3, 0.25), 0.95).size(), 1u);
  EXPECT_EQ(latent_class::find_modes(two_humps(0.01, 1.0), 0.95).size(), 1u);
  EXPECT_EQ(latent_class::find_modes(two_humps(0.0, 0.0), 0.95).size(), 1u);
}

}  // namespace
}  // namespace hearim
