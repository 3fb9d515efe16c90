// The standard normal distribution: cdf, quantile, draws.
#pragma once

#include "base/rng.h"

namespace hearim {

double normal_cdf(double x);
double normal_quantile(double p);  // REQUIRES: 0 < p < 1
double normal_draw(Rng& rng);      // mean 0, variance 1; Marsaglia's polar method

}  // namespace hearim
