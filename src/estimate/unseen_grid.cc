#include "estimate/unseen_grid.h"

#include <math.h>  // lgamma_r: std::lgamma writes a global

#include <algorithm>
#include <array>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>

#include "base/check.h"

namespace hearim {
namespace {

double scale_of(double x, double observed) { return std::asinh(std::sqrt(x / observed)); }

double unseen_at(double u, double observed) {
  const double root = std::sinh(u);
  return std::round(observed * root * root);
}

double log_gamma(double x) {
  int sign = 0;
  return lgamma_r(x, &sign);
}

// Below this every whole number is a node: densities like 1 / (x + 1/16) are no cubics there.
constexpr double kDenseBelow = 24;

void add_even(UnseenGrid& grid, double from, double to, int pieces) {
  while (from < kDenseBelow && from + 1 < to) {
    grid.live.push_back(1);
    grid.x.push_back(++from);
  }
  const double low = scale_of(from, grid.observed);
  const double high = scale_of(to, grid.observed);
  for (int i = 1; i <= pieces; ++i) {
    const double x =
        i == pieces ? to : std::min(to, unseen_at(low + (high - low) * i / pieces, grid.observed));
    if (x <= grid.x.back()) continue;
    grid.live.push_back(1);
    grid.x.push_back(x);
  }
}

void set_scale(UnseenGrid& grid) {
  grid.u.clear();
  for (const double x : grid.x) grid.u.push_back(scale_of(x, grid.observed));
}

}  // namespace

UnseenGrid spread_grid(double observed, double cut, double wide, int intervals) {
  CHECK(cut >= 1 && wide >= cut && intervals >= 1);
  UnseenGrid grid;
  grid.observed = observed;
  grid.x = {0.0};
  const double share = scale_of(cut, observed) / scale_of(wide, observed);
  const int inner = std::max(1, static_cast<int>(std::ceil(intervals * share)));
  add_even(grid, 0, cut, inner);
  if (wide > cut) add_even(grid, cut, wide, std::max(1, intervals - inner));
  set_scale(grid);
  return grid;
}

UnseenGrid refine_grid(const UnseenGrid& grid, std::span<const char> keep_node,
                       std::span<const int> pieces) {
  CHECK(keep_node.size() == grid.size() && pieces.size() + 1 == grid.size());
  UnseenGrid finer;
  finer.observed = grid.observed;
  for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
    if (grid.live[i] == 0 || (keep_node[i] == 0 && keep_node[i + 1] == 0)) continue;
    if (finer.x.empty()) {
      finer.x.push_back(grid.x[i]);
    } else if (finer.x.back() != grid.x[i]) {
      finer.live.push_back(0);
      finer.x.push_back(grid.x[i]);
    }
    add_even(finer, grid.x[i], grid.x[i + 1], pieces[i]);
  }
  CHECK(finer.size() >= 2);
  set_scale(finer);
  return finer;
}

double rise_above_chord(double observed, double a, double b) {
  if (b - a <= 1) return 0;  // no whole number between
  if (b <= 2 * (a + 1)) {
    // trigamma(a+1) - trigamma(a+n+1) < 1/(a+1/2) - 1/(a+n+1).
    const double bend = (observed + 0.5) / ((a + 0.5) * (a + observed + 1));
    return (b - a) * (b - a) / 8 * bend;
  }
  const auto value = [&](double x) { return log_gamma(observed + x + 1) - log_gamma(x + 1); };
  const double at_a = value(a);
  const double slope = (value(b) - at_a) / (b - a);
  // The slope at x is near log(1 + n / (x + 1/2)); the tangent where it equals the chord's is the
  // bound, and what the approximation misses is added.
  const double x = std::clamp(observed / std::expm1(slope) - 0.5, a, b);
  const double slope_at_x = boost::math::digamma(observed + x + 1) - boost::math::digamma(x + 1);
  const double missed = std::abs(slope_at_x - slope) * std::max(x - a, b - x);
  const double rise = value(x) - at_a - slope * (x - a) + missed;
  // Rounding: of numbers of size n log n.
  const double rounding = 1e-14 * (std::abs(value(b)) + log_gamma(observed + b + 1));
  return std::max(0.0, rise) + rounding;
}

Stencil stencil_of(const UnseenGrid& grid, std::size_t interval) {
  Stencil stencil{interval, 2};
  if (grid.live_before(interval)) --stencil.first, ++stencil.count;
  if (grid.live_after(stencil.first + stencil.count - 1)) ++stencil.count;
  return stencil;
}

std::array<double, 4> stencil_weights(const UnseenGrid& grid, const Stencil& stencil, double x) {
  const double u = scale_of(x, grid.observed);
  std::array<double, 4> weights{};
  for (std::size_t i = 0; i < stencil.count; ++i) {
    double weight = 1;
    for (std::size_t j = 0; j < stencil.count; ++j)
      if (j != i)
        weight *= (u - grid.u[stencil.first + j]) /
                  (grid.u[stencil.first + i] - grid.u[stencil.first + j]);
    weights[i] = weight;
  }
  return weights;
}

std::vector<double> node_weights(const UnseenGrid& grid, double limit) {
  // Gauss's rule with four points on (-1, 1).
  constexpr std::array<double, 4> kPoints = {-0.861136311594052575, -0.339981043584856265,
                                             0.339981043584856265, 0.861136311594052575};
  constexpr std::array<double, 4> kWeights = {0.347854845137453857, 0.652145154862546143,
                                              0.652145154862546143, 0.347854845137453857};
  std::vector<double> weights(grid.size(), 0.0);
  if (grid.x[0] == 0) weights[0] = 1;
  for (std::size_t i = 0; i + 1 < grid.size() && grid.x[i + 1] <= limit; ++i) {
    if (grid.live[i] == 0) continue;
    const double a = grid.x[i], b = grid.x[i + 1];
    if (b - a <= 1) {
      weights[i + 1] += 1;
      continue;
    }
    const Stencil stencil = stencil_of(grid, i);
    const auto add = [&](double x, double times) {
      const std::array<double, 4> shares = stencil_weights(grid, stencil, x);
      for (std::size_t j = 0; j < stencil.count; ++j)
        weights[stencil.first + j] += times * shares[j];
    };
    if (b - a <= 8) {
      for (double x = a + 1; x <= b; ++x) add(x, 1);
    } else {
      for (std::size_t j = 0; j < kPoints.size(); ++j)
        add((a + b + 1 + (b - a) * kPoints[j]) / 2, (b - a) / 2 * kWeights[j]);
    }
  }
  return weights;
}

}  // namespace hearim
