// Clusters from pairs: average linkage, so that one strong-looking pair cannot chain two groups
// whose other pairs speak against it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "hearim/link.h"

namespace hearim {

// Evidence for one pair in bits, prior included; kForbiddenWeight where the two must not be one.
using PairWeightFunction = std::function<double(std::uint32_t a, std::uint32_t b)>;
inline constexpr double kForbiddenWeight = -1e9;
inline constexpr double kForcedWeight = 1e6;

// Joins the two clusters with the highest mean weight over all pairs between them (compared or
// not: `weight` gives any), again and again while that mean is above `weight_min` and no pair
// between them is forbidden. Only clusters with a listed pair above `weight_min` between them are
// candidates. Ties go to the smallest record numbers. Deterministic for any run.threads.
LinkedClusters average_linkage(std::uint32_t record_count, std::span<const ScoredPair> pairs,
                               double weight_min, const PairWeightFunction& weight, const Run& run);

// Numbers clusters by their first record.
LinkedClusters clusters_from_labels(std::span<const std::uint32_t> labels);

}  // namespace hearim
