// Gamma, beta and Dirichlet draws, on the log scale where shapes may be tiny.
//
// A Gamma(0.001) draw underflows a double half of the time; its logarithm never does. So the
// small-shape draws live in log space: log_gamma_draw is exact for any shape in (0, 1e300).
// Source: G. Marsaglia & W. W. Tsang, ACM TOMS 26 (2000) 363-372, with their boost for shape < 1.
#pragma once

#include <span>

#include "base/rng.h"

namespace hearim {

// Gamma(shape, rate 1). REQUIRES: shape > 0. May underflow to 0 below shape 0.01.
double gamma_draw(Rng& rng, double shape);
double log_gamma_draw(Rng& rng, double shape);

// Beta(a, b) as (log p, log(1 - p)). REQUIRES: a, b > 0.
struct LogBetaDraw {
  double log_p;
  double log_q;
};
LogBetaDraw log_beta_draw(Rng& rng, double a, double b);
double beta_draw(Rng& rng, double a, double b);

// Fills log_p with the logarithms of a Dirichlet(shapes) draw. REQUIRES: equal sizes.
void log_dirichlet_draw(Rng& rng, std::span<const double> shapes, std::span<double> log_p);

}  // namespace hearim
