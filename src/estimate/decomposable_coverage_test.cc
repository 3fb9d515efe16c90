// How often the interval holds the truth: populations drawn from decomposable models with fixed
// chances, 95 % nominal. The long runs need HEARIM_FULL; what they
// print is in docs/models/decomposable.md.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/parallel.h"
#include "base/rng.h"
#include "estimate/chordal_graphs.h"
#include "hearim/decomposable.h"
#include "stats/gamma.h"

namespace hearim {
namespace {

// List j is on with probability off[j], or on[j] when `parent[j]` >= 0 and that list is on.
struct Truth {
  const char* name;
  std::int64_t population;
  std::vector<double> off, on;
  std::vector<int> parent;
};

CaptureTable simulate(const Truth& truth, Rng& rng) {
  std::vector<std::int64_t> counts(std::size_t{1} << truth.off.size());
  for (std::int64_t i = 0; i < truth.population; ++i) {
    std::size_t history = 0;
    for (std::size_t list = 0; list < truth.off.size(); ++list) {
      const int parent = truth.parent[list];
      const double p =
          parent >= 0 && (history >> parent & 1) != 0 ? truth.on[list] : truth.off[list];
      if (rng.uniform() < p) history |= std::size_t{1} << list;
    }
    ++counts[history];
  }
  std::vector<CapturePattern> patterns;
  for (std::size_t history = 1; history < counts.size(); ++history)
    patterns.push_back({history, counts[history]});
  return {std::vector<std::string>(truth.off.size(), "list"), std::move(patterns)};
}

TEST(DecomposableCoverage, intervals_hold_the_truth_about_as_often_as_they_say) {
  if (std::getenv("HEARIM_FULL") == nullptr) GTEST_SKIP() << "set HEARIM_FULL=1";
  constexpr int kRuns = 1000;
  const std::vector<Truth> truths = {
      {"3 lists, independent", 1000, {.3, .25, .2}, {0, 0, 0}, {-1, -1, -1}},
      {"3 lists, one tie", 1000, {.3, .2, .25}, {0, .6, 0}, {-1, 0, -1}},
      {"3 lists, one tie, large", 20000, {.1, .05, .08}, {0, .3, 0}, {-1, 0, -1}},
      {"3 lists, two ties (chain)", 3000, {.3, .2, .2}, {0, .5, .5}, {-1, 0, 1}},
      {"4 lists, independent", 1000, {.2, .15, .15, .1}, {0, 0, 0, 0}, {-1, -1, -1, -1}},
      {"4 lists, two ties apart", 2000, {.2, .1, .2, .1}, {0, .4, 0, .4}, {-1, 0, -1, 2}},
      {"4 lists, chain", 2000, {.2, .15, .15, .15}, {0, .5, .5, .5}, {-1, 0, 1, 2}},
      {"4 lists, star", 2000, {.3, .1, .1, .1}, {0, .4, .4, .4}, {-1, 0, 0, 0}},
      {"4 lists, weak ties", 2000, {.2, .15, .15, .15}, {0, .22, 0, .22}, {-1, 0, -1, 2}}};
  fmt::print(
      "| truth | N | coverage | median / N | width / N | weak |\n|---|---|---|---|---|---|\n");
  double covered_in_all = 0;
  for (const Truth& truth : truths) {
    struct Outcome {
      double covered = 0, point = 0, width = 0, weak = 0;
    };
    std::vector<Outcome> outcomes(kRuns);
    for_each_chunk(kRuns, hearim::Run{.threads = 2}, [&](std::size_t i) {
      Rng rng(2024, truth.name, i);
      const CaptureTable table = simulate(truth, rng);
      DecomposableOptions options;
      options.draw_count = 0;
      const auto estimate = estimate_decomposable(table, options, hearim::Run{});
      ASSERT_TRUE(estimate.population);
      const double population = static_cast<double>(truth.population);
      outcomes[i] = {
          *estimate.population->low <= population && population <= *estimate.population->high ? 1.0
                                                                                              : 0.0,
          estimate.population->point / population,
          (*estimate.population->high - *estimate.population->low) / population,
          estimate.status == EstimateStatus::weak ? 1.0 : 0.0};
    });
    Outcome mean;
    std::vector<double> points;
    for (const Outcome& outcome : outcomes) {
      mean.covered += outcome.covered / kRuns;
      mean.width += outcome.width / kRuns;
      mean.weak += outcome.weak / kRuns;
      points.push_back(outcome.point);
    }
    std::nth_element(points.begin(), points.begin() + kRuns / 2, points.end());
    fmt::print("| {} | {} | {:.1f} % | {:.3f} | {:.2f} | {:.1f} % |\n", truth.name,
               truth.population, 100 * mean.covered, points[kRuns / 2], mean.width,
               100 * mean.weak);
    covered_in_all += mean.covered / static_cast<double>(truths.size());
    // Ties too weak to be seen cost coverage in every method that chooses or averages models; the
    // page says so. No other setting may fall below 93 %.
    EXPECT_GE(mean.covered, truth.name == std::string("4 lists, weak ties") ? 0.70 : 0.93)
        << truth.name;
  }
  fmt::print("| all | | {:.1f} % | | | |\n", 100 * covered_in_all);
  EXPECT_GE(covered_in_all, 0.90);
  EXPECT_LE(covered_in_all, 0.99);
}

struct CollectPaths {
  std::vector<FamilyPath> paths;
  void enter(int, Family) {}
  void leaf(const FamilyPath& path) { paths.push_back(path); }
};

// Calibrated by construction: N, graph and chances drawn from the prior itself, the answer limited
// to the same N. Then the truth's place in the posterior is uniform, whatever tables are refused,
// and a wrong weight of one graph or of one prior cell would show.
TEST(DecomposableCoverage, truths_drawn_from_the_prior_lie_uniformly_in_the_posterior) {
  const std::size_t runs = std::getenv("HEARIM_FULL") == nullptr ? 200 : 20000;
  constexpr double kPopulationMax = 300;
  for (const int k : {3, 4}) {
    for (const double prior_count : {0.25, 2.0}) {
      CollectPaths collect;
      walk_chordal(ChordalNode{}, k, collect);
      std::vector<double> places(runs, -1.0);
      for_each_chunk(runs, hearim::Run{.threads = 2}, [&](std::size_t run) {
        Rng rng(7, "decomposable-prior", run);
        // N from 1/N on 1 ... kPopulationMax.
        double norm = 0, below = 0;
        for (int n = 1; n <= kPopulationMax; ++n) norm += 1.0 / n;
        const double u = rng.uniform() * norm;
        int population = 0;
        while (below < u) below += 1.0 / ++population;
        const FamilyPath path = collect.paths[rng.below(collect.paths.size())];
        // The chance of each list given each state of its parents: a beta of the clique's cells.
        std::vector<std::vector<double>> chance(static_cast<std::size_t>(k));
        for (int i = 0; i < k; ++i) {
          const double delta =
              std::ldexp(prior_count, k - 1 - std::popcount(unsigned{path[i].parents}));
          for (int state = 0; state < 1 << k; ++state)
            chance[static_cast<std::size_t>(i)].push_back(beta_draw(rng, delta, delta));
        }
        std::vector<CapturePattern> patterns;
        for (int person = 0; person < population; ++person) {
          History history = 0;
          for (int i = 0; i < k; ++i)
            if (rng.uniform() < chance[static_cast<std::size_t>(i)][history & path[i].parents])
              history |= History{1} << path[i].vertex;
          if (history != 0) patterns.push_back({history, 1});
        }
        const CaptureTable table(std::vector<std::string>(static_cast<std::size_t>(k), "list"),
                                 std::move(patterns));
        const double room = kPopulationMax - static_cast<double>(table.observed());
        if (room < 1) return;
        DecomposableOptions options;
        options.prior_count = prior_count;
        options.unseen_max = static_cast<std::int64_t>(room);
        options.check_prior = false;
        options.draw_count = 400;
        const auto estimate = estimate_decomposable(table, options, hearim::Run{.seed = run});
        if (!estimate.population) return;
        double less = 0, equal = 0;
        for (const double draw : estimate.draws) {
          less += draw < population ? 1 : 0;
          equal += draw == population ? 1 : 0;
        }
        places[run] = (less + rng.uniform() * equal) / 400;
      });
      double count = 0, mean = 0, inner_half = 0, inner_most = 0;
      for (const double place : places) {
        if (place < 0) continue;
        ++count;
        mean += place;
        inner_half += place > 0.25 && place < 0.75 ? 1 : 0;
        inner_most += place > 0.025 && place < 0.975 ? 1 : 0;
      }
      ASSERT_GT(count, static_cast<double>(runs) / 4);
      const double root = std::sqrt(count);
      const std::string what = fmt::format("{} lists, prior count {}", k, prior_count);
      EXPECT_NEAR(mean / count, 0.5, 4 * std::sqrt(1.0 / 12) / root) << what;
      EXPECT_NEAR(inner_half / count, 0.5, 4 * 0.5 / root) << what;
      EXPECT_NEAR(inner_most / count, 0.95, 4 * 0.218 / root + 0.003) << what;
      fmt::print("{}: {} tables, 50 % holds {:.1f} %, 95 % holds {:.1f} %\n", what, count,
                 100 * inner_half / count, 100 * inner_most / count);
    }
  }
}

}  // namespace
}  // namespace hearim
