// The idea. Write a(x) for the row of the design at history x: 1 for the intercept and 1 for every
// term within x. A direction d in parameter space along which the likelihood never falls has
// a(x)'d = 0 on every seen cell and a(x)'d <= 0 on the others; cells with a(x)'d < 0 for some such
// d leave. That is the dual of Fienberg & Rinaldo's question (is there a strictly positive table
// with the observed margins?), and is usually much smaller: the directions with a(x)'d = 0 on the
// seen cells form a space of q dimensions, q = terms + 1 - rank of the seen rows.
//
//   q = 0: no direction, the estimate exists. (Most tables.)
//   q = 1: one line; look at the signs of a(x)'d on the unseen cells.
//   q > 1: the linear programme   maximise sum_x s_x,  0 <= s_x <= 1,  s_x <= a(x)'d,
//          over q free variables and the distinct rows; its solution has s_x = 1 exactly on the
//          cells that leave. Solved by CLP.
//
// Example: A 40, B 30, C 20 alone, A·B 6, nobody on A·C or B·C; model [AB, C]. The seen rows have
// rank 4 of 5 columns; the line is d = (1; -1, -1, -1; 1): a(x)'d = 0 on A, B, C, AB and -1 on AC,
// BC, ABC: these three leave, and the intercept grows (+1): the unseen count goes to infinity.
// With AC and BC in the model as well, their margins are 0, so the three cells are closed from
// the start: no cell leaves, but the line stays, both ways: the unseen cell is not determined.
//
// Rows are zeros and ones and the elimination keeps small rationals, so that a tolerance of 1e-9
// separates zero from not zero.
#include "estimate/facial_set.h"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>
#include <numeric>
#include <utility>

#include "base/check.h"

namespace hearim {
namespace {

constexpr double kZero = 1e-9;

using Row = std::vector<double>;

// Reduced row echelon form, one row at a time.
class Elimination {
 public:
  explicit Elimination(std::size_t columns) : columns_(columns) {}

  // True when the row was independent of those before.
  bool add(Row row) {
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      const double factor = row[pivots_[r]];
      if (factor != 0) subtract(row, rows_[r], factor);
    }
    std::size_t pivot = 0;
    for (std::size_t c = 1; c < columns_; ++c)
      if (std::fabs(row[c]) > std::fabs(row[pivot])) pivot = c;
    if (columns_ == 0 || std::fabs(row[pivot]) < kZero) return false;
    const double scale = row[pivot];
    for (double& value : row) value = std::fabs(value) < kZero ? 0 : value / scale;
    for (Row& other : rows_) {
      const double factor = other[pivot];
      if (factor != 0) subtract(other, row, factor);
    }
    rows_.push_back(std::move(row));
    pivots_.push_back(pivot);
    return true;
  }

  std::size_t rank() const { return rows_.size(); }
  bool full() const { return rank() == columns_; }

  Row column(std::size_t c) const {
    Row result(rows_.size());
    for (std::size_t r = 0; r < rows_.size(); ++r) result[r] = rows_[r][c];
    return result;
  }

  // A basis of the vectors orthogonal to every row.
  std::vector<Row> null_space() const {
    std::vector<char> is_pivot(columns_, 0);
    for (const std::size_t pivot : pivots_) is_pivot[pivot] = 1;
    std::vector<Row> basis;
    for (std::size_t free = 0; free < columns_; ++free) {
      if (is_pivot[free]) continue;
      Row vector(columns_, 0.0);
      vector[free] = 1;
      for (std::size_t r = 0; r < rows_.size(); ++r) vector[pivots_[r]] = -rows_[r][free];
      basis.push_back(std::move(vector));
    }
    return basis;
  }

 private:
  static void subtract(Row& from, const Row& row, double factor) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      from[c] -= factor * row[c];
      if (std::fabs(from[c]) < kZero) from[c] = 0;
    }
  }

  std::size_t columns_;
  std::vector<Row> rows_;
  std::vector<std::size_t> pivots_;
};

// Unseen open cells with the same slope g(x) = a(x)'B along the open directions B.
struct Slope {
  Row g;
  std::vector<Cell> cells;
};

double dot(const Row& a, const Row& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// max c'v subject to lower <= rows v <= upper and bounds on v. Returns the solution.
Row solve_programme(std::size_t variable_count, const std::vector<Row>& rows,
                    const std::vector<double>& row_lower, const std::vector<double>& row_upper,
                    const std::vector<double>& lower, const std::vector<double>& upper,
                    const std::vector<double>& objective) {
  CoinPackedMatrix matrix(false, 0, 0);
  matrix.setDimensions(0, static_cast<int>(variable_count));
  std::vector<int> index;
  std::vector<double> value;
  for (const Row& row : rows) {
    index.clear();
    value.clear();
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c] == 0) continue;
      index.push_back(static_cast<int>(c));
      value.push_back(row[c]);
    }
    matrix.appendRow(static_cast<int>(index.size()), index.data(), value.data());
  }
  ClpSimplex programme;
  programme.setLogLevel(0);
  programme.loadProblem(matrix, lower.data(), upper.data(), objective.data(), row_lower.data(),
                        row_upper.data());
  programme.setOptimizationDirection(-1);
  programme.setPrimalTolerance(1e-9);
  programme.setDualTolerance(1e-9);
  programme.primal();
  // The origin is feasible and the objective bounded, so anything but optimal is a bug.
  CHECK(programme.status() == 0);
  const double* solution = programme.primalColumnSolution();
  return {solution, solution + variable_count};
}

