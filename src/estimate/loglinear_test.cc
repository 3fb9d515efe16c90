#include "hearim/loglinear.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/rng.h"
#include "estimate/closed_form_unseen.h"
#include "estimate/example_tables.h"
#include "estimate/hierarchical_model.h"
#include "estimate/loglinear_bic.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr double kTolerance = 0.001;  // of the published points

double stepwise_point(const CaptureTable& table) {
  const LoglinearPoint point = loglinear_point(table, {}, {});
  EXPECT_TRUE(point.population) << point.reason;
  return point.population.value_or(0);
}

CaptureTable three_lists_one_overlap() {
  return {{"A", "B", "C"}, {{0b001, 40}, {0b010, 30}, {0b100, 20}, {0b011, 6}}};
}

TEST(Loglinear, stepwise_reaches_the_published_points) {
  EXPECT_NEAR(stepwise_point(example_tables::uk_five()) / 11313, 1, kTolerance);
  EXPECT_NEAR(stepwise_point(example_tables::uk_six()) / 11418, 1, kTolerance);
  EXPECT_NEAR(stepwise_point(example_tables::kosovo()) / 14342, 1, kTolerance);
  EXPECT_NEAR(stepwise_point(example_tables::netherlands()) / 121522, 1, kTolerance);
}

TEST(Loglinear, best_bic_reaches_the_published_models) {
  LoglinearOptions options;
  options.resamples = 0;
  const LoglinearEstimate kosovo = estimate_loglinear(example_tables::kosovo(), options, {});
  ASSERT_TRUE(kosovo.bic_best);
  EXPECT_NEAR(kosovo.bic_best->population / 10356.5, 1, kTolerance);
  EXPECT_EQ(kosovo.bic_best->generators, (std::vector<History>{0b0111, 0b1001, 0b1100}));
  EXPECT_EQ(kosovo.bic_best->models_considered, 113);  // all orders but the saturated one
  EXPECT_TRUE(kosovo.bic_best->exhaustive);

  const LoglinearEstimate uk = estimate_loglinear(example_tables::uk_six(), options, {});
  ASSERT_TRUE(uk.bic_best);
  EXPECT_NEAR(uk.bic_best->population / 12350, 1, kTolerance);
  EXPECT_EQ(uk.bic_best->models_considered, 32768);
  EXPECT_EQ(uk.bic_best->order_max, 2);
  EXPECT_TRUE(uk.bic_best->exhaustive);
}

TEST(Loglinear, bca_intervals_that_repeat_the_selection_are_those_published) {
  // Published limits are themselves one run of 1,000; each difference is held to four standard
  // errors of a difference of two runs (docs/models/loglinear.md has the errors, over 400 seeds).
  LoglinearOptions options;
  options.with_bic_best = false;
  const LoglinearEstimate uk = estimate_loglinear(example_tables::uk_five(), options, {});
  ASSERT_TRUE(uk.population && uk.population->low && uk.population->high);
  EXPECT_EQ(uk.status, EstimateStatus::ok) << uk.reason;
  EXPECT_EQ(uk.population->kind, IntervalKind::bca);
  EXPECT_NEAR(*uk.population->low, 8785, 4 * std::sqrt(2.0) * 161);
  EXPECT_NEAR(*uk.population->high, 14700, 4 * std::sqrt(2.0) * 480);
  ASSERT_TRUE(uk.low_error && uk.high_error);

  const LoglinearEstimate kosovo = estimate_loglinear(example_tables::kosovo(), options, {});
  ASSERT_TRUE(kosovo.population && kosovo.population->low && kosovo.population->high);
  EXPECT_NEAR(*kosovo.population->low, 12596, 4 * std::sqrt(2.0) * 89);
  EXPECT_NEAR(*kosovo.population->high, 16528, 4 * std::sqrt(2.0) * 123);
  EXPECT_EQ(kosovo.resamples_infinite, 0);
  EXPECT_EQ(kosovo.draws.size(), 4000u);
}

