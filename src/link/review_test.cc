// What a review is made of: its order, its sample, and what the sample says.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "../../bench/simulated_lists.h"
#include "hearim/error.h"

namespace hearim {
namespace {

SimulatedLists lists_of(std::uint64_t seed, std::uint32_t people = 600) {
  return simulate_lists(
      {.people = people, .typo = 0.2, .missing = 0.2, .default_date = 0.2, .moved = 0.2}, seed);
}

LabelledPair judge(const SimulatedLists& lists, RecordPair pair) {
  return {pair, lists.truth[pair.a] == lists.truth[pair.b] ? PairJudgement::match
                                                           : PairJudgement::non_match};
}

TEST(ReviewOrder, what_moves_the_number_most_comes_first_and_decided_pairs_do_not_come) {
  const SimulatedLists lists = lists_of(1);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  const auto pairs = linkage.review_pairs(50);
  ASSERT_EQ(pairs.size(), 50U);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_GT(pairs[i].effect, 0.5);
    EXPECT_GT(pairs[i].probability, 0.01);
    EXPECT_LT(pairs[i].probability, 0.99);
    EXPECT_LE(pairs[i].worth, pairs[i == 0 ? 0 : i - 1].worth);
  }
  const Linkage after = link_records(
      lists.records, {.labels = {{pairs[0].pair, PairJudgement::unsure}}}, hearim::Run{});
  for (const ReviewPair& pair : after.review_pairs(10000)) EXPECT_NE(pair.pair, pairs[0].pair);
}

TEST(ReviewOrder, fifty_answers_in_order_help_the_count_more_than_fifty_at_random) {
  double in_order = 0;
  double at_random = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const SimulatedLists lists = lists_of(seed);
    const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
    std::vector<LabelledPair> first;
    for (const ReviewPair& p : linkage.review_pairs(50)) first.push_back(judge(lists, p.pair));
    std::vector<LabelledPair> random;
    const auto all = linkage.review_pairs(100000);
    Rng rng(seed);
    for (int i = 0; i < 50; ++i) random.push_back(judge(lists, all[rng.below(all.size())].pair));
    std::sort(random.begin(), random.end(),
              [](const auto& x, const auto& y) { return x.pair < y.pair; });
    random.erase(std::unique(random.begin(), random.end(),
                             [](const auto& x, const auto& y) { return x.pair == y.pair; }),
                 random.end());
    const auto off = [&](const std::vector<LabelledPair>& labels) {
      const Linkage done = link_records(lists.records, {.labels = labels}, hearim::Run{});
      return std::abs(static_cast<double>(done.clusters().cluster_count) - lists.people_seen);
    };
    in_order += off(first);
    at_random += off(random);
  }
  EXPECT_LT(in_order, at_random);
}

TEST(SampledScores, intervals_hold_the_true_precision_and_recall) {
  int precision = 0;
  int recall = 0;
  constexpr int kRuns = 20;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    const SimulatedLists lists = lists_of(seed, 400);
    hearim::Run run;
    run.seed = seed;
    const Linkage linkage = link_records(lists.records, {}, run);
    const LinkEvaluation truth = evaluate_clusters(linkage.clusters(), lists.truth);
    std::vector<LabelledPair> judged;
    for (const RecordPair& pair : linkage.sample_pairs(120, run)) {
      judged.push_back(judge(lists, pair));
    }
    ASSERT_EQ(judged.size(), 120U);
    const SampledScores scores = linkage.sampled_scores(judged, run);
    EXPECT_EQ(scores.judged, 120U);
    // Half a pair of some 230 either way: an interval of a count ends at whole pairs.
    const auto holds = [](const SampledScores::Interval& interval, double value) {
      return interval.low - 0.002 <= value && value <= interval.high + 0.002;
    };
    precision += holds(scores.precision, truth.pairwise.precision);
    recall += holds(scores.recall, truth.pairwise.recall);
    EXPECT_LT(scores.precision.high - scores.precision.low, 0.15);
  }
  EXPECT_GE(precision, 16);  // of 20 at 95 %
  EXPECT_GE(recall, 15);
}

TEST(SampledScores, a_sample_holds_no_pair_twice_and_few_judgements_leave_wide_intervals) {
  const SimulatedLists lists = lists_of(2, 300);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  const auto sample = linkage.sample_pairs(60, hearim::Run{});
  EXPECT_EQ(std::set<RecordPair>(sample.begin(), sample.end()).size(), sample.size());
  const std::vector<LabelledPair> none;
  const SampledScores scores = linkage.sampled_scores(none, hearim::Run{});
  EXPECT_EQ(scores.judged, 0U);
  EXPECT_LT(scores.precision.low, scores.precision.high);
  const std::vector<LabelledPair> wrong = {{{5, 100000}, PairJudgement::match}};
  EXPECT_THROW(linkage.sampled_scores(wrong, hearim::Run{}), Error);
}

}  // namespace
}  // namespace hearim
