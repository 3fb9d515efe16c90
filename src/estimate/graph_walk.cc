#include "estimate/graph_walk.h"

#include <algorithm>

#include "estimate/row_arithmetic.h"

namespace hearim {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A group that sums more graphs than this is not listed for the next pass.
constexpr std::size_t kListedPerGroup = 20000;

template <class Visitor>
void walk(const GraphGroup& group, int k, const Run& run, Visitor& visitor) {
  for (const ChordalNode& node : group.roots) {
    run.stop_if_cancelled();
    for (int depth = 0; depth < node.depth; ++depth) visitor.enter(depth, node.path[depth]);
    walk_chordal(node, k, visitor);
  }
  std::size_t done = 0;
  for (const FamilyPath& path : group.listed) {
    if (++done % 1024 == 0) run.stop_if_cancelled();
    for (int depth = 0; depth + 1 < k; ++depth) visitor.enter(depth, path[depth]);
    visitor.leaf(path);
  }
}

}  // namespace

bool ranks_before(const Ranked& a, const Ranked& b, int vertex_count) {
  if (a.value != b.value) return a.value > b.value;
  return edges_of(a.path, vertex_count) < edges_of(b.path, vertex_count);
}

void GraphScreen::leaf(const FamilyPath& path) {
  ++graphs;
  const FamilyScores& scores = level.scores;
  const double* parent = stack.row(k - 1);
  const double* last = scores.row(path[k - 1]);
  const double* reach = level.reach.data();
  const std::size_t size = scores.part_size();
  // Up to three nodes beyond the cut count as before it: the bound stays a bound.
  double in_main, beyond = -kInfinity;
  if (scores.split()) {
    max_of_split_sum(parent, last, reach, size, scratch.data());
    in_main = *std::max_element(scratch.begin(), scratch.begin() + main_part);
    if (main_part < size) beyond = *std::max_element(scratch.begin() + main_part, scratch.end());
  } else {
    in_main = max_of_sum(parent, last, reach, main_part);
    if (main_part < size)
      beyond =
          max_of_sum(parent + main_part, last + main_part, reach + main_part, size - main_part);
  }
  offer(best_main, path, in_main);
  offer(best_wide, path, std::max(in_main, beyond));
}

void GraphScreen::offer(Ranked& best, const FamilyPath& path, double value) const {
  if (value < best.value) return;
  const Ranked candidate{path, value};
  if (ranks_before(candidate, best, k)) best = candidate;
}

void GraphSum::leaf(const FamilyPath& path) {
  ++graphs;
  const FamilyScores& scores = level.scores;
  const double* parent = stack.row(k - 1);
  const double* last = scores.row(path[k - 1]);
  const std::size_t size = scores.part_size();
  const double most = scores.split()
                          ? max_of_split_sum(parent, last, bar.data(), size, scratch.data())
                          : max_of_sum(parent, last, bar.data(), size);
  if (most < 0) return;
  ++summed;
  if (listed.size() < kListedPerGroup)
    listed.push_back(path);
  else
    list_overflows = true;
  if (scores.split())
    for (std::size_t i = 0; i < size; ++i)
      f[i] = (parent[i] + last[i]) + (parent[size + i] + last[size + i]);
  else
    add_rows(parent, last, f.data(), size);
  look_at_bends(path);
  const double graph_mass =
      add_exponentials(f.data(), level.main_weight.data(), density.data(), size);
  mass += graph_mass;
  for (int i = 0; i < k; ++i) family_mass[scores.row_index(path[i])] += graph_mass;
  keep_if_top({path, graph_mass});
}

void GraphSum::look_at_bends(const FamilyPath& path) {
  // A graph that together with all others like it holds less than a thousandth need not be
  // followed closely.
  constexpr double kSlack = 6;
  const std::size_t size = level.grid.size();
  double high = -kInfinity;
  for (std::size_t i = 0; i < size; ++i) {
    high = std::max(high, f[i]);
    const double above = f[i] + bar[i];
    if (above < 0) continue;
    node_counts[i] = 1;
    if (above >= kSlack) bend.raise(f, i, bend_max);
  }
  if (high > highest.value) highest = {path, high};
}

void GraphSum::keep_if_top(const Ranked& graph) {
  if (graphs_kept == 0) return;
  const auto before = [&](const Ranked& a, const Ranked& b) { return ranks_before(a, b, k); };
  if (top.size() == graphs_kept && !before(graph, top.back())) return;
  top.insert(std::upper_bound(top.begin(), top.end(), graph, before), graph);
  if (top.size() > graphs_kept) top.pop_back();
}

void walk_group(const GraphGroup& group, int vertex_count, const Run& run, GraphScreen& screen) {
  walk(group, vertex_count, run, screen);
}

void walk_group(const GraphGroup& group, int vertex_count, const Run& run, GraphSum& sum) {
  walk(group, vertex_count, run, sum);
}

}  // namespace hearim
