// A grid of unseen people with its scores, and sums of rows over it.
//
// Inside `estimate`, for graph_average.cc.
#pragma once

#include <cstddef>
#include <vector>

#include "estimate/chordal_graphs.h"
#include "estimate/family_scores.h"
#include "estimate/graph_average.h"
#include "estimate/row_arithmetic.h"
#include "estimate/unseen_grid.h"
#include "hearim/capture_table.h"

namespace hearim {

// One grid with its scores and, per node, what turns a density at the node into a bound on the
// mass of the intervals beside it. Immutable but for `grid.live`.
struct ScoredGrid {
  UnseenGrid grid;
  FamilyScores scores;
  std::size_t main_size = 0;        // nodes with x <= cut
  std::vector<double> reach;        // rise + log length, the larger of the two sides; padded
  std::vector<double> main_weight;  // of the nodes in a sum up to the cut; padded

  ScoredGrid(const CaptureTable& table, const GraphAverageOptions& options, UnseenGrid nodes,
             double tolerance, const WantedSets& wanted);

  // A bend below the rounding of the scores is none.
  double noise() const { return 8 * scores.error(); }
};

// Adds the sets that the families of the graph are made of.
void want(const FamilyPath& path, int vertex_count, WantedSets& sets);

inline double difference(const SplitLog& a, const SplitLog& b) {
  return (a.high - b.high) + (a.low - b.low);
}

// The root row minus `zero`.
std::vector<double> shifted_root(const FamilyScores& scores, const SplitLog& zero);

// Adds rows down a path of the tree.
class RowStack {
 public:
  RowStack(const FamilyScores& scores, const std::vector<double>& root, int vertex_count)
      : scores_(scores), rows_(static_cast<std::size_t>(vertex_count)) {
    for (auto& row : rows_) row.resize(scores.row_size());
    rows_[0] = root;
  }

  void enter(int depth, Family family) {
    add_rows(rows_[depth].data(), scores_.row(family), rows_[depth + 1].data(), scores_.row_size());
  }
  const double* row(int depth) const { return rows_[depth].data(); }

 private:
  const FamilyScores& scores_;
  std::vector<std::vector<double>> rows_;
};

// The rows of one graph added up, high parts then low parts.
std::vector<double> graph_sum(const FamilyScores& scores, const std::vector<double>& root,
                              const FamilyPath& path, int vertex_count);

// Second differences over a grid that is even in u only by stretches.
struct Bend {
  // f'' (u) = before * f[i-1] + here * f[i] + after * f[i+1]; all 0 where a neighbour is missing.
  std::vector<double> before, here, after;
  std::vector<double> step_square;  // of the interval after node i

  explicit Bend(const UnseenGrid& grid);

  // Raises the entries of the intervals beside node i to how far f bends over them.
  void raise(const std::vector<double>& f, std::size_t i, std::vector<double>& bend_max) const;
};

}  // namespace hearim
