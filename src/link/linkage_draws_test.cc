#include "link/linkage_draws.h"

#include <gtest/gtest.h>

#include <cmath>

#include "../../bench/simulated_lists.h"

namespace hearim {
namespace {

TEST(DoubtfulUnits, only_what_could_go_either_way_is_a_component) {
  // 0-1 sure, 2-3 even odds, 4 alone.
  const PairWeightFunction weight = [](std::uint32_t a, std::uint32_t b) {
    const RecordPair pair = RecordPair::of(a, b);
    if (pair == RecordPair{0, 1}) return 25.0;
    if (pair == RecordPair{2, 3}) return 0.0;
    return -30.0;
  };
  const std::vector<ScoredPair> pairs = {{{0, 1}, 25.0F}, {{2, 3}, 0.0F}};
  const LinkedClusters clusters = average_linkage(5, pairs, 0.0, weight, hearim::Run{});
  const DoubtfulUnits doubt = find_doubt(clusters, pairs, 10.0, {}, weight, hearim::Run{});
  ASSERT_EQ(doubt.components.size(), 1U);
  EXPECT_EQ(doubt.unit_of[0], doubt.unit_of[1]);
  // A person was unsure of 0 and 1: two units again, and an edge.
  const std::vector<RecordPair> open = {{0, 1}};
  const DoubtfulUnits opened = find_doubt(clusters, pairs, 10.0, open, weight, hearim::Run{});
  EXPECT_EQ(opened.components.size(), 2U);
  EXPECT_NE(opened.unit_of[0], opened.unit_of[1]);
}

SimulatedLists doubtful_lists(bool clean) {
  return simulate_lists({.people = 250,
                         .duplicates = clean ? 0.0 : 0.15,
                         .typo = 0.3,
                         .missing = 0.3,
                         .default_date = 0.3,
                         .moved = 0.3,
                         .clean = clean},
                        11);
}

double together(const std::vector<LinkedClusters>& draws, RecordPair pair) {
  double n = 0;
  for (const LinkedClusters& draw : draws) n += draw.cluster_of[pair.a] == draw.cluster_of[pair.b];
  return n / static_cast<double>(draws.size());
}

TEST(LinkageDraws, are_the_same_for_any_number_of_threads_and_for_tables_and_clusters) {
  const SimulatedLists lists = doubtful_lists(false);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  hearim::Run two;
  two.threads = 2;
  const auto first = linkage.draw(12, hearim::Run{});
  const auto second = linkage.draw(12, two);
  bool moved = false;
  for (std::size_t d = 0; d < first.size(); ++d) {
    EXPECT_EQ(first[d].cluster_of, second[d].cluster_of);
    moved = moved || first[d].cluster_of != first[0].cluster_of;
  }
  EXPECT_TRUE(moved);
  EXPECT_EQ(linkage.draw_tables(12, hearim::Run{}), linkage.draw_tables(12, two));
  for (const auto& table : linkage.draw_tables(12, two)) {
    for (const CapturePattern& pattern : table) EXPECT_GT(pattern.count, 0);
  }
}

TEST(LinkageDraws, unsure_keeps_a_pair_in_doubt_and_the_other_labels_decide_it) {
  const SimulatedLists lists = doubtful_lists(true);
  const Linkage before = link_records(lists.records, {}, hearim::Run{});
  const auto doubtful = before.doubtful_pairs(40);
  ASSERT_EQ(doubtful.size(), 40U);
  const RecordPair sure = before.pairs()[0].pair;  // far above any doubt
  const RecordPair match = doubtful[0].pair;
  const RecordPair apart = doubtful[20].pair;
  ASSERT_EQ(together(before.draw(100, hearim::Run{}), sure), 1.0);
  const Linkage after = link_records(lists.records,
                                     {.labels = {{sure, PairJudgement::unsure},
                                                 {match, PairJudgement::match},
                                                 {apart, PairJudgement::non_match}}},
                                     hearim::Run{});
  EXPECT_EQ(after.clusters().cluster_of[sure.a], after.clusters().cluster_of[sure.b])
      << "unsure is not a no";
  const auto draws = after.draw(200, hearim::Run{});
  EXPECT_GT(together(draws, sure), 0.5);
  EXPECT_LT(together(draws, sure), 1.0);
  EXPECT_EQ(together(draws, match), 1.0);
  EXPECT_EQ(together(draws, apart), 0.0);
}

TEST(LinkageDraws, a_clean_list_is_clean_in_every_draw) {
  const SimulatedLists lists = doubtful_lists(true);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  for (const LinkedClusters& draw : linkage.draw(20, hearim::Run{})) {
    std::vector<History> seen(draw.cluster_count, 0);
    for (std::uint32_t r = 0; r < lists.records.record_count(); ++r) {
      const History list = History{1} << lists.records.list_of(r);
      EXPECT_EQ(seen[draw.cluster_of[r]] & list, 0U);
      seen[draw.cluster_of[r]] |= list;
    }
  }
}

TEST(LinkageDraws, labels_move_m_towards_what_they_say) {
  const SimulatedLists lists = doubtful_lists(true);
  std::vector<LabelledPair> labels;
  const Linkage before = link_records(lists.records, {}, hearim::Run{});
  for (const ScoredPair& pair : before.doubtful_pairs(400)) {
    labels.push_back({pair.pair, lists.truth[pair.pair.a] == lists.truth[pair.pair.b]
                                     ? PairJudgement::match
                                     : PairJudgement::non_match});
  }
  const Linkage after = link_records(lists.records, {.labels = labels}, hearim::Run{});
  const auto f1 = [&](const Linkage& linkage) {
    return evaluate_clusters(linkage.clusters(), lists.truth).pairwise.f1;
  };
  EXPECT_GT(f1(after), f1(before) + 0.03);
}

}  // namespace
}  // namespace hearim
