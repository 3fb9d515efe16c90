// The order in which doubtful pairs are laid before a person.
//
// What a yes or a no would do to the number is worked out with the quickest estimate there is for
// the lists at hand, Chao's lower bound with each list's own reach (hearim/lower_bound.h),
//     N = n + (sum over pairs of lists of m_i m_j) / f2,
// n people seen, m_i of them on list i alone, f2 on exactly two lists. A yes takes two people off
// the table and puts one on the union of their lists. The answer's worth is that change times the
// entropy of the probability: a pair at even odds that moves N by 3 comes before one at 1 in 1,000
// that moves it by 20.
//
// Example: 900 people, m = (200, 150), f2 = 100: N = 900 + 300. Two people on one list each who
// are one: n = 899, m = (199, 149), f2 = 101, N = 899 + 293.6. The pair moves N by 7.4 people.
// Two records of one list move it by m_i alone; on one list only, a yes moves it by 1.
//
// Greedy: each pair is weighed as if it alone were answered. Not an estimate to publish.
#include <algorithm>
#include <bit>
#include <cmath>

#include "link/linkage_draws.h"

namespace hearim {
namespace {

struct QuickTable {
  double people = 0;
  std::vector<double> alone;  // on one list only
  double alone_sum = 0;
  double alone_squares = 0;
  double on_two = 0;

  void add(History history, double count) {
    people += count;
    const int lists = std::popcount(history);
    if (lists == 2) on_two += count;
    if (lists != 1) return;
    double& m = alone[static_cast<std::size_t>(std::countr_zero(history))];
    alone_sum += count;
    alone_squares += (m + count) * (m + count) - m * m;
    m += count;
  }
  double estimate() const {
    const double products = (alone_sum * alone_sum - alone_squares) / 2;
    return people + products / std::max(1.0, on_two);
  }
};

double entropy_bits(double p) {
  if (p <= 0.0 || p >= 1.0) return 0.0;
  return -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

}  // namespace

std::vector<ReviewPair> Linkage::review_pairs(std::size_t count_max) const {
  const State& state = *state_;
  const DoubtfulUnits doubt = doubt_of(state, Run{});
  QuickTable table;
  table.alone.assign(state.records->lists().size(), 0.0);
  std::vector<History> unit_history(doubt.units.size(), 0);
  for (std::size_t u = 0; u < doubt.units.size(); ++u) {
    for (const std::uint32_t r : doubt.units[u]) {
      unit_history[u] |= History{1} << state.records->list_of(r);
    }
  }
  for (const CapturePattern& pattern : capture_patterns_of(*state.records, state.clusters)) {
    table.add(pattern.history, static_cast<double>(pattern.count));
  }
  std::vector<ReviewPair> pairs;
  for (const DoubtfulUnits::Edge& edge : doubt.edges) {
    const auto labelled = std::lower_bound(
        state.labels.begin(), state.labels.end(), edge.pair,
        [](const LabelledPair& label, const RecordPair& p) { return label.pair < p; });
    if (labelled != state.labels.end() && labelled->pair == edge.pair) continue;
    const History a = unit_history[edge.a];
    const History b = unit_history[edge.b];
    // Against a table in which the two are apart, whatever the clusters say.
    QuickTable apart = table;
    if (state.clusters.cluster_of[edge.pair.a] == state.clusters.cluster_of[edge.pair.b]) {
      apart.add(a | b, -1);
      apart.add(a, 1);
      apart.add(b, 1);
    }
    QuickTable joined = apart;
    joined.add(a, -1);
    joined.add(b, -1);
    joined.add(a | b, 1);
    ReviewPair pair;
    pair.pair = edge.pair;
    pair.weight = edge.weight;
    pair.probability = probability_of(edge.weight);
    pair.effect = std::abs(joined.estimate() - apart.estimate());
    pair.worth = pair.effect * entropy_bits(pair.probability);
    pairs.push_back(pair);
  }
  std::sort(pairs.begin(), pairs.end(), [](const ReviewPair& x, const ReviewPair& y) {
    return x.worth != y.worth ? x.worth > y.worth : x.pair < y.pair;
  });
  if (pairs.size() > count_max) pairs.resize(count_max);
  return pairs;
}

}  // namespace hearim
