#include "report/kernel_density.h"

#include <algorithm>
#include <cmath>

#include "stats/quantile.h"

namespace hearim {

std::vector<DensityPoint> kernel_density(std::span<const double> draws, int points) {
  std::vector<double> logs;
  for (const double draw : draws)
    if (std::isfinite(draw) && draw > 0) logs.push_back(std::log(draw));
  if (logs.size() < 2 || points < 2) return {};
  std::sort(logs.begin(), logs.end());

  const auto count = static_cast<double>(logs.size());
  double mean = 0;
  for (const double x : logs) mean += x / count;
  double variance = 0;
  for (const double x : logs) variance += (x - mean) * (x - mean) / (count - 1);
  const double quartiles = (sorted_quantile(logs, 0.75) - sorted_quantile(logs, 0.25)) / 1.34;
  double spread = std::sqrt(variance);
  if (quartiles > 0) spread = std::min(spread, quartiles);
  const double bandwidth = std::max(0.8 * 0.9 * spread * std::pow(count, -0.2), 1e-4);

  // A far draw or two must not stretch the grid until the peak falls between its points.
  const double first = sorted_quantile(logs, 0.001) - 4 * bandwidth;
  const double last = sorted_quantile(logs, 0.999) + 4 * bandwidth;
  const double step = (last - first) / (points - 1);
  std::vector<double> mass(static_cast<std::size_t>(points), 0.0);
  for (const double x : logs) {
    const double position = (x - first) / step;
    const double whole = std::floor(position);
    if (whole < 0 || whole + 1 >= points) continue;
    const auto bin = static_cast<std::size_t>(whole);
    mass[bin] += (1 - (position - whole)) / count;
    mass[bin + 1] += (position - whole) / count;
  }

  const double kernel_width = std::max(bandwidth, step);
  const int reach = static_cast<int>(std::ceil(4 * kernel_width / step));
  std::vector<double> kernel;
  for (int i = 0; i <= reach; ++i) {
    const double z = i * step / kernel_width;
    kernel.push_back(std::exp(-0.5 * z * z) / (kernel_width * std::sqrt(2 * M_PI)));
  }
  std::vector<DensityPoint> curve(static_cast<std::size_t>(points));
  for (int i = 0; i < points; ++i) {
    double density = 0;
    for (int j = std::max(0, i - reach); j <= std::min(points - 1, i + reach); ++j)
      density +=
          mass[static_cast<std::size_t>(j)] * kernel[static_cast<std::size_t>(std::abs(i - j))];
    const double population = std::exp(first + i * step);
    curve[static_cast<std::size_t>(i)] = {population, density / population};
  }
  return curve;
}

}  // namespace hearim
