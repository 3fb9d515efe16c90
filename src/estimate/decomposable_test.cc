#include "hearim/decomposable.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "base/rng.h"
#include "estimate/chordal_graphs.h"
#include "estimate/example_tables.h"
#include "hearim/error.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

DecomposableEstimate decomposable(const CaptureTable& table,
                                  const DecomposableOptions& options = {}, int threads = 1,
                                  std::uint64_t seed = 1) {
  return estimate_decomposable(table, options, Run{.seed = seed, .threads = threads});
}

// ---- The slow, obvious twin: every graph at every value of the unseen, cliques over separators.

double log_gamma(double x) {
  int sign = 0;
  return static_cast<double>(lgammal_r(static_cast<long double>(x), &sign));
}

struct TwinGraph {
  std::vector<std::uint64_t> cliques, separators;  // separators with multiplicity
  std::uint32_t edges = 0;
};

struct CollectGraphs {
  int k;
  std::vector<TwinGraph> graphs;
  void enter(int, Family) {}
  void leaf(const FamilyPath& path) {
    TwinGraph graph{maximal_cliques(path, k), {}, edges_of(path, k)};
    // Separators: the edges of a spanning tree of the cliques with the largest overlaps (Prim).
    std::vector<std::uint64_t> out(graph.cliques.begin() + 1, graph.cliques.end());
    std::vector<std::uint64_t> in = {graph.cliques[0]};
    while (!out.empty()) {
      std::size_t best = 0;
      std::uint64_t overlap = 0;
      int size = -1;
      for (std::size_t i = 0; i < out.size(); ++i)
        for (const std::uint64_t clique : in)
          if (std::popcount(out[i] & clique) > size) {
            best = i;
            overlap = out[i] & clique;
            size = std::popcount(overlap);
          }
      graph.separators.push_back(overlap);
      in.push_back(out[best]);
      out.erase(out.begin() + static_cast<std::ptrdiff_t>(best));
    }
    graphs.push_back(std::move(graph));
  }
};

struct Twin {
  std::vector<double> cumulative;  // [x] = P(unseen <= x), x in grid order
  std::vector<double> unseen;
  std::vector<double> graph_probability;
  std::vector<TwinGraph> graphs;
  double observed = 0;

  double quantile(double p) const {
    const auto it = std::lower_bound(cumulative.begin(), cumulative.end(), p);
    const auto at = std::min<std::ptrdiff_t>(it - cumulative.begin(),
                                             static_cast<std::ptrdiff_t>(unseen.size()) - 1);
    return observed + unseen[static_cast<std::size_t>(at)];
  }
};

// The posterior over the values in `unseen`, each of weight 1.
Twin twin_posterior(const CaptureTable& table, double prior_count, PopulationPrior prior,
                    std::vector<double> unseen) {
  const int k = table.list_count();
  Twin twin;
  twin.observed = static_cast<double>(table.observed());
  twin.unseen = std::move(unseen);
  CollectGraphs collect{k, {}};
  walk_chordal(ChordalNode{}, k, collect);
  twin.graphs = std::move(collect.graphs);

  const std::size_t subsets = std::size_t{1} << k, values = twin.unseen.size();
  std::vector<std::vector<double>> g(subsets, std::vector<double>(values));
  for (std::size_t a = 0; a < subsets; ++a) {
    const double delta = std::ldexp(prior_count, k - std::popcount(a));
    const double total = std::ldexp(prior_count, k);
    std::vector<double> counts(subsets, 0.0);
    for (const CapturePattern& pattern : table.patterns())
      counts[pattern.history & a] += static_cast<double>(pattern.count);
    double constant = log_gamma(total);
    for (std::size_t cell = 1; cell < subsets; ++cell)
      constant += log_gamma(counts[cell] + delta) - log_gamma(delta);
    for (std::size_t i = 0; i < values; ++i)
      g[a][i] = constant + log_gamma(counts[0] + twin.unseen[i] + delta) - log_gamma(delta) -
                log_gamma(twin.observed + twin.unseen[i] + total);
  }
  for (std::size_t i = 0; i < values; ++i) g[0][i] = 0;

  std::vector<double> base(values);
  for (std::size_t i = 0; i < values; ++i) {
    const double population = twin.observed + twin.unseen[i];
    base[i] = log_gamma(population + 1) - log_gamma(twin.unseen[i] + 1);
    if (prior == PopulationPrior::inverse) base[i] -= std::log(population);
  }
  std::vector<std::vector<double>> f;
  double top = -1e300;
  for (const TwinGraph& graph : twin.graphs) {
    std::vector<double> row = base;
    for (std::size_t i = 0; i < values; ++i) {
      for (const std::uint64_t clique : graph.cliques) row[i] += g[clique][i];
      for (const std::uint64_t separator : graph.separators) row[i] -= g[separator][i];
      top = std::max(top, row[i]);
    }
    f.push_back(std::move(row));
  }
  twin.cumulative.assign(values, 0.0);
  for (const auto& row : f) {
    double mass = 0;
    for (std::size_t i = 0; i < values; ++i) {
      const double p = std::exp(row[i] - top);
      mass += p;
      twin.cumulative[i] += p;
    }
    twin.graph_probability.push_back(mass);
  }
  const double mass = std::accumulate(twin.cumulative.begin(), twin.cumulative.end(), 0.0);
  std::partial_sum(twin.cumulative.begin(), twin.cumulative.end(), twin.cumulative.begin());
  for (double& value : twin.cumulative) value /= mass;
  for (double& value : twin.graph_probability) value /= mass;
  return twin;
}

