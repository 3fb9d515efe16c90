// Draws of partitions inside doubtful components.
//
// A component of two units with mean weight +1 bit has two partitions, together with probability
// 2/3 and apart with 1/3. Three units a, b, c with weights ab 3, bc 2, ac -4 have five, with
// weights 1 (all apart), 8 (ab), 4 (bc), 1/16 (ac) and 2 (abc, 3 + 2 - 4 bits).
//
// Gibbs: each unit in turn leaves its block and enters block B with probability proportional to
// 2 ^ (sum of its weights to B), or stands alone with weight 1. This leaves the target unchanged
// and reaches every allowed partition, since every block can dissolve into units standing alone.
// In components too large to weigh every two units, only blocks that hold a neighbour by a doubtful
// edge are offered, so that a sweep costs as much as there are edges.
//
// Not for models in which the weights themselves are uncertain: m and u are taken as learnt.
// After Sadinle (Annals of Applied Statistics 8 (2014), 2404) and, for carrying draws on into the
// estimate, Sadinle (Annals of Applied Statistics 12 (2018), 1013).
#include "link/partition_draws.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <unordered_map>

#include "base/check.h"
#include "base/parallel.h"
#include "base/rng.h"

namespace hearim {
namespace {

constexpr int kBurnInSweeps = 100;
constexpr int kSweepsPerDraw = 5;
constexpr double kWeightClamp = 40.0;  // beyond it nothing is ever drawn otherwise

std::uint32_t find_root(std::vector<std::uint32_t>& parent, std::uint32_t x) {
  while (parent[x] != x) x = parent[x] = parent[parent[x]];
  return x;
}

void enumerate_from(UnitWeights& weights, Partition& partition, std::size_t unit,
                    std::uint32_t blocks, double log2_weight, std::vector<WeightedPartition>& out) {
  if (unit == weights.unit_count()) {
    out.push_back({partition, log2_weight});
    return;
  }
  for (std::uint32_t block = 0; block <= blocks; ++block) {
    double gain = 0.0;
    for (std::uint32_t other = 0; other < unit; ++other) {
      if (partition[other] == block) {
        gain += weights.at(static_cast<std::uint32_t>(unit), other);
      }
    }
    partition[unit] = block;
    enumerate_from(weights, partition, unit + 1, std::max(blocks, block + 1), log2_weight + gain,
                   out);
  }
}

Partition in_order_of_first(const Partition& labels) {
  std::map<std::uint32_t, std::uint32_t> number;
  Partition ordered;
  for (const std::uint32_t label : labels) {
    ordered.push_back(
        number.try_emplace(label, static_cast<std::uint32_t>(number.size())).first->second);
  }
  return ordered;
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

}  // namespace

std::vector<WeightedPartition> enumerate_partitions(UnitWeights& weights) {
  CHECK(weights.unit_count() <= kEnumeratedUnitsMax);
  std::vector<WeightedPartition> all;
  Partition partition(weights.unit_count(), 0);
  enumerate_from(weights, partition, 0, 0, 0.0, all);
  double best = all[0].probability;
  for (const WeightedPartition& p : all) best = std::max(best, p.probability);
  double total = 0.0;
  for (WeightedPartition& p : all) {
    p.probability = std::exp2(p.probability - best);
    total += p.probability;
  }
  for (WeightedPartition& p : all) p.probability /= total;
  return all;
}

std::vector<Partition> gibbs_partitions(UnitWeights& weights, const Partition& start,
                                        int draw_count, std::uint64_t seed, std::uint64_t stream,
                                        const Run& run) {
  const auto n = static_cast<std::uint32_t>(weights.unit_count());
  Rng rng(seed, "partition draws", stream);
  Partition block = in_order_of_first(start);
  std::vector<std::vector<std::uint32_t>> members(n);  // of each block
  for (std::uint32_t unit = 0; unit < n; ++unit) members[block[unit]].push_back(unit);
  std::vector<std::uint32_t> empty;  // blocks without members
  for (std::uint32_t b = n; b-- > 0;) {
    if (members[b].empty()) empty.push_back(b);
  }
  std::vector<std::uint32_t> offered;
  std::vector<double> share;
  std::vector<Partition> draws;
  const int sweep_count = kBurnInSweeps + kSweepsPerDraw * draw_count;
  for (int sweep = 1; sweep <= sweep_count; ++sweep) {
    run.stop_if_cancelled();
    for (std::uint32_t unit = 0; unit < n; ++unit) {
      std::erase(members[block[unit]], unit);
      if (members[block[unit]].empty()) empty.push_back(block[unit]);
      offered = {empty.back()};
      share = {0.0};  // log2, standing alone
      for (const UnitWeights::Neighbour& neighbour : weights.neighbours(unit)) {
        const std::uint32_t b = block[neighbour.unit];
        if (std::find(offered.begin(), offered.end(), b) != offered.end()) continue;
        double gain = 0.0;
        for (const std::uint32_t other : members[b]) {
          gain += weights.at(unit, other);
          if (gain < kForbiddenWeight / 2) break;
        }
        offered.push_back(b);
        share.push_back(gain);
      }
      const double best = *std::max_element(share.begin(), share.end());
      double total = 0.0;
      for (double& x : share) total += x = std::exp2(x - best);
      double u = rng.uniform() * total;
      std::size_t chosen = 0;
      for (std::size_t i = 0; i < offered.size(); ++i) {
        if (share[i] <= 0.0) continue;
        chosen = i;
        u -= share[i];
        if (u < 0.0) break;
      }
      block[unit] = offered[chosen];
      if (chosen == 0) empty.pop_back();
      members[block[unit]].push_back(unit);
    }
    if (sweep > kBurnInSweeps && (sweep - kBurnInSweeps) % kSweepsPerDraw == 0) {
      draws.push_back(in_order_of_first(block));
    }
  }
  return draws;
}

void UnitWeights::set(std::uint32_t a, std::uint32_t b, double weight) {
  neighbours_[a].push_back({b, weight});
  neighbours_[b].push_back({a, weight});
  known_[static_cast<std::uint64_t>(std::min(a, b)) << 32 | std::max(a, b)] = weight;
}

double UnitWeights::at(std::uint32_t a, std::uint32_t b) {
  const std::uint64_t key = static_cast<std::uint64_t>(std::min(a, b)) << 32 | std::max(a, b);
  const auto [slot, is_new] = known_.try_emplace(key, 0.0);
  if (is_new && rest_) slot->second = rest_(std::min(a, b), std::max(a, b));
  return slot->second;
}

DoubtfulUnits find_doubt(const LinkedClusters& clusters, std::span<const ScoredPair> pairs,
                         double doubt_bits, const PairWeightFunction& weight, const Run& run) {
  const auto record_count = static_cast<std::uint32_t>(clusters.cluster_of.size());
  std::vector<ScoredPair> inside;
  for (const ScoredPair& pair : pairs) {
    if (clusters.cluster_of[pair.pair.a] == clusters.cluster_of[pair.pair.b]) {
      inside.push_back(pair);
    }
  }
  const LinkedClusters sure = average_linkage(record_count, inside, doubt_bits, weight, run);
  DoubtfulUnits doubt;
  doubt.unit_of = sure.cluster_of;
  doubt.units.resize(sure.cluster_count);
  for (std::uint32_t r = 0; r < record_count; ++r) doubt.units[sure.cluster_of[r]].push_back(r);

  struct UnitPair {
    std::uint32_t a, b;
    ScoredPair strongest;
  };
  std::vector<UnitPair> listed;
  for (const ScoredPair& pair : pairs) {
    const auto [a, b] = std::minmax(doubt.unit_of[pair.pair.a], doubt.unit_of[pair.pair.b]);
    if (a != b && pair.weight > -doubt_bits) listed.push_back({a, b, pair});
  }
  std::sort(listed.begin(), listed.end(), [](const UnitPair& x, const UnitPair& y) {
    if (x.a != y.a) return x.a < y.a;
    if (x.b != y.b) return x.b < y.b;
    if (x.strongest.weight != y.strongest.weight) return x.strongest.weight > y.strongest.weight;
    return x.strongest.pair < y.strongest.pair;
  });
  listed.erase(
      std::unique(listed.begin(), listed.end(),
                  [](const UnitPair& x, const UnitPair& y) { return x.a == y.a && x.b == y.b; }),
      listed.end());
  std::vector<std::uint32_t> parent(doubt.units.size());
  std::iota(parent.begin(), parent.end(), 0U);
  for (const UnitPair& pair : listed) {
    const double mean = mean_weight(doubt.units[pair.a], doubt.units[pair.b], weight);
    if (mean <= -doubt_bits) continue;
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

namespace {

// Up to this many units every two of a component are weighed; above, neighbours by a doubtful edge
// and whoever shares a block with them.
constexpr std::size_t kDenseUnitsMax = 32;

UnitWeights component_weights(const DoubtfulUnits& doubt, std::span<const std::uint32_t> component,
                              std::span<const DoubtfulUnits::Edge* const> edges,
                              const PairWeightFunction& weight) {
  const auto clamped = [](double w) {
    return w <= kForbiddenWeight ? w : std::clamp(w, -kWeightClamp, kWeightClamp);
  };
  const auto mean = [&doubt, component, &weight, clamped](std::uint32_t a, std::uint32_t b) {
    return clamped(mean_weight(doubt.units[component[a]], doubt.units[component[b]], weight));
  };
  UnitWeights weights(component.size(), mean);
  if (component.size() <= kDenseUnitsMax) {
    for (std::uint32_t i = 0; i < component.size(); ++i) {
      for (std::uint32_t j = i + 1; j < component.size(); ++j) weights.set(i, j, mean(i, j));
    }
    return weights;
  }
  const auto place = [&](std::uint32_t unit) {
    return static_cast<std::uint32_t>(std::lower_bound(component.begin(), component.end(), unit) -
                                      component.begin());
  };
  for (const DoubtfulUnits::Edge* edge : edges) {
    weights.set(place(edge->a), place(edge->b), clamped(edge->weight));
  }
  return weights;
}

}  // namespace

std::vector<LinkedClusters> draw_clusters(const DoubtfulUnits& doubt,
                                          const LinkedClusters& clusters, int draw_count,
                                          const PairWeightFunction& weight, const Run& run) {
  std::vector<std::uint32_t> component_of(doubt.units.size(), ~0U);
  for (std::uint32_t c = 0; c < doubt.components.size(); ++c) {
    for (const std::uint32_t unit : doubt.components[c]) component_of[unit] = c;
  }
  std::vector<std::vector<const DoubtfulUnits::Edge*>> edges(doubt.components.size());
  for (const DoubtfulUnits::Edge& edge : doubt.edges) {
    edges[component_of[edge.a]].push_back(&edge);
  }
  std::vector<std::vector<Partition>> drawn(doubt.components.size());
  constexpr std::size_t kComponentsPerChunk = 64;
  const std::size_t chunk_count =
      (doubt.components.size() + kComponentsPerChunk - 1) / kComponentsPerChunk;
  for_each_chunk(chunk_count, run, [&](std::size_t chunk) {
    const std::size_t end = std::min(doubt.components.size(), (chunk + 1) * kComponentsPerChunk);
    for (std::size_t c = chunk * kComponentsPerChunk; c < end; ++c) {
      run.stop_if_cancelled();
      const std::vector<std::uint32_t>& component = doubt.components[c];
      UnitWeights weights = component_weights(doubt, component, edges[c], weight);
      const std::uint64_t stream = doubt.units[component[0]][0];
      if (component.size() <= kEnumeratedUnitsMax) {
        const std::vector<WeightedPartition> all = enumerate_partitions(weights);
        Rng rng(run.seed, "partition draws", stream);
        for (int d = 0; d < draw_count; ++d) {
          double u = rng.uniform();
          std::size_t chosen = 0;
          for (std::size_t p = 0; p < all.size() && u >= 0.0; ++p) {
            if (all[p].probability <= 0.0) continue;
            chosen = p;
            u -= all[p].probability;
          }
          drawn[c].push_back(all[chosen].partition);
        }
      } else {
        Partition start;
        for (const std::uint32_t unit : component) {
          start.push_back(clusters.cluster_of[doubt.units[unit][0]]);
        }
        drawn[c] = gibbs_partitions(weights, start, draw_count, run.seed, stream, run);
      }
    }
  });

  std::vector<LinkedClusters> result;
  std::vector<std::uint32_t> label(doubt.unit_of.size());
  for (int d = 0; d < draw_count; ++d) {
    std::vector<std::uint32_t> unit_label(doubt.units.size());
    for (std::uint32_t u = 0; u < doubt.units.size(); ++u) unit_label[u] = doubt.units[u][0];
    for (std::size_t c = 0; c < doubt.components.size(); ++c) {
      const Partition& partition = drawn[c][static_cast<std::size_t>(d)];
      std::vector<std::uint32_t> first(partition.size(), ~0U);
      for (std::size_t i = 0; i < partition.size(); ++i) {
        std::uint32_t& block = first[partition[i]];
        if (block == ~0U) block = doubt.units[doubt.components[c][i]][0];
        unit_label[doubt.components[c][i]] = block;
      }
    }
    for (std::size_t r = 0; r < label.size(); ++r) label[r] = unit_label[doubt.unit_of[r]];
    result.push_back(clusters_from_labels(label));
  }
  return result;
}

}  // namespace hearim
