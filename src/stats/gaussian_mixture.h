// A mixture of Gaussians with full covariances, fitted to a sample by expectation-maximisation and
// widened a little: a proposal for independence samplers, not a description of the sample.
//
// Every component stands for 85 parts of N(m, 1.1 S) and 15 parts of N(m, 4 S), so that the
// mixture has thicker tails than what it was fitted to. Components that end with too few points
// to know their covariance are dropped; one more, with a tenth of the weight, is the whole sample's
// Gaussian, so that the gaps between components are covered. Deterministic in the generator.
// Immutable after fit.
#pragma once

#include <span>
#include <vector>

#include "base/rng.h"

namespace hearim {

class GaussianMixture {
 public:
  GaussianMixture() = default;  // of dimension 0 and without components

  // `data` holds points of `dimension` numbers, one after another. Cost per EM round
  // O(points * components * dimension^2). Empty (component_count() 0) with fewer points than
  // 4 * (dimension + 2).
  static GaussianMixture fit(std::span<const double> data, int dimension, int component_count_max,
                             Rng& rng);

  int dimension() const { return dimension_; }
  int component_count() const { return static_cast<int>(log_weight_.size()); }

  void draw(Rng& rng, std::span<double> point) const;
  double log_density(std::span<const double> point) const;

 private:
  double squared_distance(int component, const double* point, double* scratch) const;

  int dimension_ = 0;
  std::vector<double> log_weight_, cumulative_;
  std::vector<double> mean_;       // [component][i]
  std::vector<double> factor_;     // [component][i][j], lower Cholesky factor of the covariance
  std::vector<double> inverse_;    // [component][i][j], its inverse, lower too
  std::vector<double> log_scale_;  // [component] log of the density at the mean, for N(m, S)
};

}  // namespace hearim
