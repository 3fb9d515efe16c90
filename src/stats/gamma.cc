#include "stats/gamma.h"

#include <cmath>

#include "base/check.h"
#include "stats/log_sum_exp.h"
#include "stats/normal.h"

namespace hearim {
namespace {

// Marsaglia & Tsang (2000) for shape >= 1.
double gamma_draw_large(Rng& rng, double shape) {
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = normal_draw(rng);
    const double t = 1 + c * x;
    if (t <= 0) continue;
    const double v = t * t * t;
    const double u = rng.uniform();
    if (u < 1 - 0.0331 * x * x * x * x) return d * v;
    if (std::log(u) < 0.5 * x * x + d * (1 - v + std::log(v))) return d * v;
  }
}

}  // namespace

double gamma_draw(Rng& rng, double shape) {
  DCHECK(shape > 0);
  return shape >= 1 ? gamma_draw_large(rng, shape) : std::exp(log_gamma_draw(rng, shape));
}

double log_gamma_draw(Rng& rng, double shape) {
  DCHECK(shape > 0);
  if (shape >= 1) return std::log(gamma_draw_large(rng, shape));
  return std::log(gamma_draw_large(rng, shape + 1)) + std::log(rng.uniform()) / shape;
}

LogBetaDraw log_beta_draw(Rng& rng, double a, double b) {
  const double log_x = log_gamma_draw(rng, a);
  const double log_y = log_gamma_draw(rng, b);
  const double log_sum = log_sum_exp(log_x, log_y);
  return {log_x - log_sum, log_y - log_sum};
}

double beta_draw(Rng& rng, double a, double b) { return std::exp(log_beta_draw(rng, a, b).log_p); }

void log_dirichlet_draw(Rng& rng, std::span<const double> shapes, std::span<double> log_p) {
  CHECK(shapes.size() == log_p.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) log_p[i] = log_gamma_draw(rng, shapes[i]);
  const double log_sum = log_sum_exp(log_p);
  for (double& value : log_p) value -= log_sum;
}

}  // namespace hearim
