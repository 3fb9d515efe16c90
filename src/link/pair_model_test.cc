#include "link/pair_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/rng.h"

namespace hearim {
namespace {

// Three categories give layouts of known size: 5 levels and "missing".
struct Simulation {
  LinkRecords records{{{"x", FieldType::category},
                       {"y", FieldType::age},
                       {"z", FieldType::id},
                       {"w", FieldType::birth_date}},
                      {{"A"}}};
  std::vector<Comparison> comparisons;
  PatternLayout layout;

  Simulation() {
    const std::array<std::string_view, 4> row = {"a", "1", "z1", "2000-01-02"};
    records.add(0, 1, row);
    records.add(0, 2, row);
    comparisons = comparisons_of(records);
    layout = PatternLayout(comparisons);
  }
};

std::vector<std::vector<double>> random_levels(const PatternLayout& layout, Rng& rng,
                                               double concentrate_low) {
  std::vector<std::vector<double>> share;
  for (int c = 0; c < layout.comparison_count(); ++c) {
    std::vector<double> s(static_cast<std::size_t>(layout.level_count(c)), 0.0);
    double sum = 0.0;
    for (std::size_t l = 1; l < s.size(); ++l) {
      const double place = static_cast<double>(l) / static_cast<double>(s.size());
      s[l] = (0.2 + rng.uniform()) * std::exp(-concentrate_low * place);
      sum += s[l];
    }
    for (double& x : s) x /= sum;
    share.push_back(s);
  }
  return share;
}

int draw(const std::vector<double>& share, Rng& rng) {
  double u = rng.uniform();
  for (std::size_t l = 1; l < share.size(); ++l) {
    u -= share[l];
    if (u < 0) return static_cast<int>(l);
  }
  return static_cast<int>(share.size()) - 1;
}

TEST(PairModel, em_recovers_the_m_and_u_that_pairs_were_simulated_from) {
  const Simulation simulation;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Rng rng(seed, "em test", 0);
    const auto m = random_levels(simulation.layout, rng, 6.0);
    const auto u = random_levels(simulation.layout, rng, -6.0);
    std::map<std::uint64_t, double> counts;
    constexpr int kPairs = 400000;
    constexpr double kMatchShare = 0.05;
    for (int i = 0; i < kPairs; ++i) {
      const bool match = rng.uniform() < kMatchShare;
      std::uint64_t pattern = 0;
      for (int c = 0; c < simulation.layout.comparison_count(); ++c) {
        if (rng.uniform() < 0.1) continue;  // missing
        const auto at = static_cast<std::size_t>(c);
        pattern += static_cast<std::uint64_t>(draw(match ? m[at] : u[at], rng)) *
                   simulation.layout.unit(c);
      }
      counts[PatternLayout::with_free_fields(pattern, 0xF)] += 1;
    }
    std::vector<std::uint64_t> patterns;
    std::vector<double> pattern_counts;
    for (const auto& [pattern, count] : counts) {
      patterns.push_back(pattern);
      pattern_counts.push_back(count);
    }
    PairModel start = initial_pair_model(simulation.comparisons, 0.02);
    start.related = start.u;  // no shared circumstances in this world
    const PairModel fit =
        fit_pair_model(simulation.layout,
                       {.patterns = patterns, .counts = pattern_counts, .pairs_possible = kPairs},
                       start, hearim::Run{});
    EXPECT_EQ(fit.status, FitStatus::converged);
    // A category that is free to be "related" in the start is pinned here, so m and u are all.
    EXPECT_NEAR(fit.expected_matches, kPairs * kMatchShare, 0.03 * kPairs * kMatchShare) << seed;
    for (std::size_t c = 0; c < m.size(); ++c) {
      for (std::size_t l = 1; l < m[c].size(); ++l) {
        EXPECT_NEAR(fit.m[c][l], m[c][l], 0.02)
            << "seed " << seed << " field " << c << " level " << l;
        EXPECT_NEAR(fit.u[c][l], u[c][l], 0.01)
            << "seed " << seed << " field " << c << " level " << l;
      }
    }
  }
}

TEST(PairModel, pairs_not_compared_count_in_u) {
  const Simulation simulation;
  // 100 sure matches were compared, 10,000 other pairs were not; 1 % of those agree on x.
  std::uint64_t agree = 0;
  for (int c = 0; c < simulation.layout.comparison_count(); ++c) agree += simulation.layout.unit(c);
  const std::vector<std::uint64_t> patterns = {PatternLayout::with_free_fields(agree, 0xF)};
  const std::vector<double> counts = {100};
  std::vector<std::vector<double>> rest;
  for (int c = 0; c < simulation.layout.comparison_count(); ++c) {
    rest.emplace_back(static_cast<std::size_t>(simulation.layout.level_count(c)), 0.0);
    rest.back()[1] = 100;
    rest.back().back() = 9900;
  }
  const PairModel fit = fit_pair_model(
      simulation.layout,
      {.patterns = patterns, .counts = counts, .not_compared = rest, .pairs_possible = 10100},
      initial_pair_model(simulation.comparisons, 0.01), hearim::Run{});
  EXPECT_NEAR(fit.expected_matches, 100, 0.5);
  EXPECT_NEAR(fit.prior, 100.0 / 10100.0, 1e-4);
  EXPECT_NEAR(fit.u[0][1], 0.01, 0.001);
  EXPECT_GT(fit.m[0][1], 0.9);
}

TEST(PairModel, a_field_learns_m_only_from_pairs_met_without_it) {
  const Simulation simulation;
  std::uint64_t agree = 0;
  for (int c = 1; c < simulation.layout.comparison_count(); ++c) agree += simulation.layout.unit(c);
  const std::uint64_t x = simulation.layout.unit(0);
  const auto differ = static_cast<std::uint64_t>(simulation.layout.level_count(0) - 1);
  // Met by a rule on x: all agree on x. Met without x: a third differ.
  const std::vector<std::uint64_t> patterns = {
      PatternLayout::with_free_fields(agree + x, 0xE),
      PatternLayout::with_free_fields(agree + x, 0xF),
      PatternLayout::with_free_fields(agree + differ * x, 0xF)};
  const std::vector<double> counts = {100000, 2000, 1000};
  std::vector<std::vector<double>> rest;
  for (int c = 0; c < simulation.layout.comparison_count(); ++c) {
    rest.emplace_back(static_cast<std::size_t>(simulation.layout.level_count(c)), 0.0);
    rest.back().back() = 1e7;
  }
  PairModel start = initial_pair_model(simulation.comparisons, 0.01);
  start.related = start.u;
  const PairModel fit = fit_pair_model(
      simulation.layout,
      {.patterns = patterns, .counts = counts, .not_compared = rest, .pairs_possible = 1.0103e7},
      start, hearim::Run{});
  EXPECT_NEAR(fit.m[0].back(), 1.0 / 3.0, 0.01);
}

TEST(PairModel, no_pairs_is_no_matches) {
  const Simulation simulation;
  const PairModel fit =
      fit_pair_model(simulation.layout, {.pairs_possible = 1},
                     initial_pair_model(simulation.comparisons, 0.1), hearim::Run{});
  EXPECT_EQ(fit.status, FitStatus::no_matches);
}

}  // namespace
}  // namespace hearim