// Which slopes leave: those with g'v > 0 for some v with g'v >= 0 for all slopes.
std::vector<char> leaving_slopes(const std::vector<Slope>& slopes, std::size_t q) {
  const std::size_t count = slopes.size();
  std::vector<char> leaves(count, 0);
  if (count == 0) return leaves;
  if (q == 1) {
    const bool all_up = std::all_of(slopes.begin(), slopes.end(),
                                    [](const Slope& slope) { return slope.g[0] > 0; });
    const bool all_down = std::all_of(slopes.begin(), slopes.end(),
                                      [](const Slope& slope) { return slope.g[0] < 0; });
    std::fill(leaves.begin(), leaves.end(), all_up || all_down);
    return leaves;
  }
  // Variables: v (q, free), s (one per slope, in [0, 1]); rows: g'v - s >= 0.
  const std::size_t variables = q + count;
  std::vector<double> lower(variables, 0.0);
  std::vector<double> upper(variables, 1.0);
  std::vector<double> objective(variables, 1.0);
  for (std::size_t c = 0; c < q; ++c) {
    lower[c] = -COIN_DBL_MAX;
    upper[c] = COIN_DBL_MAX;
    objective[c] = 0;
  }
  std::vector<Row> rows(count, Row(variables, 0.0));
  for (std::size_t r = 0; r < count; ++r) {
    std::copy(slopes[r].g.begin(), slopes[r].g.end(), rows[r].begin());
    rows[r][q + r] = -1;
  }
  const Row solution =
      solve_programme(variables, rows, std::vector<double>(count, 0.0),
                      std::vector<double>(count, COIN_DBL_MAX), lower, upper, objective);
  for (std::size_t r = 0; r < count; ++r) leaves[r] = solution[q + r] > 0.5;
  return leaves;
}

// Whether direction v with h'v <= 0 for every h in `down` can have intercept'v > 0 (sign +1) or
// < 0 (sign -1).
bool intercept_can_move(const Row& intercept, const std::vector<Row>& down, double sign) {
  const std::size_t q = intercept.size();
  if (q == 1) {
    // A line: try both ways along it.
    for (const double way : {1.0, -1.0}) {
      const bool allowed = std::all_of(down.begin(), down.end(),
                                       [way](const Row& h) { return h[0] * way <= kZero; });
      if (allowed && intercept[0] * way * sign > kZero) return true;
    }
    return false;
  }
  std::vector<Row> rows = down;
  rows.push_back(intercept);
  std::vector<double> row_lower(rows.size(), -COIN_DBL_MAX);
  std::vector<double> row_upper(rows.size(), 0.0);
  row_lower.back() = -1;
  row_upper.back() = 1;
  Row objective = intercept;
  for (double& value : objective) value *= sign;
  const Row solution =
      solve_programme(q, rows, row_lower, row_upper, std::vector<double>(q, -COIN_DBL_MAX),
                      std::vector<double>(q, COIN_DBL_MAX), objective);
  return dot(solution, intercept) * sign > 0.5;
}

std::vector<Slope> distinct_slopes(int list_count, std::span<const Cell> terms,
                                   std::span<const Cell> empty_terms, std::span<const Cell> seen,
                                   const std::vector<Row>& basis) {
  const std::size_t size = std::size_t{1} << list_count;
  const std::size_t q = basis.size();
  std::vector<std::vector<double>> along(q, std::vector<double>(size, 0.0));
  for (std::size_t b = 0; b < q; ++b) {
    along[b][0] = basis[b][0];
    for (std::size_t t = 0; t < terms.size(); ++t) along[b][terms[t]] = basis[b][t + 1];
    sum_over_subsets(along[b]);
  }
  std::vector<char> skip(size, 0);
  for (const Cell cell : seen) skip[cell] = 1;
  std::map<Row, std::vector<Cell>> groups;
  Row g(q);
  for (Cell cell = 1; cell < size; ++cell) {
    if (skip[cell]) continue;
    const bool closed = std::any_of(empty_terms.begin(), empty_terms.end(),
                                    [cell](Cell term) { return (cell & term) == term; });
    if (closed) continue;
    bool flat = true;
    for (std::size_t b = 0; b < q; ++b) {
      // Rounded to a grid, so that equal slopes compare equal.
      g[b] = std::round(along[b][cell] * 1e7) / 1e7;
      flat = flat && g[b] == 0;
    }
    if (!flat) groups[g].push_back(cell);
  }
  std::vector<Slope> slopes;
  slopes.reserve(groups.size());
  for (auto& [slope, cells] : groups) slopes.push_back({slope, std::move(cells)});
  return slopes;
}