std::vector<double> every_whole_number(double last) {
  std::vector<double> values(static_cast<std::size_t>(last) + 1);
  std::iota(values.begin(), values.end(), 0.0);
  return values;
}

// 0.02 %, or one person of rounding.
void expect_same(double value, double expected, const std::string& what) {
  EXPECT_NEAR(value, expected, std::max(1.0, 2e-4 * expected)) << what;
}

void expect_like_twin(const CaptureTable& table, const DecomposableOptions& options,
                      const std::string& what) {
  const auto estimate = decomposable(table, options);
  ASSERT_TRUE(estimate.population) << what;
  const Twin twin = twin_posterior(table, estimate.prior_count, options.population_prior,
                                   every_whole_number(static_cast<double>(estimate.unseen_max)));
  expect_same(estimate.population->point, twin.quantile(0.5), what + " median");
  expect_same(*estimate.population->low, twin.quantile(0.025), what + " low");
  expect_same(*estimate.population->high, twin.quantile(0.975), what + " high");
  EXPECT_EQ(estimate.graph_count, static_cast<std::int64_t>(twin.graphs.size())) << what;

  const double last = static_cast<double>(estimate.unseen_max);
  const double end = twin.cumulative[static_cast<std::size_t>(std::floor(0.9 * last))];
  EXPECT_NEAR(estimate.mass_at_end, 1 - end, 2e-4) << what;

  const int k = table.list_count();
  std::vector<double> edges(static_cast<std::size_t>(k * k), 0.0);
  for (std::size_t i = 0; i < twin.graphs.size(); ++i)
    for (int b = 1; b < k; ++b)
      for (int a = 0; a < b; ++a)
        if ((twin.graphs[i].edges >> (b * (b - 1) / 2 + a) & 1) != 0) {
          edges[static_cast<std::size_t>(a * k + b)] += twin.graph_probability[i];
          edges[static_cast<std::size_t>(b * k + a)] += twin.graph_probability[i];
        }
  for (std::size_t i = 0; i < edges.size(); ++i)
    EXPECT_NEAR(estimate.edge_probability[i], edges[i], 2e-3) << what << " edge " << i;

  ASSERT_FALSE(estimate.graphs.empty()) << what;
  for (const DecomposableGraph& graph : estimate.graphs) {
    const auto same = std::find_if(twin.graphs.begin(), twin.graphs.end(), [&](const auto& other) {
      return other.cliques == graph.cliques;
    });
    ASSERT_NE(same, twin.graphs.end()) << what;
    const double expected =
        twin.graph_probability[static_cast<std::size_t>(same - twin.graphs.begin())];
    EXPECT_NEAR(graph.probability, expected, 5e-3 * expected + 1e-6) << what;
  }
}

