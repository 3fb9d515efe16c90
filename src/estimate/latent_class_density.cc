#include "estimate/latent_class_density.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/lanes.h"

namespace hearim::latent_class {
namespace {

// Classes that share less than this between them are left out of the mixture: nothing computed in
// double precision can tell.
constexpr double kWeightNegligible = 1e-30;

// Beyond this, exp() leaves the range of double; the prior has less than 1e-60 of its mass there.
constexpr double kCoordinateMax = 600;

// 1 - exp(-y) for y >= 0 given exp(-y), without cancellation near 0.
HEARIM_LANES_INLINE void lanes_one_minus_exp(const Lanes& y, const Lanes& exp_minus_y,
                                             Lanes& result) {
  const Lanes series =
      y * (1 - y / 2 * (1 - y / 3 * (1 - y / 4 * (1 - y / 5 * (1 - y / 6 * (1 - y / 7))))));
  result = y < 0.03 ? series : 1 - exp_minus_y;
}

}  // namespace

Histories::Histories(const CaptureTable& table) : Histories(std::span(&table, 1)) {}

Histories::Histories(std::span<const CaptureTable> tables)
    : list_count(tables.front().list_count()) {
  for (const CaptureTable& table : tables)
    for (const CapturePattern& pattern : table.patterns()) masks.push_back(pattern.history);
  std::sort(masks.begin(), masks.end());
  masks.erase(std::unique(masks.begin(), masks.end()), masks.end());
  begin.push_back(0);
  for (const History mask : masks) {
    for (int list = 0; list < list_count; ++list)
      if (mask >> list & 1) lists.push_back(static_cast<std::uint8_t>(list));
    begin.push_back(static_cast<int>(lists.size()));
  }
  count = static_cast<int>(masks.size());
  take_people(tables.front());
}

void Histories::take_people(const CaptureTable& table) {
  people.assign(masks.size(), 0);
  people_exact.assign(masks.size(), 0);
  for (const CapturePattern& pattern : table.patterns()) {
    const auto at = std::lower_bound(masks.begin(), masks.end(), pattern.history) - masks.begin();
    people[at] = static_cast<double>(pattern.count);
    people_exact[at] = pattern.count;
  }
  observed = static_cast<double>(table.observed());
}

Point::Point(int list_count_in, int classes_in)
    : list_count(list_count_in),
      classes(classes_in),
      stride(padded_to_lanes(classes_in)),
      values(static_cast<std::size_t>((list_count_in + 1) * stride), 0.0) {}

void tail_mixture(const Histories& histories, const Point& point, int first, TailMixture& tail) {
  tail.history.assign(static_cast<std::size_t>(histories.count), 0.0);
  tail.unseen = 0;
  tail.seen = 0;
  tail.stick_sum = 0;
  double left = 1;
  double odds[kListCountMax];
  for (int k = first; k < point.classes; ++k) {
    const bool last = k == point.classes - 1;
    const double y = last ? INFINITY : std::exp(std::min(point.log_stick()[k], 700.0));
    if (!last) tail.stick_sum += y;
    if (left < kWeightNegligible) continue;
    const double weight = left * -std::expm1(-y);
    left *= std::exp(-y);
    double base = weight;
    double seen = 0;
    for (int j = 0; j < point.list_count; ++j) {
      const double e = std::exp(point.logit_capture(j)[k]);
      const double miss = 1 / (1 + e);
      odds[j] = e;
      seen += e * miss * (1 - seen);
      base *= miss;
    }
    tail.unseen += base;
    tail.seen += weight * seen;
    for (int h = 0; h < histories.count; ++h) {
      double joint = base;
      for (int i = histories.begin[h]; i < histories.begin[h + 1]; ++i)
        joint *= odds[histories.lists[i]];
      tail.history[h] += joint;
    }
  }
}

__attribute__((target_clones("avx2", "default"))) PriorFeatures prior_features(const Point& point) {
  PriorFeatures features;
  Lanes stick_sum = {0, 0, 0, 0}, log_capture = {0, 0, 0, 0};
  const Lanes one = {1, 1, 1, 1}, none = {0, 0, 0, 0};
  for (int k = 0; k < point.stride; k += kLaneCount) {
    const Lanes place = {static_cast<double>(k), k + 1.0, k + 2.0, k + 3.0};
    Lanes y;
    lanes_exp(lanes_at(point.log_stick() + k), y);
    stick_sum += place < point.classes - 1.0 ? y : none;
    Lanes product = one;
    for (int j = 0; j < point.list_count; ++j) {
      Lanes e;
      lanes_exp(-lanes_at(point.logit_capture(j) + k), e);
      product *= 1 + e;
      const bool flush = j % 4 == 3 || j == point.list_count - 1;  // before the product overflows
      if (!flush) continue;
      Lanes log_product;
      lanes_log(product < 1e300 ? product : one * 1e300, log_product);
      log_capture -= place < static_cast<double>(point.classes) ? log_product : none;
      product = one;
    }
  }
  features.stick_sum = lane_sum(stick_sum);
  features.log_capture = lane_sum(log_capture);
  return features;
}

HeadDensity::HeadDensity(const Histories& histories, Prior prior, int class_count, int head)
    : histories_(histories),
      prior_(prior),
      class_count_(class_count),
      head_(head),
      stick_count_(std::min(head, class_count - 1)),
      point_(histories.list_count, head) {
  CHECK(head >= 1 && head <= class_count);
  const auto stride = static_cast<std::size_t>(point_.stride);
  const auto lists = static_cast<std::size_t>(histories.list_count);
  gradient_.assign(point_.values.size(), 0);
  in_use_.assign(point_.values.size(), 0);
  for (int row = 0; row <= histories.list_count; ++row)
    for (int k = 0; k < (row < histories.list_count ? head_ : stick_count_); ++k)
      in_use_[static_cast<std::size_t>(row) * stride + static_cast<std::size_t>(k)] = 1;
  odds_.assign(lists * stride, 0);
  capture_.assign(lists * stride, 0);
  capture_expected_.assign(lists * stride, 0);
  for (std::vector<double>* v :
       {&weight_, &base_, &seen_by_class_, &y_, &keep_, &take_, &expected_})
    v->assign(stride, 0);
  joint_.assign(static_cast<std::size_t>(histories.count) * stride, 0);
  probability_.assign(static_cast<std::size_t>(histories.count), 0);
}

void HeadDensity::load(const Point& full) {
  std::fill(point_.values.begin(), point_.values.end(), 0.0);  // padding too: a diverged
                                                               // trajectory leaves NaN there
  for (int j = 0; j < point_.list_count; ++j)
    std::copy_n(full.logit_capture(j), head_, point_.logit_capture(j));
  std::copy_n(full.log_stick(), stick_count_, point_.log_stick());
  tail_mixture(histories_, full, head_, tail_);
}

void HeadDensity::store(Point& full) const {
  for (int j = 0; j < point_.list_count; ++j)
    std::copy_n(point_.logit_capture(j), head_, full.logit_capture(j));
  std::copy_n(point_.log_stick(), stick_count_, full.log_stick());
}

__attribute__((target_clones("avx2", "default"))) void HeadDensity::update() {
  const int stride = point_.stride;
  const int lists = point_.list_count;

  for (int k = 0; k < stride; k += kLaneCount) {
    Lanes y, keep, take;
    lanes_exp(lanes_at(point_.log_stick() + k), y);
    lanes_exp(-y, keep);
    lanes_one_minus_exp(y, keep, take);
    lanes_at(&y_[k]) = y;
    lanes_at(&keep_[k]) = keep;
    lanes_at(&take_[k]) = take;
  }
  double left = 1;
  stick_sum_ = tail_.stick_sum;
  for (int k = 0; k < stick_count_; ++k) {
    weight_[k] = left * take_[k];
    left *= y_[k] < 690 ? keep_[k] : 0.0;
    stick_sum_ += y_[k];
  }
  for (int k = stick_count_; k < stride; ++k) {
    y_[k] = 0;
    weight_[k] = 0;
  }
  tail_weight_ = left;
  if (head_ == class_count_) {
    weight_[head_ - 1] = left;
    tail_weight_ = 0;
  }

  Lanes unseen = {0, 0, 0, 0}, seen_sum = {0, 0, 0, 0};
  for (int k = 0; k < stride; k += kLaneCount) {
    const Lanes weight = lanes_at(&weight_[k]);
    Lanes base = weight, seen = {0, 0, 0, 0};
    for (int j = 0; j < lists; ++j) {
      Lanes odds;
      lanes_exp(lanes_at(point_.logit_capture(j) + k), odds);
      const Lanes miss = 1 / (1 + odds);
      const Lanes capture = odds * miss;
      seen += capture * (1 - seen);
      base *= miss;
      lanes_at(&odds_[j * stride + k]) = odds;
      lanes_at(&capture_[j * stride + k]) = capture;
    }
    lanes_at(&base_[k]) = base;
    unseen += base;
    seen_sum += weight * seen;
  }
  unseen_ = lane_sum(unseen) + tail_weight_ * tail_.unseen;
  seen_ = lane_sum(seen_sum) + tail_weight_ * tail_.seen;

  for (int h = 0; h < histories_.count; ++h) {
    const int from = histories_.begin[h], to = histories_.begin[h + 1];
    Lanes sum = {0, 0, 0, 0};
    for (int k = 0; k < stride; k += kLaneCount) {
      Lanes joint = lanes_at(&base_[k]);
      for (int i = from; i < to; ++i) joint *= lanes_at(&odds_[histories_.lists[i] * stride + k]);
      lanes_at(&joint_[h * stride + k]) = joint;
      sum += joint;
    }
    probability_[h] = lane_sum(sum) + tail_weight_ * tail_.history[h];
  }
}

double HeadDensity::log_likelihood() const {
  double sum = -histories_.observed * std::log(seen_);
  for (int h = 0; h < histories_.count; ++h)
    sum += histories_.people[h] * std::log(probability_[h]);
  return sum;
}

double HeadDensity::log_prior() const {
  const int stride = point_.stride;
  for (const double value : point_.values)
    if (!(std::fabs(value) < kCoordinateMax)) return -INFINITY;
  double sum = 0;
  for (int k = 0; k < head_; ++k) {
    double captured = 1, missed = 1;
    for (int j = 0; j < point_.list_count; ++j) {
      const double capture = capture_[j * stride + k];
      captured *= capture;
      missed *= capture / odds_[j * stride + k];
      if (j % 8 == 7 || j == point_.list_count - 1) {
        sum += prior_.capture_shape * std::log(captured) + std::log(missed);
        captured = missed = 1;
      }
    }
  }
  for (int k = 0; k < stick_count_; ++k) sum += point_.log_stick()[k];
  return sum - (prior_.alpha_shape + class_count_ - 1) * std::log(prior_.alpha_rate + stick_sum_);
}

__attribute__((target_clones("avx2", "default"))) void HeadDensity::gradient(double tempering) {
  const int stride = point_.stride;
  const int lists = point_.list_count;

  const double unseen_scale = tempering * histories_.observed / seen_;
  double tail_expected = unseen_scale * tail_weight_ * tail_.unseen;
  for (int k = 0; k < stride; k += kLaneCount)
    lanes_at(&expected_[k]) = lanes_at(&base_[k]) * unseen_scale;
  std::fill(capture_expected_.begin(), capture_expected_.end(), 0.0);
  for (int h = 0; h < histories_.count; ++h) {
    const double scale = tempering * histories_.people[h] / probability_[h];
    tail_expected += scale * tail_weight_ * tail_.history[h];
    const int from = histories_.begin[h], to = histories_.begin[h + 1];
    for (int k = 0; k < stride; k += kLaneCount) {
      const Lanes people = lanes_at(&joint_[h * stride + k]) * scale;
      lanes_at(&expected_[k]) += people;
      for (int i = from; i < to; ++i)
        lanes_at(&capture_expected_[histories_.lists[i] * stride + k]) += people;
    }
  }

  for (int j = 0; j < lists; ++j)
    for (int k = 0; k < stride; k += kLaneCount) {
      const Lanes capture = lanes_at(&capture_[j * stride + k]);
      lanes_at(&gradient_[j * stride + k]) =
          lanes_at(&capture_expected_[j * stride + k]) - lanes_at(&expected_[k]) * capture +
          prior_.capture_shape - (1 + prior_.capture_shape) * capture;
    }

  double* const stick_gradient = gradient_.data() + lists * stride;
  const double shrink = (prior_.alpha_shape + class_count_ - 1) / (prior_.alpha_rate + stick_sum_);
  double later = tail_expected;
  if (head_ == class_count_) later += expected_[head_ - 1];
  for (int k = stick_count_ - 1; k >= 0; --k) {
    const double ratio = take_[k] > 0 ? y_[k] * keep_[k] / take_[k] : 1;
    stick_gradient[k] = expected_[k] * ratio - y_[k] * (later + shrink) + 1;
    later += expected_[k];
  }
}

}  // namespace hearim::latent_class
