#include "report/disclosure_control.h"

#include <gtest/gtest.h>

#include "base/rng.h"
#include "hearim/error.h"

namespace hearim {
namespace {

int suppressed_count(const ProtectedTable& table) {
  int count = 0;
  for (const ProtectedCell& cell : table.cells) count += !cell.shown.has_value();
  return count;
}

void expect_promise(const std::vector<std::int64_t>& counts, std::size_t columns,
                    const DisclosureRule& rule) {
  const ProtectedTable table = protect_counts(counts, columns, rule);
  for (std::size_t r = 0; r <= table.row_count; ++r) {
    for (std::size_t c = 0; c <= table.column_count; ++c) {
      if (table.at(r, c).suppression != Suppression::primary) continue;
      const KnownRange known = known_range(counts, columns, table, r, c);
      EXPECT_LE(known.low, 1 + 1e-6) << "row " << r << " column " << c;
      EXPECT_GE(known.high, static_cast<double>(rule.small_below - 1) - 1e-6)
          << "row " << r << " column " << c;
    }
  }
}

TEST(DisclosureControl, a_small_cell_takes_a_square_of_cells_with_it_and_keeps_the_totals) {
  const ProtectedTable table = protect_counts({3, 41, 52, 60}, 2, {.small_below = 10});
  EXPECT_EQ(table.at(0, 0).suppression, Suppression::primary);
  EXPECT_EQ(table.at(0, 1).suppression, Suppression::secondary);
  EXPECT_EQ(table.at(1, 0).suppression, Suppression::secondary);
  EXPECT_EQ(table.at(1, 1).suppression, Suppression::secondary);
  EXPECT_EQ(table.at(0, 2).shown, 45);
  EXPECT_EQ(table.at(2, 2).shown, 155);
}

TEST(DisclosureControl, without_small_cells_everything_is_shown_rounded) {
  const ProtectedTable table = protect_counts({12, 0, 48, 31}, 2, {});
  EXPECT_EQ(suppressed_count(table), 0);
  EXPECT_EQ(table.at(0, 0).shown, 10);
  EXPECT_EQ(table.at(0, 1).shown, 0);
  EXPECT_EQ(table.at(1, 0).shown, 50);
  EXPECT_EQ(table.at(2, 2).shown, 90);
}

TEST(DisclosureControl, two_small_cells_of_one_row_can_still_be_told_from_their_sum) {
  // 1 + 1 = 2 in the row total: hiding the two alone would say that each is 0, 1 or 2.
  const std::vector<std::int64_t> counts = {1, 1, 30, 40, 50, 60};
  expect_promise(counts, 3, {});
  EXPECT_GT(suppressed_count(protect_counts(counts, 3, {})), 2);
}

TEST(DisclosureControl, one_row_or_one_column_are_protected_too) {
  expect_promise({4, 100, 200}, 3, {});
  expect_promise({4, 100, 200}, 1, {});
  expect_promise({4}, 1, {});
  EXPECT_EQ(suppressed_count(protect_counts({4}, 1, {})), 4);
}

TEST(DisclosureControl, no_primary_cell_of_random_tables_can_be_narrowed) {
  for (std::uint64_t trial = 0; trial < 150; ++trial) {
    Rng rng(1, "disclosure", trial);
    const std::size_t columns = 1 + rng.below(5), rows = 1 + rng.below(5);
    std::vector<std::int64_t> counts;
    for (std::size_t i = 0; i < rows * columns; ++i)
      counts.push_back(
          static_cast<std::int64_t>(rng.below(3) == 0 ? rng.below(12) : rng.below(200)));
    expect_promise(counts, columns,
                   {.small_below = 2 + static_cast<std::int64_t>(rng.below(15)), .round_to = 1});
  }
}

TEST(DisclosureControl, the_audit_sees_a_table_protected_by_its_small_cell_alone) {
  const std::vector<std::int64_t> counts = {3, 41, 52, 60};
  ProtectedTable naive = protect_counts(counts, 2, {});
  for (ProtectedCell& cell : naive.cells)
    if (cell.suppression == Suppression::secondary) cell.suppression = Suppression::none;
  const KnownRange known = known_range(counts, 2, naive, 0, 0);
  EXPECT_NEAR(known.low, 3, 1e-6);
  EXPECT_NEAR(known.high, 3, 1e-6);
}

// People by the lists they are on, with the people of each list and all of them.
LinkedCounts capture_counts(const std::vector<std::int64_t>& patterns, std::size_t lists) {
  LinkedCounts table{.counts = patterns, .sums = {}};
  for (std::size_t total = 0; total <= lists; ++total) {
    LinkedSum sum{.total = table.counts.size(), .parts = {}};
    std::int64_t count = 0;
    for (std::size_t p = 0; p < patterns.size(); ++p) {
      if (total < lists && ((p + 1) >> total & 1) == 0) continue;
      sum.parts.push_back(p);
      count += patterns[p];
    }
    table.counts.push_back(count);
    table.sums.push_back(std::move(sum));
  }
  return table;
}

TEST(DisclosureControl, patterns_of_lists_are_safe_beside_the_people_of_each_list) {
  Rng rng(1, "linked", 0);
  int secondary = 0;
  for (std::size_t trial = 0; trial < 40; ++trial) {
    const std::size_t lists = 2 + trial % 3;
    std::vector<std::int64_t> patterns;
    for (std::size_t p = 1; p < (std::size_t{1} << lists); ++p)
      patterns.push_back(static_cast<std::int64_t>(rng.below(p % 3 == 0 ? 12 : 200)));
    const LinkedCounts table = capture_counts(patterns, lists);
    const auto cells = protect_linked_counts(table, {});
    for (std::size_t c = 0; c < cells.size(); ++c) {
      secondary += cells[c].suppression == Suppression::secondary;
      if (cells[c].suppression != Suppression::primary) continue;
      const KnownRange known = known_range(table, cells, c);
      EXPECT_LE(known.low, 1 + 1e-6) << "trial " << trial << ", cell " << c;
      EXPECT_GE(known.high, 9 - 1e-6) << "trial " << trial << ", cell " << c;
    }
  }
  EXPECT_GT(secondary, 20);
}

TEST(DisclosureControl, a_small_pattern_alone_would_follow_from_the_people_of_the_lists) {
  const LinkedCounts table = capture_counts({100, 100, 4}, 2);
  auto naive = protect_linked_counts(table, {});
  for (std::size_t c = 0; c < naive.size(); ++c)
    if (c != 2) naive[c].suppression = Suppression::none;
  EXPECT_NEAR(known_range(table, naive, 2).high, 4, 1e-6);
}

TEST(DisclosureControl, a_count_alone_is_hidden_or_rounded) {
  EXPECT_FALSE(protect_count(9, {}).shown);
  EXPECT_EQ(protect_count(0, {}).shown, 0);
  EXPECT_EQ(protect_count(13, {}).shown, 15);
}

TEST(DisclosureControl, refuses_tables_that_do_not_fit_and_rules_that_protect_nothing) {
  EXPECT_THROW(protect_linked_counts({{3, 4, 8}, {{2, {0, 1}}}}, {}), Error);
  EXPECT_THROW(protect_linked_counts({{3, 4}, {{2, {0, 1}}}}, {}), Error);
  EXPECT_THROW(protect_counts({1, 2, 3}, 2, {}), Error);
  EXPECT_THROW(protect_counts({}, 2, {}), Error);
  EXPECT_THROW(protect_counts({-1, 2}, 2, {}), Error);
  EXPECT_THROW(protect_counts({1, 2}, 2, {.small_below = 1}), Error);
  EXPECT_THROW(protect_counts({1, 2}, 2, {.round_to = 0}), Error);
}

}  // namespace
}  // namespace hearim
