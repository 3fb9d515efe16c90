// The percentile of the replicates taken for a limit is moved by the bias z0 (how far the point
// is from the median of the replicates, in normal units) and the acceleration a (how the standard
// error changes with the truth, from the skewness of the jackknife values):
//     level(z) = Phi(z0 + (z0 + z) / (1 - a (z0 + z))).
// With z0 = a = 0 this is the plain percentile interval.
#include "estimate/bca_interval.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/normal.h"

namespace hearim {
namespace {

constexpr std::size_t kErrorGroups = 20;

double bias_correction(double point, std::span<const double> sorted) {
  const auto below = std::lower_bound(sorted.begin(), sorted.end(), point) - sorted.begin();
  const auto up_to = std::upper_bound(sorted.begin(), sorted.end(), point) - sorted.begin();
  const double count = static_cast<double>(sorted.size());
  const double share = 0.5 * static_cast<double>(below + up_to) / count;
  return normal_quantile(std::clamp(share, 0.5 / count, 1 - 0.5 / count));
}

double acceleration(std::span<const JackknifeValue> jackknife) {
  double weight = 0;
  double mean = 0;
  for (const JackknifeValue& value : jackknife) {
    if (!std::isfinite(value.estimate)) continue;
    weight += value.weight;
    mean += value.weight * value.estimate;
  }
  if (weight <= 0) return 0;
  mean /= weight;
  double squares = 0;
  double cubes = 0;
  for (const JackknifeValue& value : jackknife) {
    if (!std::isfinite(value.estimate)) continue;
    const double difference = mean - value.estimate;
    squares += value.weight * difference * difference;
    cubes += value.weight * difference * difference * difference;
  }
  return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

double adjusted_level(double z0, double a, double z) {
  const double shifted = z0 + z;
  const double stretch = 1 - a * shifted;
  if (stretch <= 0) return shifted > 0 ? 1 : 0;
  return normal_cdf(z0 + shifted / stretch);
}

// Linear between order statistics, as stats/quantile.h, with infinities at the end.
double quantile_with_infinities(std::span<const double> sorted, double p) {
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = position - static_cast<double>(below);
  if (share == 0 || sorted[below] == sorted[above]) return sorted[below];
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

double limit(std::span<const double> sorted, double point, double a, double z) {
  return quantile_with_infinities(sorted, adjusted_level(bias_correction(point, sorted), a, z));
}

std::optional<double> if_finite(double value) {
  if (std::isfinite(value)) return value;
  return std::nullopt;
}

}  // namespace

BcaInterval bca_interval(double point, std::span<const double> replicates,
                         std::span<const JackknifeValue> jackknife, double level) {
  CHECK(!replicates.empty() && level > 0 && level < 1);
  std::vector<double> sorted(replicates.begin(), replicates.end());
  std::sort(sorted.begin(), sorted.end());
  const double z = normal_quantile(0.5 + level / 2);
  BcaInterval interval;
  interval.bias_correction = bias_correction(point, sorted);
  interval.acceleration = acceleration(jackknife);
  interval.low = if_finite(limit(sorted, point, interval.acceleration, -z));
  interval.high = if_finite(limit(sorted, point, interval.acceleration, z));
  if (replicates.size() < 5 * kErrorGroups) return interval;

  double sum[2] = {0, 0};
  double squares[2] = {0, 0};
  std::vector<double> kept;
  const double centre[2] = {interval.low.value_or(0), interval.high.value_or(0)};
  for (std::size_t group = 0; group < kErrorGroups; ++group) {
    kept.clear();
    for (std::size_t i = 0; i < replicates.size(); ++i)
      if (i % kErrorGroups != group) kept.push_back(replicates[i]);
    std::sort(kept.begin(), kept.end());
    for (const int side : {0, 1}) {
      const double difference =
          limit(kept, point, interval.acceleration, side == 0 ? -z : z) - centre[side];
      sum[side] += difference;
      squares[side] += difference * difference;
    }
  }
  constexpr double kGroups = kErrorGroups;
  const auto error = [&](int side) -> std::optional<double> {
    if (!std::isfinite(squares[side])) return std::nullopt;
    const double spread = squares[side] - sum[side] * sum[side] / kGroups;
    return std::sqrt(std::max(0.0, spread) * (kGroups - 1) / kGroups);
  };
  if (interval.low) interval.low_error = error(0);
  if (interval.high) interval.high_error = error(1);
  return interval;
}

std::vector<double> bca_draws(const BcaInterval& interval, std::span<const double> replicates,
                              std::size_t draw_count, Rng& rng) {
  std::vector<double> sorted(replicates.begin(), replicates.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> draws(draw_count);
  for (std::size_t i = 0; i < draw_count; ++i) {
    const double u = (static_cast<double>(i) + rng.uniform()) / static_cast<double>(draw_count);
    const double z = normal_quantile(std::clamp(u, 1e-12, 1 - 1e-12));
    draws[i] = quantile_with_infinities(
        sorted, adjusted_level(interval.bias_correction, interval.acceleration, z));
  }
  for (std::size_t i = draw_count; i > 1; --i) std::swap(draws[i - 1], draws[rng.below(i)]);
  return draws;
}

}  // namespace hearim
