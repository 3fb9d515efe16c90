// Hamiltonian trajectories over the smooth latent-class density (R. Neal, Handbook of MCMC (2011),
// ch. 5), with a diagonal mass: the mean squared gradient seen while tuning, per coordinate, which
// is large where the posterior is stiff in any of its modes. Thread-compatible.
#pragma once

#include <vector>

#include "base/rng.h"
#include "estimate/latent_class_density.h"
#include "estimate/latent_class_jump.h"

namespace hearim::latent_class {

// What a trajectory is tuned by; one per level of tempering.
struct TrajectoryTuning {
  explicit TrajectoryTuning(const Point& shape);

  void observe(double acceptance);  // moves the step towards acceptance 0.8
  void renew_mass();                // from the squared gradients since the last renewal

  double step = 0.3;
  std::vector<double> mass;              // laid out as Point::values
  std::vector<double> squared_gradient;  // sum
  double gradient_count = 0;
};

enum class Tuning { on, off };

class Trajectory {
 public:
  Trajectory(const Histories& histories, Prior prior, int class_count);

  // One Metropolis-Hastings step of the first classes, or (one time in ten) of all, at
  // likelihood^tempering times `prior`.
  void move(State& state, const Prior& prior, double tempering, TrajectoryTuning& tuning,
            Tuning mode, Rng& rng);

 private:
  HeadDensity few_, all_;
  std::vector<double> momentum_, drift_, mass_;
};

}  // namespace hearim::latent_class
