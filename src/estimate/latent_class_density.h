// The posterior density of the latent-class model with everything discrete summed out: people's
// classes, the unseen people, N and the concentration alpha. What is left is smooth.
//
// Coordinates (all on the whole line), K classes and J lists:
//   x[j][k] = logit of the probability that a person of class k is on list j
//   z[k]    = log(-log(1 - V_k)), k < K: the stick-breaking fractions, weights
//             pi_k = V_k (1 - V_1) ... (1 - V_{k-1}), V_K = 1
// With y_k = exp(z_k) and p_h the probability of history h, the log density is, up to a constant,
//   tempering * [ sum_h n_h log p_h - n log(1 - p_0) ]                   (N integrated, 1/N prior)
//   + sum_jk log lambda_jk (1 - lambda_jk)                               (uniform lambda)
//   + sum_k z_k - (a + K - 1) log(b + sum_k y_k)                         (alpha integrated)
// See docs/models/latent-class.md. The first M classes (the head) move; the others are summed
// into one fixed mixture, so a gradient costs O(M * people's histories) and no more.
// Thread-compatible.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/capture_table.h"

namespace hearim::latent_class {

// The table as the sampler reads it: histories as runs of list indices.
struct Histories {
  explicit Histories(const CaptureTable& table);
  // Tables of one set of lists, one after the other: room for every history of any of them.
  // REQUIRES: not empty. The people are those of the first.
  explicit Histories(std::span<const CaptureTable> tables);
  void take_people(const CaptureTable& table);  // REQUIRES: one of these tables

  int list_count = 0;
  int count = 0;               // distinct histories
  std::vector<History> masks;  // ascending
  std::vector<double> people;  // per history
  std::vector<std::int64_t> people_exact;
  std::vector<int> begin;  // history h is on lists[begin[h]] ... lists[begin[h+1]-1]
  std::vector<std::uint8_t> lists;
  double observed = 0;
};

struct Prior {
  double alpha_shape = 0.25;
  double alpha_rate = 0.25;
  double capture_shape = 1;  // lambda ~ Beta(capture_shape, 1); the model has 1
};

// One point of the space: rows x[0..J-1] then z, each of `stride` doubles, of which the first
// `classes` (z: classes - 1) are used.
struct Point {
  Point() = default;
  Point(int list_count_in, int classes_in);

  double* logit_capture(int list) { return values.data() + list * stride; }
  const double* logit_capture(int list) const { return values.data() + list * stride; }
  double* log_stick() { return values.data() + list_count * stride; }
  const double* log_stick() const { return values.data() + list_count * stride; }

  int list_count = 0;
  int classes = 0;
  int stride = 0;
  std::vector<double> values;
};

// The classes from `first` on as one mixture with weights relative to what the sticks before
// them leave, with the sum of their y.
struct TailMixture {
  std::vector<double> history;  // per history, probability within the tail
  double unseen = 0;            // of the all-zero history
  double seen = 0;              // 1 - unseen, without cancellation
  double stick_sum = 0;         // sum of y_k over the tail
};
void tail_mixture(const Histories& histories, const Point& point, int first, TailMixture& tail);

// Probabilities of every history under all classes.
struct Mixture {
  std::vector<double> history;
  double unseen = 0;
  double seen = 0;
};

// What the prior depends on: the sum of y_k, and the sum of log lambda_jk.
struct PriorFeatures {
  double stick_sum = 0;
  double log_capture = 0;
};
PriorFeatures prior_features(const Point& point);

class HeadDensity {
 public:
  // REQUIRES: 1 <= head <= class_count.
  HeadDensity(const Histories& histories, Prior prior, int class_count, int head);

  // Takes the first M classes of `full` and sums the others up. `store` writes them back.
  void load(const Point& full);
  void store(Point& full) const;

  void set_prior(const Prior& prior) { prior_ = prior; }

  // After a change of values(): the probabilities of every history, and what follows from them.
  void update();
  // At the last update. -infinity or NaN where a seen history has probability 0.
  double log_likelihood() const;  // tempering 1
  double log_prior() const;       // of the head's coordinates, given the tail's
  // Fills gradient_values(): of tempering * log_likelihood() + log_prior().
  void gradient(double tempering);

  double unseen_odds() const { return unseen_ / seen_; }  // p_0 / (1 - p_0)

  int head() const { return head_; }
  int stride() const { return point_.stride; }
  int size() const { return static_cast<int>(point_.values.size()); }
  double* values() { return point_.values.data(); }
  const double* gradient_values() const { return gradient_.data(); }
  // 1 for a coordinate that exists, 0 for padding.
  const double* in_use() const { return in_use_.data(); }

 private:
  const Histories& histories_;
  Prior prior_;
  int class_count_;
  int head_;
  int stick_count_;  // sticks of the head that vary: head_, or class_count_ - 1
  Point point_;
  TailMixture tail_;
  std::vector<double> gradient_, in_use_;
  std::vector<double> odds_, capture_;                 // [j][k] lambda / (1 - lambda), lambda
  std::vector<double> weight_, base_, seen_by_class_;  // [k] pi_k, pi_k q_0k, pi_k (1 - q_0k)
  std::vector<double> y_, keep_, take_;                // [k] y, 1 - V, V
  std::vector<double> expected_;                       // [k] people expected in the class
  std::vector<double> capture_expected_;               // [j][k] of them, on list j
  std::vector<double> joint_;                          // [h][k] pi_k q_hk
  std::vector<double> probability_;                    // [h]
  double unseen_ = 0, seen_ = 0, tail_weight_ = 0, stick_sum_ = 0;
};

}  // namespace hearim::latent_class
