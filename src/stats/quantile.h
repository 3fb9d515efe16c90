// Quantiles of a sample.
#pragma once

#include <span>
#include <vector>

namespace hearim {

// Linear interpolation between order statistics (type 7 of Hyndman & Fan 1996).
// REQUIRES: sorted ascending, not empty, 0 <= p <= 1.
double sorted_quantile(std::span<const double> sorted, double p);

// The same for an unsorted sample; sorts a copy.
double quantile(std::span<const double> sample, double p);

}  // namespace hearim
