// A poor record loses all its company at once: a person on lists A, B and C whose record on B is
// poor stands in the table as one person on A and C and one on B, and two matching pairs are
// missing. So one missed link takes a record at random among those that do have company, looks up
// what its person would look like without it (list B; lists A and C), takes one of each out of the
// table and puts one on A, B and C in. A record with company of its own list only (a list that is
// not clean) is taken out and not put back.
//
// Example: 1,000 matching pairs, 2 % missed: 20 pairs, 20 people on two lists or 10 on three.
// Without it every draw of every table would hold these people twice.
//
// Assumes that what is missed is like what is found, apart from being missed.
#include "link/missed_links.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace hearim {

std::vector<Companion> companions_of(const LinkRecords& records, const LinkedClusters& clusters) {
  std::vector<std::vector<std::uint32_t>> members(clusters.cluster_count);
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    members[clusters.cluster_of[r]].push_back(r);
  }
  std::map<std::tuple<std::uint32_t, History, std::uint32_t>, double> kinds;
  for (const std::vector<std::uint32_t>& cluster : members) {
    if (cluster.size() < 2) continue;
    for (const std::uint32_t r : cluster) {
      History others = 0;
      for (const std::uint32_t other : cluster) {
        if (other != r) others |= History{1} << records.list_of(other);
      }
      kinds[{records.list_of(r), others, static_cast<std::uint32_t>(cluster.size() - 1)}] += 1;
    }
  }
  std::vector<Companion> companions;
  for (const auto& [kind, count] : kinds) {
    companions.push_back({std::get<0>(kind), std::get<1>(kind), std::get<2>(kind), count});
  }
  return companions;
}

double pairs_closed_by_others(const LinkedClusters& clusters, std::span<const ScoredPair> pairs) {
  std::vector<double> size(clusters.cluster_count, 0.0);
  for (const std::uint32_t c : clusters.cluster_of) size[c] += 1;
  double closed = 0.0;
  for (const double n : size) closed += n * (n - 1) / 2;
  for (const ScoredPair& pair : pairs) {
    closed -= clusters.cluster_of[pair.pair.a] == clusters.cluster_of[pair.pair.b];
  }
  return std::max(0.0, closed);
}

std::vector<CapturePattern> with_missed_links(std::vector<CapturePattern> patterns,
                                              const std::vector<Companion>& companions,
                                              double pairs_missed, Rng& rng) {
  double total = 0.0;
  for (const Companion& kind : companions) total += kind.records;
  if (total <= 0.0) return patterns;
  std::map<History, std::int64_t> count;
  for (const CapturePattern& pattern : patterns) count[pattern.history] += pattern.count;
  int failures_left = 1000;  // a table may have nobody left to join
  while (pairs_missed > 0.0 && failures_left > 0) {
    double at = rng.uniform() * total;
    std::size_t k = 0;
    while (k + 1 < companions.size() && at >= companions[k].records) at -= companions[k++].records;
    const Companion& kind = companions[k];
    const double cost = kind.other_count;
    if (rng.uniform() * cost >= pairs_missed) break;
    const History alone = History{1} << kind.list;
    const bool same = alone == kind.others;
    const auto lone = count.find(alone);
    const auto company = count.find(kind.others);
    if (lone == count.end() || company == count.end() || lone->second < (same ? 2 : 1) ||
        company->second < 1) {
      --failures_left;
      continue;
    }
    lone->second -= 1;
    company->second -= 1;
    count[alone | kind.others] += 1;
    pairs_missed -= cost;
  }
  patterns.clear();
  for (const auto& [history, people] : count) {
    if (people > 0) patterns.push_back({history, people});
  }
  return patterns;
}

}  // namespace hearim
