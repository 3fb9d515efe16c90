#include "hearim/lower_bound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/rng.h"
#include "estimate/example_tables.h"
#include "hearim/error.h"
#include "stats/gamma.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

LowerBoundEstimate bound(const CaptureTable& table, LowerBoundOptions options = {},
                         std::uint64_t seed = 1) {
  return estimate_lower_bound(table, options, Run{.seed = seed});
}

// By hand: f1 = 30, f2 = 10, k = 2, A = 1/2. f0 = 1/2 * 900 / 20 = 22.5. r = 3,
// variance = 10 (1/4 * 9 + 1/4 * 27 + 1/16 * 81) = 140.625, se 11.8585;
// spread = sqrt(log(1 + 140.625 / 506.25)) = sqrt(0.2451225) = 0.4950984,
// exp(1.959964 * 0.4950984) = 2.638934; limits 40 + 22.5 / 2.638934 and 40 + 22.5 * 2.638934.
TEST(LowerBound, two_lists_give_the_value_worked_by_hand) {
  const auto estimate = bound(CaptureTable({"A", "B"}, {{1, 15}, {2, 15}, {3, 10}}));
  EXPECT_EQ(estimate.status, EstimateStatus::ok);
  EXPECT_EQ(estimate.reason, "");
  EXPECT_EQ(estimate.on_one_list, 30);
  EXPECT_EQ(estimate.on_two_lists, 10);
  EXPECT_FALSE(estimate.bias_corrected);
  EXPECT_NEAR(estimate.standard_error, std::sqrt(140.625), 1e-12);
  ASSERT_TRUE(estimate.population);
  EXPECT_EQ(estimate.population->kind, IntervalKind::bound);
  EXPECT_DOUBLE_EQ(estimate.population->point, 62.5);
  EXPECT_NEAR(*estimate.population->low, 48.526, 0.001);
  EXPECT_NEAR(*estimate.population->high, 99.376, 0.001);
  // Lincoln and Petersen: 25 * 25 / 10.
  EXPECT_DOUBLE_EQ(estimate.point_if_lists_differ, 62.5);
}

// f1 = 1131 + 845 + 936 + 306 = 3218, f2 = 177 + 228 + 106 + 217 + 31 + 123 = 882, n = 4400:
// 3/4 * 3218^2 / 1764 = 4402.857...
TEST(LowerBound, kosovo_gives_the_value_worked_by_hand) {
  const auto estimate = bound(example_tables::kosovo());
  EXPECT_EQ(estimate.on_one_list, 3218);
  EXPECT_EQ(estimate.on_two_lists, 882);
  EXPECT_NEAR(estimate.population->point, 4400 + 0.75 * 3218.0 * 3218.0 / 1764.0, 1e-9);
  EXPECT_NEAR(estimate.population->point, 8802.86, 0.01);
  // 1131*845 + 1131*936 + 1131*306 + 845*936 + 845*306 + 936*306 = 3,696,303; over 882.
  EXPECT_NEAR(estimate.point_if_lists_differ, 4400 + 3696303.0 / 882, 1e-9);
  EXPECT_EQ(estimate.status, EstimateStatus::ok);
}

// f1 = 6, f2 = 0, k = 3, n = 7: 2/3 * 6 * 5 / 2 = 10.
// variance = 2/3 * 15 + 4/9 * 6 * 121 / 4 - 4/9 * 1296 / (4 * 17) = 10 + 80.6667 - 8.47059.
TEST(LowerBound, nobody_on_two_lists_is_weak_and_bias_corrected) {
  const auto estimate = bound(CaptureTable({"A", "B", "C"}, {{1, 2}, {2, 2}, {4, 2}, {7, 1}}));
  EXPECT_EQ(estimate.status, EstimateStatus::weak);
  EXPECT_NE(estimate.reason, "");
  EXPECT_TRUE(estimate.bias_corrected);
  EXPECT_DOUBLE_EQ(estimate.population->point, 17);
  EXPECT_NEAR(estimate.standard_error * estimate.standard_error, 10 + 242.0 / 3 - 144.0 / 17, 1e-9);
}

TEST(LowerBound, lists_of_very_different_reach_make_it_weak) {
  // Independent lists with 80 % and 2 % of 100,000 people: the frequencies alone give a floor far
  // above the truth, the lists' own reach gives the truth.
  const auto estimate = bound(CaptureTable({"A", "B"}, {{1, 78400}, {2, 400}, {3, 1600}}));
  EXPECT_GT(estimate.population->point, 1000000);
  EXPECT_NEAR(estimate.point_if_lists_differ, 100000, 1e-6);
  EXPECT_EQ(estimate.status, EstimateStatus::weak);
}

