// What of a finished linkage is in doubt: draws of it, and the pairs worth a person's look.
#include <algorithm>
#include <cmath>

#include "hearim/error.h"
#include "link/linkage_state.h"
#include "link/partition_draws.h"

namespace hearim {
namespace {

constexpr int kDrawsMax = 10000;

double doubt_bits(const LinkOptions& options) {
  return std::log2((1 - options.keep_probability_min) / options.keep_probability_min);
}

}  // namespace

std::vector<LinkedClusters> Linkage::draw(int draw_count, const Run& run) const {
  if (draw_count < 1 || draw_count > kDrawsMax) {
    throw Error(ErrorCode::invalid_input, "draws must be 1 to " + std::to_string(kDrawsMax) +
                                              ", got " + std::to_string(draw_count));
  }
  const State& state = *state_;
  const auto weight = [&state](std::uint32_t a, std::uint32_t b) {
    return state.pair_weight(a, b);
  };
  const DoubtfulUnits doubt =
      find_doubt(state.clusters, state.pairs, doubt_bits(state.options), weight, run);
  return draw_clusters(doubt, state.clusters, draw_count, weight, run);
}

std::vector<ScoredPair> Linkage::doubtful_pairs(std::size_t count_max) const {
  const State& state = *state_;
  DoubtfulUnits doubt = find_doubt(
      state.clusters, state.pairs, doubt_bits(state.options),
      [&state](std::uint32_t a, std::uint32_t b) { return state.pair_weight(a, b); }, Run{});
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