TEST(Loglinear, flags_are_those_of_chan_and_others_table_2) {
  const CaptureTable table = three_lists_one_overlap();
  const auto flags = [&table](std::vector<History> generators) {
    return loglinear_existence(table, generators);
  };
  const LoglinearExistence all_pairs = flags({0b011, 0b101, 0b110});
  EXPECT_EQ(all_pairs.flag, 2);
  EXPECT_TRUE(all_pairs.estimate_exists);
  EXPECT_FALSE(all_pairs.population_finite);
  EXPECT_FALSE(all_pairs.parameters_identified);

  const LoglinearExistence one_pair = flags({0b011, 0b100});
  EXPECT_EQ(one_pair.flag, 1);
  EXPECT_FALSE(one_pair.estimate_exists);
  EXPECT_FALSE(one_pair.population_finite);
  EXPECT_TRUE(one_pair.parameters_identified);

  const LoglinearExistence empty_pairs = flags({0b101, 0b110});
  EXPECT_EQ(empty_pairs.flag, 0);
  EXPECT_TRUE(empty_pairs.estimate_exists);
  EXPECT_TRUE(empty_pairs.population_finite);
  EXPECT_TRUE(empty_pairs.parameters_identified);
}

TEST(Loglinear, existence_and_a_finite_population_are_separate) {
  // The estimate does not exist (A·B·C is empty between full pairs) and yet nobody is unseen.
  const CaptureTable no_triple({"A", "B", "C"},
                               {{1, 50}, {2, 40}, {4, 30}, {0b011, 5}, {0b101, 6}, {0b110, 7}});
  const std::vector<History> saturated = {0b011, 0b101, 0b110};
  const LoglinearExistence existence = loglinear_existence(no_triple, saturated);
  EXPECT_FALSE(existence.estimate_exists);
  EXPECT_TRUE(existence.population_finite);
  EXPECT_NEAR(fit_loglinear(no_triple, saturated).population, 138, 1e-6);
}

TEST(Loglinear, a_limit_outside_the_model_can_still_determine_the_population) {
  // D is seen only with A: A·D and the empty A-less cells of D leave, N comes from A, B, C.
  const CaptureTable table({"A", "B", "C", "D"}, {{0b0001, 50},
                                                  {0b0010, 40},
                                                  {0b0100, 30},
                                                  {0b0011, 10},
                                                  {0b0101, 6},
                                                  {0b0110, 7},
                                                  {0b0111, 2},
                                                  {0b1001, 4},
                                                  {0b1011, 3},
                                                  {0b1101, 2}});
  const std::vector<History> model = {0b1001, 0b0010, 0b0100};
  const LoglinearFit fit = fit_loglinear(table, model);
  EXPECT_FALSE(fit.existence.estimate_exists);
  EXPECT_TRUE(fit.existence.population_finite);
  ASSERT_TRUE(fit.converged);
  const std::vector<History> independent = {1, 2, 4};
  EXPECT_NEAR(fit.population, fit_loglinear(table.without_list(3), independent).population, 1e-4);

  LoglinearOptions options;
  options.generators = model;
  options.resamples = 100;
  const LoglinearEstimate estimate = estimate_loglinear(table, options, {});
  EXPECT_EQ(estimate.status, EstimateStatus::weak);
  EXPECT_NE(estimate.reason.find("does not exist"), std::string::npos);
}

TEST(Loglinear, lincoln_and_petersen_is_two_independent_lists) {
  const CaptureTable table({"A", "B"}, {{1, 90}, {2, 60}, {3, 30}});
  const std::vector<History> model = {1, 2};
  EXPECT_NEAR(fit_loglinear(table, model).population, 120.0 * 90 / 30, 1e-6);
  LoglinearOptions options;
  options.generators = model;
  const LoglinearEstimate estimate = estimate_loglinear(table, options, {});
  EXPECT_EQ(estimate.status, EstimateStatus::weak);
  EXPECT_NE(estimate.reason.find("two lists"), std::string::npos);
}

TEST(Loglinear, three_lists_with_all_pairs_have_the_product_formula) {
  const CaptureTable table(
      {"A", "B", "C"},
      {{1, 71}, {2, 53}, {4, 37}, {0b011, 11}, {0b101, 9}, {0b110, 8}, {0b111, 4}});
  const std::vector<History> model = {0b011, 0b101, 0b110};
  const LoglinearFit fit = fit_loglinear(table, model);
  EXPECT_NEAR(fit.population, 193 + 71.0 * 53 * 37 * 4 / (11.0 * 9 * 8), 1e-5);
  EXPECT_NEAR(fit.deviance, 0, 1e-8);
  EXPECT_EQ(fit.degrees_of_freedom, 0);
}

