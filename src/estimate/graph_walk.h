// Walks over groups of graphs: the screen that finds one good graph, and the sum over all.
//
// Inside `estimate`, for graph_average.cc, whose opening explains both. One visitor per group, used
// by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "estimate/chordal_graphs.h"
#include "estimate/scored_grid.h"
#include "hearim/run.h"

namespace hearim {

// Where the graphs of one group come from: subtrees, or a list of graphs.
struct GraphGroup {
  std::vector<ChordalNode> roots;
  std::vector<FamilyPath> listed;
};

struct Ranked {
  FamilyPath path{};
  double value = -std::numeric_limits<double>::infinity();
};

// Better first; equal masses in the order of their edges.
bool ranks_before(const Ranked& a, const Ranked& b, int vertex_count);

// Step 1: the graph with the best bound on its mass, up to the cut and in all.
struct GraphScreen {
  const ScoredGrid& level;
  const Run& run;
  int k;
  std::vector<double> scratch;
  RowStack stack;
  std::size_t main_part;
  Ranked best_main, best_wide;
  std::int64_t graphs = 0;

  GraphScreen(const ScoredGrid& on, const std::vector<double>& root, int vertex_count,
              const Run& with)
      : level(on),
        run(with),
        k(vertex_count),
        scratch(on.scores.part_size()),
        stack(on.scores, root, vertex_count),
        main_part((on.main_size + 3) / 4 * 4) {}

  void enter(int depth, Family family) {
    if (depth < 4) run.stop_if_cancelled();
    stack.enter(depth, family);
  }

  void leaf(const FamilyPath& path);

  void offer(Ranked& best, const FamilyPath& path, double value) const;
};

// Step 2 for one group of graphs.
struct GraphSum {
  const ScoredGrid& level;
  const Bend& bend;
  const std::vector<double>& bar;  // reach minus the log of the mass that counts
  const Run& run;
  int k;
  std::size_t graphs_kept;
  RowStack stack;
  std::vector<double> scratch, f;

  std::vector<double> density;    // at the nodes
  std::vector<double> bend_max;   // per interval
  std::vector<char> node_counts;  // some graph is above the bar there
  std::vector<double> family_mass;
  double mass = 0;
  std::int64_t graphs = 0, summed = 0;
  std::vector<Ranked> top;
  std::vector<FamilyPath> listed;
  bool list_overflows = false;
  Ranked highest;  // the highest single value

  GraphSum(const ScoredGrid& on, const Bend& second, const std::vector<double>& bar_row,
           const std::vector<double>& root, int vertex_count, std::size_t kept, const Run& with)
      : level(on),
        bend(second),
        bar(bar_row),
        run(with),
        k(vertex_count),
        graphs_kept(kept),
        stack(on.scores, root, vertex_count),
        scratch(on.scores.part_size()),
        f(on.scores.part_size()),
        density(on.scores.part_size(), 0.0),
        bend_max(on.grid.size(), 0.0),
        node_counts(on.grid.size(), 0),
        family_mass(on.scores.family_count(), 0.0) {}

  void enter(int depth, Family family) {
    if (depth < 4) run.stop_if_cancelled();
    stack.enter(depth, family);
  }

  void leaf(const FamilyPath& path);

  void look_at_bends(const FamilyPath& path);

  void keep_if_top(const Ranked& graph);
};

void walk_group(const GraphGroup& group, int vertex_count, const Run& run, GraphScreen& screen);
void walk_group(const GraphGroup& group, int vertex_count, const Run& run, GraphSum& sum);

}  // namespace hearim
