// Does a sample come from this distribution? For the tests of the samplers: p-values of the
// Kolmogorov-Smirnov test (continuous) and of Pearson's chi-square (whole numbers), both against
// an independently computed cdf. With fixed seeds the p-values are fixed, too; a test asks for more
// than 0.001, which a right sampler misses once in a thousand seeds and a wrong one always.
#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace hearim {

// Asymptotic (Kolmogorov 1933, with Stephens' correction for the sample's size).
inline double kolmogorov_smirnov_p(std::vector<double> sample,
                                   const std::function<double(double)>& cdf) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double p = cdf(sample[i]);
    distance =
        std::max({distance, static_cast<double>(i + 1) / n - p, p - static_cast<double>(i) / n});
  }
  const double lambda = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * distance;
  if (lambda < 0.2) return 1;
  double p = 0;
  for (int j = 1; j <= 100; ++j)
    p += (j % 2 == 1 ? 2 : -2) * std::exp(-2.0 * j * j * lambda * lambda);
  return std::clamp(p, 0.0, 1.0);
}

// Values from 0 up; neighbouring values are pooled until each cell expects at least 10.
inline double chi_square_p(const std::vector<std::int64_t>& sample,
                           const std::function<double(double)>& cdf) {
  std::vector<std::int64_t> sorted = sample;
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sample.size());
  double chi_square = 0;
  int cells = 0;
  double below = 0;         // cdf up to the cell's begin
  std::size_t counted = 0;  // sample values up to there
  const auto close_cell = [&](double up_to, std::size_t seen_up_to) {
    const double expected = n * (up_to - below);
    const double seen = static_cast<double>(seen_up_to - counted);
    chi_square += (seen - expected) * (seen - expected) / expected;
    ++cells;
    below = up_to;
    counted = seen_up_to;
  };
  std::int64_t value = sorted.front();
  std::int64_t step = std::max<std::int64_t>(1, (sorted.back() - sorted.front()) / 2000);
  for (; n * (1 - below) >= 20 && value <= sorted.back(); value += step) {
    const double p = cdf(static_cast<double>(value));
    if (n * (p - below) < 10 || n * (1 - p) < 10) continue;
    const auto up_to = std::upper_bound(sorted.begin(), sorted.end(), value);
    close_cell(p, static_cast<std::size_t>(up_to - sorted.begin()));
  }
  close_cell(1, sorted.size());
  if (cells < 2) return 0;  // no test was made
  return boost::math::cdf(boost::math::complement(boost::math::chi_squared(cells - 1), chi_square));
}

inline double sample_mean(const std::vector<double>& sample) {
  double sum = 0;
  for (const double value : sample) sum += value;
  return sum / static_cast<double>(sample.size());
}

inline double sample_variance(const std::vector<double>& sample) {
  const double mean = sample_mean(sample);
  double sum = 0;
  for (const double value : sample) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(sample.size() - 1);
}

}  // namespace hearim
