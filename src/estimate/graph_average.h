// The posterior of the unseen, summed over every decomposable graph.
//
// Inside `estimate` only; the model is in hearim/decomposable.h, the density in family_scores.h,
// the graphs in chordal_graphs.h.
#pragma once

#include <cstdint>
#include <vector>

#include "estimate/chordal_graphs.h"
#include "estimate/family_scores.h"
#include "estimate/unseen_grid.h"
#include "hearim/capture_table.h"
#include "hearim/run.h"

namespace hearim {

struct GraphAverageOptions {
  DecomposablePrior prior;
  double cut = 0;       // the most unseen people allowed, >= 1
  double wide = 0;      // the same, for the look beyond the cut, >= cut
  int graphs_kept = 0;  // the most probable ones, for a closer look
};

struct WeighedGraph {
  FamilyPath path{};
  double probability = 0;           // posterior, x <= cut
  std::vector<double> log_density;  // at the grid's nodes
};

struct GraphAverage {
  UnseenGrid grid;                        // live up to `wide`
  std::vector<double> log_density;        // at the nodes, averaged over graphs, up to one constant
  std::vector<double> edge_probability;   // [i * k + j], x <= cut
  double complete_graph_probability = 0;  // of all lists in one clique, x <= cut
  std::vector<WeighedGraph> graphs;       // best first
  std::int64_t graph_count = 0;           // all decomposable graphs
  std::int64_t graphs_summed = 0;         // those that were not shown to be negligible
  double dropped_share_max = 0;           // the others hold less than this share of the posterior
  double interpolation_error = 0;         // of the log density, averaged over the posterior
  int passes = 0;                         // over the graphs
};

GraphAverage average_graphs(const CaptureTable& table, const GraphAverageOptions& options,
                            const Run& run);

}  // namespace hearim
