// Idea. A reader sees the shown cells and knows that rows and columns add up. A suppressed cell is
// safe if there is another table, with the same shown cells, in which it is as small as 1, and one
// in which it is as large as small_below - 1. For each primary cell we ask a linear programme for
// the cheapest change of the true table that brings it there: cells change by d, every row and
// column of d adds up to its total, no count falls below zero. Changing a cell that is suppressed
// already is free, any other costs its count. The cells that change are suppressed too: with them
// hidden the changed table is as possible as the true one. A later cell's suppressions only widen
// what a reader must think possible, so one pass over the cells is enough.
//
// Example: 3 women in the north must be able to be 1 or 9. The cheapest way to 9: six men of the
// north and six women of the south fewer, six men of the south more.
//
// Totals are cells like others, ten times as dear, so that they are kept where that is possible.

#include "report/disclosure_control.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <limits>
#include <numeric>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr double kTotalIsDearer = 10;
constexpr double kMoved = 1e-6;

// Counts with their totals, and the equations among them.
struct Margins {
  std::vector<double> value;
  std::vector<bool> is_total;
  std::vector<LinkedSum> sums;

  // Row by row; totals last in each row and in the last row.
  Margins(const std::vector<std::int64_t>& counts, std::size_t column_count)
      : value((counts.size() / column_count + 1) * (column_count + 1), 0.0),
        is_total(value.size(), false) {
    const std::size_t rows = counts.size() / column_count + 1, columns = column_count + 1;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const std::size_t r = i / column_count, c = i % column_count;
      const auto count = static_cast<double>(counts[i]);
      value[r * columns + c] += count;
      value[r * columns + columns - 1] += count;
      value[(rows - 1) * columns + c] += count;
      value[rows * columns - 1] += count;
    }
    const auto add = [&](std::size_t first, std::size_t step, std::size_t count) {
      LinkedSum sum{.total = first + (count - 1) * step, .parts = {}};
      for (std::size_t i = 0; i + 1 < count; ++i) sum.parts.push_back(first + i * step);
      is_total[sum.total] = true;
      sums.push_back(std::move(sum));
    };
    for (std::size_t r = 0; r < rows; ++r) add(r * columns, 1, columns);
    for (std::size_t c = 0; c < columns; ++c) add(c, columns, rows);
  }

  explicit Margins(const LinkedCounts& table)
      : value(table.counts.begin(), table.counts.end()),
        is_total(table.counts.size(), false),
        sums(table.sums) {
    for (const LinkedSum& sum : sums) {
      std::int64_t adds_up_to = 0;
      const auto known = [&](std::size_t cell) { return cell < value.size(); };
      if (!known(sum.total) || !std::all_of(sum.parts.begin(), sum.parts.end(), known))
        throw Error(ErrorCode::invalid_input, "a sum is of a count that is not in the table");
      for (const std::size_t part : sum.parts) adds_up_to += table.counts[part];
      if (adds_up_to != table.counts[sum.total])
        throw Error(ErrorCode::invalid_input, "a total is not the sum of its parts");
      is_total[sum.total] = true;
    }
  }

  // Adds "these add up to their total" for `sets` variables per cell, the first with sign +1, the
  // second with -1.
  CoinPackedMatrix equations(int sets) const {
    CoinPackedMatrix matrix(false, 0, 0);
    const auto cells = static_cast<int>(value.size());
    matrix.setDimensions(0, cells * sets);
    for (const LinkedSum& sum : sums) {
      std::vector<int> index;
      std::vector<double> factor;
      const auto add = [&](std::size_t cell, double sign) {
        index.push_back(static_cast<int>(cell));
        factor.push_back(sign);
        if (sets == 2) {
          index.push_back(static_cast<int>(cell) + cells);
          factor.push_back(-sign);
        }
      };
      for (const std::size_t part : sum.parts) add(part, 1);
      add(sum.total, -1);
      matrix.appendRow(static_cast<int>(index.size()), index.data(), factor.data());
    }
    return matrix;
  }
};

void solve(ClpSimplex& programme) {
  programme.setLogLevel(0);
  programme.setPrimalTolerance(1e-9);
  programme.setDualTolerance(1e-9);
  programme.primal();
}

// Suppresses what must change for `cell` to be able to change by `change`.
void make_room(const Margins& table, std::size_t cell, double change,
               std::vector<Suppression>& suppression) {
  if (change == 0) return;
  const std::size_t n = table.value.size();
  std::vector<double> lower(2 * n, 0.0), upper(2 * n, COIN_DBL_MAX), cost(2 * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    upper[n + i] = table.value[i];  // how far it can fall
    if (suppression[i] != Suppression::none) continue;
    cost[i] = cost[n + i] = (table.value[i] + 1) * (table.is_total[i] ? kTotalIsDearer : 1);
  }
  const bool up = change > 0;
  lower[cell] = upper[cell] = up ? change : 0;
  lower[n + cell] = upper[n + cell] = up ? 0 : -change;
  const CoinPackedMatrix equations = table.equations(2);
  const std::vector<double> zero(static_cast<std::size_t>(equations.getNumRows()), 0.0);
  ClpSimplex programme;
  programme.loadProblem(equations, lower.data(), upper.data(), cost.data(), zero.data(),
                        zero.data());
  solve(programme);
  // The cell's row total, column total and the grand total can always follow it.
  CHECK(programme.status() == 0);
  const double* moved = programme.primalColumnSolution();
  for (std::size_t i = 0; i < n; ++i) {
    if (suppression[i] == Suppression::none && std::fabs(moved[i] - moved[n + i]) > kMoved)
      suppression[i] = Suppression::secondary;
  }
}

