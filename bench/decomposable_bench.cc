// CPU time of the decomposable average, as a user gets it: screen, average, interval, draws, the
// look beyond the cut and (up to 7 lists) at half and twice the prior count.
//
//   build/release/decomposable_bench
//
// To reach: 5 / 6 / 7 lists in 0.02 / 0.15 / 4 s, at any number of people.

#include <benchmark/benchmark.h>

#include "base/rng.h"
#include "estimate/chordal_graphs.h"
#include "estimate/example_tables.h"
#include "hearim/decomposable.h"

namespace hearim {
namespace {

// Lists of differing reach; people who differ; the last list leans on the first.
CaptureTable made_up(int lists, std::int64_t population, double reach) {
  Rng rng(3, "decomposable-bench", static_cast<std::uint64_t>(lists));
  std::vector<std::int64_t> counts(std::size_t{1} << lists);
  for (std::int64_t i = 0; i < population; ++i) {
    std::size_t history = 0;
    const double lean = rng.uniform();
    for (int list = 0; list < lists; ++list) {
      double p = reach * (list % 2 == 0 ? lean : 1 - lean) * (1.0 + list) / lists;
      if (list + 1 == lists && (history & 1) != 0) p *= 3;
      if (rng.uniform() < p) history |= std::size_t{1} << list;
    }
    ++counts[history];
  }
  std::vector<CapturePattern> patterns;
  for (std::size_t history = 1; history < counts.size(); ++history)
    patterns.push_back({history, counts[history]});
  return {std::vector<std::string>(static_cast<std::size_t>(lists), "list"), std::move(patterns)};
}

CaptureTable times(const CaptureTable& table, std::int64_t factor) {
  std::vector<CapturePattern> patterns(table.patterns().begin(), table.patterns().end());
  for (CapturePattern& pattern : patterns) pattern.count *= factor;
  return {table.list_names(), std::move(patterns)};
}

void average(benchmark::State& state, const CaptureTable& table, bool check_prior = true) {
  DecomposableOptions options;
  options.check_prior = check_prior;
  for (auto _ : state) {
    const DecomposableEstimate estimate = estimate_decomposable(table, options, Run{});
    benchmark::DoNotOptimize(estimate.draws.data());
    state.counters["point"] = estimate.population ? estimate.population->point : 0;
    state.counters["graphs"] = static_cast<double>(estimate.graph_count);
  }
  state.counters["people"] = static_cast<double>(table.observed());
}

struct CountLeaves {
  std::int64_t graphs = 0;
  void enter(int, Family) {}
  void leaf(const FamilyPath&) { ++graphs; }
};

void enumerate(benchmark::State& state) {
  for (auto _ : state) {
    CountLeaves count;
    walk_chordal(ChordalNode{}, static_cast<int>(state.range(0)), count);
    benchmark::DoNotOptimize(count.graphs);
  }
}
BENCHMARK(enumerate)->Arg(7)->Arg(8)->Unit(benchmark::kMillisecond);

void add(const char* name, CaptureTable table, bool check_prior = true) {
  benchmark::RegisterBenchmark(name, [table = std::move(table),
                                      check_prior](benchmark::State& state) {
    average(state, table, check_prior);
  })->Unit(benchmark::kMillisecond);
}

}  // namespace
}  // namespace hearim

int main(int argc, char** argv) {
  using namespace hearim;
  benchmark::Initialize(&argc, argv);
  add("5 lists, UK", example_tables::uk_five());
  add("5 lists, UK, prior not checked", example_tables::uk_five(), false);
  add("5 lists, UK x 1,000", times(example_tables::uk_five(), 1000));
  add("5 lists, UK x 1,000,000", times(example_tables::uk_five(), 1000000));
  add("5 lists, UK x 10^12", times(example_tables::uk_five(), 1000000000000));
  add("6 lists, UK", example_tables::uk_six());
  add("6 lists, UK, prior not checked", example_tables::uk_six(), false);
  add("6 lists, UK x 1,000", times(example_tables::uk_six(), 1000));
  add("6 lists, UK x 1,000,000", times(example_tables::uk_six(), 1000000));
  add("7 lists, 10,000 people", made_up(7, 10000, 0.25));
  add("7 lists, 10,000 people, prior not checked", made_up(7, 10000, 0.25), false);
  add("7 lists, 100,000 people, hardly any overlap", made_up(7, 100000, 0.01));
  add("7 lists, 1,000,000 people", made_up(7, 1000000, 0.25));
  add("8 lists, 6,000 people", made_up(8, 6000, 0.25));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
