#include "link/model_draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "stats/quantile.h"

namespace hearim {
namespace {

// Pairs simulated from a known m and u, and what was fitted to them.
struct SimulatedPairs {
  LinkRecords records{{{"x", FieldType::sex}, {"y", FieldType::age}, {"z", FieldType::id}},
                      {{"A"}}};
  std::vector<Comparison> comparisons;
  PatternLayout layout;
  std::vector<std::uint64_t> patterns;
  std::vector<double> counts;
  double matches = 0;
  double possible = 0;
  PairModel standing;
  PairModel fitted;

  SimulatedPairs(std::uint64_t seed, int pairs, double match_share) {
    const std::array<std::string_view, 3> row = {"f", "1", "z1"};
    records.add(0, 1, row);
    records.add(0, 2, row);
    comparisons = comparisons_of(records);
    layout = PatternLayout(comparisons);
    standing = initial_pair_model(comparisons, 0.05);
    Rng rng(seed, "simulated pairs", 0);
    std::map<std::uint64_t, double> seen;
    for (int i = 0; i < pairs; ++i) {
      const bool match = rng.uniform() < match_share;
      matches += match;
      std::uint64_t pattern = 0;
      for (int c = 0; c < layout.comparison_count(); ++c) {
        const auto& share = (match ? standing.m : standing.u)[static_cast<std::size_t>(c)];
        double u = rng.uniform();
        std::size_t level = 1;
        while (level + 1 < share.size() && (u -= share[level]) >= 0) ++level;
        pattern += static_cast<std::uint64_t>(level) * layout.unit(c);
      }
      seen[PatternLayout::with_free_fields(pattern, 0x7)] += 1;
    }
    for (const auto& [pattern, count] : seen) {
      patterns.push_back(pattern);
      counts.push_back(count);
    }
    possible = pairs;
    fitted = fit_pair_model(layout, data(), standing, Run{});
  }
  PairModelData data() const {
    return {.patterns = patterns,
            .counts = counts,
            .not_compared = {},
            .pairs_possible = possible,
            .labels = {}};
  }
  ModelDrawsInput input() const {
    return {.layout = layout,
            .data = data(),
            .fitted = fitted,
            .standing = standing,
            .independence = 1,
            .keep_weight_min = -10};
  }
};

TEST(ModelDraws, the_drawn_number_of_matches_holds_the_true_one) {
  int covered = 0;
  double width = 0;
  constexpr int kRuns = 40;
  for (std::uint64_t seed = 1; seed <= kRuns; ++seed) {
    const SimulatedPairs pairs(seed, 60000, 0.01);
    ModelDraws draws(pairs.input(), seed);
    std::vector<double> matches;
    for (int i = 0; i < 20; ++i) draws.next();
    for (int i = 0; i < 2000; ++i) {
      draws.next();
      matches.push_back(draws.matches());
    }
    const double low = quantile(matches, 0.05);
    const double high = quantile(matches, 0.95);
    covered += low <= pairs.matches && pairs.matches <= high;
    width += (high - low) / kRuns;
  }
  EXPECT_GE(covered, 30);  // of 40 at 90 %: three standard deviations below 36
  EXPECT_LT(width, 200) << "of 600 matches";
}

TEST(ModelDraws, draws_stand_around_the_fit_and_narrow_with_more_pairs) {
  double spread[2];
  int at = 0;
  for (const int pairs : {2000, 50000}) {
    const SimulatedPairs simulated(1, pairs, 0.2);
    ModelDraws draws(simulated.input(), 1);
    double mean = 0;
    double square = 0;
    constexpr int kDraws = 400;
    for (int i = 0; i < 20; ++i) draws.next();
    for (int i = 0; i < kDraws; ++i) {
      draws.next();
      const double w = draws.model().weight(2, 1);
      mean += w / kDraws;
      square += w * w / kDraws;
    }
    spread[at++] = std::sqrt(square - mean * mean);
    EXPECT_NEAR(mean, simulated.fitted.weight(2, 1), 4 * spread[at - 1] + 0.02);
  }
  EXPECT_LT(spread[1], 0.5 * spread[0]);
}

TEST(ModelDraws, a_seed_gives_one_chain) {
  const SimulatedPairs pairs(1, 2000, 0.2);
  ModelDraws one(pairs.input(), 5);
  ModelDraws two(pairs.input(), 5);
  ModelDraws other(pairs.input(), 6);
  one.next();
  two.next();
  other.next();
  EXPECT_EQ(one.model().m, two.model().m);
  EXPECT_NE(one.model().m, other.model().m);
}

}  // namespace
}  // namespace hearim