CaptureTable random_table(int k, std::int64_t population, Rng& rng) {
  std::vector<double> reach(static_cast<std::size_t>(k));
  for (double& p : reach) p = 0.02 + 0.4 * rng.uniform();
  const double tie = rng.uniform();
  std::vector<CapturePattern> patterns;
  for (std::int64_t i = 0; i < population; ++i) {
    History history = 0;
    for (int list = 0; list < k; ++list) {
      double p = reach[static_cast<std::size_t>(list)];
      if (list > 0 && (history >> (list - 1) & 1) != 0) p += (0.9 - p) * tie * tie;
      if (rng.uniform() < p) history |= History{1} << list;
    }
    if (history != 0) patterns.push_back({history, 1});
  }
  std::vector<std::string> names;
  for (int list = 0; list < k; ++list)
    names.push_back(std::string(1, static_cast<char>('A' + list)));
  return {std::move(names), std::move(patterns)};
}

CaptureTable times(const CaptureTable& table, std::int64_t factor) {
  std::vector<CapturePattern> patterns(table.patterns().begin(), table.patterns().end());
  for (CapturePattern& pattern : patterns) pattern.count *= factor;
  return {table.list_names(), std::move(patterns)};
}

// ---- Published tables.

// The published reference values were computed on 1,000 evenly spaced values of the unseen, from 1
// to 30 n, and are themselves points of that grid: the twin reproduces all nine to the digit. So
// they carry a rounding of up to one step of it, 30 n / 999.
TEST(Decomposable, the_twin_on_the_grid_of_the_reference_gives_the_reference) {
  const auto on_grid = [](const CaptureTable& table) {
    const double last = 30.0 * static_cast<double>(table.observed());
    std::vector<double> grid;
    for (int i = 0; i < 1000; ++i) grid.push_back(std::round(1 + (last - 1) * i / 999));
    return twin_posterior(table, std::ldexp(1.0, -table.list_count()), PopulationPrior::inverse,
                          std::move(grid));
  };
  const Twin kosovo = on_grid(example_tables::kosovo());
  EXPECT_EQ(kosovo.quantile(0.5), 12593);
  EXPECT_EQ(kosovo.quantile(0.025), 9818);
  EXPECT_EQ(kosovo.quantile(0.975), 16557);
  const Twin uk = on_grid(example_tables::uk_five());
  EXPECT_EQ(uk.quantile(0.5), 23016);
  EXPECT_EQ(uk.quantile(0.025), 10408);
  EXPECT_EQ(uk.quantile(0.975), 33481);
  const Twin netherlands = on_grid(example_tables::netherlands());
  EXPECT_EQ(netherlands.quantile(0.5), 50270);
  EXPECT_EQ(netherlands.quantile(0.025), 41616);
  EXPECT_EQ(netherlands.quantile(0.975), 203328);
}

TEST(Decomposable, an_even_grid_of_a_thousand_gives_the_published_figures) {
  DecomposableOptions options;
  options.unseen_grid = 1000;
  const auto expect = [&](const CaptureTable& table, double point, double low, double high) {
    const DecomposableEstimate estimate = estimate_decomposable(table, options, hearim::Run{});
    EXPECT_EQ(estimate.population->point, point);
    EXPECT_EQ(estimate.population->low, low);
    EXPECT_EQ(estimate.population->high, high);
  };
  expect(example_tables::kosovo(), 12593, 9818, 16557);
  expect(example_tables::uk_five(), 23016, 10408, 33481);
  expect(example_tables::netherlands(), 50270, 41616, 203328);
  options.unseen_grid = 1;
  EXPECT_THROW(estimate_decomposable(example_tables::kosovo(), options, hearim::Run{}), Error);
}

