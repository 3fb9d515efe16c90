// Learned jumps between the modes of the latent-class posterior: an independence sampler whose
// proposal was fitted to draws of an earlier, discarded part of the run.
//
// A state is read as A active classes (those that hold more than a small share of the seen people)
// on the first A sticks, and a rest. The proposal draws A from the frequencies seen, the active
// classes, sorted by seen share, from a Gaussian mixture fitted for that A (or now and then from
// that for A - 1 with the smallest class drawn from the prior), their order on the sticks by
// size-biased sampling, and the rest from its prior given the head. Metropolis-Hastings
// makes it exact whatever was learned: a bad fit only means few jumps.
// JumpProposal is immutable; JumpMove is thread-compatible.
#pragma once

#include <span>
#include <vector>

#include "base/rng.h"
#include "estimate/latent_class_density.h"
#include "stats/gaussian_mixture.h"

namespace hearim::latent_class {

// A point with what is known of it. `log_likelihood` is of the whole table, not tempered.
struct State {
  Point point;
  double log_likelihood = 0;
  double unseen_odds = 0;  // p_0 / (1 - p_0)
};

// Fills log_likelihood and unseen_odds.
void measure(const Histories& histories, State& state, TailMixture& scratch);

// Draws the classes from `first` on from their prior, given the sticks before them.
void draw_classes_from_prior(const Prior& prior, int first, Point& point, Rng& rng);
// The same in pieces. The sticks from `first` on are drawn given those before `first`. A proposal
// needs capture probabilities only of the classes that weigh something; the others are drawn when
// it is accepted. Returns the number of classes that weigh something.
int draw_sticks_from_prior(const Prior& prior, int first, Point& point, Rng& rng);
void draw_captures_from_prior(const Prior& prior, int first, int end, Point& point, Rng& rng);

// The active classes of a point, in stick order.
struct ActiveHead {
  int classes = 0;                  // A; 0: the active classes are not the first A
  std::vector<double> coordinates;  // A - 1 log ratios of seen share, then A rows of logits
  double log_density_ratio = 0;     // log prior of the head over the size-biased order's
};

class JumpProposal {
 public:
  static constexpr int kActiveMax = 12;

  JumpProposal() = default;
  static JumpProposal learn(const Histories& histories, const Prior& prior,
                            std::span<const Point* const> draws, Rng& rng);

  bool empty() const { return total_ <= 0; }
  double log_density(const ActiveHead& head) const;  // -infinity where nothing was learned
  int draw_class_count(Rng& rng) const;
  // Coordinates of a head with so many active classes, laid out as in ActiveHead.
  void draw_coordinates(int classes, Rng& rng, std::vector<double>& coordinates) const;
  const GaussianMixture& mixture(int classes) const { return mixtures_[classes]; }

 private:
  bool fitted(int classes) const {
    return classes >= 1 && mixtures_[classes].component_count() > 0;
  }
  double newcomer_share(int classes) const;

  int list_count_ = 0;
  double log_share_min_ = 0;  // of an active class, relative to the largest
  double weight_[kActiveMax + 1] = {};
  double total_ = 0;
  GaussianMixture mixtures_[kActiveMax + 1];
};

class JumpMove {
 public:
  JumpMove(const Histories& histories, Prior prior, int class_count);

  ActiveHead read(const Point& point);
  double active_share_min() const { return active_share_min_; }
  // One Metropolis-Hastings step at tempering 1; true when the state changed.
  bool attempt(const JumpProposal& proposal, State& state, Rng& rng);
  // Says that `state` was changed by another move since the last attempt.
  void forget() { known_ = false; }

 private:
  bool propose(const JumpProposal& proposal, int active, Rng& rng);

  const Histories& histories_;
  Prior prior_;
  int class_count_;
  double active_share_min_;
  ActiveHead head_;
  State proposed_;
  int proposed_weighty_ = 0;  // classes of the proposal whose capture probabilities are drawn
  TailMixture scratch_;
  std::vector<double> buffer_;
  bool known_ = false;
  double current_log_ratio_ = 0;  // log target - log proposal of the state
};

}  // namespace hearim::latent_class
