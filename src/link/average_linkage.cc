// Agglomerative clustering inside each connected component of the pairs above the threshold.
//
// Between every two neighbouring clusters the sum of weights over all pairs is kept; joining A and
// B adds their sums towards each neighbour C, computing what was not known (C a neighbour of only
// one of them). A heap holds (mean, pair of clusters); entries of clusters that have changed are
// passed over when they come up.
//
// Example: weights a-b 9, b-c 4, a-c -12. Single linkage makes abc; here ab is made first (9), and
// ab-c has mean (4 - 12) / 2 = -4: c stays out.
//
// After Sokal & Michener (1958). Not optimal: correlation clustering is NP-hard; what is doubtful
// is drawn, not decided (partition_draws.cc).
#include "link/average_linkage.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>

#include "base/check.h"
#include "base/parallel.h"

namespace hearim {
namespace {

std::uint32_t find_root(std::vector<std::uint32_t>& parent, std::uint32_t x) {
  while (parent[x] != x) {
    parent[x] = parent[parent[x]];
    x = parent[x];
  }
  return x;
}

struct Candidate {
  double mean;
  std::uint32_t a, b;  // clusters, by their smallest local record
  std::uint32_t version_a, version_b;
};
struct WorseCandidate {
  bool operator()(const Candidate& x, const Candidate& y) const {
    if (x.mean != y.mean) return x.mean < y.mean;
    return std::pair(x.a, x.b) > std::pair(y.a, y.b);
  }
};

class ComponentClusters {
 public:
  ComponentClusters(std::span<const std::uint32_t> records, double weight_min,
                    const PairWeightFunction& weight)
      : records_(records), weight_min_(weight_min), weight_(weight) {
    members_.resize(records.size());
    sums_.resize(records.size());
    version_.assign(records.size(), 0);
    for (std::uint32_t i = 0; i < records.size(); ++i) members_[i] = {i};
  }

  void add(std::uint32_t a, std::uint32_t b) {
    const double w = weight_(records_[a], records_[b]);
    sums_[a][b] = sums_[b][a] = w;
    push(a, b);
  }

  void run(const Run& run) {
    while (!heap_.empty()) {
      const Candidate best = heap_.top();
      heap_.pop();
      if (version_[best.a] != best.version_a || version_[best.b] != best.version_b) continue;
      run.stop_if_cancelled();
      join(best.a, best.b);
    }
  }

  // The smallest local record of each local record's cluster.
  std::vector<std::uint32_t> labels() const {
    std::vector<std::uint32_t> label(records_.size());
    for (std::uint32_t c = 0; c < members_.size(); ++c) {
      for (const std::uint32_t member : members_[c]) label[member] = c;
    }
    return label;
  }

 private:
  void push(std::uint32_t a, std::uint32_t b) {
    if (a > b) std::swap(a, b);
    const double mean =
        sums_[a].at(b) / static_cast<double>(members_[a].size() * members_[b].size());
    if (mean > weight_min_) heap_.push({mean, a, b, version_[a], version_[b]});
  }

  double cross_sum(std::uint32_t a, std::uint32_t b) const {
    double sum = 0.0;
    for (const std::uint32_t x : members_[a]) {
      for (const std::uint32_t y : members_[b]) sum += weight_(records_[x], records_[y]);
    }
    return sum;
  }

  void join(std::uint32_t a, std::uint32_t b) {  // into a, the smaller
    std::map<std::uint32_t, double> merged;
    for (const auto& [c, sum] : sums_[a]) {
      if (c == b) continue;
      const auto other = sums_[b].find(c);
      merged[c] = sum + (other != sums_[b].end() ? other->second : cross_sum(b, c));
    }
    for (const auto& [c, sum] : sums_[b]) {
      if (c != a && !merged.contains(c)) merged[c] = sum + cross_sum(a, c);
    }
    members_[a].insert(members_[a].end(), members_[b].begin(), members_[b].end());
    members_[b].clear();
    sums_[b].clear();
    ++version_[a];
    ++version_[b];
    sums_[a] = std::move(merged);
    for (const auto& [c, sum] : sums_[a]) {
      sums_[c].erase(b);
      sums_[c][a] = sum;
      push(a, c);
    }
  }

