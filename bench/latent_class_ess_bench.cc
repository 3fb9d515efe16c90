// Effective draws of N per second: the engine against the ordinary blocked Gibbs sampler, whose
// sweeps are counted at the 20 microseconds measured for the usual software.
//
//   latent_class_ess_bench seeds TABLE [FROM TO]     what the default call says, per seed
//   latent_class_ess_bench plain TABLE CHAINS SWEEPS the plain sampler: its chains, ESS a second
//   latent_class_ess_bench rate TABLE [SEED]         the engine: ESS a second
// `rate` asks for more effective draws than it can get, so its status is always refused.
// TABLE: uk5, uk6, netherlands, kosovo.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "estimate/example_tables.h"
#include "estimate/latent_class_plain_gibbs.h"
#include "hearim/latent_class.h"
#include "stats/convergence.h"
#include "stats/quantile.h"

namespace {

using namespace hearim;

constexpr double kPeerSecondsPerSweep = 20e-6;

CaptureTable table_named(const std::string& name) {
  if (name == "uk5") return example_tables::uk_five();
  if (name == "uk6") return example_tables::uk_six();
  if (name == "netherlands") return example_tables::netherlands();
  if (name == "kosovo") return example_tables::kosovo();
  std::fprintf(stderr, "no table %s\n", name.c_str());
  std::exit(2);
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void print_estimate(const LatentClassEstimate& estimate, std::uint64_t seed, double seconds) {
  std::printf(
      "seed %2d  %-7s  median %7.0f (%6.0f-%6.0f)  R-hat %.4f  ESS bulk %5.0f tail %5.0f  "
      "error %.2f %%  sweeps %d + %d  jumps %.4f  CPU %.1f s",
      static_cast<int>(seed), std::string(status_name(estimate.status)).c_str(),
      estimate.quantiles[3], estimate.quantiles[0], estimate.quantiles[6], estimate.rhat,
      estimate.ess_bulk, estimate.ess_tail, 100 * estimate.point_error / estimate.quantiles[3],
      estimate.sweeps_discarded, estimate.sweeps, estimate.jump_rate, seconds);
  if (estimate.modes.size() > 1)
    for (const LatentClassMode& mode : estimate.modes)
      std::printf("  [%.0f: %.0f %%]", mode.point, 100 * mode.share);
  std::printf("\n");
  std::fflush(stdout);
}

void seeds(const CaptureTable& table, int from, int to) {
  for (int seed = from; seed <= to; ++seed) {
    const double start = cpu_seconds();
    const LatentClassEstimate estimate =
        estimate_latent_class(table, {}, {.seed = static_cast<std::uint64_t>(seed)});
    print_estimate(estimate, static_cast<std::uint64_t>(seed), cpu_seconds() - start);
  }
}

void plain(const CaptureTable& table, int chains, int sweeps) {
  std::vector<std::vector<double>> columns;
  const double start = cpu_seconds();
  const int thin = std::max(1, sweeps / 100000);
  for (int c = 0; c < chains; ++c) {
    latent_class::PlainGibbs sampler(table, 15, 0.25, 0.25,
                                     Rng(1, "plain", static_cast<std::uint64_t>(c)));
    std::vector<double> draws;
    for (int i = 0; i < sweeps; ++i) {
      const double population = sampler.sweep();
      if (i >= sweeps / 5 && i % thin == 0) draws.push_back(population);
    }
    std::printf("chain %d median %.0f (%.0f-%.0f)  ESS of this chain alone %.0f\n", c,
                quantile(draws, 0.5), quantile(draws, 0.025), quantile(draws, 0.975),
                bulk_ess(std::span(&draws, 1)));
    std::fflush(stdout);
    columns.push_back(std::move(draws));
  }
  std::vector<double> all;
  for (const auto& column : columns) all.insert(all.end(), column.begin(), column.end());
  const double counted = 0.8 * chains * sweeps;
  const double ess = bulk_ess(columns);
  std::printf(
      "plain: pooled median %.0f, R-hat %.3f, bulk ESS %.1f of %.0f sweeps = %.2e per sweep\n",
      quantile(all, 0.5), rank_normalised_rhat(columns), ess, counted, ess / counted);
  std::printf("plain: %.2f effective draws per second at 20 us a sweep (this twin: %.1f us)\n",
              ess / counted / kPeerSecondsPerSweep,
              1e6 * (cpu_seconds() - start) / chains / sweeps);
}

void rate(const CaptureTable& table, std::uint64_t seed) {
  // Two runs of fixed length, one the beginning of the other: their difference is what kept sweeps
  // cost, tuning and learning apart.
  const auto timed = [&](int sweeps_max, double& seconds) {
    const double start = cpu_seconds();
    LatentClassEstimate estimate =
        estimate_latent_class(table, {.ess_min = 1e9, .sweeps_max = sweeps_max}, {.seed = seed});
    seconds = cpu_seconds() - start;
    return estimate;
  };
  double short_seconds = 0, seconds = 0;
  const LatentClassEstimate brief = timed(200, short_seconds);
  const LatentClassEstimate estimate = timed(2900, seconds);
  print_estimate(estimate, seed, seconds);
  const double kept =
      (seconds - short_seconds) / (estimate.sweeps - brief.sweeps) * estimate.sweeps;
  std::printf("engine: %.0f effective draws per second of kept sweeps, %.0f of the whole call\n",
              estimate.ess_bulk / kept, estimate.ess_bulk / seconds);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto number = [&](std::size_t i, int otherwise) {
    return i < arguments.size() ? std::atoi(arguments[i].c_str()) : otherwise;
  };
  if (arguments.size() >= 2 && arguments[0] == "seeds")
    seeds(table_named(arguments[1]), number(2, 1), number(3, 5));
  else if (arguments.size() >= 2 && arguments[0] == "plain")
    plain(table_named(arguments[1]), number(2, 8), number(3, 1000000));
  else if (arguments.size() >= 2 && arguments[0] == "rate")
    rate(table_named(arguments[1]), static_cast<std::uint64_t>(number(2, 1)));
  else {
    std::fprintf(stderr, "latent_class_ess_bench seeds|plain|rate TABLE ...\n");
    return 2;
  }
}
