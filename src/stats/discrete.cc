#include "stats/discrete.h"

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "base/check.h"
#include "stats/gamma.h"
#include "stats/normal.h"

namespace hearim {
namespace {

// log(k!) - Stirling's main part; Hörmann's tail correction.
double stirling_tail(double k) {
  static constexpr double kSmall[] = {0.0810614667953272, 0.0413406959554092, 0.0276779256849983,
                                      0.0207906721037650, 0.0166446911898211, 0.0138761288230707,
                                      0.0118967099458917, 0.0104112652619720, 0.0092554621827127,
                                      0.0083305634333628};
  if (k < 10) return kSmall[static_cast<int>(k)];
  const double k1 = k + 1;
  const double k1_squared = k1 * k1;
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / k1_squared) / k1_squared) / k1;
}

// By Stirling, in terms of mean - k: taken term by term, k log(mean) - mean - log(k!) loses as many
// digits as the mean has. Good to the tail's accuracy, 3e-11 at k = 10.
double poisson_log_pmf_near_mean(double k, double mean) {
  constexpr double kHalfLogTwoPi = 0.918938533204672741780;
  const double k1 = k + 1;
  const double t = (mean - k1) / k1;
  const double log_ratio = std::log1p(t);
  return k1 * (log_ratio - t) - 0.5 * log_ratio - 0.5 * std::log(mean) - kHalfLogTwoPi -
         stirling_tail(k);
}

std::int64_t binomial_by_inversion(Rng& rng, std::int64_t trials, double p) {
  const double q = 1 - p;
  const double s = p / q;
  const double a = static_cast<double>(trials + 1) * s;
  double r = std::exp(static_cast<double>(trials) * std::log1p(-p));
  double u = rng.uniform();
  std::int64_t x = 0;
  while (u > r) {
    u -= r;
    ++x;
    if (x > trials) return trials;
    r *= a / static_cast<double>(x) - s;
  }
  return x;
}

// BTRS, for p <= 1/2 and trials * p >= 10.
std::int64_t binomial_by_rejection(Rng& rng, std::int64_t trials_count, double p) {
  const double trials = static_cast<double>(trials_count);
  const double sd = std::sqrt(trials * p * (1 - p));
  const double b = 1.15 + 2.53 * sd;
  const double a = -0.0873 + 0.0248 * b + 0.01 * p;
  const double c = trials * p + 0.5;
  const double v_r = 0.92 - 4.2 / b;
  const double alpha = (2.83 + 5.1 / b) * sd;
  const double m = std::floor((trials + 1) * p);
  const double log_mode_ratio = std::log(p / (1 - p) * (trials - m + 1) / (m + 1));
  const double tail_at_mode = stirling_tail(m) + stirling_tail(trials - m);
  for (;;) {
    const double u = rng.uniform() - 0.5;
    double v = rng.uniform();
    const double us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + c);
    if (k < 0 || k > trials) continue;
    if (us >= 0.07 && v <= v_r) return static_cast<std::int64_t>(k);
    v = std::log(v * alpha / (a / (us * us) + b));
    // log of pmf(k) / pmf(m), in terms of k - m: the published form takes (trials + 1) log(...) of
    // a ratio near 1, which has no digits left at 2^50 trials.
    const double d = k - m;
    const double bound = -(k + 0.5) * std::log1p(d / (m + 1)) -
                         (trials - k + 0.5) * std::log1p(-d / (trials - m + 1)) +
                         d * log_mode_ratio + tail_at_mode - stirling_tail(k) -
                         stirling_tail(trials - k);
    if (v <= bound) return static_cast<std::int64_t>(k);
  }
}

}  // namespace

double poisson_log_pmf(double k, double mean) {
  if (mean <= 0) return k == 0 ? 0 : -INFINITY;
  if (k >= 1000 && mean < 1.5 * k && k < 1.5 * mean) return poisson_log_pmf_near_mean(k, mean);
  return k * std::log(mean) - mean - std::lgamma(k + 1);
}

double poisson_cdf(double k, double mean) {
  if (k < 0) return 0;
  if (mean <= 0) return 1;
  return boost::math::gamma_q(k + 1, mean);
}

double poisson_upper_tail(double k, double mean) {
  if (k <= 0) return 1;
  if (mean <= 0) return 0;
  return boost::math::gamma_p(k, mean);
}

std::int64_t poisson_draw(Rng& rng, double mean) {
  DCHECK(mean >= 0);
  if (mean < 10) {
    const double limit = std::exp(-mean);
    double product = rng.uniform();
    std::int64_t k = 0;
    while (product > limit) {
      product *= rng.uniform();
      ++k;
    }
    return k;
  }
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = rng.uniform() - 0.5;
    const double v = rng.uniform();
    const double us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) return static_cast<std::int64_t>(k);
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b) <=
        poisson_log_pmf_near_mean(k, mean))
      return static_cast<std::int64_t>(k);
  }
}

std::int64_t binomial_draw(Rng& rng, std::int64_t trials, double p) {
  if (trials <= 0 || p <= 0) return 0;
  if (p >= 1) return trials;
  const bool flip = p > 0.5;
  const double small = flip ? 1 - p : p;
  const std::int64_t k = static_cast<double>(trials) * small < 10
                             ? binomial_by_inversion(rng, trials, small)
                             : binomial_by_rejection(rng, trials, small);
  return flip ? trials - k : k;
}

void multinomial_draw(Rng& rng, std::int64_t trials, std::span<const double> weights,
                      std::span<std::int64_t> counts) {
  CHECK(weights.size() == counts.size());
  double rest = 0;
  std::size_t last = weights.size();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    rest += weights[i];
    if (weights[i] > 0) last = i;
  }
  CHECK(trials == 0 || last < weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (trials == 0 || weights[i] <= 0) {
      counts[i] = 0;
      continue;
    }
    // The last cell takes the remainder, whatever rounding left of its share.
    counts[i] = i == last ? trials : binomial_draw(rng, trials, weights[i] / rest);
    trials -= counts[i];
    rest -= weights[i];
  }
}

double negative_binomial_draw(Rng& rng, double successes, double log_p, double log_q) {
  const double log_mean = log_gamma_draw(rng, successes) + log_q - log_p;
  const double mean = std::exp(log_mean);
  if (mean < 1e15) return static_cast<double>(poisson_draw(rng, mean));
  return mean;  // relative standard deviation below 3e-8: the Poisson step is rounding
}

}  // namespace hearim
