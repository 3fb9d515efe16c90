// Partitions of the units of one doubtful component, drawn from
//
//   probability  proportional to  2 ^ sum over blocks of
//       2/n * (sum of the evidence between the block's n units)  +  log2 prior of the block,
//
// exactly where the component is small, by Gibbs sampling where it is not.
// docs/link/uncertainty.md is the specification.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/rng.h"
#include "hearim/link.h"
#include "link/cluster_prior.h"

namespace hearim {

// Evidence between the units of one component, in bits; symmetric, kForbiddenWeight allowed. Asked
// for when needed, and kept until forget(). Thread-compatible.
class UnitWeights {
 public:
  using Source = std::function<double(std::uint32_t a, std::uint32_t b)>;  // a < b

  explicit UnitWeights(std::size_t unit_count, Source source);
  void connect(std::uint32_t a, std::uint32_t b);  // neighbours; once for each pair

  std::size_t unit_count() const { return neighbours_.size(); }
  std::span<const std::uint32_t> neighbours(std::uint32_t unit) const { return neighbours_[unit]; }
  double at(std::uint32_t a, std::uint32_t b);
  void forget();

 private:
  std::vector<std::vector<std::uint32_t>> neighbours_;
  Source source_;
  std::vector<double> dense_;  // of small components
  std::unordered_map<std::uint64_t, double> sparse_;
};

// Block numbers of the units, in order of first unit ("restricted growth").
using Partition = std::vector<std::uint32_t>;

struct PartitionTarget {
  UnitWeights& weights;
  std::span<const GroupLists> lists;  // of each unit
  const ClusterPrior& prior;
};

inline constexpr std::size_t kEnumeratedUnitsMax = 8;    // 4,140 partitions
inline constexpr std::size_t kDrawnExactlyUnitsMax = 5;  // 52

struct WeightedPartition {
  Partition partition;
  double probability = 0;
};
// Every partition with its exact probability. REQUIRES: at most kEnumeratedUnitsMax units.
std::vector<WeightedPartition> enumerate_partitions(const PartitionTarget& target);

Partition draw_exactly(const PartitionTarget& target, Rng& rng);

// Moves every unit `sweep_count` times.
void gibbs_sweeps(const PartitionTarget& target, Partition& partition, int sweep_count, Rng& rng,
                  const Run& run);

}  // namespace hearim
