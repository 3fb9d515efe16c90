// Newton's method on margins. With terms T_1..T_p (T_0 empty: the intercept), observed margins t
// and fitted margins m, the gradient of the Poisson log-likelihood is t(T_i) - m(T_i) and minus
// its second derivative is the matrix of m(T_i | T_j): the people on all lists of both terms. All
// of these are entries of one array, the fitted means summed over supersets; so a step costs two
// subset sums over 2^k cells, one exponential per cell, and a p x p elimination. No design matrix.
//
// A Newton step is also a certificate. If theta is any point, mu its means, and delta the Newton
// step, then mu_x (1 + a(x)'delta) has exactly the observed margins. So if every |a(x)'delta| < 1,
// a strictly positive table with the observed margins exists, which is Fienberg & Rinaldo's
// condition; and elimination without a vanishing pivot shows full rank. When the estimate does
// not exist no theta can have such a step: the iterations drift by about 1 each. Hence a fit that
// has converged needs no linear programme; one that has not after a few steps asks for the
// facial set.
//
// Example: A 40, B 30, C 20 alone, A·B 6, model [AB, C]: steps keep pushing AC, BC and ABC down
// by a factor e; after kPatience of them the facial set says why.
//
// Not for: tables with more than kLoglinearListsMax lists (2^k cells are stored).
#include "estimate/loglinear_fitter.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/check.h"
#include "estimate/closed_form_unseen.h"

