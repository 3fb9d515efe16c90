// log(exp(x_1) + ... + exp(x_n)) without overflow. Empty input, or all -infinity: -infinity.
// Domain: x_i in [-infinity, +infinity); cost O(n).
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace hearim {

inline double log_sum_exp(std::span<const double> x) {
  double top = -std::numeric_limits<double>::infinity();
  for (const double value : x) top = std::max(top, value);
  if (!(top > -std::numeric_limits<double>::infinity())) return top;
  double sum = 0;
  for (const double value : x) sum += std::exp(value - top);
  return top + std::log(sum);
}

inline double log_sum_exp(double a, double b) {
  const double top = std::max(a, b);
  if (!(top > -std::numeric_limits<double>::infinity())) return top;
  return top + std::log1p(std::exp(std::min(a, b) - top));
}

// log(1 - exp(x)). Domain: x <= 0; x = 0 gives -infinity. Mächler (2012), "Accurately computing
// log(1 - exp(-|a|))".
inline double log1m_exp(double x) {
  constexpr double kLogHalf = -0.693147180559945309417;
  return x > kLogHalf ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x));
}

}  // namespace hearim
