#include "stats/normal.h"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

namespace hearim {

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }

double normal_draw(Rng& rng) {
  for (;;) {
    const double u = 2 * rng.uniform() - 1;
    const double v = 2 * rng.uniform() - 1;
    const double s = u * u + v * v;
    if (s < 1 && s > 0) return u * std::sqrt(-2 * std::log(s) / s);
  }
}

}  // namespace hearim
