// Most pairs are far from the threshold, so most p-values need not be computed: with r the signed
// root of the Poisson deviance, both tails at the observed count are at least Phi(-|r|) (Short,
// ISRN Probability and Statistics 2013, 412958, after Zubkov & Serov). A pair with |r| below the
// normal quantile of p_value_max cannot enter.
#include "estimate/loglinear_stepwise.h"

#include <algorithm>
#include <cmath>

#include "stats/discrete.h"
#include "stats/normal.h"

namespace hearim {
namespace {

// |r|, the root of the deviance of one Poisson count.
double deviance_root(double count, double mean) {
  const double deviance =
      count > 0 ? 2 * (count * std::log(count / mean) - (count - mean)) : 2 * mean;
  return std::sqrt(std::max(deviance, 0.0));
}

// Where the incomplete gamma function underflows, or its series grow long.
constexpr double kFarTail = 36;
constexpr double kManyPeople = 1e6;

// log of the normal tail beyond z.
double log_normal_tail(double z) {
  if (z < kFarTail) return std::log(0.5 * std::erfc(z / std::sqrt(2.0)));
  return -0.5 * z * z - std::log(z) - 0.918938533204672742 - 1 / (z * z);  // Mills' ratio
}

// The tail at and beyond `count` by Barndorff-Nielsen's r* with the correction for a lattice
// (R. Butler, Saddlepoint Approximations (2007), 1.2.7): relative error about 1/count.
double log_saddlepoint_tail(double count, double mean, bool upper) {
  const double edge = upper ? count - 0.5 : count + 0.5;
  if (upper ? edge <= mean : edge >= mean) return std::log(0.5);
  const double r = deviance_root(edge, mean);
  const double q = 2 * std::sinh(0.5 * std::fabs(std::log(edge / mean))) * std::sqrt(edge);
  return log_normal_tail(r > 1e-3 ? r + std::log(q / r) / r : r);
}

struct Candidate {
  Cell pair;
  double log_p;
};

}  // namespace

double log_poisson_p_value(double count, double mean) {
  if (mean <= 0) return count > 0 ? -INFINITY : 0;
  const bool above = count > mean;
  if (deviance_root(count, mean) > kFarTail || std::max(count, mean) > kManyPeople)
    return log_saddlepoint_tail(count, mean, above);
  const double lower = above ? 1 : poisson_cdf(count, mean);
  const double upper = above || lower > 0.25 ? poisson_upper_tail(count, mean) : 1;
  return std::log(std::min(lower, upper));
}

FitOutcome fit_stepwise(const LoglinearCounts& counts, double p_value_max, const Run& run,
                        LoglinearFitter& fitter, LoglinearState& state,
                        std::vector<LoglinearStep>* steps) {
  const FitOutcome outcome = fitter.fit_main_effects(counts, state);
  if (outcome != FitOutcome::fitted || p_value_max <= 0) return outcome;
  const double log_p_max = std::log(p_value_max);
  const double root_min = p_value_max < 0.5 ? -normal_quantile(p_value_max) : 0;

  std::vector<Cell> outside;
  for (int i = 0; i < counts.list_count; ++i)
    for (int j = i + 1; j < counts.list_count; ++j) {
      const Cell a = Cell{1} << i;
      const Cell b = Cell{1} << j;
      if (counts.margin[a] > 0 && counts.margin[b] > 0) outside.push_back(a | b);
    }

  std::vector<Candidate> candidates;
  LoglinearState larger;
  for (;;) {
    run.stop_if_cancelled();
    candidates.clear();
    for (const Cell pair : outside) {
      const double mean = plain_fitted_margin(counts, state, pair);
      if (deviance_root(counts.margin[pair], mean) < root_min) continue;
      const double log_p = log_poisson_p_value(counts.margin[pair], mean);
      if (log_p < log_p_max) candidates.push_back({pair, log_p});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.log_p < b.log_p; });
    bool added = false;
    for (const Candidate& candidate : candidates) {
      larger = state;
      fitter.add_term(counts, larger, candidate.pair);
      if (fitter.fit(counts, larger) != FitOutcome::fitted) continue;
      std::swap(state, larger);
      outside.erase(std::find(outside.begin(), outside.end(), candidate.pair));
      if (steps != nullptr) steps->push_back({candidate.pair, std::exp(candidate.log_p)});
      added = true;
      break;
    }
    if (!added) return FitOutcome::fitted;
  }
}

}  // namespace hearim
