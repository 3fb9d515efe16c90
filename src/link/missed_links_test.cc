#include "link/missed_links.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace hearim {
namespace {

LinkRecords three_lists(const std::vector<std::uint32_t>& list_of) {
  LinkRecords records({{"n", FieldType::name}}, {{"A"}, {"B"}, {"C"}});
  for (std::size_t r = 0; r < list_of.size(); ++r) {
    records.add(list_of[r], r + 1, std::array<std::string_view, 1>{"x"});
  }
  return records;
}

double people_of(const std::vector<CapturePattern>& patterns, History history) {
  for (const CapturePattern& p : patterns) {
    if (p.history == history) return static_cast<double>(p.count);
  }
  return 0;
}

TEST(MissedLinks, a_table_that_lost_links_at_random_is_restored_on_average) {
  // 3,000 people; every record of those with company loses it with probability 2 %.
  std::vector<std::uint32_t> list_of;
  LinkedClusters whole;
  LinkedClusters torn;
  Rng rng(4);
  double pairs_lost = 0;
  std::uint32_t torn_count = 0;
  for (std::uint32_t person = 0; person < 3000; ++person) {
    const auto history = static_cast<std::uint32_t>(1 + rng.below(7));
    std::vector<std::uint32_t> lists;
    for (std::uint32_t l = 0; l < 3; ++l) {
      if ((history >> l & 1) != 0) lists.push_back(l);
    }
    const std::uint32_t mine = torn_count++;
    bool alone = false;
    for (const std::uint32_t l : lists) {
      list_of.push_back(l);
      whole.cluster_of.push_back(person);
      const bool lost = lists.size() > 1 && !alone && rng.uniform() < 0.02;
      torn.cluster_of.push_back(lost ? torn_count++ : mine);
      if (lost) pairs_lost += static_cast<double>(lists.size()) - 1;
      alone = alone || lost;
    }
  }
  whole.cluster_count = 3000;
  torn.cluster_count = torn_count;
  const LinkRecords records = three_lists(list_of);
  const auto truth = capture_patterns_of(records, whole);
  const auto found = capture_patterns_of(records, torn);
  const auto companions = companions_of(records, torn);
  std::map<History, double> mean;
  constexpr int kDraws = 400;
  for (int d = 0; d < kDraws; ++d) {
    Rng draw(1, "restore", static_cast<std::uint64_t>(d));
    for (const auto& p : with_missed_links(found, companions, pairs_lost, draw)) {
      mean[p.history] += static_cast<double>(p.count) / kDraws;
    }
  }
  double off_before = 0;
  double off_after = 0;
  for (History h = 1; h < 8; ++h) {
    off_before += std::abs(people_of(found, h) - people_of(truth, h));
    off_after += std::abs(mean[h] - people_of(truth, h));
  }
  EXPECT_GT(off_before, 120);
  EXPECT_LT(off_after, 0.25 * off_before);
}

TEST(MissedLinks, nothing_missed_changes_nothing_and_nobody_is_made_of_nothing) {
  const LinkRecords records = three_lists({0, 1, 0, 1});
  const LinkedClusters clusters{{0, 0, 1, 2}, 3};
  const auto companions = companions_of(records, clusters);
  ASSERT_EQ(companions.size(), 2U);
  const auto table = capture_patterns_of(records, clusters);
  Rng rng(1);
  EXPECT_EQ(with_missed_links(table, companions, 0, rng), table);
  // One is left on A alone and one on B alone: more than one link cannot be.
  const auto all = with_missed_links(table, companions, 50, rng);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0], (CapturePattern{3, 2}));
}

TEST(MissedLinks, pairs_that_a_third_record_closed_are_not_missing) {
  const LinkedClusters clusters{{0, 0, 0, 1}, 2};
  const std::vector<ScoredPair> pairs = {{{0, 1}, 9}, {{1, 2}, 9}, {{2, 3}, -5}};
  EXPECT_EQ(pairs_closed_by_others(clusters, pairs), 1);
}

}  // namespace
}  // namespace hearim
