// Poisson, binomial, multinomial and negative binomial draws, and the Poisson tails.
//
// Draws are exact up to the rounding of double; counts are doubles' whole numbers, so up to 2^53.
#pragma once

#include <cstdint>
#include <span>

#include "base/rng.h"

namespace hearim {

double poisson_log_pmf(double k, double mean);
double poisson_cdf(double k, double mean);         // P(X <= k)
double poisson_upper_tail(double k, double mean);  // P(X >= k)

// Knuth's product below mean 10, PTRS above (W. Hörmann, Insurance: Mathematics and Economics 12
// (1993) 39-45).
std::int64_t poisson_draw(Rng& rng, double mean);

// Inversion below mean 10, BTRS above (W. Hörmann, J. Stat. Comput. Simul. 46 (1993) 101-110).
std::int64_t binomial_draw(Rng& rng, std::int64_t trials, double p);

// Splits `trials` over the cells in proportion to `weights` (need not sum to 1). REQUIRES: no
// weight negative; one above 0 unless there are no trials.
void multinomial_draw(Rng& rng, std::int64_t trials, std::span<const double> weights,
                      std::span<std::int64_t> counts);

// Failures before `successes` successes of probability p = exp(log_p): Poisson mixed over a gamma.
double negative_binomial_draw(Rng& rng, double successes, double log_p, double log_q);

}  // namespace hearim
