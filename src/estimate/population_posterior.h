// The posterior of the number of unseen people from its log density at the nodes of a grid.
//
// Between nodes the log density is a cubic in the grid's scale u. The whole numbers x of each live
// interval are summed one by one when they are few and by Gauss's two-point rule on 16 pieces when
// they are many; no whole number is left out. Immutable.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "estimate/unseen_grid.h"

namespace hearim {

class PopulationPosterior {
 public:
  // log_density[i] at grid.x[i], up to one constant; only x <= limit counts.
  PopulationPosterior(const UnseenGrid& grid, std::span<const double> log_density, double limit);

  double quantile(double p) const;          // the smallest whole x with P(unseen <= x) >= p
  double share_above(double unseen) const;  // P(unseen > x)
  double density(double unseen) const;      // per person
  double log_total() const { return log_total_; }

  // How far the cubic is off at nodes when they are predicted from their neighbours, weighted by
  // the posterior, over 9: the error of the log density between nodes, about.
  double interpolation_error() const { return interpolation_error_; }
  // Pieces into which each interval of the grid should be cut to bring that error below
  // `tolerance`: 1 where it is low already.
  std::vector<int> pieces_wanted(double tolerance) const;

 private:
  double log_density_at(std::size_t interval, double unseen) const;
  double predicted(std::size_t node) const;
  void estimate_error();

  UnseenGrid grid_;
  std::vector<double> log_density_;
  double limit_ = 0;
  double log_total_ = 0;
  double interpolation_error_ = 0;
  std::vector<double> node_error_;  // of the log density near each node
  std::vector<double> node_share_;  // of the posterior, near each node
  // Pieces of whole numbers (start, end], with the cumulative share up to `end`.
  std::vector<double> piece_end_;
  std::vector<double> piece_start_;
  std::vector<double> cumulative_;
};

}  // namespace hearim
