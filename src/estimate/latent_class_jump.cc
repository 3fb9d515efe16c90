// Why jumps. On sparse tables the posterior has separated modes: in the Dutch table one list is
// either part of everybody's class (N near 148,000) or has a class of its own (N near 50,000).
// Tempering finds both, but a replica crosses from one to the other once in many thousand sweeps.
// Once both have been seen, a proposal that knows where they are crosses in one step.
//
// Density. Let A classes be active on sticks 1..A, w_k their weights with the last one taking
// all that is left (so they sum to 1), s_k = w_k (1 - q_0k) the seen share, and
//   u = (log s_(i)/s_(1) for i = 2..A, logit lambda of each) with classes sorted by s.
// In (u, order) the target's density is  p(V_1..V_{A-1}) * prod_{k<A} 1/R_k * prod_k w_k
//   * prod lambda (1 - lambda) * L,  R_k the weight left before stick k,
// because dw = prod w d(log ratios), and log s differs from log w by a shift given lambda. The
// proposal's is weight_A * mixture_A(u) * prod_{k<A} w_k / R_k, the last factor being size-biased
// sampling of the order (mixture_A stands for the fitted one with its share of newcomers). With w_A
// = (1 - V_1)...(1 - V_{A-1}) and y = -log(1 - V) their ratio is
//   p(y_1..y_{A-1}) * prod lambda (1 - lambda) * L / (weight_A * mixture_A(u)),
// p(y) = Gamma(a+m)/Gamma(a) b^a (b + sum y)^-(a+m), m = A - 1.
// The rest (stick A, which splits off what is left, and all later classes) comes from its prior
// given the head on both sides and cancels. Proposals whose classes are not sorted, or whose
// active set is not the first A, have no way back and are refused.
#include "estimate/latent_class_jump.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"
#include "stats/gamma.h"
#include "stats/log_sum_exp.h"
#include "stats/ziggurat.h"

