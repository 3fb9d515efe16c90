// How often the 95 % interval holds the truth, over simulated populations whose size is known. Runs
// for a minute, so only with HEARIM_FULL set; prints the table of docs/models/loglinear.md.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/rng.h"
#include "estimate/example_tables.h"
#include "hearim/loglinear.h"
#include "stats/discrete.h"

namespace hearim {
namespace {

constexpr int kTruths = 400;

// Means of all 2^k cells, the unseen one first.
std::vector<double> fitted_means(const CaptureTable& table) {
  LoglinearOptions options;
  options.resamples = 0;
  options.with_bic_best = false;
  const LoglinearEstimate estimate = estimate_loglinear(table, options, {});
  const LoglinearFit& fit = estimate.fit;
  const double log_unseen = std::log(fit.population - static_cast<double>(table.observed()));
  std::vector<double> means(std::size_t{1} << table.list_count());
  for (std::size_t history = 0; history < means.size(); ++history) {
    double log_mean = log_unseen;
    for (std::size_t t = 0; t < fit.terms.size(); ++t)
      if ((history & fit.terms[t]) == fit.terms[t]) log_mean += fit.log_parameters[t];
    means[history] = std::exp(log_mean);
  }
  return means;
}

std::vector<double> independent_means(double population, const std::vector<double>& p) {
  std::vector<double> means(std::size_t{1} << p.size(), population);
  for (std::size_t history = 0; history < means.size(); ++history)
    for (std::size_t i = 0; i < p.size(); ++i)
      means[history] *= (history >> i & 1) != 0 ? p[i] : 1 - p[i];
  return means;
}

struct Coverage {
  int held = 0;
  int held_profile = 0;
  int too_low = 0;  // the interval lies below the truth
  int refused = 0;
  int weak = 0;
  int unbounded = 0;
  double median_ratio = 0;  // point over truth
};

Coverage cover(const std::vector<double>& means, std::uint64_t scenario, int resamples) {
  int k = 0;
  while (std::size_t{1} << k < means.size()) ++k;
  std::vector<std::string> names;
  for (int i = 0; i < k; ++i) names.push_back(fmt::format("list {}", i + 1));
  double total = 0;
  for (const double mean : means) total += mean;
  const auto truth = static_cast<std::int64_t>(std::llround(total));
  Coverage coverage;
  std::vector<double> ratios;
  for (int i = 0; i < kTruths; ++i) {
    Rng rng(scenario, "loglinear-coverage", static_cast<std::uint64_t>(i));
    std::vector<std::int64_t> counts(means.size());
    multinomial_draw(rng, truth, means, counts);
    std::vector<CapturePattern> patterns;
    for (std::size_t history = 1; history < counts.size(); ++history)
      patterns.push_back({history, counts[history]});
    LoglinearOptions options;
    options.resamples = resamples;
    options.with_bic_best = false;
    const LoglinearEstimate estimate =
        estimate_loglinear({names, patterns}, options, {.seed = static_cast<std::uint64_t>(i) + 1});
    if (!estimate.population) {
      ++coverage.refused;
      continue;
    }
    const auto n = static_cast<double>(truth);
    const PopulationInterval& interval = *estimate.population;
    const double high = interval.high.value_or(HUGE_VAL);
    coverage.weak += estimate.status == EstimateStatus::weak;
    coverage.unbounded += !interval.high.has_value();
    coverage.held += interval.low.value_or(0) <= n && n <= high;
    coverage.too_low += high < n;
    coverage.held_profile +=
        estimate.profile_low.value_or(0) <= n && n <= estimate.profile_high.value_or(HUGE_VAL);
    ratios.push_back(interval.point / n);
  }
  std::sort(ratios.begin(), ratios.end());
  if (!ratios.empty()) coverage.median_ratio = ratios[ratios.size() / 2];
  return coverage;
}

TEST(LoglinearCoverage, the_interval_holds_the_truth_about_as_often_as_it_says) {
  if (std::getenv("HEARIM_FULL") == nullptr) GTEST_SKIP() << "set HEARIM_FULL to run";
  struct Scenario {
    const char* name;
    std::vector<double> means;
    double share_min;  // of truths held
  };
  // Two kinds of people, the rarer kind seen much more: no pairwise model is true.
  std::vector<double> two_kinds = independent_means(3000, {0.04, 0.06, 0.08, 0.05});
  const std::vector<double> seen_more = independent_means(1000, {0.30, 0.35, 0.40, 0.25});
  for (std::size_t i = 0; i < two_kinds.size(); ++i) two_kinds[i] += seen_more[i];
  const Scenario scenarios[] = {
      {"4 lists, independent, N 3,000", independent_means(3000, {0.1, 0.2, 0.15, 0.25}), 0.90},
      {"6 lists, independent, sparse, N 1,000",
       independent_means(1000, {0.02, 0.04, 0.05, 0.06, 0.08, 0.10}), 0.90},
      {"Kosovo's selected model, N 14,342", fitted_means(example_tables::kosovo()), 0.85},
      {"UK 5's selected model, N 11,313", fitted_means(example_tables::uk_five()), 0.80},
      {"two kinds of people, N 4,000", two_kinds, 0.0},
  };
  fmt::print("{:40} {:>6} {:>8} {:>8} {:>8} {:>8} {:>6} {:>9}\n", "truth", "held", "below",
             "profile", "refused", "weak", "open", "point/N");
  std::uint64_t number = 0;
  for (const Scenario& scenario : scenarios) {
    const Coverage coverage = cover(scenario.means, ++number, 1000);
    fmt::print("{:40} {:6.3f} {:8.3f} {:8.3f} {:8} {:8} {:6} {:9.3f}\n", scenario.name,
               static_cast<double>(coverage.held) / kTruths,
               static_cast<double>(coverage.too_low) / kTruths,
               static_cast<double>(coverage.held_profile) / kTruths, coverage.refused,
               coverage.weak, coverage.unbounded, coverage.median_ratio);
    EXPECT_GE(static_cast<double>(coverage.held) / kTruths, scenario.share_min) << scenario.name;
  }
}

}  // namespace
}  // namespace hearim
