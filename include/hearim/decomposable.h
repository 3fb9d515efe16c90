// Exact Bayesian model averaging over all decomposable graphs of list dependence.
//
// An edge between two lists lets them depend on each other; a missing edge is conditional
// independence. Every decomposable (chordal) graph gives a closed form for p(table | N, graph)
// under a hyper-Dirichlet prior, so the posterior of N, averaged over all graphs, is computed,
// not sampled. 3 to 8 lists, every graph: 8, 61, 822, 18,154, 617,675, 30,888,596. More: refused.
//
// The prior on N is 1/N or flat, cut at observed * (1 + unseen_factor) or at unseen_max. The
// posterior mass near the cut is reported, and when moving the cut moves the answer the status is
// weak: then the cut, not the data, decides. So it is when the prior count decides, when the graph
// that joins all lists is likely, or when groups of lists share nobody. No overlap at all, fewer
// than 3 lists or more than 8: refused.
//
// Throws Error(invalid_input) on options out of range. Cost, CPU time on one core: 0.01 s with 5
// lists, 0.03 s with 6, 0.4 s with 7, 8 s with 8, hardly dependent on the number of people;
// memory below 100 MB. Thread-safe; the same to the last bit for any run.threads.
// Source: D. Madigan & J. York, Biometrika 84 (1997) 19-31; A. P. Dawid & S. Lauritzen,
// Annals of Statistics 21 (1993) 1272-1317.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hearim/capture_table.h"
#include "hearim/population_estimate.h"
#include "hearim/run.h"

namespace hearim {

enum class PopulationPrior { inverse, uniform };  // 1/N, or flat

struct DecomposableOptions {
  double level = 0.95;
  std::optional<double> prior_count = {};  // per cell; absent: 2^-k
  PopulationPrior population_prior = PopulationPrior::inverse;
  double unseen_factor = 30;                    // unseen people up to this times the observed
  std::optional<std::int64_t> unseen_max = {};  // overrides unseen_factor
  // 0: every whole number of unseen people counts. Otherwise only this many, evenly spaced from 1
  // to the most allowed and rounded, as in published analyses: point and interval are then values
  // of that grid. Status, graphs, draws and density stay those of every whole number.
  int unseen_grid = 0;
  int draw_count = 4000;
  // Also with half and twice the prior count (three times the work; never done with 8 lists).
  bool check_prior = true;
};

struct DecomposableGraph {
  std::vector<History> cliques;  // bit masks of lists, ascending
  double probability = 0;        // posterior
  double point = 0;              // posterior median of N given this graph
};

struct DensityPoint {
  double population = 0;
  double density = 0;  // per person
};

struct DecomposableEstimate : PopulationEstimate {
  double prior_count = 0;
  PopulationPrior population_prior = PopulationPrior::inverse;
  std::int64_t unseen_max = 0;
  int unseen_grid = 0;                    // as asked for
  std::int64_t graph_count = 0;           // graphs averaged over
  std::vector<DecomposableGraph> graphs;  // the most probable ones, best first, at most 20
  std::vector<double> edge_probability;   // [i*k+j]: posterior probability that i and j depend
  // Posterior probability of the graph that joins all lists, under which the unseen are known from
  // the prior only.
  double complete_graph_probability = 0;
  double mass_at_end = 0;     // posterior mass in the last tenth of the allowed range
  double point_if_wider = 0;  // the median with ten times the unseen allowed
  double high_if_wider = 0;
  // The median with half and with twice the prior count; absent where that was not looked at.
  std::optional<double> point_if_prior_halved;
  std::optional<double> point_if_prior_doubled;
  std::vector<DensityPoint> density;  // some hundreds of points, for a chart
  double dropped_share_max = 0;    // graphs passed over hold less than this share of the posterior
  double interpolation_error = 0;  // of the log density between nodes, averaged over the posterior
};

DecomposableEstimate estimate_decomposable(const CaptureTable& table,
                                           const DecomposableOptions& options, const Run& run);

}  // namespace hearim
