#include "link/cluster_prior.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hearim {
namespace {

GroupLists on(History history) { return {history, {}}; }

TEST(ClusterPrior, joining_two_records_has_the_odds_of_the_table) {
  GroupCounts groups;
  groups.people = {{1, 4000}, {2, 2000}, {3, 1000}};
  double odds = 0;
  constexpr int kDraws = 400;
  for (int d = 0; d < kDraws; ++d) {
    Rng rng(1, "draw", static_cast<std::uint64_t>(d));
    ClusterPrior prior(0b11);
    prior.draw_given(groups, 2, rng);
    odds +=
        (prior.log2_weight(on(3)) - prior.log2_weight(on(1)) - prior.log2_weight(on(2))) / kDraws;
  }
  EXPECT_NEAR(odds, std::log2(1000.0 / (4000.0 * 2000.0)), 0.02);
}

TEST(ClusterPrior, a_history_never_seen_is_possible_and_no_likelier_than_the_lists_allow) {
  GroupCounts groups;
  groups.people = {{1, 4000}, {2, 2000}, {4, 3}};
  Rng rng(1);
  ClusterPrior prior(0b111);
  prior.draw_given(groups, 3, rng);
  EXPECT_NEAR(prior.log2_weight(on(3)), -1.0, 1e-9);  // half a person
  EXPECT_LT(prior.log2_weight(on(5)), prior.log2_weight(on(3)) + 1e-9);
  EXPECT_TRUE(std::isfinite(prior.log2_weight(on(7))));
}

TEST(ClusterPrior, a_second_record_on_a_list_has_the_odds_of_its_duplicates) {
  GroupCounts groups;
  groups.people = {{1, 9000}};
  groups.open_records = {{0, 10000}};  // one record in ten repeats a person
  double odds = 0;
  constexpr int kDraws = 200;
  const GroupLists once{1, {{0, 1}}};
  const GroupLists twice{1, {{0, 2}}};
  for (int d = 0; d < kDraws; ++d) {
    Rng rng(1, "draw", static_cast<std::uint64_t>(d));
    ClusterPrior prior(0);
    prior.draw_given(groups, 1, rng);
    odds += (prior.log2_weight(twice) - 2 * prior.log2_weight(once)) / kDraws;
  }
  EXPECT_NEAR(odds, std::log2(2 * 0.1 / 0.9 / 9000), 0.02);
}

TEST(ClusterPrior, groups_add_up) {
  GroupLists group{0b01, {{0, 2}}};
  group.add({0b10, {{1, 1}}});
  group.add({0b01, {{0, 3}}});
  EXPECT_EQ(group.history, 0b11U);
  ASSERT_EQ(group.open.size(), 2U);
  EXPECT_EQ(group.open[0], (std::pair<std::uint32_t, std::uint32_t>(0, 5)));
}

}  // namespace
}  // namespace hearim
