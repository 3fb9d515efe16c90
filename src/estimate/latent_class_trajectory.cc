#include "estimate/latent_class_trajectory.h"

#include <algorithm>
#include <cmath>

#include "stats/ziggurat.h"

namespace hearim::latent_class {
namespace {

// The classes that hold people sit on the first sticks nearly always; the later ones are moved by
// the other moves and by one trajectory in ten.
constexpr int kFewClasses = 7;
constexpr double kAllShare = 0.1;
constexpr int kStepsMax = 12;
constexpr double kAcceptanceAim = 0.8;
constexpr double kStepMax = 1.5;
// The prior's own curvature, with the weight of a few gradients, keeps a mass from vanishing.
constexpr double kPriorGradients = 3, kPriorSquaredGradient = 0.3;

}  // namespace

TrajectoryTuning::TrajectoryTuning(const Point& shape)
    : mass(shape.values.size(), 1.0), squared_gradient(shape.values.size(), 0.0) {}

void TrajectoryTuning::observe(double acceptance) {
  step = std::min(step * std::exp(0.05 * (acceptance - kAcceptanceAim)), kStepMax);
}

void TrajectoryTuning::renew_mass() {
  for (std::size_t i = 0; i < mass.size(); ++i)
    mass[i] = (squared_gradient[i] + kPriorGradients * kPriorSquaredGradient) /
              (gradient_count + kPriorGradients);
  std::fill(squared_gradient.begin(), squared_gradient.end(), 0.0);
  gradient_count = 0;
  step = 0.3;
}

Trajectory::Trajectory(const Histories& histories, Prior prior, int class_count)
    : few_(histories, prior, class_count, std::min(kFewClasses, class_count)),
      all_(histories, prior, class_count, class_count) {}

void Trajectory::move(State& state, const Prior& prior, double tempering, TrajectoryTuning& tuning,
                      Tuning mode, Rng& rng) {
  HeadDensity& density = rng.uniform() < kAllShare ? all_ : few_;
  const int size = density.size(), stride = density.stride(), full_stride = state.point.stride;
  density.set_prior(prior);
  density.load(state.point);
  density.update();
  const double start = tempering * density.log_likelihood() + density.log_prior();
  density.gradient(tempering);
  const double* const gradient = density.gradient_values();
  const double* const in_use = density.in_use();
  double* const position = density.values();

  momentum_.resize(static_cast<std::size_t>(size));
  drift_.resize(static_cast<std::size_t>(size));
  mass_.resize(static_cast<std::size_t>(size));
  for (int i = 0; i < size; i += stride)
    for (int k = 0; k < stride; ++k)
      mass_[i + k] = in_use[i + k] > 0 ? tuning.mass[i / stride * full_stride + k] : 1;
  if (mode == Tuning::on) {
    ++tuning.gradient_count;
    for (int i = 0; i < size; i += stride)
      for (int k = 0; k < std::min(stride, full_stride); ++k)
        tuning.squared_gradient[i / stride * full_stride + k] += gradient[i + k] * gradient[i + k];
  }

  const double step = tuning.step * (0.8 + 0.4 * rng.uniform());
  const int steps = 1 + static_cast<int>(rng.below(kStepsMax));
  double kinetic_start = 0;
  for (int i = 0; i < size; ++i) {
    const double z = in_use[i] > 0 ? ziggurat_normal(rng) : 0;
    kinetic_start += 0.5 * z * z;
    momentum_[i] = z * std::sqrt(mass_[i]) + 0.5 * step * gradient[i] * in_use[i];
    drift_[i] = step / mass_[i];
  }
  for (int s = 0; s < steps; ++s) {
    for (int i = 0; i < size; ++i) position[i] += drift_[i] * momentum_[i];
    density.update();
    density.gradient(tempering);
    const double kick = s == steps - 1 ? 0.5 * step : step;
    for (int i = 0; i < size; ++i) momentum_[i] += kick * gradient[i] * in_use[i];
  }
  double kinetic_end = 0;
  for (int i = 0; i < size; ++i) kinetic_end += 0.5 * momentum_[i] * momentum_[i] / mass_[i];

  const double log_likelihood = density.log_likelihood();
  const double end = tempering * log_likelihood + density.log_prior();
  const double log_ratio = (end - kinetic_end) - (start - kinetic_start);
  // A diverged trajectory ends in NaN or infinity: refused.
  const double acceptance = std::isfinite(log_ratio) ? std::min(1.0, std::exp(log_ratio)) : 0;
  if (mode == Tuning::on) tuning.observe(acceptance);
  if (rng.uniform() < acceptance) {
    density.store(state.point);
    state.log_likelihood = log_likelihood;
    state.unseen_odds = density.unseen_odds();
  }
}

}  // namespace hearim::latent_class
