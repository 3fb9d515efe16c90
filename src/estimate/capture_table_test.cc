#include "hearim/capture_table.h"

#include <gtest/gtest.h>

#include "estimate/example_tables.h"
#include "hearim/error.h"

namespace hearim {
namespace {

TEST(CaptureTable, duplicate_patterns_are_summed_and_zero_counts_left_out) {
  const CaptureTable table({"A", "B"}, {{1, 3}, {2, 0}, {1, 4}, {3, 1}});
  EXPECT_EQ(table.observed(), 8);
  ASSERT_EQ(table.patterns().size(), 2u);
  EXPECT_EQ(table.count(1), 7);
  EXPECT_EQ(table.count(2), 0);
}

TEST(CaptureTable, merging_pf_and_nca_gives_the_published_five_lists) {
  const CaptureTable six = example_tables::uk_six();
  EXPECT_EQ(six.observed(), 2744);
  EXPECT_EQ(six.patterns().size(), 25u);
  const int both[] = {2, 5};
  const CaptureTable five = six.with_merged(both);
  EXPECT_EQ(five.observed(), 2744);
  EXPECT_EQ(five.list_names()[2], "PF+NCA");
  EXPECT_EQ(five.count(0b00100), 907 + 57 + 31);  // PF alone, NCA alone, both
  EXPECT_EQ(five.count(0b00110), 56 + 3 + 3);
  EXPECT_EQ(example_tables::kosovo().observed(), 4400);
  EXPECT_EQ(example_tables::netherlands().observed(), 8234);
}

TEST(CaptureTable, dropping_a_list_loses_only_those_seen_nowhere_else) {
  const CaptureTable six = example_tables::uk_six();
  const CaptureTable without = six.without_list(0);
  EXPECT_EQ(without.observed(), 2744 - 54);
  EXPECT_EQ(without.list_names()[0], "NG");
  EXPECT_EQ(without.margin(0b1), six.list_size(1));
}

TEST(CaptureTable, restricting_to_a_list_keeps_its_people_seen_elsewhere) {
  const CaptureTable kosovo = example_tables::kosovo();
  EXPECT_EQ(kosovo.restricted_to(0).observed(), kosovo.list_size(0) - 1131);
}

TEST(CaptureTable, empty_pairs_and_groups_are_found) {
  const CaptureTable six = example_tables::uk_six();
  const std::vector<std::pair<int, int>> expected = {{0, 4}, {0, 5}};
  EXPECT_EQ(six.empty_pairs(), expected);
  EXPECT_EQ(six.connected_groups().size(), 1u);
  const CaptureTable apart({"A", "B", "C"}, {{1, 5}, {2, 5}, {3, 1}, {4, 9}});
  EXPECT_EQ(apart.connected_groups().size(), 2u);
}

TEST(CaptureTable, bad_tables_are_refused) {
  EXPECT_THROW(CaptureTable({"A", "B"}, {{0, 1}}), Error);
  EXPECT_THROW(CaptureTable({"A", "B"}, {{4, 1}}), Error);
  EXPECT_THROW(CaptureTable({"A", "B"}, {{1, -1}}), Error);
  EXPECT_THROW(CaptureTable({"A", "B"}, {{1, kPeopleMax}, {2, 1}}), Error);
  EXPECT_THROW(CaptureTable(std::vector<std::string>(64, "A"), {}), Error);
  EXPECT_EQ(CaptureTable({"A", "B"}, {{1, kPeopleMax}}).observed(), kPeopleMax);
}

}  // namespace
}  // namespace hearim
