// What of a finished linkage is in doubt: draws of it, and the pairs worth a person's look.
#include <algorithm>
#include <cmath>

#include "hearim/error.h"
#include "link/linkage_draws.h"
#include "link/missed_links.h"

namespace hearim {
namespace {

constexpr int kDrawsMax = 10000;

void check_draw_count(int draw_count) {
  if (draw_count < 1 || draw_count > kDrawsMax) {
    throw Error(ErrorCode::invalid_input, "draws must be 1 to " + std::to_string(kDrawsMax) +
                                              ", got " + std::to_string(draw_count));
  }
}

void tell(const Run& run, int done, int total) {
  if (run.progress) {
    run.progress("linkage draws", static_cast<std::uint64_t>(done),
                 static_cast<std::uint64_t>(total));
  }
}

}  // namespace

std::vector<LinkedClusters> Linkage::draw(int draw_count, const Run& run) const {
  check_draw_count(draw_count);
  LinkageDraws draws(*state_, run.seed, run);
  std::vector<LinkedClusters> clusters;
  for (int d = 0; d < draw_count; ++d) {
    draws.next(run);
    clusters.push_back(draws.clusters());
    tell(run, d + 1, draw_count);
  }
  return clusters;
}

std::vector<std::vector<CapturePattern>> Linkage::draw_tables(int draw_count,
                                                              const Run& run) const {
  check_draw_count(draw_count);
  LinkageDraws draws(*state_, run.seed, run);
  const std::vector<Companion> companions = companions_of(*state_->records, state_->clusters);
  const double closed = pairs_closed_by_others(state_->clusters, state_->pairs);
  std::vector<std::vector<CapturePattern>> tables;
  for (int d = 0; d < draw_count; ++d) {
    draws.next(run);
    Rng rng(run.seed, "missed links", static_cast<std::uint64_t>(d));
    tables.push_back(
        with_missed_links(draws.patterns(), companions, draws.pairs_missed() - closed, rng));
    tell(run, d + 1, draw_count);
  }
  return tables;
}

std::vector<ScoredPair> Linkage::doubtful_pairs(std::size_t count_max) const {
  DoubtfulUnits doubt = doubt_of(*state_, Run{});
  std::sort(doubt.edges.begin(), doubt.edges.end(), [](const auto& x, const auto& y) {
    const double near_x = std::abs(x.weight);
    const double near_y = std::abs(y.weight);
    return near_x != near_y ? near_x < near_y : x.pair < y.pair;
  });
  std::vector<ScoredPair> pairs;
  for (const DoubtfulUnits::Edge& edge : doubt.edges) {
    if (pairs.size() == count_max) break;
    pairs.push_back({edge.pair, static_cast<float>(edge.weight)});
  }
  return pairs;
}

}  // namespace hearim