UnseenLimit unseen_limit(const std::vector<Row>& basis, const std::vector<Slope>& slopes,
                         const std::vector<char>& leaves) {
  const std::size_t q = basis.size();
  // Directions that keep every staying cell: the null space of their slopes, within the basis.
  Elimination staying(q);
  for (std::size_t r = 0; r < slopes.size(); ++r)
    if (!leaves[r]) staying.add(slopes[r].g);
  const std::vector<Row> open = staying.null_space();
  Row intercept(open.size());
  for (std::size_t c = 0; c < open.size(); ++c)
    for (std::size_t b = 0; b < q; ++b) intercept[c] += open[c][b] * basis[b][0];
  const bool fixed = std::all_of(intercept.begin(), intercept.end(),
                                 [](double value) { return std::fabs(value) < kZero; });
  if (fixed) return UnseenLimit::finite;
  std::vector<Row> down;
  for (std::size_t r = 0; r < slopes.size(); ++r) {
    if (!leaves[r]) continue;
    Row h(open.size());
    for (std::size_t c = 0; c < open.size(); ++c) h[c] = dot(open[c], slopes[r].g);
    down.push_back(std::move(h));
  }
  const bool can_grow = intercept_can_move(intercept, down, 1);
  const bool can_fall = intercept_can_move(intercept, down, -1);
  if (can_grow && can_fall) return UnseenLimit::undetermined;
  return can_grow ? UnseenLimit::infinite : UnseenLimit::zero;
}

}  // namespace

FacialSet facial_set(int list_count, std::span<const Cell> terms, std::span<const Cell> empty_terms,
                     std::span<const Cell> seen) {
  CHECK(list_count <= kLoglinearListsMax);
  FacialSet result;
  Elimination seen_rows(terms.size() + 1);
  for (const Cell cell : seen) {
    if (seen_rows.full()) break;
    Row row(terms.size() + 1, 0.0);
    row[0] = 1;
    for (std::size_t t = 0; t < terms.size(); ++t)
      if ((cell & terms[t]) == terms[t]) row[t + 1] = 1;
    seen_rows.add(std::move(row));
  }
  if (seen_rows.full()) {
    result.whole = true;
    result.full_rank = true;
    result.unseen = UnseenLimit::finite;
    return result;
  }
  const std::vector<Row> basis = seen_rows.null_space();
  const std::vector<Slope> slopes = distinct_slopes(list_count, terms, empty_terms, seen, basis);

  Elimination all_rows(basis.size());
  for (const Slope& slope : slopes) {
    if (all_rows.full()) break;
    all_rows.add(slope.g);
  }
  result.full_rank = all_rows.full();

  const std::vector<char> leaves = leaving_slopes(slopes, basis.size());
  for (std::size_t r = 0; r < slopes.size(); ++r)
    if (leaves[r])
      result.leaving.insert(result.leaving.end(), slopes[r].cells.begin(), slopes[r].cells.end());
  std::sort(result.leaving.begin(), result.leaving.end());
  result.whole = result.leaving.empty();
  result.unseen = unseen_limit(basis, slopes, leaves);
  return result;
}

std::vector<Cell> independent_terms(std::span<const Cell> terms,
                                    std::span<const std::uint8_t> open) {
  // Row reduction of the open rows; the pivot columns, chosen from the left, are independent.
  Elimination rows(terms.size() + 1);
  for (Cell cell = 1; cell < open.size() && !rows.full(); ++cell) {
    if (!open[cell]) continue;
    Row row(terms.size() + 1, 0.0);
    row[0] = 1;
    for (std::size_t t = 0; t < terms.size(); ++t)
      if ((cell & terms[t]) == terms[t]) row[t + 1] = 1;
    rows.add(std::move(row));
  }
  // Columns of the reduced rows are combinations of one another exactly as the full columns are.
  Elimination columns(rows.rank());
  std::vector<Cell> independent;
  for (std::size_t c = 0; c <= terms.size(); ++c) {
    const bool adds = columns.add(rows.column(c));
    if (adds && c > 0) independent.push_back(terms[c - 1]);
  }
  return independent;
}

const FacialSet& FacialSetCache::get(int list_count, std::span<const Cell> terms,
                                     std::span<const Cell> empty_terms,
                                     std::span<const Cell> seen) {
  // 0 is no term and no seen history, so it separates the three parts.
  std::vector<Cell> key = {static_cast<Cell>(list_count)};
  for (const std::span<const Cell> part : {terms, empty_terms, seen}) {
    key.insert(key.end(), part.begin(), part.end());
    key.push_back(0);
  }
  const auto it = known_.find(key);
  if (it != known_.end()) return it->second;
  if (known_.size() >= kEntriesMax) known_.clear();
  return known_.emplace(std::move(key), facial_set(list_count, terms, empty_terms, seen))
      .first->second;
}

}  // namespace hearim
