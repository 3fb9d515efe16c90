// Partitions drawn where linkage is in doubt.
//
// Records that surely belong together form units; units with an edge that could go either way form
// components; a component's partition is drawn with probability proportional to
//   2 ^ (sum over pairs of units in one block of the mean weight between them),
// exactly where it is small, by Gibbs sampling where it is not. Everything outside doubtful
// components is the same in every draw, so cost follows doubt, not size.
// docs/link/uncertainty.md is the specification.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/average_linkage.h"

namespace hearim {

// Weights between the units of one component, in bits; symmetric, kForbiddenWeight allowed.
class UnitWeights {
 public:
  explicit UnitWeights(std::size_t unit_count)
      : unit_count_(unit_count), weights_(unit_count * unit_count, 0.0) {}
  std::size_t unit_count() const { return unit_count_; }
  double at(std::size_t a, std::size_t b) const { return weights_[a * unit_count_ + b]; }
  void set(std::size_t a, std::size_t b, double weight) {
    weights_[a * unit_count_ + b] = weights_[b * unit_count_ + a] = weight;
  }

 private:
  std::size_t unit_count_;
  std::vector<double> weights_;
};

// Block numbers of the units, in order of first unit ("restricted growth").
using Partition = std::vector<std::uint32_t>;

struct WeightedPartition {
  Partition partition;
  double probability = 0;
};
// All of them, in lexicographic order. REQUIRES: at most kEnumeratedUnitsMax units.
inline constexpr std::size_t kEnumeratedUnitsMax = 8;
std::vector<WeightedPartition> enumerate_partitions(const UnitWeights& weights);

// Draws by Gibbs sampling from `start`: burn-in, then one every few sweeps.
std::vector<Partition> gibbs_partitions(const UnitWeights& weights, const Partition& start,
                                        int draw_count, std::uint64_t seed, std::uint64_t stream,
                                        const Run& run);

struct DoubtfulUnits {
  std::vector<std::uint32_t> unit_of;                  // per record
  std::vector<std::vector<std::uint32_t>> units;       // records of each, ascending
  std::vector<std::vector<std::uint32_t>> components;  // units of each: two or more
  struct Edge {
    std::uint32_t a, b;  // units, a < b
    double weight;       // mean over all pairs between them
    RecordPair pair;     // the strongest listed one
  };
  std::vector<Edge> edges;  // doubtful ones
};

// `doubt_bits`: a mean weight above it is sure, below its negative is sure too.
DoubtfulUnits find_doubt(const LinkedClusters& clusters, std::span<const ScoredPair> pairs,
                         double doubt_bits, const PairWeightFunction& weight, const Run& run);

std::vector<LinkedClusters> draw_clusters(const DoubtfulUnits& doubt,
                                          const LinkedClusters& clusters, int draw_count,
                                          const PairWeightFunction& weight, const Run& run);

}  // namespace hearim
