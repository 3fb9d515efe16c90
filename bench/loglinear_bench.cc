// CPU time of the log-linear estimates. Compare with the speed table of docs/models/loglinear.md.
#include <benchmark/benchmark.h>

#include "estimate/example_tables.h"
#include "estimate/loglinear_bic.h"
#include "hearim/loglinear.h"

namespace hearim {
namespace {

// Eight lists, 19 histories: an invented sparse table of the shape that administrative sources
// give, with most of the 28 pairs empty.
CaptureTable eight_lists() {
  return {{"A", "B", "C", "D", "E", "F", "G", "H"},
          {{0b00000001, 310},
           {0b00000010, 122},
           {0b00000100, 561},
           {0b00001000, 48},
           {0b00010000, 205},
           {0b00100000, 37},
           {0b01000000, 93},
           {0b10000000, 151},
           {0b00000011, 21},
           {0b00000101, 18},
           {0b00001100, 6},
           {0b00010100, 14},
           {0b00010001, 2},
           {0b00100100, 5},
           {0b01000010, 7},
           {0b10000100, 9},
           {0b11000000, 1},
           {0b00000111, 3},
           {0b00010101, 1}}};
}

void bm_stepwise_bca(benchmark::State& state, const CaptureTable& table) {
  LoglinearOptions options;
  options.with_bic_best = false;
  for (auto _ : state) benchmark::DoNotOptimize(estimate_loglinear(table, options, Run{}));
}

void bm_default(benchmark::State& state, const CaptureTable& table) {
  for (auto _ : state)
    benchmark::DoNotOptimize(estimate_loglinear(table, LoglinearOptions{}, Run{}));
}

void bm_point(benchmark::State& state, const CaptureTable& table) {
  for (auto _ : state) benchmark::DoNotOptimize(loglinear_point(table, LoglinearOptions{}, Run{}));
}

// Keeping every model means fitting every model.
void bm_pairwise_models(benchmark::State& state, const CaptureTable& table) {
  const LoglinearCounts counts = loglinear_counts(table);
  for (auto _ : state) {
    LoglinearFitter fitter(counts.list_count);
    const BicSearch search = search_bic(counts, 2, 1024, Run{}, fitter);
    benchmark::DoNotOptimize(search.best[0].population);
    state.counters["models"] = static_cast<double>(search.models_considered);
  }
}

void bm_best_bic(benchmark::State& state, const CaptureTable& table) {
  const LoglinearCounts counts = loglinear_counts(table);
  for (auto _ : state) {
    LoglinearFitter fitter(counts.list_count);
    const BicSearch search = search_bic(counts, 0, 1, Run{}, fitter);
    benchmark::DoNotOptimize(search.best[0].population);
    state.counters["models"] = static_cast<double>(search.models_considered);
  }
}

BENCHMARK_CAPTURE(bm_stepwise_bca, uk_5_stepwise_bca_1000, example_tables::uk_five())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_stepwise_bca, kosovo_stepwise_bca_1000, example_tables::kosovo())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_stepwise_bca, netherlands_stepwise_bca_1000, example_tables::netherlands())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_stepwise_bca, uk_6_stepwise_bca_1000, example_tables::uk_six())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_stepwise_bca, eight_lists_stepwise_bca_1000, eight_lists())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_default, uk_6_as_the_command_line_runs_it, example_tables::uk_six())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_default, eight_lists_as_the_command_line_runs_it, eight_lists())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_point, uk_5_point_only, example_tables::uk_five())
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(bm_pairwise_models, uk_5_all_pairwise, example_tables::uk_five())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_best_bic, uk_6_all_pairwise, example_tables::uk_six())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_best_bic, kosovo_all_orders, example_tables::kosovo())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bm_best_bic, uk_5_all_orders, example_tables::uk_five())
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hearim

BENCHMARK_MAIN();
