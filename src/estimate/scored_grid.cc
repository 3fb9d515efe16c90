#include "estimate/scored_grid.h"

#include <algorithm>
#include <cmath>

namespace hearim {
namespace {

std::vector<double> reach_of(const UnseenGrid& grid) {
  std::vector<double> reach(grid.size(), 0.0);
  for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
    if (grid.live[i] == 0) continue;
    const double a = grid.x[i], b = grid.x[i + 1];
    const double bound = rise_above_chord(grid.observed, a, b) + std::log(b - a);
    reach[i] = std::max(reach[i], bound);
    reach[i + 1] = std::max(reach[i + 1], bound);
  }
  return reach;
}

}  // namespace

ScoredGrid::ScoredGrid(const CaptureTable& table, const GraphAverageOptions& options,
                       UnseenGrid nodes, double tolerance, const WantedSets& wanted)
    : grid(std::move(nodes)),
      scores(table, options.prior, grid.x, tolerance, wanted),
      reach(reach_of(grid)) {
  main_size = std::upper_bound(grid.x.begin(), grid.x.end(), options.cut) - grid.x.begin();
  for (double& value : reach) value += 2 * scores.error();
  reach.resize(scores.part_size(), 0.0);
  main_weight = node_weights(grid, options.cut);
  main_weight.resize(scores.part_size(), 0.0);
}

void want(const FamilyPath& path, int vertex_count, WantedSets& sets) {
  sets.resize(std::size_t{1} << vertex_count);
  for (int i = 0; i < vertex_count; ++i) {
    sets[path[i].parents] = 1;
    sets[path[i].parents | (1u << path[i].vertex)] = 1;
  }
}

std::vector<double> shifted_root(const FamilyScores& scores, const SplitLog& zero) {
  std::vector<double> root(scores.root(), scores.root() + scores.row_size());
  for (std::size_t i = 0; i < scores.node_count(); ++i) {
    root[i] -= zero.high;
    if (scores.split()) root[scores.part_size() + i] -= zero.low;
  }
  return root;
}

std::vector<double> graph_sum(const FamilyScores& scores, const std::vector<double>& root,
                              const FamilyPath& path, int vertex_count) {
  RowStack stack(scores, root, vertex_count);
  for (int depth = 0; depth + 1 < vertex_count; ++depth) stack.enter(depth, path[depth]);
  std::vector<double> sum(scores.row_size());
  add_rows(stack.row(vertex_count - 1), scores.row(path[vertex_count - 1]), sum.data(), sum.size());
  return sum;
}

Bend::Bend(const UnseenGrid& grid)
    : before(grid.size(), 0.0),
      here(grid.size(), 0.0),
      after(grid.size(), 0.0),
      step_square(grid.size(), 0.0) {
  for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
    // No whole number between: nothing to bend.
    if (grid.live[i] == 0 || grid.x[i + 1] - grid.x[i] <= 1) continue;
    step_square[i] = (grid.u[i + 1] - grid.u[i]) * (grid.u[i + 1] - grid.u[i]);
  }
  for (std::size_t i = 1; i + 1 < grid.size(); ++i) {
    if (!grid.live_before(i) || !grid.live_after(i)) continue;
    const double a = grid.u[i] - grid.u[i - 1];
    const double b = grid.u[i + 1] - grid.u[i];
    before[i] = 2 / (a * (a + b));
    after[i] = 2 / (b * (a + b));
    here[i] = -2 / (a * b);
  }
}

void Bend::raise(const std::vector<double>& f, std::size_t i, std::vector<double>& bend_max) const {
  if (i == 0 || i + 1 >= step_square.size()) return;
  const double second = std::abs(before[i] * f[i - 1] + here[i] * f[i] + after[i] * f[i + 1]);
  bend_max[i - 1] = std::max(bend_max[i - 1], second * step_square[i - 1]);
  bend_max[i] = std::max(bend_max[i], second * step_square[i]);
}

}  // namespace hearim
