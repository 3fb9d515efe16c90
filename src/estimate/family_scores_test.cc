#include "estimate/family_scores.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "estimate/example_tables.h"

namespace hearim {
namespace {

CaptureTable times(const CaptureTable& table, std::int64_t factor) {
  std::vector<CapturePattern> patterns(table.patterns().begin(), table.patterns().end());
  for (CapturePattern& pattern : patterns) pattern.count *= factor;
  return {table.list_names(), std::move(patterns)};
}

// Log density of a path of families, high and low parts joined after taking the first node's away.
std::vector<double> relative_sum(const FamilyScores& scores, const std::vector<Family>& path) {
  std::vector<double> sum(scores.node_count());
  const auto part = [&](const double* row, std::size_t i) {
    return SplitLog{row[i], scores.split() ? row[scores.part_size() + i] : 0.0};
  };
  const auto add = [&](const double* row) {
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] += (part(row, i).high - part(row, 0).high) + (part(row, i).low - part(row, 0).low);
  };
  add(scores.root());
  for (const Family family : path) add(scores.row(family));
  return sum;
}

TEST(FamilyScores, a_path_gives_the_closed_form_of_its_graph) {
  const CaptureTable table = example_tables::kosovo().without_list(3);
  const double n = static_cast<double>(table.observed()), delta = 0.125;
  const std::vector<double> unseen = {0, 1, 500, 5000};
  const FamilyScores scores(table, {delta, PopulationPrior::inverse}, unseen, 1e-3, {});
  EXPECT_FALSE(scores.split());
  // A - B, C apart: f = lgamma(N+1) - lgamma(x+1) - log N + g_AB + g_C, and only zero cells and N
  // move with x.
  const std::vector<Family> path = {{0, 0}, {1, 0b001}, {2, 0}};
  double zero_ab = 0, zero_c = 0;
  for (const CapturePattern& pattern : table.patterns()) {
    if ((pattern.history & 0b011) == 0) zero_ab += static_cast<double>(pattern.count);
    if ((pattern.history & 0b100) == 0) zero_c += static_cast<double>(pattern.count);
  }
  const auto f = [&](double x) {
    return std::lgamma(n + x + 1) - std::lgamma(x + 1) - std::log(n + x) +
           std::lgamma(zero_ab + x + 2 * delta) + std::lgamma(zero_c + x + 4 * delta) -
           2 * std::lgamma(n + x + 8 * delta);
  };
  const std::vector<double> sum = relative_sum(scores, path);
  for (std::size_t i = 0; i < unseen.size(); ++i)
    EXPECT_NEAR(sum[i], f(unseen[i]) - f(0), 1e-8) << unseen[i];
}

// Near the crest of a graph every arithmetic has to give the same: 64 bits in one double, 64 bits
// split, 113 bits split, at a size where all can.
TEST(FamilyScores, rough_and_exact_arithmetic_agree_where_both_hold) {
  const CaptureTable table = times(example_tables::kosovo(), 3'000'000);  // 1.3e10 people
  const double n = static_cast<double>(table.observed());
  const std::vector<double> unseen = {std::round(0.4 * n), std::round(0.41 * n), std::round(2 * n)};
  const FamilyScores rough(table, {1.0 / 16, PopulationPrior::inverse}, unseen, 1e300, {});
  const FamilyScores exact(table, {1.0 / 16, PopulationPrior::inverse}, unseen, 1e-12, {});
  ASSERT_TRUE(rough.split());
  ASSERT_LT(exact.error(), 1e-5);
  const std::vector<Family> path = {{0, 0}, {1, 0b0001}, {2, 0b0011}, {3, 0b0101}};
  const std::vector<double> a = relative_sum(rough, path), b = relative_sum(exact, path);
  for (std::size_t i = 0; i < unseen.size(); ++i)
    EXPECT_NEAR(a[i], b[i], std::max(rough.error(), 1e-12 * std::abs(b[i]))) << i;
}

// A difference so small beside its terms that it shows every lost digit: a step of 2^34 people off
// the crest of a posterior over 2^62 changes terms of 10^20 so that they sum to -18.
TEST(FamilyScores, counts_near_2_to_the_62_keep_their_differences) {
  const std::int64_t u = std::int64_t{1} << 56;
  const CaptureTable table(
      {"A", "B", "C"},
      {{1, 21 * u}, {2, 7 * u}, {4, 3 * u}, {3, 7 * u}, {5, 3 * u}, {6, u}, {7, u}});
  const double n = static_cast<double>(table.observed());
  const double x = 21 * static_cast<double>(u), step = 17179869184.0;  // 2^34
  const std::vector<double> unseen = {x, x + step};
  const FamilyScores scores(table, {0.125, PopulationPrior::uniform}, unseen, 1e-3, {});
  const std::vector<double> sum = relative_sum(scores, {{0, 0}, {1, 0}, {2, 0}});
  // d/dx [lgamma(N+1) - lgamma(x+1) + sum lgamma(z+x) - 3 lgamma(N)], integrated: the first order
  // vanishes at the crest (N = 64 u: 64^-2 32*48*56/21 = 1), the second is left.
  const double total = n + x;
  const double zero_a = x + 11 * static_cast<double>(u), zero_b = x + 27 * static_cast<double>(u);
  const double zero_c = x + 35 * static_cast<double>(u);
  const double second = -2 / total - 1 / x + 1 / zero_a + 1 / zero_b + 1 / zero_c;
  EXPECT_NEAR(sum[1], second * step * step / 2, 1e-5);
}

}  // namespace
}  // namespace hearim
