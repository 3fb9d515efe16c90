// The equation is solved for v = log u. With one clique R as the root, every other clique goes
// with its separator, and dividing by u leaves
//     f(v) = log(1 + a_R / u) + sum_C log((a_C + u) / (a_S + u)) = 0.
// Each ratio is 1 - b / (a_S + u), where b = a_S - a_C counts the people on C but not on S, and is
// computed by whichever form keeps its digits: one list may hold a million million people and
// overlap another in three. f is +infinity at u = 0 when every a_C > 0; for large u it behaves as
// (a_R - sum b) / u, and a root exists when a_R < sum b: when the lists overlap at all.
#include "estimate/closed_form_unseen.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hearim {
namespace {

using Outcome = ClosedFormUnseen::Outcome;

struct Branch {
  double clique = 0;     // a_C
  double separator = 0;  // a_S
  double between = 0;    // a_S - a_C
};

struct Equation {
  double root = 0;  // a_R
  std::vector<Branch> branches;
  double overlap = 0;  // sum of b, minus a_R, added up without cancellation
};

struct Value {
  double f;
  double slope;  // with respect to log u
};

Value value_at(double u, const Equation& equation) {
  Value value{std::log1p(equation.root / u), -equation.root / (equation.root + u)};
  for (const Branch& branch : equation.branches) {
    const double bottom = branch.separator + u;
    const double top = branch.clique + u;
    value.f += branch.between < 0.5 * bottom ? std::log1p(-branch.between / bottom)
                                             : std::log(top / bottom);
    value.slope += branch.between / bottom * (u / top);
  }
  return value;
}

ClosedFormUnseen solve(const Equation& equation) {
  if (equation.root <= 0) return {Outcome::zero, 0};
  for (const Branch& branch : equation.branches)
    if (branch.clique <= 0) return {Outcome::zero, 0};
  if (equation.overlap <= 0) return {Outcome::infinite, 0};
  constexpr double kLogMax = 690;
  double v = std::log(equation.root);
  double low = v;
  double high = v;
  // Bracket: f > 0 at low, f <= 0 at high.
  if (value_at(std::exp(v), equation).f > 0) {
    do {
      low = high;
      high += 2;
      if (high > kLogMax) return {Outcome::infinite, 0};
    } while (value_at(std::exp(high), equation).f > 0);
  } else {
    do {
      high = low;
      low -= 2;
      if (low < -kLogMax) return {Outcome::zero, 0};
    } while (value_at(std::exp(low), equation).f <= 0);
  }
  v = 0.5 * (low + high);
  for (int iteration = 0; iteration < 200; ++iteration) {
    const Value value = value_at(std::exp(v), equation);
    (value.f > 0 ? low : high) = v;
    double next = v - value.f / value.slope;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    const double change = std::fabs(next - v);
    v = next;
    if (change < 1e-14 * (1 + std::fabs(v))) break;
  }
  return {Outcome::finite, std::exp(v)};
}

}  // namespace

ClosedFormUnseen unseen_if_independent(const LoglinearCounts& counts) {
  int root = -1;
  for (int i = 0; i < counts.list_count; ++i) {
    if (counts.margin[std::size_t{1} << i] <= 0) continue;
    if (root < 0 || counts.missed[i] < counts.missed[root]) root = i;
  }
  if (root < 0) return {Outcome::infinite, 0};
  Equation equation;
  equation.root = counts.missed[root];
  for (int i = 0; i < counts.list_count; ++i) {
    const double size = counts.margin[std::size_t{1} << i];
    if (i != root && size > 0)
      equation.branches.push_back({counts.missed[i], counts.observed, size});
  }
  for (const SeenCell& cell : counts.seen)
    equation.overlap += cell.count * (std::popcount(cell.history) - 1);
  return solve(equation);
}

std::optional<DecomposableParts> decomposable_parts(std::span<const Cell> generators) {
  if (generators.empty()) return std::nullopt;
  DecomposableParts parts;
  std::vector<Cell> rest(generators.begin(), generators.end());
  parts.cliques.push_back(rest.front());
  rest.erase(rest.begin());
  Cell joined = parts.cliques.front();
  // Grow a spanning tree of the cliques by largest intersection; in a decomposable model it is a
  // junction tree, so that what a clique shares with all earlier ones lies within one of them.
  while (!rest.empty()) {
    std::size_t best = 0;
    Cell separator = 0;
    int size = -1;
    for (std::size_t r = 0; r < rest.size(); ++r)
      for (const Cell clique : parts.cliques)
        if (std::popcount(rest[r] & clique) > size) {
          size = std::popcount(rest[r] & clique);
          best = r;
          separator = rest[r] & clique;
        }
    if ((rest[best] & joined) != separator) return std::nullopt;
    joined |= rest[best];
    parts.cliques.push_back(rest[best]);
    parts.separators.push_back(separator);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return parts;
}

ClosedFormUnseen unseen_if_decomposable(const LoglinearCounts& counts,
                                        const DecomposableParts& parts) {
  Equation equation;
  equation.branches.resize(parts.separators.size());
  for (const SeenCell& cell : counts.seen) {
    const bool off_root = (cell.history & parts.cliques[0]) == 0;
    int times = off_root ? -1 : 0;
    if (off_root) equation.root += cell.count;
    for (std::size_t i = 0; i < equation.branches.size(); ++i) {
      const bool off_clique = (cell.history & parts.cliques[i + 1]) == 0;
      const bool off_separator = (cell.history & parts.separators[i]) == 0;
      if (off_clique) equation.branches[i].clique += cell.count;
      if (off_separator) equation.branches[i].separator += cell.count;
      if (off_separator && !off_clique) {
        equation.branches[i].between += cell.count;
        ++times;
      }
    }
    equation.overlap += times * cell.count;
  }
  if (equation.branches.empty()) return {Outcome::infinite, 0};
  return solve(equation);
}

}  // namespace hearim
