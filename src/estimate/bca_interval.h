// Bias-corrected and accelerated bootstrap limits, from replicates and jackknife values.
//
// Infinite replicates are honest members of the sample: they stand above every finite one, and a
// limit that falls among them is absent (unbounded). Source: B. Efron, JASA 82 (1987) 171-185.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/rng.h"

namespace hearim {

struct JackknifeValue {
  double estimate = 0;  // with one person of this kind taken away; may be +infinity
  double weight = 0;    // persons of this kind
};

struct BcaInterval {
  std::optional<double> low, high;
  double bias_correction = 0;  // z0
  double acceleration = 0;     // a
  // Monte Carlo standard errors of the limits, by leaving out one replicate in twenty at a time,
  // z0 included. Absent where a limit is not finite.
  std::optional<double> low_error, high_error;
};

// REQUIRES: replicates not empty and none NaN, 0 < level < 1.
BcaInterval bca_interval(double point, std::span<const double> replicates,
                         std::span<const JackknifeValue> jackknife, double level);

// Draws from the confidence distribution whose quantiles are the BCa limits of every level, in
// random order. May hold +infinity.
std::vector<double> bca_draws(const BcaInterval& interval, std::span<const double> replicates,
                              std::size_t draw_count, Rng& rng);

}  // namespace hearim
