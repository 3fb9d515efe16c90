// Effective sample size, in short: with M split chains of N draws, within-chain variance W, and
// total variance V = (N-1)/N W + B/N, the autocorrelation at lag t is
//   rho_t = 1 - (W - mean autocovariance_t) / V,
// summed in pairs while the pairs stay positive and decreasing (Geyer 1992), and
//   ESS = M N / (-1 + 2 sum of pairs), held below M N log10(M N).
// Example: two chains stuck at different places have V far above W, so every rho_t is near 1 and
// the ESS is about the number of chains, however long they are.
#include "stats/convergence.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <complex>
#include <limits>
#include <numeric>

#include "base/check.h"
#include "stats/normal.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

using Columns = std::vector<std::vector<double>>;

void check_chains(ChainColumns chains) {
  CHECK(!chains.empty() && chains.front().size() >= 4);
  for (const std::vector<double>& chain : chains) {
    CHECK(chain.size() == chains.front().size());
    for (const double x : chain) CHECK(!std::isnan(x));
  }
}

Columns split(ChainColumns chains) {
  Columns halves;
  for (const std::vector<double>& chain : chains) {
    const auto half = static_cast<std::ptrdiff_t>(chain.size() / 2);
    halves.emplace_back(chain.begin(), chain.begin() + half);
    halves.emplace_back(chain.end() - half, chain.end());
  }
  return halves;
}

std::vector<double> pooled(const Columns& columns) {
  std::vector<double> all;
  for (const std::vector<double>& column : columns)
    all.insert(all.end(), column.begin(), column.end());
  return all;
}

// Average ranks of ties, then normal scores (Blom's 3/8 offset).
Columns normal_scores(const Columns& columns) {
  const std::vector<double> all = pooled(columns);
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return all[a] < all[b]; });
  std::vector<double> score(all.size());
  const auto size = static_cast<double>(all.size());
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    while (to < order.size() && all[order[to]] == all[order[from]]) ++to;
    const double rank = 0.5 * static_cast<double>(from + 1 + to);  // mean of from+1 .. to
    const double z = normal_quantile((rank - 0.375) / (size + 0.25));
    for (std::size_t i = from; i < to; ++i) score[order[i]] = z;
    from = to;
  }
  Columns scores;
  std::size_t at = 0;
  for (const std::vector<double>& column : columns) {
    scores.emplace_back(score.begin() + static_cast<std::ptrdiff_t>(at),
                        score.begin() + static_cast<std::ptrdiff_t>(at + column.size()));
    at += column.size();
  }
  return scores;
}

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double variance(const std::vector<double>& x) {  // divided by n - 1
  const double centre = mean(x);
  double sum = 0;
  for (const double value : x) sum += (value - centre) * (value - centre);
  return sum / static_cast<double>(x.size() - 1);
}

double rhat_of_columns(const Columns& columns) {
  std::vector<double> means;
  double within = 0;
  for (const std::vector<double>& column : columns) {
    means.push_back(mean(column));
    within += variance(column) / static_cast<double>(columns.size());
  }
  const double between = variance(means);
  if (within == 0) return between == 0 ? 1 : std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(columns.front().size());
  return std::sqrt((n - 1) / n + between / within);
}