namespace hearim::latent_class {
namespace {

// A class with fewer seen people than this, or a smaller share of them, is not active.
constexpr double kActivePeopleMin = 10;
constexpr double kActiveShareMin = 1e-3;
constexpr double kLeftNegligible = 1e-30;
// Beyond this sum of y the weight left is below that, with a margin for rounding: the mixture
// never looks at such classes.
constexpr double kNegligibleStickSum = 80;
constexpr int kDimensionMax = 200;
constexpr int kComponentsMax = 20;
constexpr int kPointsMax = 4000;  // fitted to, per number of active classes
// A small class that the lists hardly determine has the prior's long tails, which no Gaussian has:
// without newcomers a state with an odd small class would be left only after hundreds of sweeps.
constexpr double kNewcomerShare = 0.3;
constexpr double kWeightMin = 0.01;

// log of lambda (1 - lambda), the density of a uniform probability's logit.
double log_logistic_slope(double logit) {
  const double size = std::fabs(logit);
  return -size - 2 * std::log1p(std::exp(-size));
}

}  // namespace

void measure(const Histories& histories, State& state, TailMixture& scratch) {
  tail_mixture(histories, state.point, 0, scratch);
  double sum = -histories.observed * std::log(scratch.seen);
  for (int h = 0; h < histories.count; ++h)
    sum += histories.people[h] * std::log(scratch.history[h]);
  state.log_likelihood = sum;
  state.unseen_odds = scratch.unseen / scratch.seen;
}

int draw_sticks_from_prior(const Prior& prior, int first, Point& point, Rng& rng) {
  double sum = 0;
  for (int k = 0; k < first; ++k) sum += std::exp(point.log_stick()[k]);
  const double log_alpha =
      log_gamma_draw(rng, prior.alpha_shape + first) - std::log(prior.alpha_rate + sum);
  const double alpha = std::exp(log_alpha);
  int weighty = point.classes;
  for (int k = first; k < point.classes - 1; ++k) {
    const double e = ziggurat_exponential(rng);
    point.log_stick()[k] = std::log(e) - log_alpha;
    sum += e / alpha;  // infinity is as good as very large
    // The class after stick k and all later ones share exp(-sum).
    if (sum > kNegligibleStickSum && weighty == point.classes) weighty = k + 1;
  }
  return weighty;
}

void draw_captures_from_prior(const Prior& prior, int first, int end, Point& point, Rng& rng) {
  const bool uniform = prior.capture_shape == 1;
  for (int j = 0; j < point.list_count; ++j) {
    double* const row = point.logit_capture(j);
    for (int k = first; k < end; ++k) {
      if (uniform) {
        const double u = rng.uniform();
        row[k] = std::log(u / (1 - u));
      } else {  // lambda = exp(-t), t ~ Exp(shape)
        row[k] = -std::log(std::expm1(ziggurat_exponential(rng) / prior.capture_shape));
      }
    }
  }
}

void draw_classes_from_prior(const Prior& prior, int first, Point& point, Rng& rng) {
  draw_sticks_from_prior(prior, first, point, rng);
  draw_captures_from_prior(prior, first, point.classes, point, rng);
}

JumpProposal JumpProposal::learn(const Histories& histories, const Prior& prior,
                                 std::span<const Point* const> draws, Rng& rng) {
  JumpProposal proposal;
  if (draws.empty()) return proposal;
  JumpMove reader(histories, prior, draws.front()->classes);
  std::array<std::vector<double>, kActiveMax + 1> data;
  std::array<int, kActiveMax + 1> count{};
  for (const Point* point : draws) {
    const ActiveHead head = reader.read(*point);
    const int a = head.classes;
    if (a == 0) continue;
    // A random thousands of each: every newcomer takes a random place once the places are full.
    std::vector<double>& rows = data[a];
    if (count[a]++ < kPointsMax) {
      rows.insert(rows.end(), head.coordinates.begin(), head.coordinates.end());
    } else if (const std::uint64_t place = rng.below(static_cast<std::uint64_t>(count[a]));
               place < kPointsMax) {
      std::copy(head.coordinates.begin(), head.coordinates.end(),
                rows.begin() + static_cast<std::ptrdiff_t>(place * head.coordinates.size()));
    }
  }
  proposal.list_count_ = histories.list_count;
  proposal.log_share_min_ = std::log(reader.active_share_min());
  int readable = 0;
  for (int a = 1; a <= kActiveMax; ++a) {
    readable += count[a];
    const int dimension = a * (histories.list_count + 1) - 1;
    if (count[a] == 0 || dimension > kDimensionMax) continue;
    proposal.mixtures_[a] = GaussianMixture::fit(data[a], dimension, kComponentsMax, rng);
  }
  for (int a = 1; a <= std::min(kActiveMax, draws.front()->classes - 1); ++a) {
    if (!proposal.fitted(a) && !proposal.fitted(a - 1)) continue;
    proposal.weight_[a] = std::max(static_cast<double>(count[a]), kWeightMin * readable);
    proposal.total_ += proposal.weight_[a];
  }
  return proposal;
}

// The share of proposals for A classes that are A - 1 fitted ones and a newcomer from the prior.
double JumpProposal::newcomer_share(int classes) const {
  if (!fitted(classes - 1)) return 0;
  return fitted(classes) ? kNewcomerShare : 1;
}

double JumpProposal::log_density(const ActiveHead& head) const {
  const int a = head.classes;
  if (a < 1 || weight_[a] <= 0) return -INFINITY;
  double log_mixed = -INFINITY;
  const double newcomer = newcomer_share(a);
  if (newcomer < 1) log_mixed = std::log1p(-newcomer) + mixtures_[a].log_density(head.coordinates);
  if (newcomer > 0) {
    double others[kDimensionMax];
    int size = 0;
    for (int i = 0; i + 2 < a; ++i) others[size++] = head.coordinates[i];
    for (int i = 0; i < (a - 1) * list_count_; ++i) others[size++] = head.coordinates[a - 1 + i];
    double log_newcomer = std::log(newcomer) - std::log(-log_share_min_) +
                          mixtures_[a - 1].log_density({others, static_cast<std::size_t>(size)});
    for (int j = 0; j < list_count_; ++j)
      log_newcomer += log_logistic_slope(head.coordinates[a - 1 + (a - 1) * list_count_ + j]);
    log_mixed = log_sum_exp(log_mixed, log_newcomer);
  }
  return std::log(weight_[a] / total_) + log_mixed;
}

void JumpProposal::draw_coordinates(int a, Rng& rng, std::vector<double>& coordinates) const {
  coordinates.resize(static_cast<std::size_t>(a * (list_count_ + 1) - 1));
  if (rng.uniform() >= newcomer_share(a)) {
    mixtures_[a].draw(rng, coordinates);
    return;
  }
  const auto others = coordinates.size() - static_cast<std::size_t>(list_count_) - 1;
  mixtures_[a - 1].draw(rng, std::span(coordinates.data(), others));
  // Make room for the newcomer's log ratio before the rows of logits.
  for (std::size_t i = others; i > static_cast<std::size_t>(a - 2); --i)
    coordinates[i] = coordinates[i - 1];
  coordinates[static_cast<std::size_t>(a - 2)] = log_share_min_ * rng.uniform();
  for (int j = 0; j < list_count_; ++j) {
    const double u = rng.uniform();
    coordinates[others + 1 + static_cast<std::size_t>(j)] = std::log(u / (1 - u));
  }
}

int JumpProposal::draw_class_count(Rng& rng) const {
  double target = rng.uniform() * total_;
  for (int a = 1; a <= kActiveMax; ++a) {
    if (weight_[a] > 0 && target < weight_[a]) return a;
    target -= weight_[a];
  }
  for (int a = kActiveMax; a >= 1; --a)  // rounding at the very end
    if (weight_[a] > 0) return a;
  return 0;
}

JumpMove::JumpMove(const Histories& histories, Prior prior, int class_count)
    : histories_(histories),
      prior_(prior),
      class_count_(class_count),
      active_share_min_(std::max(kActiveShareMin, kActivePeopleMin / histories.observed)) {
  proposed_.point = Point(histories.list_count, class_count);
}

ActiveHead JumpMove::read(const Point& point) {
  ActiveHead head;
  const int lists = histories_.list_count;
  double weight[kListCountMax + 1], seen[kListCountMax + 1];
  double total_seen = 0, left = 1;
  int known = 0;
  const int readable = std::min(class_count_, kListCountMax);
  for (int k = 0; k < readable && left > kLeftNegligible; ++k, ++known) {
    const bool last = k == class_count_ - 1;
    const double y = last ? INFINITY : std::exp(std::min(point.log_stick()[k], 700.0));
    weight[k] = left * -std::expm1(-y);
    left *= std::exp(-y);
    double s = 0;
    for (int j = 0; j < lists; ++j) s += (1 - s) / (1 + std::exp(-point.logit_capture(j)[k]));
    seen[k] = s;
    total_seen += weight[k] * s;
  }
  int active = 0;
  for (int k = 0; k < known; ++k)
    if (weight[k] * seen[k] > active_share_min_ * total_seen) {
      if (k != active) return head;
      ++active;
    }
  if (active == 0 || active > JumpProposal::kActiveMax || active >= class_count_) return head;

  double stick_sum = 0;
  for (int k = 0; k + 1 < active; ++k) stick_sum += std::exp(point.log_stick()[k]);
  weight[active - 1] = std::exp(-stick_sum);  // all that is left

  int order[JumpProposal::kActiveMax];
  for (int k = 0; k < active; ++k) {  // insertion sort by seen share, largest first
    int i = k;
    for (; i > 0 && weight[order[i - 1]] * seen[order[i - 1]] < weight[k] * seen[k]; --i)
      order[i] = order[i - 1];
    order[i] = k;
  }
  head.classes = active;
  head.coordinates.reserve(static_cast<std::size_t>(active * (lists + 1) - 1));
  const double log_largest = std::log(weight[order[0]] * seen[order[0]]);
  for (int i = 1; i < active; ++i)
    head.coordinates.push_back(std::log(weight[order[i]] * seen[order[i]]) - log_largest);
  double log_slope = 0;  // log of the product of lambda (1 - lambda)
  for (int i = 0; i < active; ++i)
    for (int j = 0; j < lists; ++j) {
      const double x = point.logit_capture(j)[order[i]];
      head.coordinates.push_back(x);
      log_slope += log_logistic_slope(x);
    }
  const int sticks = active - 1;
  head.log_density_ratio =
      std::lgamma(prior_.alpha_shape + sticks) - std::lgamma(prior_.alpha_shape) +
      prior_.alpha_shape * std::log(prior_.alpha_rate) -
      (prior_.alpha_shape + sticks) * std::log(prior_.alpha_rate + stick_sum) + log_slope;
  return head;
}

bool JumpMove::propose(const JumpProposal& proposal, int active, Rng& rng) {
  const int lists = histories_.list_count;
  proposal.draw_coordinates(active, rng, buffer_);
  for (int i = 0; i + 1 < active; ++i)
    if (buffer_[i] > (i == 0 ? 0 : buffer_[i - 1])) return false;  // not sorted

  double weight[JumpProposal::kActiveMax];
  const double* logits = buffer_.data() + active - 1;
  double total = 0;
  for (int i = 0; i < active; ++i) {
    double seen = 0;
    for (int j = 0; j < lists; ++j) seen += (1 - seen) / (1 + std::exp(-logits[i * lists + j]));
    weight[i] = std::exp(i == 0 ? 0 : buffer_[i - 1]) / seen;
    total += weight[i];
  }
  if (!(total > 0 && std::isfinite(total))) return false;

  Point& point = proposed_.point;
  bool placed[JumpProposal::kActiveMax] = {};
  for (int k = 0; k < active; ++k) {
    double rest = 0;
    for (int i = 0; i < active; ++i)
      if (!placed[i]) rest += weight[i];
    double target = rng.uniform() * rest;
    int next = -1;
    for (int i = 0; i < active; ++i) {
      if (placed[i]) continue;
      next = i;
      if (target < weight[i]) break;
      target -= weight[i];
    }
    placed[next] = true;
    for (int j = 0; j < lists; ++j) point.logit_capture(j)[k] = logits[next * lists + j];
    if (k + 1 < active) {
      double after = 0;
      for (int i = 0; i < active; ++i)
        if (!placed[i]) after += weight[i];
      point.log_stick()[k] = std::log(std::log1p(weight[next] / after));
      if (!std::isfinite(point.log_stick()[k])) return false;
    }
  }

  // Stick A splits off what is left; it and all later classes come from the prior given the head.
  proposed_weighty_ = std::max(active, draw_sticks_from_prior(prior_, active - 1, point, rng));
  draw_captures_from_prior(prior_, active, proposed_weighty_, point, rng);
  return true;
}

bool JumpMove::attempt(const JumpProposal& proposal, State& state, Rng& rng) {
  if (!known_) {
    const ActiveHead head = read(state.point);
    current_log_ratio_ = head.classes == 0 ? -INFINITY
                                           : state.log_likelihood + head.log_density_ratio -
                                                 proposal.log_density(head);
    known_ = true;
  }
  // +infinity: the proposal cannot reach this state; -infinity: it is not of the readable kind.
  // Either way there is no way back, so the chain stays.
  if (!std::isfinite(current_log_ratio_)) return false;
  const int active = proposal.draw_class_count(rng);
  if (!propose(proposal, active, rng)) return false;
  head_ = read(proposed_.point);
  if (head_.classes != active) return false;
  measure(histories_, proposed_, scratch_);
  const double log_ratio =
      proposed_.log_likelihood + head_.log_density_ratio - proposal.log_density(head_);
  if (!(std::log(rng.uniform()) < log_ratio - current_log_ratio_)) return false;
  draw_captures_from_prior(prior_, proposed_weighty_, class_count_, proposed_.point, rng);
  std::swap(state, proposed_);
  current_log_ratio_ = log_ratio;
  return true;
}

}  // namespace hearim::latent_class
