#include "estimate/latent_class_chain.h"

#include <algorithm>
#include <cmath>

#include "estimate/latent_class_order.h"
#include "stats/discrete.h"
#include "stats/gamma.h"

namespace hearim::latent_class {
namespace {

// The hottest level sees the table as if it held this many people.
constexpr double kHotPeople = 40;
// At the hottest level: alpha ~ Gamma(1, 1) and lambda ~ Beta(0.3, 1); the log of the tempering
// leads from there to the model's own prior.
constexpr Prior kHotPrior{.alpha_shape = 1, .alpha_rate = 1, .capture_shape = 0.3};
constexpr int kLevelsMax = 128;
constexpr int kExchangesNear = 2;     // of neighbouring classes, per sweep and level
constexpr int kExchangeFirst = 6;     // ... among the first classes
constexpr int kExchangeFarBound = 8;  // ... and of any two of these
constexpr int kTailFirstMax = 8;

}  // namespace

Chain::Chain(const Histories& histories, Prior prior, int class_count, Rng rng, int index)
    : histories_(histories),
      prior_(prior),
      class_count_(class_count),
      rng_(rng),
      log_tempering_min_(std::min(0.0, std::log(kHotPeople / histories.observed))),
      trajectory_(histories, prior, class_count),
      gibbs_(histories, prior, class_count),
      jump_(histories, prior, class_count) {
  // Neighbours exchange half of the time when the log of the tempering moves by about 0.4.
  const int count =
      std::clamp(4 + static_cast<int>(std::ceil(-2.0 * log_tempering_min_)), 5, kLevelsMax);
  proposed_.point = Point(histories.list_count, class_count);
  for (int l = 0; l < count; ++l) {
    State state;
    state.point = Point(histories.list_count, class_count);
    // Concentrations from 1/20 (one class holds nearly everybody) to 20 (all classes do).
    Prior start = prior;
    const double alpha = 0.05 * std::pow(400.0, (index % 8) / 7.0);
    start.alpha_shape = 1e6;
    start.alpha_rate = 1e6 / alpha;
    draw_classes_from_prior(start, 0, state.point, rng_);
    measure(histories, state, scratch_);
    levels_.push_back({.tempering = std::exp(log_tempering_min_ * (1 - l / (count - 1.0))),
                       .prior = prior,
                       .state = std::move(state),
                       .tuning = TrajectoryTuning(proposed_.point),
                       .replica = l});
  }
  for (Level& level : levels_) set_prior(level);
  replica_end_.assign(levels_.size(), 0);
}

void Chain::set_prior(Level& level) const {
  const double heat = log_tempering_min_ < 0 ? std::log(level.tempering) / log_tempering_min_ : 0.0;
  level.prior.alpha_shape =
      prior_.alpha_shape + heat * (kHotPrior.alpha_shape - prior_.alpha_shape);
  level.prior.alpha_rate = prior_.alpha_rate + heat * (kHotPrior.alpha_rate - prior_.alpha_rate);
  level.prior.capture_shape =
      prior_.capture_shape + heat * (kHotPrior.capture_shape - prior_.capture_shape);
}

// Classes from a random stick on are drawn anew from their prior: where classes are born and die.
void Chain::refresh_tail(Level& level) {
  if (class_count_ < 2) return;
  const int first = 1 + static_cast<int>(rng_.below(
                            static_cast<std::uint64_t>(std::min(class_count_ - 1, kTailFirstMax))));
  proposed_.point.values = level.state.point.values;
  const int weighty =
      std::max(first, draw_sticks_from_prior(level.prior, first, proposed_.point, rng_));
  draw_captures_from_prior(level.prior, first, weighty, proposed_.point, rng_);
  measure(histories_, proposed_, scratch_);
  const double log_ratio =
      level.tempering * (proposed_.log_likelihood - level.state.log_likelihood);
  if (!(std::log(rng_.uniform()) < log_ratio)) return;
  draw_captures_from_prior(level.prior, weighty, class_count_, proposed_.point, rng_);
  std::swap(level.state, proposed_);
}

void Chain::exchange_levels() {
  const int count = level_count();
  for (int l = turn_; l + 1 < count; l += 2) {
    Level& hot = levels_[l];
    Level& cold = levels_[l + 1];
    const PriorFeatures of_hot = prior_features(hot.state.point);
    const PriorFeatures of_cold = prior_features(cold.state.point);
    const auto log_target = [&](const Level& level, const State& state,
                                const PriorFeatures& features) {
      return level.tempering * state.log_likelihood +
             level.prior.capture_shape * features.log_capture -
             (level.prior.alpha_shape + class_count_ - 1) *
                 std::log(level.prior.alpha_rate + features.stick_sum);
    };
    const double log_ratio =
        log_target(hot, cold.state, of_cold) + log_target(cold, hot.state, of_hot) -
        log_target(hot, hot.state, of_hot) - log_target(cold, cold.state, of_cold);
    const double acceptance = std::min(1.0, std::exp(log_ratio));
    hot.swap_rejection += 1 - acceptance;
    ++hot.swap_count;
    if (rng_.uniform() < acceptance) {
      std::swap(hot.state, cold.state);
      std::swap(hot.replica, cold.replica);
    }
  }
  turn_ ^= 1;
  replica_end_[levels_.front().replica] = 1;
  int& end = replica_end_[levels_.back().replica];
  if (end == 1) {
    ++round_trips_;
    end = 2;
  }
}

void Chain::move_level(Level& level, Tuning mode) {
  refresh_tail(level);
  const auto below = [&](int bound) {
    return static_cast<int>(rng_.below(static_cast<std::uint64_t>(bound)));
  };
  if (class_count_ > 1) {
    for (int i = 0; i < kExchangesNear; ++i) {
      const int k = below(std::min(class_count_ - 1, kExchangeFirst));
      exchange_classes(level.prior, k, k + 1, level.state.point, rng_);
    }
    const int bound = std::min(class_count_, kExchangeFarBound);
    exchange_classes(level.prior, below(bound), below(bound), level.state.point, rng_);
  }
  trajectory_.move(level.state, level.prior, level.tempering, level.tuning, mode, rng_);
}

void Chain::move_coldest(Tuning mode, const JumpProposal& jumps) {
  Level& cold = levels_.back();
  move_level(cold, mode);
  if (gibbs_.sweep(cold.state.point, rng_)) measure(histories_, cold.state, scratch_);
  if (jumps.empty()) return;
  jump_.forget();
  for (int i = 0; i < pace_.jumps; ++i) {
    jumps_made_ += jump_.attempt(jumps, cold.state, rng_);
    ++jumps_tried_;
  }
}

void Chain::move_hotter(Tuning mode) {
  for (int l = 0; l + 1 < level_count(); ++l) move_level(levels_[l], mode);
  if (level_count() > 1) exchange_levels();
}

// Puts the levels where the rejections of exchange become equal (Syed et al. 2022, section 5).
void Chain::respace_ladder() {
  const int count = level_count();
  if (count < 3) return;
  std::vector<double> barrier(count, 0.0), log_tempering(count);
  for (int l = 0; l < count; ++l) log_tempering[l] = std::log(levels_[l].tempering);
  for (int l = 0; l + 1 < count; ++l)
    barrier[l + 1] =
        barrier[l] + 1e-3 +
        (levels_[l].swap_count > 0 ? levels_[l].swap_rejection / levels_[l].swap_count : 0.5);
  int below = 0;
  for (int l = 1; l + 1 < count; ++l) {
    const double aim = barrier.back() * l / (count - 1);
    while (barrier[below + 1] < aim) ++below;
    const double part = (aim - barrier[below]) / (barrier[below + 1] - barrier[below]);
    levels_[l].tempering =
        std::exp(log_tempering[below] + part * (log_tempering[below + 1] - log_tempering[below]));
    set_prior(levels_[l]);
  }
}

void Chain::tune(int rounds, int sweeps_per_round, const Run& run) {
  const JumpProposal none;
  for (int round = 0; round < rounds; ++round) {
    for (Level& level : levels_) level.swap_rejection = level.swap_count = 0;
    for (int i = 0; i < sweeps_per_round; ++i) {
      run.stop_if_cancelled();
      move_hotter(Tuning::on);
      move_coldest(Tuning::on, none);
    }
    if (round == rounds - 1) break;  // the last round only settles the step sizes
    respace_ladder();
    for (Level& level : levels_) level.tuning.renew_mass();
  }
  for (Level& level : levels_) level.swap_rejection = level.swap_count = 0;
  round_trips_ = 0;
}

void Chain::run(int sweeps, const JumpProposal& jumps, ChainDraws* draws,
                std::vector<Point>* archive, int archive_every, const Run& run) {
  const double n = histories_.observed;
  for (int i = 0; i < sweeps; ++i) {
    run.stop_if_cancelled();
    move_hotter(Tuning::off);
    for (int round = 0; round < pace_.cold_rounds; ++round) {
      move_coldest(Tuning::off, jumps);
      if (draws == nullptr) continue;
      const State& cold = levels_.back().state;
      const double odds = cold.unseen_odds;
      const double unseen =
          negative_binomial_draw(rng_, n, -std::log1p(odds), std::log(odds) - std::log1p(odds));
      draws->population.push_back(n + unseen);
      draws->log_likelihood.push_back(cold.log_likelihood);
      occupied_sum_ += gibbs_.occupied_classes();
      ++occupied_count_;
    }
    if (archive != nullptr && i % archive_every == 0) {
      const int last = level_count() - 1;
      archive->push_back(levels_[last].state.point);
      archive->push_back(levels_[std::max(0, last - 1 - i / archive_every % 2)].state.point);
    }
  }
}

double Chain::swap_rejection_sum() const {
  double sum = 0;
  for (const Level& level : levels_)
    if (level.swap_count > 0) sum += level.swap_rejection / level.swap_count;
  return sum;
}

void Chain::measure_again() {
  for (Level& level : levels_) measure(histories_, level.state, scratch_);
}

void Chain::forget_rates() { jumps_tried_ = jumps_made_ = occupied_sum_ = occupied_count_ = 0; }

double Chain::jump_rate() const { return jumps_tried_ > 0 ? jumps_made_ / jumps_tried_ : 0; }

double Chain::occupied_classes() const {
  return occupied_count_ > 0 ? occupied_sum_ / occupied_count_ : 0;
}

}  // namespace hearim::latent_class
