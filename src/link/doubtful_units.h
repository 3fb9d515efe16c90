// Where a finished linkage is in doubt: units of records that surely belong together, and
// components of units that could go either way. docs/link/uncertainty.md is the specification.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/average_linkage.h"

namespace hearim {

struct DoubtfulUnits {
  std::vector<std::uint32_t> unit_of;                  // per record
  std::vector<std::vector<std::uint32_t>> units;       // records of each, ascending
  std::vector<std::vector<std::uint32_t>> components;  // units of each: two or more
  struct Edge {
    std::uint32_t a, b;  // units, a < b
    double weight;       // mean over all pairs between them
    RecordPair pair;     // the strongest listed one
  };
  std::vector<Edge> edges;  // doubtful ones, by a, b
};

// `doubt_bits`: a mean weight above it is sure, below its negative is sure too. Pairs of `open` are
// never sure, whatever their weight: the two are in different units with an edge between them.
// REQUIRES: `open` ascending.
DoubtfulUnits find_doubt(const LinkedClusters& clusters, std::span<const ScoredPair> pairs,
                         double doubt_bits, std::span<const RecordPair> open,
                         const PairWeightFunction& weight, const Run& run);

}  // namespace hearim