// The sums over every whole number that the reference's grid stands for.
TEST(Decomposable, kosovo_uk_and_netherlands_are_the_sums_over_every_whole_number) {
  const auto kosovo = decomposable(example_tables::kosovo());
  EXPECT_EQ(kosovo.status, EstimateStatus::ok) << kosovo.reason;
  expect_same(kosovo.population->point, 12595, "Kosovo");
  expect_same(*kosovo.population->low, 9827, "Kosovo");
  expect_same(*kosovo.population->high, 16544, "Kosovo");
  EXPECT_EQ(kosovo.population->kind, IntervalKind::credible);
  EXPECT_EQ(kosovo.graph_count, 61);

  const auto uk = decomposable(example_tables::uk_five());
  EXPECT_EQ(uk.status, EstimateStatus::ok) << uk.reason;
  expect_same(uk.population->point, 22990, "UK 5");
  expect_same(*uk.population->low, 10387, "UK 5");
  expect_same(*uk.population->high, 33510, "UK 5");
  EXPECT_EQ(uk.graph_count, 822);
  EXPECT_EQ(uk.unseen_max, 30 * 2744);

  const auto netherlands = decomposable(example_tables::netherlands());
  expect_same(netherlands.population->point, 50383, "Netherlands");
  expect_same(*netherlands.population->low, 41666, "Netherlands");
  expect_same(*netherlands.population->high, 203389, "Netherlands");
  // Half the prior count moves the median to 146,258: between the two answers that this table is
  // known for, the data do not choose.
  EXPECT_EQ(netherlands.status, EstimateStatus::weak);
  expect_same(*netherlands.point_if_prior_halved, 146258, "Netherlands, prior 1/64");
  EXPECT_NE(netherlands.reason.find("prior count"), std::string::npos) << netherlands.reason;
}

// All within one step of the reference's grid.
TEST(Decomposable, the_reference_lies_within_a_step_of_its_own_grid) {
  const auto near = [](const CaptureTable& table, double point, double low, double high) {
    const auto estimate = decomposable(table);
    const double step = 30.0 * static_cast<double>(table.observed()) / 999;
    EXPECT_NEAR(estimate.population->point, point, step);
    EXPECT_NEAR(*estimate.population->low, low, step);
    EXPECT_NEAR(*estimate.population->high, high, step);
  };
  near(example_tables::kosovo(), 12593, 9818, 16557);
  near(example_tables::uk_five(), 23016, 10408, 33481);
  near(example_tables::netherlands(), 50270, 41616, 203328);
}

TEST(Decomposable, with_the_unseen_capped_the_cap_decides_and_it_says_so) {
  const auto estimate = decomposable(example_tables::uk_five(), {.unseen_max = 20000});
  ASSERT_TRUE(estimate.population);
  EXPECT_NEAR(estimate.population->point, 12567, 1);
  EXPECT_NEAR(*estimate.population->low, 10053, 1);
  EXPECT_NEAR(*estimate.population->high, 22562, 1);
  EXPECT_EQ(estimate.status, EstimateStatus::weak);
  EXPECT_NE(estimate.reason.find("cut decides"), std::string::npos) << estimate.reason;
  EXPECT_NE(estimate.reason.find("20,000"), std::string::npos) << estimate.reason;
  EXPECT_EQ(estimate.unseen_max, 20000);
  expect_same(estimate.point_if_wider, 22990, "ten times the cap");
  EXPECT_GT(estimate.mass_at_end, 0.2);
}

// ---- The twin.

TEST(Decomposable, small_tables_agree_with_the_sum_over_every_whole_number) {
  const std::uint64_t seeds = std::getenv("HEARIM_FULL") == nullptr ? 24 : 2000;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Rng rng(seed, "decomposable-twin", 0);
    const int k = seed % 4 == 3 ? 4 : 3;
    const CaptureTable table =
        random_table(k, static_cast<std::int64_t>(4 + rng.below(seed < 12 ? 40 : 300)), rng);
    DecomposableOptions options;
    if (seed % 3 == 1) options.population_prior = PopulationPrior::uniform;
    if (seed % 5 == 2) options.prior_count = 1.0;
    if (seed % 7 == 3) options.unseen_max = 1 + static_cast<std::int64_t>(rng.below(50));
    if (decomposable(table, options).status == EstimateStatus::refused) continue;
    expect_like_twin(table, options, "seed " + std::to_string(seed));
  }
}

TEST(Decomposable, larger_tables_agree_with_the_sum_over_every_whole_number) {
  expect_like_twin(example_tables::kosovo(), {.unseen_factor = 5}, "Kosovo");
  expect_like_twin(example_tables::uk_five().without_list(4), {.unseen_factor = 10}, "UK 4");
  Rng rng(77, "decomposable-twin", 1);
  expect_like_twin(random_table(3, 30000, rng), {.unseen_factor = 3}, "three lists");
  expect_like_twin(random_table(5, 800, rng), {.unseen_factor = 2}, "five lists");
}

// ---- Vast tables.

