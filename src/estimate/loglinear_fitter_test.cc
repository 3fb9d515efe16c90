// The margin-only fit, the stepwise choice and the profile against twins that write the whole
// design matrix down.
#include "estimate/loglinear_fitter.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <bit>
#include <cmath>

#include "base/rng.h"
#include "estimate/example_tables.h"
#include "estimate/hierarchical_model.h"
#include "estimate/loglinear_bic.h"
#include "estimate/loglinear_stepwise.h"
#include "estimate/profile_likelihood.h"
#include "stats/discrete.h"

namespace hearim {
namespace {

struct TwinFit {
  double unseen = 0;
  double log_likelihood = 0;
  Eigen::VectorXd mean;  // by cell, those not open left at 0
};

// Iteratively reweighted least squares by Householder QR over the open cells, from scratch.
TwinFit twin_fit(const LoglinearCounts& counts, const std::vector<Cell>& terms,
                 double unseen_count = -1) {
  std::vector<Cell> finite;
  std::vector<Cell> empty;
  for (const Cell term : terms) (counts.margin[term] > 0 ? finite : empty).push_back(term);
  std::vector<Cell> open;
  for (Cell cell = unseen_count >= 0 ? 0 : 1; cell < counts.cell_count(); ++cell)
    if (std::none_of(empty.begin(), empty.end(),
                     [cell](Cell term) { return (cell & term) == term; }))
      open.push_back(cell);
  const auto rows = static_cast<Eigen::Index>(open.size());
  Eigen::MatrixXd design(rows, finite.size() + 1);
  Eigen::VectorXd y = Eigen::VectorXd::Zero(rows);
  for (Eigen::Index r = 0; r < rows; ++r) {
    const Cell cell = open[static_cast<std::size_t>(r)];
    design(r, 0) = 1;
    for (std::size_t t = 0; t < finite.size(); ++t)
      design(r, static_cast<Eigen::Index>(t) + 1) = (cell & finite[t]) == finite[t];
    for (const SeenCell& seen : counts.seen)
      if (seen.history == cell) y[r] = seen.count;
    if (cell == 0) y[r] = unseen_count;
  }
  Eigen::VectorXd eta = (y.array() + 0.5).log();
  Eigen::VectorXd beta = Eigen::VectorXd::Zero(design.cols());
  for (int iteration = 0; iteration < 200; ++iteration) {
    const Eigen::VectorXd mu = eta.array().exp();
    const Eigen::VectorXd root = mu.array().sqrt();
    const Eigen::VectorXd working = eta.array() + (y - mu).array() / mu.array();
    const Eigen::VectorXd next =
        (root.asDiagonal() * design).colPivHouseholderQr().solve(root.asDiagonal() * working);
    const double change = (next - beta).cwiseAbs().maxCoeff();
    beta = next;
    eta = design * beta;
    if (change < 1e-12) break;
  }
  TwinFit fit;
  fit.unseen = std::exp(beta[0]);
  fit.mean = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(counts.cell_count()));
  for (Eigen::Index r = 0; r < rows; ++r) {
    fit.mean[open[static_cast<std::size_t>(r)]] = std::exp(eta[r]);
    fit.log_likelihood += y[r] * eta[r] - std::exp(eta[r]) - std::lgamma(y[r] + 1);
  }
  return fit;
}

LoglinearCounts random_counts(int k, Rng& rng, bool lopsided) {
  std::vector<SeenCell> cells;
  for (Cell cell = 1; cell < Cell{1} << k; ++cell) {
    double mean = 400;
    for (int i = 0; i < k; ++i)
      if ((cell >> i & 1) != 0) mean *= lopsided && i == 0 ? 6 : 0.25;
    const auto count = static_cast<double>(poisson_draw(rng, mean));
    if (count > 0) cells.push_back({cell, count});
  }
  LoglinearCounts counts;
  assign_counts(counts, k, cells);
  return counts;
}

TEST(LoglinearFitter, equals_iteratively_reweighted_least_squares) {
  Rng rng(21, "loglinear-fitter-test", 0);
  int compared = 0;
  int flipped = 0;
  for (int trial = 0; trial < 150; ++trial) {
    const int k = 3 + static_cast<int>(rng.below(3));
    const LoglinearCounts counts = random_counts(k, rng, trial % 2 == 1);
    std::vector<Cell> generators;
    for (int i = 0; i < k; ++i) generators.push_back(Cell{1} << i);
    for (Cell cell = 1; cell < Cell{1} << k; ++cell) {
      const int size = std::popcount(cell);
      if (size == 2 && rng.uniform() < 0.4) generators.push_back(cell);
      if (size == 3 && k > 3 && rng.uniform() < 0.1) generators.push_back(cell);
    }
    const std::vector<Cell> terms = terms_of_generators(generators);
    LoglinearFitter fitter(k);
    LoglinearState state;
    if (fit_terms(counts, terms, fitter, state) != FitOutcome::fitted) continue;
    const TwinFit twin = twin_fit(counts, terms);
    ASSERT_NEAR(state.log_unseen, std::log(twin.unseen), 1e-6) << "trial " << trial;
    ASSERT_NEAR(state.log_kernel - log_factorials(counts), twin.log_likelihood, 1e-6);
    for (Cell cell = 1; cell < counts.cell_count(); ++cell) {
      if (twin.mean[cell] == 0) continue;
      ASSERT_NEAR(log_fitted_mean(counts, state, cell), std::log(twin.mean[cell]), 1e-6);
    }
    ++compared;
    flipped += counts.flip != 0;
  }
  EXPECT_GT(compared, 120);
  EXPECT_GT(flipped, 40);
}

TEST(LoglinearFitter, stepwise_equals_its_twin_with_a_design_matrix) {
  for (const CaptureTable& table : {example_tables::uk_five(), example_tables::netherlands()}) {
    const LoglinearCounts counts = loglinear_counts(table);
    std::vector<Cell> terms;
    for (int i = 0; i < counts.list_count; ++i) terms.push_back(Cell{1} << i);
    std::vector<History> entered;
    for (;;) {
      const TwinFit fit = twin_fit(counts, terms);
      double best = 0.02;
      Cell best_pair = 0;
      for (Cell pair = 1; pair < counts.cell_count(); ++pair) {
        if (std::popcount(pair) != 2 || std::find(terms.begin(), terms.end(), pair) != terms.end())
          continue;
        double mean = 0;
        for (Cell cell = 1; cell < counts.cell_count(); ++cell)
          if ((cell & pair) == pair) mean += fit.mean[cell];
        const double p = std::min(poisson_cdf(counts.margin[pair], mean),
                                  poisson_upper_tail(counts.margin[pair], mean));
        if (p < best) {
          best = p;
          best_pair = pair;
        }
      }
      if (best_pair == 0) break;
      terms.push_back(best_pair);
      entered.push_back(best_pair);
    }
    LoglinearFitter fitter(counts.list_count);
    LoglinearState state;
    std::vector<LoglinearStep> steps;
    ASSERT_EQ(fit_stepwise(counts, 0.02, {}, fitter, state, &steps), FitOutcome::fitted);
    std::vector<History> pairs;
    for (const LoglinearStep& step : steps) pairs.push_back(step.term);
    EXPECT_EQ(pairs, entered);
    EXPECT_NEAR(state.log_unseen, std::log(twin_fit(counts, terms).unseen), 1e-6);
  }
}

TEST(LoglinearFitter, the_profile_equals_fits_of_the_completed_table) {
  const LoglinearCounts counts = loglinear_counts(example_tables::netherlands());
  LoglinearFitter fitter(counts.list_count);
  LoglinearState state;
  std::vector<LoglinearStep> steps;
  ASSERT_EQ(fit_stepwise(counts, 0.02, {}, fitter, state, &steps), FitOutcome::fitted);
  std::vector<Cell> terms = state.terms;
  terms.insert(terms.end(), state.empty_terms.begin(), state.empty_terms.end());
  const auto profile = profile_likelihood(counts, state, 0.95, 33, fitter);
  ASSERT_TRUE(profile && profile->low && profile->high);
  // Multinomial log-likelihood at a given number of unseen people, from the definition.
  const auto log_likelihood = [&](double population) {
    const double unseen = population - counts.observed;
    const TwinFit fit = twin_fit(counts, terms, unseen);
    double sum = std::lgamma(population + 1) - std::lgamma(unseen + 1) +
                 unseen * std::log(fit.unseen / population);
    for (const SeenCell& cell : counts.seen)
      sum += cell.count * std::log(fit.mean[cell.history] / population);
    return sum;
  };
  const double top = log_likelihood(profile->best);
  EXPECT_LT(log_likelihood(profile->best * 1.01), top);
  EXPECT_LT(log_likelihood(profile->best * 0.99), top);
  constexpr double kHalfChiSquared = 0.5 * 3.841458820694124;
  EXPECT_NEAR(top - log_likelihood(*profile->low), kHalfChiSquared, 1e-4);
  EXPECT_NEAR(top - log_likelihood(*profile->high), kHalfChiSquared, 1e-4);
  EXPECT_NEAR(profile_quantile(*profile, 0), profile->best, 0.01 * profile->best);
  EXPECT_NEAR(profile_quantile(*profile, 1.96), *profile->high, 0.01 * *profile->high);
}

TEST(LoglinearFitter, poisson_p_values_keep_their_order_far_beyond_the_smallest_double) {
  EXPECT_NEAR(log_poisson_p_value(3, 0.5), std::log(poisson_upper_tail(3, 0.5)), 1e-12);
  EXPECT_NEAR(log_poisson_p_value(1, 9.5), std::log(poisson_cdf(1, 9.5)), 1e-12);
  // One count of 500 at mean 0.001: the first term of the tail is all there is.
  EXPECT_NEAR(log_poisson_p_value(500, 1e-3), poisson_log_pmf(500, 1e-3), 0.01);
  EXPECT_LT(log_poisson_p_value(600, 1e-3), log_poisson_p_value(500, 1e-3));
  // The two ways of computing meet.
  EXPECT_NEAR(log_poisson_p_value(1005000, 1e6), std::log(poisson_upper_tail(1005000, 1e6)), 1e-5);
  EXPECT_NEAR(log_poisson_p_value(995000, 1.000001e6), std::log(poisson_cdf(995000, 1.000001e6)),
              1e-5);
  EXPECT_TRUE(std::isfinite(log_poisson_p_value(1e18, 1.1e18)));
}

TEST(HierarchicalModel, as_many_as_there_are_simplicial_complexes) {
  const auto count = [](int k, int order_max) {
    int models = 0;
    for_each_hierarchical_model(
        k, order_max, [](Cell) { return false; },
        [&models](std::span<const Cell>, Cell) {
          ++models;
          return true;
        });
    return models;
  };
  EXPECT_EQ(count(3, 3), 9);
  EXPECT_EQ(count(4, 4), 114);
  EXPECT_EQ(count(5, 5), 6894);
  EXPECT_EQ(count(5, 2), 1024);
  EXPECT_EQ(count(6, 2), 32768);
}

TEST(HierarchicalModel, the_walk_with_pruning_finds_what_fitting_every_model_finds) {
  // A sparse table, where many models have no estimate.
  const std::vector<SeenCell> cells = {{1, 6},  {2, 6},  {4, 3}, {8, 8},
                                       {16, 3}, {24, 2}, {7, 1}, {17, 2}};
  LoglinearCounts counts;
  assign_counts(counts, 5, cells);
  LoglinearFitter fitter(5);
  const BicSearch search = search_bic(counts, 2, 2000, {}, fitter);
  std::size_t fitted = 0;
  double best = INFINITY;
  for_each_hierarchical_model(
      5, 2, [](Cell) { return false; },
      [&](std::span<const Cell> terms, Cell) {
        LoglinearState state;
        LoglinearFitter fresh(5);
        if (fit_terms(counts, terms, fresh, state) == FitOutcome::fitted) {
          ++fitted;
          best = std::min(best,
                          bic_of(counts, state.log_kernel - log_factorials(counts), terms.size()));
        }
        return true;
      });
  EXPECT_EQ(search.models_considered, 1024);
  EXPECT_EQ(search.best.size(), fitted);
  EXPECT_LT(fitted, 900u);
  EXPECT_GT(fitted, 50u);
  EXPECT_NEAR(search.best[0].bic, best, 1e-7);
}

TEST(HierarchicalModel, leaving_models_out_by_their_bound_changes_nothing) {
  const std::vector<SeenCell> sparse = {{1, 74}, {2, 26},  {4, 81}, {6, 17},
                                        {8, 29}, {16, 55}, {13, 9}};
  LoglinearCounts few;
  assign_counts(few, 5, sparse);
  for (const LoglinearCounts& counts : {few, loglinear_counts(example_tables::uk_five()),
                                        loglinear_counts(example_tables::netherlands())}) {
    LoglinearFitter fitter(5);
    const BicSearch every = search_bic(counts, 4, 10000, {}, fitter);
    const BicSearch bounded = search_bic(counts, 4, 1, {}, fitter);
    EXPECT_EQ(bounded.models_considered, 6893);
    EXPECT_EQ(every.models_considered, 6893);
    ASSERT_FALSE(bounded.best.empty());
    EXPECT_NEAR(bounded.best[0].bic, every.best[0].bic, 1e-6);
    EXPECT_NEAR(bounded.best[0].population / every.best[0].population, 1, 1e-6);
  }
}

TEST(HierarchicalModel, a_declared_search_beyond_six_lists_finds_the_model_that_made_the_table) {
  // Expected counts of seven lists with one strong pair, so that the answer is not in doubt.
  std::vector<SeenCell> cells;
  for (Cell cell = 1; cell < 128; ++cell) {
    double mean = 20000;
    for (int i = 0; i < 7; ++i)
      if ((cell >> i & 1) != 0) mean *= 0.12;
    if ((cell & 3) == 3) mean *= 5;
    if (std::round(mean) > 0) cells.push_back({cell, std::round(mean)});
  }
  LoglinearCounts counts;
  assign_counts(counts, 7, cells);
  LoglinearFitter fitter(7);
  const BicSearch search = search_bic(counts, 0, 5, {}, fitter);
  EXPECT_FALSE(search.exhaustive);
  ASSERT_FALSE(search.best.empty());
  EXPECT_EQ(generators_of_terms(search.best[0].terms), (std::vector<Cell>{3, 4, 8, 16, 32, 64}));
}

}  // namespace
}  // namespace hearim
