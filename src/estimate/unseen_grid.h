// The numbers of unseen people at which a posterior is evaluated.
//
// Nodes are whole numbers x, spread evenly in u = asinh(sqrt(x / n)), n being the observed. In
// this scale every graph's log density of x has second derivative above -4n or so: lgamma(n+x+1) -
// lgamma(x+1) bends downward by 2 sqrt(n) per unit, squared, and all the families bend upward. So
// a posterior has no peak narrower than 1 / (2 sqrt(n)) in u, an even grid treats all graphs alike
// and small x get every integer where they need it.
//
// For the same reason the most that any graph's log density can rise above the chord between two
// nodes is a number that depends on the nodes alone, `rise`: what makes dropping graphs and
// stretches of x safe on a coarse grid.
//
// An interval (x[i], x[i+1]] that is not live holds a negligible share of the posterior and has no
// inner nodes. Value type.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace hearim {

struct UnseenGrid {
  double observed = 0;
  std::vector<double> x;   // ascending, x[0] = 0 unless dropped
  std::vector<double> u;   // asinh(sqrt(x / observed))
  std::vector<char> live;  // live[i]: the interval after node i; size x.size() - 1

  std::size_t size() const { return x.size(); }
  bool live_before(std::size_t i) const { return i > 0 && live[i - 1] != 0; }
  bool live_after(std::size_t i) const { return i + 1 < x.size() && live[i] != 0; }
};

// About `intervals` intervals over [0, wide], with a node at `cut`. REQUIRES: 1 <= cut <= wide.
UnseenGrid spread_grid(double observed, double cut, double wide, int intervals);

// Keeps the live intervals with a kept node at an end, each cut into pieces[i] in u where whole
// numbers allow.
UnseenGrid refine_grid(const UnseenGrid& grid, std::span<const char> keep_node,
                       std::span<const int> pieces);

// An upper bound on how far lgamma(n+x+1) - lgamma(x+1) rises above its chord over [a, b].
double rise_above_chord(double observed, double a, double b);

// The nodes, up to four, that a cubic in u over one interval goes through.
struct Stencil {
  std::size_t first = 0;
  std::size_t count = 0;
};
Stencil stencil_of(const UnseenGrid& grid, std::size_t interval);
// The weight of each of them in the cubic's value at x (Lagrange).
std::array<double, 4> stencil_weights(const UnseenGrid& grid, const Stencil& stencil, double x);

// Weights of the nodes in a sum over the whole numbers of the live intervals with x <= limit, 0
// among them: exact for a summand that is a cubic in u between nodes.
std::vector<double> node_weights(const UnseenGrid& grid, double limit);

}  // namespace hearim