namespace hearim {
namespace {

constexpr int kPatience = 8;  // Newton steps before the facial set is asked
constexpr int kStepsMax = 100;
constexpr double kSettled = 1e-6;  // sum |delta| at which one more step is the last
// Relative to the diagonal before elimination: below the first, rank is in doubt; below the second,
// with the rank known to be full, nothing but rounding is left.
constexpr double kSmallPivot = 1e-11;
constexpr double kLostPivot = 1e-15;

// Solves H x = g for symmetric positive definite H (upper triangle, row-major), in place.
// Returns false when a pivot is too small to be told from zero; it is then raised, so that x is
// still an ascent direction.
bool solve_positive_definite(double* h, double* g, std::size_t p, double small_pivot) {
  bool sound = true;
  for (std::size_t j = 0; j < p; ++j) {
    double* row_j = h + j * p;
    // row_j[j] lost what the earlier pivots took; its first value is kept below the diagonal.
    const double before = j == 0 ? row_j[0] : h[j * p];
    if (!(row_j[j] > small_pivot * before)) {
      sound = false;
      row_j[j] = std::max(before, 1e-300);
    }
    const double inverse = 1 / row_j[j];
    for (std::size_t i = j + 1; i < p; ++i) {
      const double factor = row_j[i] * inverse;
      if (factor == 0) continue;
      double* __restrict row_i = h + i * p;
      const double* __restrict from = row_j;
      for (std::size_t l = i; l < p; ++l) row_i[l] -= factor * from[l];
      g[i] -= factor * g[j];
    }
  }
  for (std::size_t i = p; i-- > 0;) {
    double sum = g[i];
    const double* row = h + i * p;
    for (std::size_t l = i + 1; l < p; ++l) sum -= row[l] * g[l];
    g[i] = sum / row[i];
  }
  return sound;
}

}  // namespace

LoglinearFitter::LoglinearFitter(int list_count) : mean_(std::size_t{1} << list_count) {
  CHECK(list_count >= 1 && list_count <= kLoglinearListsMax);
}

double plain_fitted_margin(const LoglinearCounts& counts, const LoglinearState& state, Cell lists) {
  const Cell by_absence = lists & counts.flip;
  if (by_absence == 0) return state.fitted_margin[lists];
  // On a list = everybody, minus those not on it.
  const Cell rest = lists & ~counts.flip;
  double sum = 0;
  for (Cell subset = by_absence;; subset = (subset - 1) & by_absence) {
    const double sign = std::popcount(subset) % 2 == 0 ? 1 : -1;
    sum += sign * state.fitted_margin[rest | subset];
    if (subset == 0) break;
  }
  return std::max(sum, 0.0);
}

double log_fitted_mean(const LoglinearCounts& counts, const LoglinearState& state, Cell history) {
  const Cell coded = history ^ counts.flip;
  double sum = state.theta[0];
  for (std::size_t t = 0; t < state.terms.size(); ++t)
    if ((coded & state.terms[t]) == state.terms[t]) sum += state.theta[t + 1];
  return sum;
}

FitOutcome LoglinearFitter::fit_main_effects(const LoglinearCounts& counts, LoglinearState& state) {
  const int k = counts.list_count;
  CHECK(mean_.size() == counts.cell_count());
  state.terms.clear();
  state.empty_terms.clear();
  state.theta.assign(1, 0.0);
  state.open.assign(counts.cell_count(), 1);
  state.open[counts.flip] = 0;
  for (int i = 0; i < k; ++i) {
    const Cell term = Cell{1} << i;
    if (counts.margin[term] > 0) {
      state.terms.push_back(term);
      state.theta.push_back(0);
    } else {
      add_term(counts, state, term);
    }
  }
  const ClosedFormUnseen unseen = unseen_if_independent(counts);
  const bool finite = unseen.outcome == ClosedFormUnseen::Outcome::finite;
  // Without an estimate, some point for larger models to start from.
  const double unseen_count = finite ? unseen.count : counts.observed;
  const double population = counts.observed + unseen_count;
  state.theta[0] = std::log(population);
  for (std::size_t t = 0; t < state.terms.size(); ++t) {
    const double on = counts.margin[state.terms[t]];
    const double off = counts.missed[std::countr_zero(state.terms[t])] + unseen_count;
    const bool by_absence = (counts.flip & state.terms[t]) != 0;
    state.theta[0] += std::log((by_absence ? on : off) / population);
    state.theta[t + 1] = by_absence ? std::log(off / on) : std::log(on / off);
  }
  evaluate(counts, state);
  if (finite) return FitOutcome::fitted;
  const FitOutcome outcome = judge(counts, state);
  return outcome == FitOutcome::fitted ? fit(counts, state) : outcome;
}

void LoglinearFitter::add_term(const LoglinearCounts& counts, LoglinearState& state,
                               Cell term) const {
  if (counts.margin[term] <= 0) {
    state.empty_terms.push_back(term);
    for (Cell coded = 0; coded < state.open.size(); ++coded)
      if (((coded ^ counts.flip) & term) == term) state.open[coded] = 0;
    return;
  }
  // Start where the term alone would make its own margin fit: log(seen / fitted), spread over the
  // coded terms, as being on a list coded by absence is 1 minus its coded indicator.
  const double fitted = plain_fitted_margin(counts, state, term);
  const double start = fitted > 0 ? std::log(counts.margin[term] / fitted) : 0;
  state.terms.push_back(term);
  state.theta.push_back(0);
  const Cell by_absence = term & counts.flip;
  const Cell rest = term & ~counts.flip;
  for (Cell subset = by_absence;; subset = (subset - 1) & by_absence) {
    const double value = std::popcount(subset) % 2 == 0 ? start : -start;
    const Cell part = rest | subset;
    if (part == 0) {
      state.theta[0] += value;
    } else {
      const auto at = std::find(state.terms.begin(), state.terms.end(), part);
      if (at != state.terms.end()) state.theta[1 + (at - state.terms.begin())] += value;
    }
    if (subset == 0) break;
  }
}

double LoglinearFitter::evaluate(const LoglinearCounts& counts, LoglinearState& state) {
  std::fill(mean_.begin(), mean_.end(), 0.0);
  mean_[0] = state.theta[0];
  for (std::size_t t = 0; t < state.terms.size(); ++t) mean_[state.terms[t]] = state.theta[t + 1];
  sum_over_subsets(mean_);
  state.log_unseen = mean_[counts.flip];
  state.fitted_margin.resize(mean_.size());
  for (std::size_t cell = 0; cell < mean_.size(); ++cell)
    state.fitted_margin[cell] = state.open[cell] ? std::exp(mean_[cell]) : 0;
  sum_over_supersets(state.fitted_margin);
  double kernel = counts.coded_margin[0] * state.theta[0] - state.fitted_margin[0];
  for (std::size_t t = 0; t < state.terms.size(); ++t)
    kernel += counts.coded_margin[state.terms[t]] * state.theta[t + 1];
  state.log_kernel = kernel;
  return kernel;
}

const FacialSet& LoglinearFitter::face(const LoglinearCounts& counts, const LoglinearState& state) {
  seen_.clear();
  for (const SeenCell& cell : counts.seen) seen_.push_back(cell.history);
  return faces_.get(counts.list_count, state.terms, state.empty_terms, seen_);
}

FitOutcome LoglinearFitter::judge(const LoglinearCounts& counts, const LoglinearState& state) {
  const FacialSet& face = this->face(counts, state);
  if (face.whole) return face.full_rank ? FitOutcome::fitted : FitOutcome::not_identified;
  return face.full_rank ? FitOutcome::does_not_exist : FitOutcome::neither;
}

FitOutcome LoglinearFitter::fit(const LoglinearCounts& counts, LoglinearState& state) {
  return newton(counts, state, false);
}

bool LoglinearFitter::fit_on_face(const LoglinearCounts& counts, LoglinearState& state) {
  const std::vector<Cell> leaving = face(counts, state).leaving;
  // Coded by presence: without some of its terms the model would differ between the codings.
  LoglinearCounts plain = counts;
  plain.flip = 0;
  plain.coded_margin = counts.margin;
  state.open.assign(counts.cell_count(), 1);
  state.open[0] = 0;
  for (Cell cell = 1; cell < state.open.size(); ++cell)
    for (const Cell empty : state.empty_terms)
      if ((cell & empty) == empty) state.open[cell] = 0;
  for (const Cell cell : leaving) state.open[cell] = 0;
  state.terms = independent_terms(state.terms, state.open);
  state.theta.assign(state.terms.size() + 1, 0.0);
  state.theta[0] = std::log(2 * counts.observed);
  for (std::size_t t = 0; t < state.terms.size(); ++t)
    if (std::popcount(state.terms[t]) == 1)
      state.theta[t + 1] = std::log(counts.margin[state.terms[t]] / (2 * counts.observed));
  const FitOutcome outcome = newton(plain, state, true);
  return outcome == FitOutcome::fitted;
}

FitOutcome LoglinearFitter::newton(const LoglinearCounts& counts, LoglinearState& state,
                                   bool judged) {
  const std::size_t p = state.theta.size();
  normal_matrix_.resize(p * p);
  step_.resize(p);
  const auto term_at = [&state](std::size_t i) { return i == 0 ? Cell{0} : state.terms[i - 1]; };
  double kernel = evaluate(counts, state);
  for (int iteration = 0; iteration < kStepsMax; ++iteration) {
    for (std::size_t i = 0; i < p; ++i) {
      const Cell term = term_at(i);
      double* row = normal_matrix_.data() + i * p;
      for (std::size_t j = i; j < p; ++j) row[j] = state.fitted_margin[term | term_at(j)];
      if (i > 0) row[0] = row[i];  // below the diagonal: the diagonal before elimination
      step_[i] = counts.coded_margin[term] - state.fitted_margin[term];
    }
    const bool sound = solve_positive_definite(normal_matrix_.data(), step_.data(), p,
                                               judged ? kLostPivot : kSmallPivot);
    double length = 0;
    for (const double change : step_) length += std::fabs(change);
    if ((sound || judged) && length < kSettled) {
      for (std::size_t i = 0; i < p; ++i) state.theta[i] += step_[i];
      double log_unseen = 0;
      for (std::size_t i = 0; i < p; ++i)
        if ((term_at(i) & counts.flip) == term_at(i)) log_unseen += state.theta[i];
      state.log_unseen = log_unseen;
      return FitOutcome::fitted;
    }
    if (!judged && (!sound || iteration >= kPatience)) {
      const FitOutcome outcome = judge(counts, state);
      if (outcome != FitOutcome::fitted) return outcome;
      judged = true;
    }
    if (!std::isfinite(length)) return FitOutcome::no_convergence;
    // Take the step, halved until the likelihood does not fall (up to rounding).
    start_ = state.theta;
    const double slack = 1e-12 * (std::fabs(kernel) + counts.observed);
    double scale = 1;
    for (int halving = 0;; ++halving) {
      for (std::size_t i = 0; i < p; ++i) state.theta[i] = start_[i] + scale * step_[i];
      const double next = evaluate(counts, state);
      if (next >= kernel - slack) {
        kernel = next;
        break;
      }
      if (halving == 60) return FitOutcome::no_convergence;
      scale /= 2;
    }
  }
  return FitOutcome::no_convergence;
}

}  // namespace hearim
