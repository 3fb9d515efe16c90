// The slow, obvious twin of the latent-class engine, for tests and benchmarks only: the ordinary
// blocked Gibbs sampler of Manrique-Vallier (2016), as the usual software runs it. No label-order
// moves, no tempering, everything on the natural scale with the library's plain samplers.
//
// One sweep: people of each history to classes; the unseen (negative binomial) to classes; capture
// probabilities; sticks; alpha.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "hearim/capture_table.h"
#include "stats/discrete.h"
#include "stats/gamma.h"

namespace hearim::latent_class {

class PlainGibbs {
 public:
  // Starts from equal weights and uniform capture probabilities.
  PlainGibbs(const CaptureTable& table, int class_count, double alpha_shape, double alpha_rate,
             Rng rng)
      : table_(table),
        classes_(static_cast<std::size_t>(class_count)),
        lists_(static_cast<std::size_t>(table.list_count())),
        alpha_shape_(alpha_shape),
        alpha_rate_(alpha_rate),
        rng_(rng),
        weight_(classes_, 1.0 / class_count),
        capture_(classes_, std::vector<double>(lists_)) {
    for (auto& row : capture_)
      for (double& p : row) p = rng_.uniform();
  }

  // Returns N after one sweep.
  double sweep() {
    std::vector<std::int64_t> in_class(classes_, 0), split(classes_);
    std::vector<std::vector<std::int64_t>> captured(classes_, std::vector<std::int64_t>(lists_, 0));
    std::vector<double> joint(classes_);
    for (const CapturePattern& pattern : table_.patterns()) {
      fill_joint(pattern.history, joint);
      multinomial_draw(rng_, pattern.count, joint, split);
      for (std::size_t k = 0; k < classes_; ++k) {
        in_class[k] += split[k];
        for (std::size_t j = 0; j < lists_; ++j)
          if (pattern.history >> j & 1) captured[k][j] += split[k];
      }
    }
    fill_joint(0, joint);
    double missed = 0;
    for (const double p : joint) missed += p;
    const auto n = static_cast<double>(table_.observed());
    const double unseen = negative_binomial_draw(rng_, n, std::log1p(-missed), std::log(missed));
    multinomial_draw(rng_, static_cast<std::int64_t>(unseen), joint, split);
    double later = n + unseen;
    for (std::size_t k = 0; k < classes_; ++k) in_class[k] += split[k];

    double log_left = 0, log_past_sum = 0;
    for (std::size_t k = 0; k < classes_; ++k) {
      const auto here = static_cast<double>(in_class[k]);
      for (std::size_t j = 0; j < lists_; ++j) {
        const auto on = static_cast<double>(captured[k][j]);
        capture_[k][j] = beta_draw(rng_, 1 + on, 1 + here - on);
      }
      later -= here;
      if (k + 1 == classes_) {
        weight_[k] = std::exp(log_left);
        break;
      }
      const LogBetaDraw stick = log_beta_draw(rng_, 1 + here, alpha_ + later);
      weight_[k] = std::exp(log_left + stick.log_p);
      log_left += stick.log_q;
      log_past_sum += stick.log_q;
    }
    alpha_ = gamma_draw(rng_, alpha_shape_ + static_cast<double>(classes_) - 1) /
             (alpha_rate_ - log_past_sum);
    return n + unseen;
  }

 private:
  void fill_joint(History history, std::vector<double>& joint) const {
    for (std::size_t k = 0; k < classes_; ++k) {
      joint[k] = weight_[k];
      for (std::size_t j = 0; j < lists_; ++j)
        joint[k] *= (history >> j & 1) ? capture_[k][j] : 1 - capture_[k][j];
    }
  }

  const CaptureTable& table_;
  std::size_t classes_, lists_;
  double alpha_shape_, alpha_rate_;
  Rng rng_;
  std::vector<double> weight_;
  std::vector<std::vector<double>> capture_;
  double alpha_ = 1;
};

}  // namespace hearim::latent_class
