#include "link/doubtful_units.h"

#include <algorithm>
#include <numeric>

namespace hearim {
namespace {

std::uint32_t find_root(std::vector<std::uint32_t>& parent, std::uint32_t x) {
  while (parent[x] != x) x = parent[x] = parent[parent[x]];
  return x;
}

double mean_weight(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y,
                   const PairWeightFunction& weight) {
  double sum = 0.0;
  for (const std::uint32_t a : x) {
    for (const std::uint32_t b : y) {
      const double w = weight(a, b);
      if (w <= kForbiddenWeight) return kForbiddenWeight;
      sum += w;
    }
  }
  return sum / static_cast<double>(x.size() * y.size());
}

struct UnitPair {
  std::uint32_t a, b;
  ScoredPair strongest;
  bool open;
};

// One for each two units with a listed pair between them: the strongest.
std::vector<UnitPair> listed_unit_pairs(const DoubtfulUnits& doubt,
                                        std::span<const ScoredPair> pairs, double doubt_bits,
                                        std::span<const RecordPair> open) {
  std::vector<UnitPair> listed;
  const auto add = [&](const ScoredPair& pair, bool is_open) {
    const auto [a, b] = std::minmax(doubt.unit_of[pair.pair.a], doubt.unit_of[pair.pair.b]);
    if (a != b) listed.push_back({a, b, pair, is_open});
  };
  for (const ScoredPair& pair : pairs) {
    if (pair.weight > -doubt_bits) add(pair, false);
  }
  for (const RecordPair& pair : open) add({pair, 0.0F}, true);
  std::sort(listed.begin(), listed.end(), [](const UnitPair& x, const UnitPair& y) {
    if (x.a != y.a) return x.a < y.a;
    if (x.b != y.b) return x.b < y.b;
    if (x.open != y.open) return x.open;
    if (x.strongest.weight != y.strongest.weight) return x.strongest.weight > y.strongest.weight;
    return x.strongest.pair < y.strongest.pair;
  });
  listed.erase(
      std::unique(listed.begin(), listed.end(),
                  [](const UnitPair& x, const UnitPair& y) { return x.a == y.a && x.b == y.b; }),
      listed.end());
  return listed;
}

}  // namespace

DoubtfulUnits find_doubt(const LinkedClusters& clusters, std::span<const ScoredPair> pairs,
                         double doubt_bits, std::span<const RecordPair> open,
                         const PairWeightFunction& weight, const Run& run) {
  const auto record_count = static_cast<std::uint32_t>(clusters.cluster_of.size());
  std::vector<ScoredPair> inside;
  for (const ScoredPair& pair : pairs) {
    if (clusters.cluster_of[pair.pair.a] == clusters.cluster_of[pair.pair.b]) {
      inside.push_back(pair);
    }
  }
  const auto weight_or_open = [&](std::uint32_t a, std::uint32_t b) {
    const bool is_open = std::binary_search(open.begin(), open.end(), RecordPair::of(a, b));
    return is_open ? kForbiddenWeight : weight(a, b);
  };
  const LinkedClusters sure =
      open.empty() ? average_linkage(record_count, inside, doubt_bits, weight, run)
                   : average_linkage(record_count, inside, doubt_bits, weight_or_open, run);
  DoubtfulUnits doubt;
  doubt.unit_of = sure.cluster_of;
  doubt.units.resize(sure.cluster_count);
  for (std::uint32_t r = 0; r < record_count; ++r) doubt.units[sure.cluster_of[r]].push_back(r);

  std::vector<std::uint32_t> parent(doubt.units.size());
  std::iota(parent.begin(), parent.end(), 0U);
  for (const UnitPair& pair : listed_unit_pairs(doubt, pairs, doubt_bits, open)) {
    const double mean = mean_weight(doubt.units[pair.a], doubt.units[pair.b], weight);
    if (mean <= kForbiddenWeight || (mean <= -doubt_bits && !pair.open)) continue;
    doubt.edges.push_back({pair.a, pair.b, mean, pair.strongest.pair});
    const std::uint32_t x = find_root(parent, pair.a);
    const std::uint32_t y = find_root(parent, pair.b);
    if (x != y) parent[std::max(x, y)] = std::min(x, y);
  }
  std::vector<std::uint32_t> size(doubt.units.size(), 0);
  for (std::uint32_t u = 0; u < doubt.units.size(); ++u) ++size[find_root(parent, u)];
  std::vector<std::uint32_t> number(doubt.units.size(), ~0U);
  for (std::uint32_t u = 0; u < doubt.units.size(); ++u) {
    const std::uint32_t root = find_root(parent, u);
    if (size[root] < 2) continue;
    if (number[root] == ~0U) {
      number[root] = static_cast<std::uint32_t>(doubt.components.size());
      doubt.components.emplace_back();
    }
    doubt.components[number[root]].push_back(u);
  }
  return doubt;
}

}  // namespace hearim