TEST(LowerBound, with_everyone_on_several_lists_the_floor_is_the_observed) {
  const auto twice = bound(CaptureTable({"A", "B", "C"}, {{3, 5}, {6, 2}}));
  EXPECT_EQ(twice.status, EstimateStatus::ok);
  EXPECT_EQ(twice.population->point, 7);
  EXPECT_EQ(*twice.population->low, 7);
  EXPECT_EQ(*twice.population->high, 7);
}

TEST(LowerBound, without_any_overlap_there_is_not_even_a_floor) {
  const auto apart = bound(CaptureTable({"A", "B", "C"}, {{1, 50}, {2, 40}, {4, 10}}));
  EXPECT_EQ(apart.status, EstimateStatus::refused);
  EXPECT_FALSE(apart.population);
  EXPECT_TRUE(apart.draws.empty());
}

TEST(LowerBound, one_list_and_nobody_are_refused) {
  const auto single = bound(CaptureTable({"A"}, {{1, 5}}));
  EXPECT_EQ(single.status, EstimateStatus::refused);
  EXPECT_FALSE(single.population);
  EXPECT_TRUE(single.draws.empty());
  EXPECT_NE(single.reason, "");
  EXPECT_EQ(bound(CaptureTable({"A", "B"}, {})).status, EstimateStatus::refused);
}

TEST(LowerBound, bad_options_are_errors) {
  const CaptureTable table = example_tables::kosovo();
  EXPECT_THROW(bound(table, {.level = 0}), Error);
  EXPECT_THROW(bound(table, {.level = 1}), Error);
  EXPECT_THROW(bound(table, {.level = std::nan("")}), Error);
  EXPECT_THROW(bound(table, {.draw_count = -1}), Error);
}

TEST(LowerBound, vast_counts_stay_finite) {
  const std::int64_t vast = kPeopleMax / 4;
  const auto estimate = bound(CaptureTable({"A", "B"}, {{1, vast}, {2, vast}, {3, vast}}));
  EXPECT_NEAR(estimate.population->point / static_cast<double>(vast), 4, 1e-12);
  EXPECT_TRUE(std::isfinite(*estimate.population->high));
  const auto apart = bound(CaptureTable({"A", "B", "C"}, {{1, vast}, {2, vast}, {7, 1}}));
  ASSERT_TRUE(apart.bias_corrected && apart.population);
  EXPECT_TRUE(std::isfinite(*apart.population->high));
}

TEST(LowerBound, draws_have_the_quantiles_of_the_interval_and_follow_the_seed) {
  const CaptureTable table = example_tables::uk_five();
  const LowerBoundOptions options{.draw_count = 40000};
  const auto estimate = bound(table, options, 5);
  ASSERT_EQ(estimate.draws.size(), 40000u);
  EXPECT_NEAR(quantile(estimate.draws, 0.5) / estimate.population->point, 1, 0.005);
  EXPECT_NEAR(quantile(estimate.draws, 0.025) / *estimate.population->low, 1, 0.01);
  EXPECT_NEAR(quantile(estimate.draws, 0.975) / *estimate.population->high, 1, 0.01);
  EXPECT_EQ(bound(table, options, 5).draws, estimate.draws);
  EXPECT_NE(bound(table, options, 6).draws, estimate.draws);
}

// A population whose people differ: the odds of person i on each of 5 lists, independently.
CaptureTable people_who_differ(std::int64_t population, double shape, Rng& rng) {
  std::vector<CapturePattern> patterns;
  for (std::int64_t i = 0; i < population; ++i) {
    const double odds = 0.25 * gamma_draw(rng, shape) / shape;
    History history = 0;
    for (int list = 0; list < 5; ++list)
      if (rng.uniform() < odds / (1 + odds)) history |= History{1} << list;
    if (history != 0) patterns.push_back({history, 1});
  }
  return {{"A", "B", "C", "D", "E"}, std::move(patterns)};
}

TEST(LowerBound, it_is_a_floor_for_people_who_differ_and_the_truth_for_people_alike) {
  constexpr std::int64_t kTruth = 2000;
  constexpr int kRuns = 200;
  for (const double shape : {0.5, 2.0, 1000.0}) {
    int below = 0;
    double mean = 0;
    for (int i = 0; i < kRuns; ++i) {
      Rng rng(11, "lower-bound-floor", static_cast<std::uint64_t>(i));
      const auto estimate = bound(people_who_differ(kTruth, shape, rng), {.draw_count = 0});
      below += *estimate.population->low <= kTruth ? 1 : 0;
      mean += estimate.population->point / kRuns;
    }
    // One-sided nominal 97.5 %: 195 of 200 expected, 189 is three standard deviations below.
    EXPECT_GE(below, 189) << "shape " << shape;
    if (shape == 1000)
      EXPECT_NEAR(mean / kTruth, 1, 0.02);
    else
      EXPECT_LT(mean, 0.95 * kTruth) << "shape " << shape;
  }
}

}  // namespace
}  // namespace hearim