  std::span<const std::uint32_t> records_;
  double weight_min_;
  const PairWeightFunction& weight_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<std::map<std::uint32_t, double>> sums_;
  std::vector<std::uint32_t> version_;
  std::priority_queue<Candidate, std::vector<Candidate>, WorseCandidate> heap_;
};

}  // namespace

LinkedClusters clusters_from_labels(std::span<const std::uint32_t> labels) {
  LinkedClusters clusters;
  clusters.cluster_of.resize(labels.size());
  std::uint32_t label_max = 0;
  for (const std::uint32_t label : labels) label_max = std::max(label_max, label);
  std::vector<std::uint32_t> number(labels.empty() ? 0 : label_max + std::size_t{1}, ~0U);
  for (std::size_t r = 0; r < labels.size(); ++r) {
    std::uint32_t& mine = number[labels[r]];
    if (mine == ~0U) mine = clusters.cluster_count++;
    clusters.cluster_of[r] = mine;
  }
  return clusters;
}

LinkedClusters average_linkage(std::uint32_t record_count, std::span<const ScoredPair> pairs,
                               double weight_min, const PairWeightFunction& weight,
                               const Run& run) {
  std::vector<std::uint32_t> parent(record_count);
  std::iota(parent.begin(), parent.end(), 0U);
  std::vector<RecordPair> edges;
  for (const ScoredPair& pair : pairs) {
    if (pair.weight <= weight_min) continue;
    edges.push_back(pair.pair);
    const std::uint32_t x = find_root(parent, pair.pair.a);
    const std::uint32_t y = find_root(parent, pair.pair.b);
    if (x != y) parent[std::max(x, y)] = std::min(x, y);
  }
  // Components in the order of their first record; edges and records grouped by component.
  std::vector<std::uint32_t> component_size(record_count, 0);
  for (std::uint32_t r = 0; r < record_count; ++r) ++component_size[find_root(parent, r)];
  std::vector<std::uint32_t> component_number(record_count, ~0U);
  std::vector<std::vector<std::uint32_t>> components;
  std::vector<std::uint32_t> local(record_count, 0);
  for (std::uint32_t r = 0; r < record_count; ++r) {
    const std::uint32_t root = find_root(parent, r);
    if (component_size[root] < 2) continue;
    if (component_number[root] == ~0U) {
      component_number[root] = static_cast<std::uint32_t>(components.size());
      components.emplace_back();
    }
    auto& component = components[component_number[root]];
    local[r] = static_cast<std::uint32_t>(component.size());
    component.push_back(r);
  }
  const auto component_of = [&](const RecordPair& edge) {
    return component_number[find_root(parent, edge.a)];
  };
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::vector<std::uint64_t> edge_start(components.size() + 1, 0);
  for (const RecordPair& edge : edges) ++edge_start[component_of(edge) + std::size_t{1}];
  std::partial_sum(edge_start.begin(), edge_start.end(), edge_start.begin());
  std::vector<RecordPair> by_component(edges.size());
  std::vector<std::uint64_t> at = edge_start;
  for (const RecordPair& edge : edges) by_component[at[component_of(edge)]++] = edge;

  std::vector<std::uint32_t> label(record_count);
  std::iota(label.begin(), label.end(), 0U);
  constexpr std::size_t kComponentsPerChunk = 256;
  const std::size_t chunk_count =
      (components.size() + kComponentsPerChunk - 1) / kComponentsPerChunk;
  for_each_chunk(chunk_count, run, [&](std::size_t chunk) {
    const std::size_t end = std::min(components.size(), (chunk + 1) * kComponentsPerChunk);
    for (std::size_t c = chunk * kComponentsPerChunk; c < end; ++c) {
      ComponentClusters component(components[c], weight_min, weight);
      for (std::uint64_t e = edge_start[c]; e < edge_start[c + 1]; ++e) {
        component.add(local[by_component[e].a], local[by_component[e].b]);
      }
      component.run(run);
      const std::vector<std::uint32_t> labels = component.labels();
      for (std::size_t i = 0; i < labels.size(); ++i) {
        label[components[c][i]] = components[c][labels[i]];
      }
    }
  });
  return clusters_from_labels(label);
}

}  // namespace hearim
