// Speed of the latent-class engine: one Gibbs sweep (Kosovo, K = 10, against the plain twin), one
// sweep of a whole ladder, one jump, and the default call. See also latent_class_ess_bench.cc.
#include <benchmark/benchmark.h>

#include "estimate/example_tables.h"
#include "estimate/latent_class_chain.h"
#include "estimate/latent_class_plain_gibbs.h"
#include "hearim/latent_class.h"

namespace hearim::latent_class {
namespace {

void gibbs_sweep_kosovo(benchmark::State& bench) {
  const Histories histories(example_tables::kosovo());
  const int classes = static_cast<int>(bench.range(0));
  GibbsSweep gibbs(histories, {}, classes);
  Point point(histories.list_count, classes);
  Rng rng(1);
  draw_classes_from_prior({}, 0, point, rng);
  for (int i = 0; i < 5000; ++i) gibbs.sweep(point, rng);
  double occupied = 0;
  for (auto _ : bench) {
    gibbs.sweep(point, rng);
    occupied += gibbs.occupied_classes();
  }
  bench.counters["occupied"] = occupied / static_cast<double>(bench.iterations());
}
BENCHMARK(gibbs_sweep_kosovo)->Arg(10)->Arg(15)->Unit(benchmark::kMicrosecond);

void plain_sweep_kosovo(benchmark::State& bench) {
  const CaptureTable table = example_tables::kosovo();
  PlainGibbs plain(table, static_cast<int>(bench.range(0)), 0.25, 0.25, Rng(1));
  for (int i = 0; i < 5000; ++i) plain.sweep();
  for (auto _ : bench) benchmark::DoNotOptimize(plain.sweep());
}
BENCHMARK(plain_sweep_kosovo)->Arg(10)->Arg(15)->Unit(benchmark::kMicrosecond);

void ladder_sweep_uk_five(benchmark::State& bench) {
  const Histories histories(example_tables::uk_five());
  Chain chain(histories, {}, 15, Rng(1), 0);
  chain.tune(4, 150, {});
  const JumpProposal none;
  for (auto _ : bench) chain.run(1, none, nullptr, nullptr, 1, {});
  bench.counters["levels"] = chain.level_count();
}
BENCHMARK(ladder_sweep_uk_five)->Unit(benchmark::kMicrosecond);

void jump_uk_five(benchmark::State& bench) {
  const Histories histories(example_tables::uk_five());
  Chain chain(histories, {}, 15, Rng(1), 0);
  chain.tune(4, 150, {});
  std::vector<Point> draws;
  chain.run(2000, {}, nullptr, &draws, 1, {});
  Rng rng(2);
  std::vector<const Point*> pointers;
  for (const Point& point : draws) pointers.push_back(&point);
  const JumpProposal proposal = JumpProposal::learn(histories, {}, pointers, rng);
  JumpMove jump(histories, {}, 15);
  State state;
  state.point = draws.back();
  TailMixture scratch;
  measure(histories, state, scratch);
  double made = 0;
  for (auto _ : bench) made += jump.attempt(proposal, state, rng);
  bench.counters["accepted"] = made / static_cast<double>(bench.iterations());
}
BENCHMARK(jump_uk_five)->Unit(benchmark::kMicrosecond);

void default_call(benchmark::State& bench, const CaptureTable& table) {
  std::uint64_t seed = 0;
  for (auto _ : bench) benchmark::DoNotOptimize(estimate_latent_class(table, {}, {.seed = ++seed}));
}
BENCHMARK_CAPTURE(default_call, kosovo, example_tables::kosovo())->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(default_call, uk_five, example_tables::uk_five())->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(default_call, netherlands, example_tables::netherlands())
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace hearim::latent_class

BENCHMARK_MAIN();