std::int64_t rounded(double value, std::int64_t to) {
  const auto base = static_cast<double>(to);
  return static_cast<std::int64_t>(std::floor(value / base + 0.5) * base);
}

void check_rule(const DisclosureRule& rule) {
  if (rule.small_below < 2)
    throw Error(ErrorCode::invalid_input, "counts below 2 or more must be called small");
  if (rule.round_to < 1)
    throw Error(ErrorCode::invalid_input, "counts can be rounded to multiples of 1 or more");
}

std::vector<ProtectedCell> protect(const Margins& table, const DisclosureRule& rule) {
  const auto small_below = static_cast<double>(rule.small_below);
  std::vector<Suppression> suppression(table.value.size(), Suppression::none);
  std::vector<std::size_t> primary;
  for (std::size_t i = 0; i < table.value.size(); ++i) {
    if (table.value[i] <= 0 || table.value[i] >= small_below) continue;
    suppression[i] = Suppression::primary;
    primary.push_back(i);
  }
  for (const std::size_t cell : primary) {
    make_room(table, cell, small_below - 1 - table.value[cell], suppression);
    make_room(table, cell, 1 - table.value[cell], suppression);
  }
  std::vector<ProtectedCell> cells;
  for (std::size_t i = 0; i < table.value.size(); ++i) {
    ProtectedCell cell{.suppression = suppression[i], .shown = {}};
    if (cell.suppression == Suppression::none) cell.shown = rounded(table.value[i], rule.round_to);
    cells.push_back(cell);
  }
  return cells;
}

void check_counts(const std::vector<std::int64_t>& counts) {
  if (std::any_of(counts.begin(), counts.end(), [](std::int64_t count) { return count < 0; }))
    throw Error(ErrorCode::invalid_input, "a count is negative");
}

KnownRange range_of(const Margins& table, const std::vector<ProtectedCell>& cells,
                    std::size_t cell) {
  const std::size_t n = table.value.size();
  CHECK(cells.size() == n && cell < n);
  std::vector<double> lower(n, 0.0), upper(n, COIN_DBL_MAX), objective(n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    if (cells[i].suppression == Suppression::none) lower[i] = upper[i] = table.value[i];
  objective[cell] = 1;
  const CoinPackedMatrix equations = table.equations(1);
  const std::vector<double> zero(static_cast<std::size_t>(equations.getNumRows()), 0.0);
  const auto extreme = [&](double direction) {
    ClpSimplex programme;
    programme.loadProblem(equations, lower.data(), upper.data(), objective.data(), zero.data(),
                          zero.data());
    programme.setOptimizationDirection(direction);
    solve(programme);
    if (programme.status() != 0) return std::numeric_limits<double>::infinity();  // unbounded
    return programme.primalColumnSolution()[cell];
  };
  return {extreme(1), extreme(-1)};
}

}  // namespace

ProtectedTable protect_counts(const std::vector<std::int64_t>& counts, std::size_t column_count,
                              const DisclosureRule& rule) {
  check_rule(rule);
  if (column_count == 0 || counts.empty() || counts.size() % column_count != 0)
    throw Error(ErrorCode::invalid_input, "the counts do not fill the rows of the table");
  check_counts(counts);
  return {.row_count = counts.size() / column_count,
          .column_count = column_count,
          .cells = protect(Margins(counts, column_count), rule)};
}

std::vector<ProtectedCell> protect_linked_counts(const LinkedCounts& table,
                                                 const DisclosureRule& rule) {
  check_rule(rule);
  check_counts(table.counts);
  return protect(Margins(table), rule);
}

ProtectedCell protect_count(std::int64_t count, const DisclosureRule& rule) {
  check_rule(rule);
  if (count < 0) throw Error(ErrorCode::invalid_input, "a count is negative");
  if (count > 0 && count < rule.small_below) return {Suppression::primary, {}};
  return {Suppression::none, rounded(static_cast<double>(count), rule.round_to)};
}

KnownRange known_range(const std::vector<std::int64_t>& counts, std::size_t column_count,
                       const ProtectedTable& table, std::size_t row, std::size_t column) {
  return range_of(Margins(counts, column_count), table.cells, row * (column_count + 1) + column);
}

KnownRange known_range(const LinkedCounts& table, const std::vector<ProtectedCell>& cells,
                       std::size_t cell) {
  return range_of(Margins(table), cells, cell);
}

}  // namespace hearim