// With only the complete graph left the unseen depend on the prior alone, and their share of n does
// not depend on n; so the same table in different units must give the same answer, whichever
// arithmetic was used.
TEST(Decomposable, vast_counts_give_the_same_answer_in_every_arithmetic) {
  const auto base = decomposable(times(example_tables::kosovo(), 1'000'000));  // one double
  for (const std::int64_t factor : {std::int64_t{10'000'000},                  // split, 64 bits
                                    std::int64_t{100'000'000'000'000}}) {      // split, 113 bits
    const auto vast = decomposable(times(example_tables::kosovo(), factor));
    const double ratio = static_cast<double>(factor) / 1e6;
    ASSERT_TRUE(vast.population);
    EXPECT_NEAR(*vast.population->high / *base.population->high / ratio, 1, 1e-3);
    EXPECT_NEAR(*vast.population->low / *base.population->low / ratio, 1, 1e-3);
    // Here the data leave no doubt about the graph, and none but the prior tells the unseen.
    EXPECT_EQ(vast.status, EstimateStatus::weak);
    EXPECT_NEAR(vast.complete_graph_probability, 1, 1e-6);
  }
}

// Independent lists by construction: A has half, B a quarter, C an eighth of 64 u people.
CaptureTable independent_lists(std::int64_t u) {
  return {{"A", "B", "C"},
          {{0b001, 21 * u},
           {0b010, 7 * u},
           {0b100, 3 * u},
           {0b011, 7 * u},
           {0b101, 3 * u},
           {0b110, 1 * u},
           {0b111, 1 * u}}};
}

TEST(Decomposable, independent_lists_are_recognised_up_to_the_largest_counts) {
  for (const std::int64_t u : {std::int64_t{100}, std::int64_t{1} << 20, std::int64_t{1} << 35,
                               std::int64_t{1} << 45, std::int64_t{1} << 56}) {
    const auto estimate = decomposable(independent_lists(u));
    ASSERT_TRUE(estimate.population) << u;
    EXPECT_EQ(estimate.status, EstimateStatus::ok) << u << ": " << estimate.reason;
    const double truth = 64.0 * static_cast<double>(u);
    EXPECT_NEAR(estimate.population->point / truth, 1, 10 / std::sqrt(truth)) << u;
    EXPECT_LT(*estimate.population->low, truth * (1 + 1e-12)) << u;
    EXPECT_GT(*estimate.population->high, truth * (1 - 1e-12)) << u;
    EXPECT_EQ(estimate.graphs[0].cliques, (std::vector<History>{1, 2, 4})) << u;
    // The interval's half width is some standard deviations of N given independence.
    const double width = *estimate.population->high - *estimate.population->low;
    EXPECT_GT(width, 2 * std::sqrt(truth)) << u;
    EXPECT_LT(width, 12 * std::sqrt(truth)) << u;
    // Of the 8 graphs the others lose by log n / 2 per edge.
    EXPECT_GT(estimate.graphs[0].probability, u < 1000 ? 0.9 : 0.99) << u;
  }
}

TEST(Decomposable, the_largest_table_does_not_break) {
  const std::int64_t seventh = kPeopleMax / 7;
  const auto estimate = decomposable(CaptureTable({"A", "B", "C"}, {{1, seventh},
                                                                    {2, seventh},
                                                                    {3, seventh},
                                                                    {4, seventh},
                                                                    {5, seventh},
                                                                    {6, seventh},
                                                                    {7, seventh}}));
  ASSERT_TRUE(estimate.population);
  // Every list has half of the people: 8/7 of the observed.
  EXPECT_NEAR(estimate.population->point / static_cast<double>(kPeopleMax), 8.0 / 7, 1e-6);
  for (const double draw : estimate.draws) ASSERT_TRUE(std::isfinite(draw));
}

// ---- Refusals and doubts.

TEST(Decomposable, two_lists_nine_lists_nobody_and_no_overlap_are_refused_with_reasons) {
  const auto refused = [](const CaptureTable& table, const std::string& word) {
    const auto estimate = decomposable(table);
    EXPECT_EQ(estimate.status, EstimateStatus::refused);
    EXPECT_FALSE(estimate.population);
    EXPECT_TRUE(estimate.draws.empty());
    EXPECT_NE(estimate.reason.find(word), std::string::npos) << estimate.reason;
  };
  refused(CaptureTable({"A", "B"}, {{1, 5}, {2, 5}, {3, 5}}), "at least 3 lists");
  refused(CaptureTable({"A"}, {{1, 5}}), "there is 1");
  refused(CaptureTable(std::vector<std::string>(9, "A"), {{3, 5}}), "9 lists");
  refused(CaptureTable({"A", "B", "C"}, {}), "Nobody");
  refused(CaptureTable({"A", "B", "C"}, {{1, 5}, {2, 5}, {4, 5}}), "two lists");
}

