// With R_k the weight left before stick k (R_1 = 1) and y_k = -log(1 - V_k), alpha integrated out,
// the prior density of the weights themselves is
//   p(pi) = p(V) prod_{k<K} 1/R_k,   log p(V) = sum_k y_k - (a + K - 1) log(b + sum_k y_k),
// and a permutation of weights has unit Jacobian. Only the sticks from i to j change. Example:
// weights .6, .3 (.1 left) against .3, .6: y goes from (.92, 1.39) to (.36, 1.95), the sum stays,
// and the ratio is R'_2 / R_2 inverted: .4 / .7, the odds of a size-biased draw.
#include "estimate/latent_class_order.h"

#include <cmath>
#include <utility>

#include "base/check.h"

namespace hearim::latent_class {
namespace {

// Sums of such sticks lose the digits that the exchange needs; both ways are refused alike.
constexpr double kStickMax = 1e6;

double softplus(double u) { return u > 0 ? u + std::log1p(std::exp(-u)) : std::log1p(std::exp(u)); }

}  // namespace

bool exchange_classes(const Prior& prior, int i, int j, Point& point, Rng& rng) {
  if (i == j) return false;
  if (i > j) std::swap(i, j);
  const int classes = point.classes;
  CHECK(i >= 0 && j < classes && classes <= 64);
  double* const z = point.log_stick();
  const int end = j == classes - 1 ? j : j + 1;  // sticks i .. end-1 change
  double log_weight[64], log_left[65], new_log_stick[64];

  double stick_sum = 0;
  for (int k = 0; k < classes - 1; ++k) stick_sum += std::exp(z[k]);
  double old_sum = 0, old_left = 0;
  log_left[i] = 0;  // relative to the weight left before stick i
  for (int k = i; k < end; ++k) {
    const double y = std::exp(z[k]);
    if (y > kStickMax) return false;
    log_weight[k] = log_left[k] + std::log(-std::expm1(-y));
    log_left[k + 1] = log_left[k] - y;
    old_sum += y;
    old_left += log_left[k];
  }
  if (end == j) log_weight[j] = log_left[j];  // the last class takes all that is left
  std::swap(log_weight[i], log_weight[j]);

  double left = end == j ? log_weight[j] : log_left[end];
  double new_sum = 0, new_left = 0;
  for (int k = end - 1; k >= i; --k) {
    const double log_ratio = log_weight[k] - left;
    const double y = softplus(log_ratio);
    if (!(y <= kStickMax)) return false;
    new_log_stick[k] = log_ratio < -37 ? log_ratio : std::log(y);
    left += y;
    new_sum += y;
    new_left += left;
  }

  const double shape = prior.alpha_shape + classes - 1;
  const double log_ratio = (new_sum - new_left) - (old_sum - old_left) -
                           shape * (std::log(prior.alpha_rate + stick_sum - old_sum + new_sum) -
                                    std::log(prior.alpha_rate + stick_sum));
  if (!(std::log(rng.uniform()) < log_ratio)) return false;
  for (int k = i; k < end; ++k) z[k] = new_log_stick[k];
  for (int list = 0; list < point.list_count; ++list)
    std::swap(point.logit_capture(list)[i], point.logit_capture(list)[j]);
  return true;
}

}  // namespace hearim::latent_class
