// Pairwise and B-cubed precision and recall (Bagga & Baldwin 1998), from the sizes of clusters,
// people and their overlaps: no pair is listed.
#include <algorithm>
#include <unordered_map>

#include "hearim/error.h"
#include "hearim/link.h"

namespace hearim {
namespace {

double pairs_of(double n) { return n * (n - 1) / 2; }

double ratio(double part, double whole) { return whole > 0 ? part / whole : 1.0; }

PairwiseScores with_f1(double precision, double recall) {
  const double sum = precision + recall;
  return {precision, recall, sum > 0 ? 2 * precision * recall / sum : 0.0};
}

}  // namespace

LinkEvaluation evaluate_clusters(const LinkedClusters& clusters,
                                 std::span<const std::uint32_t> truth) {
  if (truth.size() != clusters.cluster_of.size()) {
    throw Error(ErrorCode::invalid_input, "truth for " + std::to_string(truth.size()) +
                                              " records, there are " +
                                              std::to_string(clusters.cluster_of.size()));
  }
  std::vector<std::uint64_t> both;
  both.reserve(truth.size());
  for (std::size_t r = 0; r < truth.size(); ++r) {
    both.push_back(static_cast<std::uint64_t>(clusters.cluster_of[r]) << 32 | truth[r]);
  }
  std::sort(both.begin(), both.end());
  std::vector<double> cluster_size(clusters.cluster_count, 0.0);
  std::unordered_map<std::uint32_t, double> person_size;
  for (std::size_t r = 0; r < truth.size(); ++r) {
    cluster_size[clusters.cluster_of[r]] += 1;
    person_size[truth[r]] += 1;
  }
  double found = 0.0;
  double real = 0.0;
  double right = 0.0;
  for (const double n : cluster_size) found += pairs_of(n);
  for (const auto& [person, n] : person_size) real += pairs_of(n);
  double b_precision = 0.0;
  double b_recall = 0.0;
  for (std::size_t from = 0; from < both.size();) {
    std::size_t to = from;
    while (to < both.size() && both[to] == both[from]) ++to;
    const double n = static_cast<double>(to - from);
    right += pairs_of(n);
    b_precision += n * n / cluster_size[both[from] >> 32];
    b_recall += n * n / person_size[static_cast<std::uint32_t>(both[from])];
    from = to;
  }
  LinkEvaluation result;
  result.true_pairs = static_cast<std::uint64_t>(real);
  result.found_pairs = static_cast<std::uint64_t>(found);
  result.right_pairs = static_cast<std::uint64_t>(right);
  result.pairwise = with_f1(ratio(right, found), ratio(right, real));
  const double n = static_cast<double>(truth.size());
  result.b_cubed = with_f1(ratio(b_precision, n), ratio(b_recall, n));
  return result;
}

std::vector<CapturePattern> capture_patterns_of(const LinkRecords& records,
                                                const LinkedClusters& clusters) {
  std::vector<History> history(clusters.cluster_count, 0);
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    history[clusters.cluster_of[r]] |= History{1} << records.list_of(r);
  }
  std::sort(history.begin(), history.end());
  std::vector<CapturePattern> patterns;
  for (const History h : history) {
    if (patterns.empty() || patterns.back().history != h) patterns.push_back({h, 0});
    ++patterns.back().count;
  }
  return patterns;
}

}  // namespace hearim
