// Separated regions of the posterior of N.
#pragma once

#include <span>
#include <vector>

#include "estimate/latent_class_chain.h"
#include "hearim/latent_class.h"

namespace hearim::latent_class {

// Cuts the draws of all chains at the deep valleys of the density of log N. Regions come in order
// of N; regions with less than 3 % of the draws are joined to their neighbour. One region when
// there is no valley. REQUIRES: chains of equal length, at least 100 draws in all.
std::vector<LatentClassMode> find_modes(std::span<const ChainDraws> chains, double level);

}  // namespace hearim::latent_class