TEST(Decomposable, lists_in_groups_that_share_nobody_are_weak_and_named) {
  const auto estimate = decomposable(
      CaptureTable({"A", "B", "C", "D"}, {{1, 50}, {2, 40}, {3, 20}, {4, 30}, {8, 30}, {12, 15}}));
  EXPECT_EQ(estimate.status, EstimateStatus::weak);
  EXPECT_NE(estimate.reason.find("A, B | C, D"), std::string::npos) << estimate.reason;
  const auto empty = decomposable(CaptureTable({"A", "B", "C"}, {{1, 50}, {2, 40}, {3, 20}}));
  EXPECT_EQ(empty.status, EstimateStatus::weak);
  EXPECT_NE(empty.reason.find("A, B | C"), std::string::npos) << empty.reason;
}

TEST(Decomposable, when_every_list_depends_on_every_other_the_prior_decides) {
  // Odd numbers of lists far more often than even ones: no edge can be left out.
  const auto estimate = decomposable(CaptureTable(
      {"A", "B", "C"}, {{1, 3000}, {2, 3000}, {4, 3000}, {3, 300}, {5, 300}, {6, 300}, {7, 3000}}));
  EXPECT_EQ(estimate.status, EstimateStatus::weak);
  EXPECT_GT(estimate.complete_graph_probability, 0.5);
  EXPECT_NE(estimate.reason.find("prior alone"), std::string::npos) << estimate.reason;
}

TEST(Decomposable, bad_options_are_errors) {
  const CaptureTable table = example_tables::kosovo();
  const auto throws = [&](const DecomposableOptions& options) {
    EXPECT_THROW(decomposable(table, options), Error);
  };
  throws({.level = 0});
  throws({.level = 1});
  throws({.level = std::nan("")});
  throws({.prior_count = 0.0});
  throws({.prior_count = -1.0});
  throws({.prior_count = std::nan("")});
  throws({.unseen_factor = 0});
  throws({.unseen_factor = -1});
  throws({.unseen_factor = HUGE_VAL});
  throws({.unseen_max = 0});
  throws({.draw_count = -1});
}

TEST(Decomposable, a_cancelled_run_stops) {
  CancelToken cancel;
  cancel.cancel();
  hearim::Run run;
  run.cancel = &cancel;
  EXPECT_THROW(estimate_decomposable(example_tables::uk_six(), {}, run), Error);
}

// ---- Invariants.

void expect_equal(const DecomposableEstimate& a, const DecomposableEstimate& b) {
  EXPECT_EQ(a.population->point, b.population->point);
  EXPECT_EQ(*a.population->low, *b.population->low);
  EXPECT_EQ(*a.population->high, *b.population->high);
  EXPECT_EQ(a.draws, b.draws);
  EXPECT_EQ(a.edge_probability, b.edge_probability);
  EXPECT_EQ(a.mass_at_end, b.mass_at_end);
  ASSERT_EQ(a.graphs.size(), b.graphs.size());
  for (std::size_t i = 0; i < a.graphs.size(); ++i) {
    EXPECT_EQ(a.graphs[i].cliques, b.graphs[i].cliques);
    EXPECT_EQ(a.graphs[i].probability, b.graphs[i].probability);
  }
  ASSERT_EQ(a.density.size(), b.density.size());
  for (std::size_t i = 0; i < a.density.size(); ++i)
    EXPECT_EQ(a.density[i].density, b.density[i].density);
}

TEST(Decomposable, the_number_of_threads_changes_nothing) {
  expect_equal(decomposable(example_tables::uk_five(), {}, 1),
               decomposable(example_tables::uk_five(), {}, 7));
  expect_equal(decomposable(example_tables::uk_six(), {}, 1),
               decomposable(example_tables::uk_six(), {}, 2));
}

