#include "stats/cohen_kappa.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/normal.h"

namespace hearim {

KappaEstimate cohen_kappa(std::span<const std::int64_t> counts, int categories, double level) {
  const auto k = static_cast<std::size_t>(categories);
  KappaEstimate result;
  for (const std::int64_t count : counts) result.items += count;
  if (result.items == 0) return result;
  const auto n = static_cast<double>(result.items);
  const auto p = [&](std::size_t i, std::size_t j) {
    return static_cast<double>(counts[i * k + j]) / n;
  };
  std::vector<double> first(k, 0.0);
  std::vector<double> second(k, 0.0);
  for (std::size_t i = 0; i < k; ++i) {
    result.agreement += p(i, i);
    for (std::size_t j = 0; j < k; ++j) {
      first[i] += p(i, j);
      second[j] += p(i, j);
    }
  }
  double chance = 0.0;
  for (std::size_t i = 0; i < k; ++i) chance += first[i] * second[i];
  if (chance > 1.0 - 1e-12) return result;
  const double kappa = (result.agreement - chance) / (1.0 - chance);
  double a = 0.0;
  double b = 0.0;
  for (std::size_t i = 0; i < k; ++i) {
    const double t = 1.0 - (first[i] + second[i]) * (1.0 - kappa);
    a += p(i, i) * t * t;
    for (std::size_t j = 0; j < k; ++j) {
      if (i != j) b += p(i, j) * (second[i] + first[j]) * (second[i] + first[j]);
    }
  }
  b *= (1.0 - kappa) * (1.0 - kappa);
  const double c = (kappa - chance * (1.0 - kappa)) * (kappa - chance * (1.0 - kappa));
  const double variance = std::max(0.0, (a + b - c) / ((1.0 - chance) * (1.0 - chance) * n));
  const double reach = normal_quantile((1.0 + level) / 2.0) * std::sqrt(variance);
  result.kappa = kappa;
  if (variance < 1e-12) return result;
  result.low = std::max(-1.0, kappa - reach);
  result.high = std::min(1.0, kappa + reach);
  return result;
}

}  // namespace hearim