// In place, size a power of two; Cooley & Tukey.
void fourier(std::vector<std::complex<double>>& x, bool inverse) {
  const std::size_t n = x.size();
  for (std::size_t i = 1, j = 0; i < n; ++i) {
    std::size_t bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  for (std::size_t length = 2; length <= n; length <<= 1) {
    const double angle = (inverse ? 2 : -2) * M_PI / static_cast<double>(length);
    const std::size_t half = length / 2;
    std::vector<std::complex<double>> root(half);
    for (std::size_t i = 0; i < half; ++i)
      root[i] = std::polar(1.0, angle * static_cast<double>(i));
    for (std::size_t from = 0; from < n; from += length)
      for (std::size_t i = from; i < from + half; ++i) {
        const std::complex<double> odd = x[i + half] * root[i - from];
        x[i + half] = x[i] - odd;
        x[i] += odd;
      }
  }
}

// Biased (divided by n) autocovariances of every lag.
std::vector<double> autocovariance(const std::vector<double>& x) {
  const std::size_t n = x.size();
  std::size_t padded = 1;
  while (padded < 2 * n) padded <<= 1;
  std::vector<std::complex<double>> transform(padded);
  const double centre = mean(x);
  for (std::size_t i = 0; i < n; ++i) transform[i] = x[i] - centre;
  fourier(transform, false);
  for (std::complex<double>& value : transform) value = std::norm(value);
  fourier(transform, true);
  std::vector<double> result(n);
  for (std::size_t lag = 0; lag < n; ++lag)
    result[lag] = transform[lag].real() / static_cast<double>(padded) / static_cast<double>(n);
  return result;
}

double ess_of_columns(const Columns& columns) {
  const auto m = static_cast<double>(columns.size());
  const std::size_t draws = columns.front().size();
  const auto n = static_cast<double>(draws);
  std::vector<std::vector<double>> covariance;
  std::vector<double> means;
  double within = 0;
  for (const std::vector<double>& column : columns) {
    covariance.push_back(autocovariance(column));
    means.push_back(mean(column));
    within += covariance.back()[0] * n / (n - 1) / m;
  }
  double total = within * (n - 1) / n;
  if (columns.size() > 1) total += variance(means);
  if (total == 0) return m * n;
  const auto correlation = [&](std::size_t lag) {
    double average = 0;
    for (const std::vector<double>& c : covariance) average += c[lag] / m;
    return 1 - (within - average) / total;
  };
  double even = 1, odd = correlation(1);
  double pair_before = even + odd, sum = pair_before;
  double last_even = 0;
  for (std::size_t lag = 2; lag + 2 < draws; lag += 2) {
    even = correlation(lag);
    odd = correlation(lag + 1);
    if (even + odd < 0 || lag + 4 >= draws) {
      last_even = std::max(0.0, even);  // of the last pair the even lag alone counts
      break;
    }
    pair_before = std::min(pair_before, even + odd);
    sum += pair_before;
  }
  double time = -1 + 2 * sum + last_even;
  time = std::max(time, 1 / std::log10(m * n));
  return m * n / time;
}

// 1 where a draw is at most the pooled p-quantile (of all draws, the odd middle ones included).
Columns indicator_below(ChainColumns chains, double p) {
  Columns result(chains.begin(), chains.end());
  const double cut = quantile(pooled(result), p);
  for (std::vector<double>& column : result)
    for (double& x : column) x = x <= cut ? 1 : 0;
  return result;
}

}  // namespace

double rank_normalised_rhat(ChainColumns chains) {
  check_chains(chains);
  const Columns halves = split(chains);
  Columns folded = halves;
  const double median = quantile(pooled(halves), 0.5);
  for (std::vector<double>& column : folded)
    for (double& x : column) x = x == median ? 0 : std::fabs(x - median);
  return std::max(rhat_of_columns(normal_scores(halves)), rhat_of_columns(normal_scores(folded)));
}

double bulk_ess(ChainColumns chains) {
  check_chains(chains);
  return ess_of_columns(normal_scores(split(chains)));
}

double quantile_ess(ChainColumns chains, double p) {
  check_chains(chains);
  return ess_of_columns(split(indicator_below(chains, p)));
}

double tail_ess(ChainColumns chains) {
  return std::min(quantile_ess(chains, 0.05), quantile_ess(chains, 0.95));
}

double quantile_standard_error(ChainColumns chains, double p) {
  const double ess = quantile_ess(chains, p);
  std::vector<double> all = pooled(Columns(chains.begin(), chains.end()));
  std::sort(all.begin(), all.end());
  const auto size = static_cast<double>(all.size());
  const auto rank_at = [&](double probability) {
    return boost::math::ibeta_inv(ess * p + 1, ess * (1 - p) + 1, probability) * size;
  };
  constexpr double kOneSigma = 0.15865525393145705;
  const double low = std::clamp(std::floor(rank_at(kOneSigma)), 0.0, size - 1);
  const double high = std::clamp(std::ceil(rank_at(1 - kOneSigma)), 0.0, size - 1);
  return 0.5 * (all[static_cast<std::size_t>(high)] - all[static_cast<std::size_t>(low)]);
}

}  // namespace hearim