TEST(Decomposable, the_order_of_lists_changes_nothing) {
  const CaptureTable kosovo = example_tables::kosovo();
  std::vector<CapturePattern> turned;
  for (const CapturePattern& pattern : kosovo.patterns())
    turned.push_back({(pattern.history >> 1) | ((pattern.history & 1) << 3), pattern.count});
  const auto a = decomposable(kosovo);
  const auto b = decomposable(CaptureTable({"ABA", "OSCE", "HRW", "EXH"}, turned));
  EXPECT_EQ(a.population->point, b.population->point);
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j)
      EXPECT_NEAR(a.edge_probability[static_cast<std::size_t>((i + 1) % 4 * 4 + (j + 1) % 4)],
                  b.edge_probability[static_cast<std::size_t>(i * 4 + j)], 1e-9);
}

TEST(Decomposable, draws_follow_the_posterior_and_the_seed) {
  const DecomposableOptions options{.draw_count = 40000};
  const auto estimate = decomposable(example_tables::uk_five(), options, 1, 9);
  ASSERT_EQ(estimate.draws.size(), 40000u);
  EXPECT_NEAR(quantile(estimate.draws, 0.5) / estimate.population->point, 1, 0.01);
  EXPECT_NEAR(quantile(estimate.draws, 0.025) / *estimate.population->low, 1, 0.01);
  EXPECT_NEAR(quantile(estimate.draws, 0.975) / *estimate.population->high, 1, 0.01);
  EXPECT_EQ(decomposable(example_tables::uk_five(), options, 1, 9).draws, estimate.draws);
  EXPECT_NE(decomposable(example_tables::uk_five(), options, 1, 8).draws, estimate.draws);
}

TEST(Decomposable, the_density_curve_holds_the_central_995_thousandths) {
  const auto estimate = decomposable(example_tables::uk_five());
  ASSERT_GT(estimate.density.size(), 100u);
  double area = 0;
  for (std::size_t i = 1; i < estimate.density.size(); ++i) {
    const DensityPoint& a = estimate.density[i - 1];
    const DensityPoint& b = estimate.density[i];
    ASSERT_LT(a.population, b.population);
    area += (a.density + b.density) / 2 * (b.population - a.population);
  }
  EXPECT_NEAR(area, 0.995, 0.001);
}

TEST(Decomposable, a_wider_level_gives_a_wider_interval_with_the_same_median) {
  const auto narrow = decomposable(example_tables::kosovo(), {.level = 0.5});
  const auto wide = decomposable(example_tables::kosovo(), {.level = 0.99});
  EXPECT_EQ(narrow.population->point, wide.population->point);
  EXPECT_GT(*narrow.population->low, *wide.population->low);
  EXPECT_LT(*narrow.population->high, *wide.population->high);
  EXPECT_EQ(narrow.population->level, 0.5);
}

TEST(Decomposable, a_cut_of_one_person_and_a_table_of_one_person_work) {
  const auto cut = decomposable(example_tables::kosovo(), {.unseen_max = 1});
  EXPECT_EQ(cut.population->point, 4400);  // even odds at best
  EXPECT_EQ(*cut.population->high, 4401);
  EXPECT_EQ(cut.status, EstimateStatus::weak);
  const auto person = decomposable(CaptureTable({"A", "B", "C"}, {{7, 1}}));
  ASSERT_TRUE(person.population);
  EXPECT_GE(person.population->point, 1);
}

TEST(Decomposable, seven_lists_are_averaged_over_every_graph) {
  Rng rng(5, "decomposable-seven", 0);
  const CaptureTable table = random_table(7, 2000, rng);
  const auto estimate = decomposable(table, {.draw_count = 0, .check_prior = false});
  EXPECT_FALSE(estimate.point_if_prior_halved);
  EXPECT_EQ(estimate.graph_count, 617675);
  ASSERT_TRUE(estimate.population);
  EXPECT_LE(*estimate.population->low, 2000);
  EXPECT_GE(*estimate.population->high, 2000);
  double sum = 0;
  for (const DecomposableGraph& graph : estimate.graphs) sum += graph.probability;
  EXPECT_LE(sum, 1 + 1e-9);
  EXPECT_LT(estimate.dropped_share_max, 1e-5);
}

}  // namespace
}  // namespace hearim
