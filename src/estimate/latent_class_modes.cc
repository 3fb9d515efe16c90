// The density of log N is estimated on a grid by a Gaussian kernel. The bandwidth is Silverman's
// rule with the *smallest* spread a region can have: a quarter of the interquartile range at most,
// so that two narrow peaks far apart do not blur each other. A local minimum between two peaks is
// a valley when it is below a fifth of the lower of them: a shoulder is not a second answer.
#include "estimate/latent_class_modes.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/quantile.h"

namespace hearim::latent_class {
namespace {

constexpr int kGridSize = 400;
constexpr double kValleyDepth = 0.2;
constexpr double kShareMin = 0.03;

std::vector<double> density_on_grid(const std::vector<double>& sorted, double low, double step,
                                    double bandwidth) {
  // Counts on the grid, then the kernel over the counts.
  std::vector<double> count(kGridSize, 0.0), density(kGridSize, 0.0);
  for (const double x : sorted) {
    const int cell = static_cast<int>(std::lround((x - low) / step));
    if (cell >= 0 && cell < kGridSize) ++count[cell];
  }
  const int reach = std::min(kGridSize, static_cast<int>(std::ceil(5 * bandwidth / step)));
  for (int i = 0; i < kGridSize; ++i)
    for (int j = std::max(0, i - reach); j < std::min(kGridSize, i + reach + 1); ++j) {
      const double z = (i - j) * step / bandwidth;
      density[i] += count[j] * std::exp(-0.5 * z * z);
    }
  return density;
}

// Grid indices of the valleys that separate, ascending.
std::vector<int> deep_valleys(const std::vector<double>& density) {
  std::vector<int> peaks, valleys;
  for (int i = 0; i < kGridSize; ++i) {
    const double before = i > 0 ? density[i - 1] : 0;
    const double after = i + 1 < kGridSize ? density[i + 1] : 0;
    if (density[i] > before && density[i] >= after) peaks.push_back(i);
  }
  if (peaks.empty()) return valleys;
  // Walk over the peaks; a new region starts when the ground since the best peak fell deep enough
  // and the new peak rises high enough above it.
  int best = peaks.front();
  for (std::size_t p = 1; p < peaks.size(); ++p) {
    const int low = static_cast<int>(
        std::min_element(density.begin() + best, density.begin() + peaks[p]) - density.begin());
    const double lower_peak = std::min(density[best], density[peaks[p]]);
    if (density[low] < kValleyDepth * lower_peak) {
      valleys.push_back(low);
      best = peaks[p];
    } else if (density[peaks[p]] > density[best]) {
      best = peaks[p];
    }
  }
  return valleys;
}

}  // namespace

std::vector<LatentClassMode> find_modes(std::span<const ChainDraws> chains, double level) {
  std::vector<double> logs;
  for (const ChainDraws& chain : chains)
    for (const double population : chain.population) logs.push_back(std::log(population));
  CHECK(logs.size() >= 100);
  std::sort(logs.begin(), logs.end());

  std::vector<double> cuts;  // of log N
  const double low = sorted_quantile(logs, 0.001), high = sorted_quantile(logs, 0.999);
  if (high > low) {
    const double step = (high - low) / (kGridSize - 1);
    const double spread = (sorted_quantile(logs, 0.75) - sorted_quantile(logs, 0.25)) / 1.34;
    const double rule = 0.9 * std::min(spread, (high - low) / 6) *
                        std::pow(static_cast<double>(logs.size()) / 20, -0.2);
    const double bandwidth = std::max(rule, 2 * step);
    const std::vector<double> density = density_on_grid(logs, low, step, bandwidth);
    for (const int valley : deep_valleys(density)) cuts.push_back(low + valley * step);
  }

  // Drop the cut that makes a region too small, smallest region first.
  const auto total = static_cast<double>(logs.size());
  const auto index_of = [&](double cut) {
    return std::upper_bound(logs.begin(), logs.end(), cut) - logs.begin();
  };
  while (!cuts.empty()) {
    std::size_t smallest = 0;
    double smallest_share = 2;
    for (std::size_t r = 0; r <= cuts.size(); ++r) {
      const auto from = r == 0 ? 0 : index_of(cuts[r - 1]);
      const auto to =
          r == cuts.size() ? static_cast<std::ptrdiff_t>(logs.size()) : index_of(cuts[r]);
      const double share = static_cast<double>(to - from) / total;
      if (share < smallest_share) {
        smallest_share = share;
        smallest = r;
      }
    }
    if (smallest_share >= kShareMin) break;
    cuts.erase(cuts.begin() +
               static_cast<std::ptrdiff_t>(smallest == cuts.size() ? smallest - 1 : smallest));
  }

  std::vector<LatentClassMode> modes(cuts.size() + 1);
  const auto region_of = [&](double log_population) {
    return static_cast<std::size_t>(std::lower_bound(cuts.begin(), cuts.end(), log_population) -
                                    cuts.begin());
  };
  for (std::size_t r = 0; r < modes.size(); ++r) {
    const auto from = r == 0 ? 0 : index_of(cuts[r - 1]);
    const auto to = r == cuts.size() ? static_cast<std::ptrdiff_t>(logs.size()) : index_of(cuts[r]);
    const std::span<const double> region(logs.data() + from, static_cast<std::size_t>(to - from));
    modes[r].point = std::round(std::exp(sorted_quantile(region, 0.5)));
    modes[r].low = std::round(std::exp(sorted_quantile(region, (1 - level) / 2)));
    modes[r].high = std::round(std::exp(sorted_quantile(region, (1 + level) / 2)));
    modes[r].share = static_cast<double>(region.size()) / total;
    modes[r].share_low = 1;
    modes[r].log_posterior = -INFINITY;
  }
  for (const ChainDraws& chain : chains) {
    std::vector<double> count(modes.size(), 0.0);
    for (std::size_t i = 0; i < chain.population.size(); ++i) {
      const std::size_t r = region_of(std::log(chain.population[i]));
      ++count[r];
      modes[r].log_posterior = std::max(modes[r].log_posterior, chain.log_likelihood[i]);
    }
    for (std::size_t r = 0; r < modes.size(); ++r) {
      const double share = count[r] / static_cast<double>(chain.population.size());
      modes[r].share_low = std::min(modes[r].share_low, share);
      modes[r].share_high = std::max(modes[r].share_high, share);
    }
    ++modes[region_of(std::log(quantile(chain.population, 0.5)))].chains;
  }
  return modes;
}

}  // namespace hearim::latent_class