TEST(Loglinear, the_closed_form_of_decomposable_models_equals_the_fit) {
  const CaptureTable table = example_tables::kosovo();
  const LoglinearCounts counts = loglinear_counts(table);
  int compared = 0;
  for_each_hierarchical_model(
      4, 3, [](Cell) { return false; },
      [&](std::span<const Cell> terms, Cell) {
        const std::vector<Cell> generators = generators_of_terms(terms);
        const auto parts = decomposable_parts(generators);
        if (!parts) return true;
        const ClosedFormUnseen unseen = unseen_if_decomposable(counts, *parts);
        EXPECT_EQ(unseen.outcome, ClosedFormUnseen::Outcome::finite);
        const std::vector<History> model(generators.begin(), generators.end());
        const LoglinearFit fit = fit_loglinear(table, model);
        EXPECT_NEAR(fit.population / (4400 + unseen.count), 1, 1e-9);
        ++compared;
        return true;
      });
  EXPECT_EQ(compared, 60);  // decomposable graphs on four lists (61) but the complete one
}

TEST(Loglinear, relabelling_lists_permutes_terms_and_leaves_the_population) {
  const CaptureTable table = example_tables::uk_five();
  const int order[] = {3, 0, 4, 2, 1};  // old list i becomes list order[i]
  const auto moved = [&order](History history) {
    History result = 0;
    for (int i = 0; i < 5; ++i)
      if ((history >> i & 1) != 0) result |= History{1} << order[i];
    return result;
  };
  std::vector<std::string> names(5);
  for (int i = 0; i < 5; ++i) names[order[i]] = table.list_names()[i];
  std::vector<CapturePattern> patterns;
  for (const CapturePattern& pattern : table.patterns())
    patterns.push_back({moved(pattern.history), pattern.count});
  LoglinearOptions options;
  options.resamples = 0;
  const LoglinearEstimate a = estimate_loglinear(table, options, {});
  const LoglinearEstimate b = estimate_loglinear({names, patterns}, options, {});
  EXPECT_NEAR(a.population->point, b.population->point, 1e-5);
  std::vector<History> expected;
  for (const History generator : a.fit.generators) expected.push_back(moved(generator));
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(b.fit.generators, expected);
  EXPECT_NEAR(a.bic_best->population, b.bic_best->population, 1e-5);
}

TEST(Loglinear, results_do_not_depend_on_threads_and_do_depend_on_the_seed) {
  LoglinearOptions options;
  options.resamples = 200;
  options.with_bic_best = false;
  const CaptureTable table = example_tables::netherlands();
  const LoglinearEstimate one = estimate_loglinear(table, options, {.seed = 5, .threads = 1});
  const LoglinearEstimate four = estimate_loglinear(table, options, {.seed = 5, .threads = 4});
  const LoglinearEstimate other = estimate_loglinear(table, options, {.seed = 6, .threads = 1});
  EXPECT_EQ(one.population->low, four.population->low);
  EXPECT_EQ(one.population->high, four.population->high);
  EXPECT_EQ(one.draws, four.draws);
  EXPECT_NE(one.draws, other.draws);

  // Sparse enough that resamples need linear programmes.
  const CaptureTable sparse({"A", "B", "C", "D", "E"},
                            {{1, 6}, {2, 6}, {4, 3}, {8, 8}, {16, 3}, {24, 2}, {7, 1}, {17, 2}});
  EXPECT_EQ(estimate_loglinear(sparse, options, {.seed = 5, .threads = 1}).draws,
            estimate_loglinear(sparse, options, {.seed = 5, .threads = 4}).draws);
}

TEST(Loglinear, the_profile_interval_holds_the_point_and_the_parameters_the_cells) {
  LoglinearOptions options;
  options.interval = IntervalKind::profile;
  for (const CaptureTable& table : {example_tables::uk_five(), example_tables::uk_six(),
                                    example_tables::kosovo(), example_tables::netherlands()}) {
    const LoglinearEstimate estimate = estimate_loglinear(table, options, {});
    ASSERT_TRUE(estimate.population && estimate.population->low && estimate.population->high);
    EXPECT_EQ(estimate.population->kind, IntervalKind::profile);
    EXPECT_LT(*estimate.population->low, estimate.population->point);
    EXPECT_GT(*estimate.population->high, estimate.population->point);
    EXPECT_GT(*estimate.population->low, static_cast<double>(table.observed()));
    // Parameters in plain coding: every single list's fitted size is its size.
    const double intercept =
        std::log(estimate.population->point - static_cast<double>(table.observed()));
    for (int list = 0; list < table.list_count(); ++list) {
      double size = 0;
      for (History history = 1; history < History{1} << table.list_count(); ++history) {
        if ((history >> list & 1) == 0) continue;
        double log_mean = intercept;
        for (std::size_t t = 0; t < estimate.fit.terms.size(); ++t)
          if ((history & estimate.fit.terms[t]) == estimate.fit.terms[t])
            log_mean += estimate.fit.log_parameters[t];
        size += std::exp(log_mean);
      }
      EXPECT_NEAR(size / static_cast<double>(table.list_size(list)), 1, 1e-6);
    }
  }
}

