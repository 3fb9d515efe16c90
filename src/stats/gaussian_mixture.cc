// Expectation-maximisation (Dempster, Laird & Rubin, JRSS B 39 (1977) 1-38) from k-means++ centres
// (Arthur & Vassilvitskii, SODA 2007). Each covariance is shrunk towards the diagonal of the
// components' average with the weight of a few points, so that a small component stays proper; the
// whole sample's variance, which includes the distance between modes, would be far too wide. A
// fixed number of rounds: a proposal need not be a maximum.
#include "stats/gaussian_mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "stats/log_sum_exp.h"
#include "stats/ziggurat.h"

namespace hearim {
namespace {

constexpr int kRounds = 25;
constexpr double kShrinkPoints = 1;
constexpr double kWholeShare = 0.1, kWholeShrink = 0.1;
constexpr double kNarrowShare = 0.85, kNarrowVariance = 1.1, kWideVariance = 4;

// In place, lower triangle; false when not positive definite.
bool cholesky(double* a, int d) {
  for (int j = 0; j < d; ++j) {
    double diagonal = a[j * d + j];
    for (int k = 0; k < j; ++k) diagonal -= a[j * d + k] * a[j * d + k];
    if (!(diagonal > 0)) return false;
    const double root = std::sqrt(diagonal);
    a[j * d + j] = root;
    for (int i = j + 1; i < d; ++i) {
      double sum = a[i * d + j];
      for (int k = 0; k < j; ++k) sum -= a[i * d + k] * a[j * d + k];
      a[i * d + j] = sum / root;
    }
    for (int i = 0; i < j; ++i) a[i * d + j] = 0;
  }
  return true;
}

void invert_lower(const double* factor, double* inverse, int d) {
  std::fill(inverse, inverse + d * d, 0.0);
  for (int j = 0; j < d; ++j) {
    inverse[j * d + j] = 1 / factor[j * d + j];
    for (int i = j + 1; i < d; ++i) {
      double sum = 0;
      for (int k = j; k < i; ++k) sum -= factor[i * d + k] * inverse[k * d + j];
      inverse[i * d + j] = sum / factor[i * d + i];
    }
  }
}

}  // namespace

double GaussianMixture::squared_distance(int component, const double* point,
                                         double* centred) const {
  const int d = dimension_;
  const double* const mean = &mean_[static_cast<std::size_t>(component * d)];
  const double* row = &inverse_[static_cast<std::size_t>(component) * d * d];
  for (int i = 0; i < d; ++i) centred[i] = point[i] - mean[i];
  double distance = 0;
  for (int i = 0; i < d; ++i, row += d) {
    double sum = 0;
    for (int j = 0; j <= i; ++j) sum += row[j] * centred[j];
    distance += sum * sum;
  }
  return distance;
}

GaussianMixture GaussianMixture::fit(std::span<const double> data, int dimension,
                                     int component_count_max, Rng& rng) {
  CHECK(dimension >= 1 && data.size() % static_cast<std::size_t>(dimension) == 0);
  GaussianMixture mixture;
  mixture.dimension_ = dimension;
  const int d = dimension;
  const int n = static_cast<int>(data.size()) / d;
  const int points_min = 4 * (d + 2);
  if (n < points_min) return mixture;
  const int components = std::clamp(n / points_min, 1, component_count_max);

  std::vector<double> centre(d, 0.0), variance(d, 0.0);
  for (int p = 0; p < n; ++p)
    for (int i = 0; i < d; ++i) centre[i] += data[p * d + i] / n;
  for (int p = 0; p < n; ++p)
    for (int i = 0; i < d; ++i)
      variance[i] += (data[p * d + i] - centre[i]) * (data[p * d + i] - centre[i]) / n;
  for (double& v : variance) v = std::max(v, 1e-12);

  // k-means++: each next centre with probability proportional to the squared distance to the
  // nearest one so far; then every point belongs to its nearest centre.
  std::vector<int> owner(n, 0);
  std::vector<double> nearest(n, std::numeric_limits<double>::infinity());
  int chosen = static_cast<int>(rng.below(static_cast<std::uint64_t>(n)));
  for (int c = 0; c < components; ++c) {
    double total = 0;
    for (int p = 0; p < n; ++p) {
      double distance = 0;
      for (int i = 0; i < d; ++i) {
        const double step = data[p * d + i] - data[chosen * d + i];
        distance += step * step / variance[i];
      }
      if (distance < nearest[p]) {
        nearest[p] = distance;
        owner[p] = c;
      }
      total += nearest[p];
    }
    double target = rng.uniform() * total;
    for (chosen = 0; chosen < n - 1 && target >= nearest[chosen]; ++chosen)
      target -= nearest[chosen];
  }

  std::vector<double> share(static_cast<std::size_t>(n) * components, 0.0);
  for (int p = 0; p < n; ++p) share[p * components + owner[p]] = 1;
  mixture.mean_.assign(static_cast<std::size_t>(components) * d, 0);
  mixture.factor_.assign(static_cast<std::size_t>(components) * d * d, 0);
  mixture.inverse_ = mixture.factor_;
  mixture.log_weight_.assign(components, 0);
  mixture.log_scale_.assign(components, 0);
  std::vector<double> scratch(d), within(d), log_joint(components), people(components);

  for (int round = 0; round < kRounds; ++round) {
    for (int c = 0; c < components; ++c) {
      double* const mean = &mixture.mean_[static_cast<std::size_t>(c * d)];
      double* const factor = &mixture.factor_[static_cast<std::size_t>(c) * d * d];
      std::fill(mean, mean + d, 0.0);
      std::fill(factor, factor + d * d, 0.0);
      double weight = 0;
      for (int p = 0; p < n; ++p) {
        const double r = share[p * components + c];
        weight += r;
        for (int i = 0; i < d; ++i) mean[i] += r * data[p * d + i];
      }
      people[c] = weight;
      for (int i = 0; i < d; ++i) mean[i] = weight > 0 ? mean[i] / weight : centre[i];
      for (int p = 0; p < n; ++p) {
        const double r = share[p * components + c];
        if (r < 1e-6) continue;
        for (int i = 0; i < d; ++i) scratch[i] = data[p * d + i] - mean[i];
        for (int i = 0; i < d; ++i)
          for (int j = 0; j <= i; ++j) factor[i * d + j] += r * scratch[i] * scratch[j];
      }
    }
    for (int i = 0; i < d; ++i) {
      within[i] = 1e-12;
      for (int c = 0; c < components; ++c)
        within[i] += mixture.factor_[(static_cast<std::size_t>(c) * d + i) * d + i] / n;
    }
    for (int c = 0; c < components; ++c) {
      double* const factor = &mixture.factor_[static_cast<std::size_t>(c) * d * d];
      const double weight = people[c];
      for (int i = 0; i < d; ++i) {
        factor[i * d + i] += kShrinkPoints * within[i];
        for (int j = 0; j <= i; ++j) factor[i * d + j] /= weight + kShrinkPoints;
      }
      CHECK(cholesky(factor, d));
      invert_lower(factor, &mixture.inverse_[static_cast<std::size_t>(c) * d * d], d);
      double log_determinant = 0;
      for (int i = 0; i < d; ++i) log_determinant += std::log(factor[i * d + i]);
      mixture.log_scale_[c] = -0.5 * d * std::log(2 * M_PI) - log_determinant;
      mixture.log_weight_[c] = std::log((weight + 1e-3) / (n + 1e-3 * components));
    }
    if (round == kRounds - 1) break;
    for (int p = 0; p < n; ++p) {
      for (int c = 0; c < components; ++c)
        log_joint[c] = mixture.log_weight_[c] + mixture.log_scale_[c] -
                       0.5 * mixture.squared_distance(c, &data[p * d], scratch.data());
      const double total = log_sum_exp(log_joint);
      for (int c = 0; c < components; ++c)
        share[p * components + c] = std::exp(log_joint[c] - total);
    }
  }

  // Keep the components that rest on enough points.
  int kept = 0;
  double total = 0;
  for (int c = 0; c < components; ++c) {
    if (people[c] < d + 2) continue;
    const auto move = [&](std::vector<double>& v, int size) {
      std::copy_n(v.begin() + c * size, size, v.begin() + kept * size);
    };
    move(mixture.mean_, d);
    move(mixture.factor_, d * d);
    move(mixture.inverse_, d * d);
    move(mixture.log_scale_, 1);
    move(mixture.log_weight_, 1);
    total += std::exp(mixture.log_weight_[kept]);
    ++kept;
  }
  for (int c = 0; c < kept; ++c)
    mixture.log_weight_[c] += std::log1p(-kWholeShare) - std::log(total);

  // The whole sample as one more component covers the gaps between the others.
  mixture.log_weight_.resize(kept + 1);
  mixture.log_scale_.resize(kept + 1);
  mixture.mean_.resize(static_cast<std::size_t>(kept + 1) * d);
  mixture.factor_.resize(static_cast<std::size_t>(kept + 1) * d * d);
  mixture.inverse_.resize(mixture.factor_.size());
  double* const factor = &mixture.factor_[static_cast<std::size_t>(kept) * d * d];
  std::copy(centre.begin(), centre.end(), mixture.mean_.begin() + kept * d);
  std::fill(factor, factor + d * d, 0.0);
  for (int p = 0; p < n; ++p)
    for (int i = 0; i < d; ++i)
      for (int j = 0; j <= i; ++j)
        factor[i * d + j] += (data[p * d + i] - centre[i]) * (data[p * d + j] - centre[j]) / n;
  for (int i = 0; i < d; ++i) factor[i * d + i] += (kWholeShrink + 1e-9) * variance[i];
  CHECK(cholesky(factor, d));
  invert_lower(factor, &mixture.inverse_[static_cast<std::size_t>(kept) * d * d], d);
  mixture.log_scale_[kept] = -0.5 * d * std::log(2 * M_PI);
  for (int i = 0; i < d; ++i) mixture.log_scale_[kept] -= std::log(factor[i * d + i]);
  mixture.log_weight_[kept] = kept > 0 ? std::log(kWholeShare) : 0;
  double sum = 0;
  for (const double w : mixture.log_weight_) {
    sum += std::exp(w);
    mixture.cumulative_.push_back(sum);
  }
  return mixture;
}

void GaussianMixture::draw(Rng& rng, std::span<double> point) const {
  CHECK(component_count() > 0 && point.size() == static_cast<std::size_t>(dimension_));
  const int d = dimension_;
  const double u = rng.uniform() * cumulative_.back();
  int c = 0;
  while (c + 1 < component_count() && u >= cumulative_[c]) ++c;
  const double scale = std::sqrt(rng.uniform() < kNarrowShare ? kNarrowVariance : kWideVariance);
  const double* const factor = &factor_[static_cast<std::size_t>(c) * d * d];
  for (int i = 0; i < d; ++i) point[i] = mean_[c * d + i];
  for (int j = 0; j < d; ++j) {
    const double z = scale * ziggurat_normal(rng);
    for (int i = j; i < d; ++i) point[i] += factor[i * d + j] * z;
  }
}

double GaussianMixture::log_density(std::span<const double> point) const {
  double scratch[512];
  CHECK(dimension_ <= 512 && point.size() == static_cast<std::size_t>(dimension_));
  const double narrow_constant =
      std::log(kNarrowShare) - 0.5 * dimension_ * std::log(kNarrowVariance);
  const double wide_constant =
      std::log(1 - kNarrowShare) - 0.5 * dimension_ * std::log(kWideVariance);
  double result = -std::numeric_limits<double>::infinity();
  for (int c = 0; c < component_count(); ++c) {
    const double distance = squared_distance(c, point.data(), scratch);
    const double shape = log_sum_exp(narrow_constant - 0.5 * distance / kNarrowVariance,
                                     wide_constant - 0.5 * distance / kWideVariance);
    result = log_sum_exp(result, log_weight_[c] + log_scale_[c] + shape);
  }
  return result;
}

}  // namespace hearim
