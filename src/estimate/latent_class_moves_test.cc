// Every move must leave its target as it is. A state drawn from the prior, moved many times at
// tempering 0, is still a draw from the prior; with data, the moves are checked through the whole
// engine against weighting by hand (latent_class_test.cc).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "estimate/example_tables.h"
#include "estimate/latent_class_gibbs.h"
#include "estimate/latent_class_jump.h"
#include "estimate/latent_class_order.h"
#include "estimate/latent_class_trajectory.h"

namespace hearim::latent_class {
namespace {

constexpr int kClasses = 5;
constexpr int kLists = 3;

CaptureTable small_table() {
  return CaptureTable({"A", "B", "C"}, {{1, 5}, {2, 4}, {4, 3}, {3, 2}, {6, 1}, {7, 1}});
}

// Things that a wrong Jacobian would shift: the first and last stick, the share of the largest
// class, where it sits, and a capture probability.
std::vector<double> features(const Point& point) {
  double left = 1, largest = 0, place = 0;
  for (int k = 0; k < point.classes; ++k) {
    const double keep =
        k == point.classes - 1 ? 0 : std::exp(-std::exp(std::min(700.0, point.log_stick()[k])));
    if (left * (1 - keep) > largest) {
      largest = left * (1 - keep);
      place = k;
    }
    left *= keep;
  }
  return {std::atan(point.log_stick()[0] / 3),
          std::atan(point.log_stick()[kClasses - 2] / 3),
          largest,
          place,
          1 / (1 + std::exp(-point.logit_capture(0)[0])),
          1 / (1 + std::exp(-point.logit_capture(1)[kClasses - 1]))};
}

template <typename Move>
void expect_prior_is_left_alone(const Prior& prior, int samples, int moves, Move move) {
  std::vector<double> before(6, 0.0), after(6, 0.0), square(6, 0.0);
  for (int s = 0; s < samples; ++s) {
    Rng rng(7, "prior", static_cast<std::uint64_t>(s));
    Point point(kLists, kClasses);
    draw_classes_from_prior(prior, 0, point, rng);
    const std::vector<double> f = features(point);
    for (int i = 0; i < moves; ++i) move(point, rng);
    const std::vector<double> g = features(point);
    for (int i = 0; i < 6; ++i) {
      before[i] += f[i] / samples;
      after[i] += g[i] / samples;
      square[i] += (g[i] - f[i]) * (g[i] - f[i]) / samples;
    }
  }
  for (int i = 0; i < 6; ++i) {
    EXPECT_GT(square[i], 0) << "feature " << i << " never moved";
    EXPECT_NEAR(after[i], before[i], 4.5 * std::sqrt(square[i] / samples) + 1e-12)
        << "feature " << i;
  }
}

const Prior kPrior{.alpha_shape = 0.8, .alpha_rate = 0.5};

TEST(LatentClassMoves, exchanging_classes_leaves_the_prior_alone) {
  expect_prior_is_left_alone(kPrior, 20000, 12, [](Point& point, Rng& rng) {
    exchange_classes(kPrior, static_cast<int>(rng.below(kClasses)),
                     static_cast<int>(rng.below(kClasses)), point, rng);
  });
}

TEST(LatentClassMoves, exchanging_classes_keeps_every_weight_and_the_likelihood) {
  const Histories histories(small_table());
  TailMixture scratch;
  Rng rng(8);
  int accepted = 0;
  for (int s = 0; s < 2000; ++s) {
    State state;
    state.point = Point(kLists, kClasses);
    draw_classes_from_prior(kPrior, 0, state.point, rng);
    measure(histories, state, scratch);
    const double before = state.log_likelihood;
    const int i = static_cast<int>(rng.below(kClasses)), j = static_cast<int>(rng.below(kClasses));
    accepted += exchange_classes(kPrior, i, j, state.point, rng);
    measure(histories, state, scratch);
    EXPECT_NEAR(state.log_likelihood, before, 1e-8 * std::fabs(before));
  }
  EXPECT_GT(accepted, 50);
}

TEST(LatentClassMoves, trajectories_leave_the_prior_alone) {
  const Histories histories(small_table());
  const Prior tilted{.alpha_shape = 0.8, .alpha_rate = 0.5, .capture_shape = 0.5};
  Trajectory trajectory(histories, tilted, kClasses);
  TrajectoryTuning tuning{Point(kLists, kClasses)};
  tuning.step = 0.5;
  TailMixture scratch;
  expect_prior_is_left_alone(tilted, 4000, 5, [&](Point& point, Rng& rng) {
    State state;
    state.point = point;
    measure(histories, state, scratch);
    trajectory.move(state, tilted, 0.0, tuning, Tuning::off, rng);
    point = state.point;
  });
}

// A Gibbs sweep given data drawn from the prior's own model: parameters and data together keep
// their joint distribution (J. Geweke, JASA 99 (2004) 799-804). With p(N) ~ 1/N truncated to
// N = 12 people the conditional of the unseen is not used; so the sweep is checked with data
// conditioned on n seen, which is the likelihood it has: histories drawn given "seen".
TEST(LatentClassMoves, a_gibbs_sweep_leaves_parameters_and_data_in_step) {
  expect_prior_is_left_alone(kPrior, 20000, 4, [&](Point& point, Rng& rng) {
    double weight[kClasses], left = 1;
    for (int k = 0; k < kClasses; ++k) {
      const double keep =
          k == kClasses - 1 ? 0 : std::exp(-std::exp(std::min(700.0, point.log_stick()[k])));
      weight[k] = left * (1 - keep);
      left *= keep;
    }
    std::vector<CapturePattern> patterns;
    for (int seen = 0; seen < 12;) {
      double u = rng.uniform();
      int k = 0;
      while (k < kClasses - 1 && u >= weight[k]) u -= weight[k++];
      History history = 0;
      for (int j = 0; j < kLists; ++j)
        if (rng.uniform() < 1 / (1 + std::exp(-point.logit_capture(j)[k])))
          history |= History{1} << j;
      if (history == 0) continue;
      patterns.push_back({history, 1});
      ++seen;
    }
    const Histories histories(CaptureTable({"A", "B", "C"}, patterns));
    GibbsSweep gibbs(histories, kPrior, kClasses);
    gibbs.sweep(point, rng);
  });
}

TEST(LatentClassMoves, jumps_learn_from_draws_and_are_accepted) {
  const CaptureTable table = small_table();
  const Histories histories(table);
  const Prior prior;
  State state;
  TailMixture scratch;
  Rng rng(9);
  state.point = Point(kLists, kClasses);
  draw_classes_from_prior(prior, 0, state.point, rng);
  GibbsSweep gibbs(histories, prior, kClasses);
  std::vector<Point> draws;
  for (int i = 0; i < 3000; ++i) {
    gibbs.sweep(state.point, rng);
    draws.push_back(state.point);
  }
  std::vector<const Point*> pointers;
  for (const Point& point : draws) pointers.push_back(&point);
  const JumpProposal proposal = JumpProposal::learn(histories, prior, pointers, rng);
  ASSERT_FALSE(proposal.empty());
  measure(histories, state, scratch);
  JumpMove jump(histories, prior, kClasses);
  int accepted = 0;
  for (int i = 0; i < 2000; ++i) {
    gibbs.sweep(state.point, rng);
    measure(histories, state, scratch);
    jump.forget();
    accepted += jump.attempt(proposal, state, rng);
  }
  EXPECT_GT(accepted, 100);
  const JumpProposal nothing;
  EXPECT_TRUE(nothing.empty());
}

}  // namespace
}  // namespace hearim::latent_class
