// Where the time goes and how it is kept small: a table has few histories, so a sweep is histories
// times classes binomial draws, not people. Classes are taken heaviest first, so that small
// histories run out of people early; a binomial whose mean is far below 1 is settled by one
// comparison; the last one or two people are placed one by one; classes without people get their
// uniform capture probabilities and exponential sticks without a gamma draw.
#include "estimate/latent_class_gibbs.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/discrete.h"
#include "stats/gamma.h"
#include "stats/lanes.h"
#include "stats/ziggurat.h"

namespace hearim::latent_class {
namespace {

double softplus(double u) { return u > 0 ? u + std::log1p(std::exp(-u)) : std::log1p(std::exp(u)); }

// Binomial(trials, p) with a way out for means near 0: (1 - p)^n >= 1 - n p.
std::int64_t split(Rng& rng, std::int64_t trials, double p) {
  if (p > 0.5) return trials - split(rng, trials, 1 - p);
  const double mean = static_cast<double>(trials) * p;
  if (mean >= 10) return binomial_draw(rng, trials, p);
  double u = rng.uniform();
  if (u <= 1 - mean) return 0;
  const double odds = p / (1 - p);
  const double a = static_cast<double>(trials + 1) * odds;
  // log(1 - p), to 1e-12 after multiplication by trials (trials * p < 10): cheaper than log1p.
  const double log_miss =
      p < 1e-3 ? -p * (1 + p * (0.5 + p * (1.0 / 3 + p * 0.25))) : std::log(1 - p);
  double mass = std::exp(static_cast<double>(trials) * log_miss);
  std::int64_t x = 0;
  while (u > mass) {
    u -= mass;
    if (++x > trials) return trials;
    mass *= a / static_cast<double>(x) - odds;
  }
  return x;
}

__attribute__((target_clones("avx2", "default"))) void log_in_place(double* row, int size) {
  for (int k = 0; k < size; k += kLaneCount) {
    Lanes result;
    lanes_log(lanes_at(row + k), result);
    lanes_at(row + k) = result;
  }
}

}  // namespace

GibbsSweep::GibbsSweep(const Histories& histories, Prior prior, int class_count)
    : histories_(histories), prior_(prior), class_count_(class_count) {
  const auto classes = static_cast<std::size_t>(class_count);
  const auto lists = static_cast<std::size_t>(histories.list_count);
  const auto stride = static_cast<std::size_t>(padded_to_lanes(class_count));
  all_odds_.resize(stride * lists);
  miss_.resize(stride);
  seen_.resize(stride);
  stick_.resize(stride);
  keep_.resize(stride);
  odds_.resize(classes * lists);
  base_.resize(classes);
  joint_.resize(classes);
  order_.resize(classes);
  in_class_.resize(classes);
  captured_.resize(classes * lists);
}

// Odds and chances to be missed, of all classes in stick order, four at a time.
__attribute__((target_clones("avx2", "default"))) void GibbsSweep::measure_classes(
    const Point& point) {
  const int lists = histories_.list_count;
  const int stride = point.stride;
  for (int k = 0; k < stride; k += kLaneCount) {
    Lanes y, keep;
    lanes_exp(lanes_at(point.log_stick() + k), y);
    lanes_exp(-y, keep);
    lanes_at(&stick_[k]) = y;
    lanes_at(&keep_[k]) = keep;
    Lanes base = {1, 1, 1, 1}, seen = {0, 0, 0, 0};
    for (int j = 0; j < lists; ++j) {
      Lanes odds;
      lanes_exp(lanes_at(point.logit_capture(j) + k), odds);
      const Lanes miss = 1 / (1 + odds);
      seen += odds * miss * (1 - seen);
      base *= miss;
      lanes_at(&all_odds_[j * stride + k]) = odds;
    }
    lanes_at(&miss_[k]) = base;
    lanes_at(&seen_[k]) = seen;
  }
}

bool GibbsSweep::sweep(Point& point, Rng& rng) {
  const int lists = histories_.list_count;
  const int classes = class_count_;
  double* const z = point.log_stick();

  const int stride = point.stride;
  measure_classes(point);

  double stick_sum = 0, left = 1, seen_sum = 0, unseen_sum = 0;
  double weight[64];
  for (int k = 0; k < classes; ++k) {
    if (k < classes - 1) {
      const double y = stick_[k], keep = y < 690 ? keep_[k] : 0;
      stick_sum += y;
      weight[k] = left * (y < 0.01 ? -std::expm1(-y) : 1 - keep);
      left *= keep;
    } else {
      weight[k] = left;
    }
    int place = k;
    for (; place > 0 && weight[order_[place - 1]] < weight[k]; --place)
      order_[place] = order_[place - 1];
    order_[place] = k;
  }
  // Classes too light for any of these people (nobody lands there in double precision).
  int heavy = 1;
  while (heavy < classes && weight[order_[heavy]] > 1e-25) ++heavy;
  for (int o = 0; o < heavy; ++o) {
    const int k = order_[o];
    for (int j = 0; j < lists; ++j) odds_[o * lists + j] = all_odds_[j * stride + k];
    base_[o] = weight[k] * miss_[k];
    seen_sum += weight[k] * seen_[k];
    unseen_sum += base_[o];
  }

  const double unseen_mean = ziggurat_gamma(rng, histories_.observed) * (unseen_sum / seen_sum);
  if (!(unseen_mean < kPeopleMax) || !(histories_.observed < kPeopleMax)) return false;
  unseen_ = static_cast<double>(poisson_draw(rng, unseen_mean));

  std::fill(in_class_.begin(), in_class_.end(), 0);
  std::fill(captured_.begin(), captured_.end(), 0);
  for (int h = -1; h < histories_.count; ++h) {  // -1: the unseen
    std::int64_t people = h < 0 ? static_cast<std::int64_t>(unseen_) : histories_.people_exact[h];
    const int from = h < 0 ? 0 : histories_.begin[h], to = h < 0 ? 0 : histories_.begin[h + 1];
    double rest = 0;
    for (int o = 0; o < heavy; ++o) {
      double joint = base_[o];
      for (int i = from; i < to; ++i) joint *= odds_[o * lists + histories_.lists[i]];
      joint_[o] = joint;
      rest += joint;
    }
    for (int o = 0; o < heavy && people > 0; ++o) {
      std::int64_t here;
      if (o == heavy - 1 || joint_[o] >= rest) {
        here = people;
      } else if (people <= 2) {
        here = 0;
        for (std::int64_t i = 0; i < people; ++i) here += rng.uniform() * rest < joint_[o];
      } else {
        here = split(rng, people, joint_[o] / rest);
      }
      rest -= joint_[o];
      if (here == 0) continue;
      people -= here;
      in_class_[o] += here;
      for (int i = from; i < to; ++i) captured_[o * lists + histories_.lists[i]] += here;
    }
  }

  occupied_ = 0;
  std::int64_t later = 0;
  std::int64_t by_stick[64] = {};
  for (int o = 0; o < classes; ++o) {
    const int k = order_[o];
    const std::int64_t here = o < heavy ? in_class_[o] : 0;
    by_stick[k] = here;
    later += here;
    occupied_ += here > 0;
    for (int j = 0; j < lists; ++j) {
      double odds;
      if (here == 0) {
        const double u = rng.uniform();
        odds = u / (1 - u);
      } else {
        const auto on = static_cast<double>(captured_[o * lists + j]);
        odds =
            ziggurat_gamma(rng, 1 + on) / ziggurat_gamma(rng, 1 + static_cast<double>(here) - on);
      }
      point.logit_capture(j)[k] = odds;  // the logarithm is taken below, four at a time
    }
  }
  for (int j = 0; j < lists; ++j) {
    double* const row = point.logit_capture(j);
    for (int k = classes; k < stride; ++k) row[k] = 1;
    log_in_place(row, stride);
  }

  if (classes == 1) return true;
  const double alpha =
      ziggurat_gamma(rng, prior_.alpha_shape + classes - 1) / (prior_.alpha_rate + stick_sum);
  const double log_alpha = std::log(alpha);
  for (int k = 0; k < classes - 1; ++k) {
    later -= by_stick[k];
    if (later == 0 && by_stick[k] == 0) {
      z[k] = std::log(ziggurat_exponential(rng)) - log_alpha;
      continue;
    }
    const double on = ziggurat_gamma(rng, 1 + static_cast<double>(by_stick[k]));
    const double shape = alpha + static_cast<double>(later);
    if (shape >= 1) {
      z[k] = std::log(std::log1p(on / ziggurat_gamma(rng, shape)));
      continue;
    }
    const double u = std::log(on) - log_gamma_draw(rng, shape);
    z[k] = std::log(softplus(u));  // u is far above 0 here: nearly nobody comes later
  }
  return true;
}

}  // namespace hearim::latent_class