TEST(Loglinear, tables_that_cannot_answer_are_refused_with_the_reason) {
  const auto refusal = [](const CaptureTable& table, LoglinearOptions options = {}) {
    options.resamples = 20;
    const LoglinearEstimate estimate = estimate_loglinear(table, options, {});
    EXPECT_EQ(estimate.status, EstimateStatus::refused);
    EXPECT_FALSE(estimate.population);
    EXPECT_TRUE(estimate.draws.empty());
    EXPECT_FALSE(loglinear_point(table, options, {}).population);
    EXPECT_EQ(loglinear_point(table, options, {}).reason, estimate.reason);
    return estimate.reason;
  };
  EXPECT_NE(refusal({{"A", "B"}, {{1, 9}, {2, 9}, {3, 3}}}).find("Only 2"), std::string::npos);
  EXPECT_NE(refusal({{"A", "B", "C"}, {{1, 9}, {2, 9}, {3, 3}}}).find("Only 2"), std::string::npos);
  EXPECT_NE(refusal({{"A", "B", "C"}, {{1, 9}, {2, 9}, {4, 3}}}).find("more than one list"),
            std::string::npos);
  EXPECT_NE(refusal({{"A", "B", "C"}, {}}).find("nobody"), std::string::npos);
  EXPECT_NE(refusal({{"A", "B", "C"}, {{1, 9}, {3, 9}, {5, 3}, {7, 1}}}).find("one list holds"),
            std::string::npos);
  LoglinearOptions given;
  given.generators = {0b011, 0b101, 0b110};
  EXPECT_NE(refusal(three_lists_one_overlap(), given).find("not identified"), std::string::npos);
  given.generators = {0b011, 0b100};
  EXPECT_NE(refusal(three_lists_one_overlap(), given).find("infinity"), std::string::npos);
  std::vector<std::string> names;
  for (int i = 0; i < 17; ++i) names.push_back("list " + std::to_string(i));
  EXPECT_NE(refusal({names, {{3, 5}, {1, 9}, {2, 9}, {4, 7}}}).find("at most 16"),
            std::string::npos);
}

TEST(Loglinear, weak_answers_say_why) {
  LoglinearOptions options;
  options.resamples = 400;
  options.with_bic_best = false;
  // C and D meet each other but neither A nor B.
  const CaptureTable apart({"A", "B", "C", "D"},
                           {{1, 80}, {2, 70}, {3, 20}, {4, 60}, {8, 50}, {12, 15}});
  const LoglinearEstimate groups = estimate_loglinear(apart, options, {});
  EXPECT_EQ(groups.status, EstimateStatus::weak);
  EXPECT_NE(groups.reason.find("A, B / C, D"), std::string::npos) << groups.reason;

  // One person alone links the lists.
  const LoglinearEstimate thread =
      estimate_loglinear({{"A", "B", "C"}, {{1, 80}, {2, 70}, {4, 60}, {3, 1}}}, options, {});
  EXPECT_EQ(thread.status, EstimateStatus::weak);
  EXPECT_GT(thread.resamples_infinite, 80);  // exp(-1) of the resamples miss that person
  EXPECT_EQ(thread.jackknife_infinite, 1);
  EXPECT_NE(thread.reason.find("one single person"), std::string::npos) << thread.reason;
  EXPECT_NE(thread.reason.find("no upper end"), std::string::npos) << thread.reason;
  ASSERT_TRUE(thread.population);
  EXPECT_FALSE(thread.population->high);
  EXPECT_TRUE(std::any_of(thread.draws.begin(), thread.draws.end(),
                          [](double draw) { return std::isinf(draw); }));
}

