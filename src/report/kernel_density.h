// A smooth curve from draws of N, for a picture.
#pragma once

#include <span>
#include <vector>

#include "hearim/decomposable.h"

namespace hearim {

// Gaussian kernel on the log scale (N is positive and its doubt is skewed), at 0.8 of the bandwidth
// of Silverman's rule so that two modes stay two. `density` is per person. Empty when fewer than
// 2 positive draws; draws all alike give one narrow peak. Cost: one pass over the draws and a
// convolution on `points` bins.
// Source: B. Silverman, Density Estimation (1986), section 3.4.
std::vector<DensityPoint> kernel_density(std::span<const double> draws, int points = 400);

}  // namespace hearim
