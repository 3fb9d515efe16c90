// Disagreement, linkage mixtures, strata and the dial, on answers made by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "estimate/dial.h"
#include "estimate/disagreement.h"
#include "estimate/example_tables.h"
#include "estimate/linkage_mixture.h"
#include "estimate/model_result_maker.h"

namespace hearim {
namespace {

using enum EstimateStatus;

TEST(Disagreement, answers_that_agree_are_said_to_overlap) {
  const std::vector<ModelResult> results = {made_result(Model::loglinear, 10000, 500),
                                            made_result(Model::decomposable, 10500, 500)};
  const Disagreement d = compare_answers(results);
  EXPECT_EQ(d.answers, 2);
  EXPECT_TRUE(d.intervals_overlap);
  EXPECT_DOUBLE_EQ(d.ratio, 1.05);
  EXPECT_NE(d.summary.find("overlap"), std::string::npos);
}

TEST(Disagreement, the_assumptions_of_lowest_and_highest_are_named) {
  const std::vector<ModelResult> results = {made_result(Model::latent_class, 50000, 1000),
                                            made_result(Model::loglinear, 120000, 2000),
                                            made_result(Model::decomposable, 0, 0, refused)};
  const Disagreement d = compare_answers(results);
  EXPECT_EQ(d.answers, 2);
  EXPECT_FALSE(d.intervals_overlap);
  EXPECT_DOUBLE_EQ(d.ratio, 2.4);
  EXPECT_NE(d.summary.find("lowest rests on the assumption that hidden groups"), std::string::npos);
  EXPECT_NE(d.summary.find("One method gives no number"), std::string::npos);
}

TEST(Disagreement, a_floor_is_no_answer_and_one_answer_is_unchecked) {
  const std::vector<ModelResult> floor_only = {made_result(Model::loglinear, 0, 0, refused),
                                               made_result(Model::lower_bound, 9000, 100)};
  EXPECT_EQ(compare_answers(floor_only).answers, 0);
  EXPECT_NE(compare_answers(floor_only).summary.find("Only a floor"), std::string::npos);
  const std::vector<ModelResult> one = {made_result(Model::loglinear, 8000, 100),
                                        made_result(Model::lower_bound, 9000, 100)};
  const Disagreement d = compare_answers(one);
  EXPECT_EQ(d.answers, 1);
  EXPECT_NE(d.summary.find("nothing here checks it"), std::string::npos);
  EXPECT_NE(d.summary.find("floor lies above"), std::string::npos);
}

TEST(LinkageMixture, variance_splits_into_between_and_within) {
  // Draws at 9,000 and 11,000 with standard deviation 1,000 each: half of the variance is between.
  std::vector<ModelResult> per_draw = {made_result(Model::decomposable, 9000, 1000),
                                       made_result(Model::decomposable, 11000, 1000)};
  const ModelResult mixed = mix_over_linkage(per_draw, 0.95, {});
  ASSERT_TRUE(mixed.linkage && mixed.common().population);
  EXPECT_NEAR(mixed.linkage->variance_share, 0.5, 0.03);
  EXPECT_NEAR(mixed.common().population->point, 10000, 120);
  EXPECT_LT(*mixed.common().population->low, 9000 - 2 * 800);
  EXPECT_GT(*mixed.common().population->high, 11000 + 2 * 800);
}

TEST(LinkageMixture, where_matching_is_most_of_the_doubt_the_answer_is_weak) {
  const auto status_at = [](double high) {
    return mix_over_linkage({made_result(Model::decomposable, 9000, 1000),
                             made_result(Model::decomposable, high, 1000)},
                            0.95, {})
        .common()
        .status;
  };
  EXPECT_EQ(status_at(10500), EstimateStatus::ok);  // 36 %
  EXPECT_EQ(status_at(12000), weak);                // 69 %
}

TEST(LinkageMixture, equal_draws_add_no_doubt) {
  const std::vector<ModelResult> per_draw(5, made_result(Model::loglinear, 9000, 300));
  const ModelResult mixed = mix_over_linkage(per_draw, 0.95, {});
  EXPECT_NEAR(mixed.linkage->variance_share, 0, 1e-9);
  EXPECT_NEAR(*mixed.common().population->high, 9600, 40);
}

TEST(LinkageMixture, refused_draws_weaken_and_then_refuse) {
  std::vector<ModelResult> per_draw(3, made_result(Model::latent_class, 9000, 300));
  per_draw.push_back(made_result(Model::latent_class, 0, 0, refused));
  EXPECT_EQ(mix_over_linkage(per_draw, 0.95, {}).common().status, weak);
  per_draw.insert(per_draw.end(), 3, made_result(Model::latent_class, 0, 0, refused));
  const ModelResult mixed = mix_over_linkage(per_draw, 0.95, {});
  EXPECT_EQ(mixed.common().status, refused);
  EXPECT_FALSE(mixed.common().population);
  EXPECT_TRUE(mixed.common().draws.empty());
  EXPECT_EQ(mixed.linkage->draws_refused, 4);
}

StratumReport stratum_of(std::string name, std::vector<ModelResult> results) {
  return {.labels = {{"region", std::move(name)}},
          .table = example_tables::kosovo(),
          .results = std::move(results),
          .disagreement = {},
          .stability = {},
          .dial = {},
          .self_check = {}};
}

TEST(CombinedStrata, joint_draws_are_narrower_than_added_ends) {
  const std::vector<StratumReport> strata = {
      stratum_of("a", {made_result(Model::loglinear, 9000, 300)}),
      stratum_of("b", {made_result(Model::loglinear, 5000, 400)})};
  const std::vector<CombinedEstimate> totals = combine_strata(strata, 0.95, {});
  ASSERT_EQ(totals.size(), 1u);
  ASSERT_TRUE(totals[0].population);
  EXPECT_NEAR(totals[0].population->point, 14000, 30);
  EXPECT_NEAR(*totals[0].population->high - *totals[0].population->low, 2 * 1.96 * 500, 80);
}

TEST(CombinedStrata, one_refused_stratum_leaves_no_total_and_is_named) {
  const std::vector<StratumReport> strata = {
      stratum_of("a", {made_result(Model::loglinear, 9000, 300)}),
      stratum_of("b", {made_result(Model::loglinear, 0, 0, refused)})};
  const CombinedEstimate total = combine_strata(strata, 0.95, {}).front();
  EXPECT_EQ(total.status, refused);
  EXPECT_FALSE(total.population);
  EXPECT_NE(total.reason.find("region=b"), std::string::npos);
  EXPECT_EQ(total.reason.find("region=a"), std::string::npos);
}

TEST(Dial, the_unseen_are_proportional_to_the_odds_ratio) {
  const CaptureTable table = example_tables::kosovo();
  const std::vector<ModelResult> results = {made_result(Model::loglinear, 14400, 1000),
                                            made_result(Model::latent_class, 9400, 100),
                                            made_result(Model::decomposable, 0, 0, refused)};
  const Dial dial = turn_dial(table, results, 0.95);
  ASSERT_FALSE(dial.points.empty());
  for (const DialPoint& point : dial.points) {
    EXPECT_NEAR((point.population - 4400) / point.odds_ratio, 10000, 1e-6);
    EXPECT_LE(point.low, point.population);
    EXPECT_GE(point.high, point.population);
  }
  ASSERT_EQ(dial.marks.size(), 2u);
  EXPECT_DOUBLE_EQ(dial.marks[0].odds_ratio, 1);
  EXPECT_DOUBLE_EQ(dial.marks[1].odds_ratio, 0.5);
}

TEST(Dial, without_a_start_there_is_a_note_instead) {
  const std::vector<ModelResult> results = {made_result(Model::loglinear, 0, 0, refused)};
  const Dial dial = turn_dial(example_tables::kosovo(), results, 0.95);
  EXPECT_TRUE(dial.points.empty());
  EXPECT_FALSE(dial.note.empty());
}

}  // namespace
}  // namespace hearim
