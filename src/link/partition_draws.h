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
#include <functional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "hearim/link.h"
#include "link/average_linkage.h"

namespace hearim {

// Weights between the units of one component, in bits; symmetric, kForbiddenWeight allowed.
// Those that were set are the component's edges; others are asked for when needed, and kept.
// Thread-compatible.
class UnitWeights {
 public:
  struct Neighbour {
    std::uint32_t unit;
    double weight;
  };
  using Rest = std::function<double(std::uint32_t a, std::uint32_t b)>;

  explicit UnitWeights(std::size_t unit_count, Rest rest = {})
      : neighbours_(unit_count), rest_(std::move(rest)) {}
  void set(std::uint32_t a, std::uint32_t b, double weight);  // once for each pair

  std::size_t unit_count() const { return neighbours_.size(); }
  std::span<const Neighbour> neighbours(std::uint32_t unit) const { return neighbours_[unit]; }
  double at(std::uint32_t a, std::uint32_t b);  // 0 where nothing says otherwise

 private:
  std::vector<std::vector<Neighbour>> neighbours_;
  std::unordered_map<std::uint64_t, double> known_;
  Rest rest_;
};

// Block numbers of the units, in order of first unit ("restricted growth").
using Partition = std::vector<std::uint32_t>;

struct WeightedPartition {
  Partition partition;
  double probability = 0;
};
// All of them, in lexicographic order. REQUIRES: at most kEnumeratedUnitsMax units.
inline constexpr std::size_t kEnumeratedUnitsMax = 8;
std::vector<WeightedPartition> enumerate_partitions(UnitWeights& weights);

// Draws by Gibbs sampling from `start`: burn-in, then one every few sweeps. A unit only moves into
// blocks that hold a neighbour of it.
std::vector<Partition> gibbs_partitions(UnitWeights& weights, const Partition& start,
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