TEST(Loglinear, one_huge_count_beside_small_ones_still_fits) {
  const CaptureTable table(
      {"A", "B", "C"},
      {{1, std::int64_t{1} << 61}, {2, 500}, {4, 400}, {0b011, 30}, {0b101, 20}, {0b110, 10}});
  const std::vector<History> independent = {1, 2, 4};
  const LoglinearFit fit = fit_loglinear(table, independent);
  ASSERT_TRUE(fit.converged);
  // A holds practically everybody who is on no other list; the odds are set by those on B, C.
  const LoglinearCounts counts = loglinear_counts(table);
  const ClosedFormUnseen unseen = unseen_if_independent(counts);
  EXPECT_EQ(unseen.outcome, ClosedFormUnseen::Outcome::finite);
  EXPECT_NEAR(fit.population / (counts.observed + unseen.count), 1, 1e-9);
  EXPECT_GT(unseen.count, counts.observed);
  LoglinearOptions options;
  options.resamples = 50;
  const LoglinearEstimate estimate = estimate_loglinear(table, options, {});
  ASSERT_TRUE(estimate.population);
  EXPECT_TRUE(std::isfinite(estimate.population->point));
}

TEST(Loglinear, twelve_lists_are_fitted) {
  std::vector<std::string> names;
  std::vector<CapturePattern> patterns;
  Rng rng(11);
  for (int i = 0; i < 12; ++i) names.push_back("list " + std::to_string(i));
  for (int person = 0; person < 4000; ++person) {
    History history = 0;
    for (int i = 0; i < 12; ++i)
      if (rng.uniform() < 0.02 + 0.01 * i) history |= History{1} << i;
    if (history != 0) patterns.push_back({history, 1});
  }
  LoglinearOptions options;
  options.resamples = 0;
  options.with_bic_best = false;
  const LoglinearEstimate estimate = estimate_loglinear({names, patterns}, options, {});
  ASSERT_TRUE(estimate.population);
  EXPECT_NEAR(estimate.population->point, 4000, 400);
}

TEST(Loglinear, an_empty_list_changes_nothing) {
  const CaptureTable kosovo = example_tables::kosovo();
  std::vector<std::string> names = kosovo.list_names();
  names.push_back("empty");
  const CaptureTable wider(
      names, std::vector<CapturePattern>(kosovo.patterns().begin(), kosovo.patterns().end()));
  EXPECT_NEAR(stepwise_point(wider), stepwise_point(kosovo), 1e-6);
}

TEST(Loglinear, bic_selection_repeats_itself_in_the_resamples) {
  LoglinearOptions options;
  options.selection = LoglinearSelection::bic;
  options.resamples = 200;
  const LoglinearEstimate estimate = estimate_loglinear(example_tables::kosovo(), options, {});
  ASSERT_TRUE(estimate.population && estimate.population->low && estimate.population->high);
  EXPECT_NEAR(estimate.population->point / 10356.5, 1, kTolerance);
  // Wider than the interval that takes the model for granted, on both sides.
  EXPECT_LT(*estimate.population->low, *estimate.profile_low);
  EXPECT_GT(*estimate.population->high, *estimate.profile_high);
}

TEST(Loglinear, bad_arguments_are_errors) {
  const CaptureTable table = example_tables::kosovo();
  const auto code = [&table](const LoglinearOptions& options) {
    try {
      estimate_loglinear(table, options, {});
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  };
  EXPECT_EQ(code({.level = 1}), ErrorCode::invalid_input);
  EXPECT_EQ(code({.p_value_max = -0.1}), ErrorCode::invalid_input);
  EXPECT_EQ(code({.resamples = -1}), ErrorCode::invalid_input);
  EXPECT_EQ(code({.order_max = -1}), ErrorCode::invalid_input);
  EXPECT_EQ(code({.interval = IntervalKind::credible}), ErrorCode::invalid_input);
  EXPECT_EQ(code({.generators = {0b10001}}), ErrorCode::invalid_input);
  EXPECT_EQ(code({.generators = {0b0011}}), ErrorCode::invalid_input);  // two lists have no term
  EXPECT_EQ(code({.generators = {0}}), ErrorCode::invalid_input);
}

TEST(Loglinear, a_cancelled_run_stops) {
  CancelToken token;
  token.cancel();
  EXPECT_THROW(estimate_loglinear(example_tables::uk_five(), {}, {.cancel = &token}), Error);
}

}  // namespace
}  // namespace hearim
