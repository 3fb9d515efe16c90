#include "estimate/loglinear_fit.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "estimate/hierarchical_model.h"

namespace hearim {
namespace {

LoglinearExistence existence_of(const FacialSet& face) {
  LoglinearExistence existence;
  existence.estimate_exists = face.whole;
  existence.parameters_identified = face.full_rank;
  existence.population_finite =
      face.unseen == UnseenLimit::finite || face.unseen == UnseenLimit::zero;
  existence.flag = (face.whole ? 0 : 1) + (face.full_rank ? 0 : 2);
  return existence;
}

LoglinearExistence existence_of_terms(const LoglinearCounts& counts, std::span<const Cell> terms) {
  std::vector<Cell> with_people;
  std::vector<Cell> empty;
  std::vector<Cell> seen;
  for (const Cell term : terms) (counts.margin[term] > 0 ? with_people : empty).push_back(term);
  for (const SeenCell& cell : counts.seen) seen.push_back(cell.history);
  return existence_of(facial_set(counts.list_count, with_people, empty, seen));
}

std::vector<History> as_histories(std::span<const Cell> cells) {
  return {cells.begin(), cells.end()};
}

// The parameter of a term in plain coding: the alternating sum of log means within it.
double plain_parameter(const LoglinearCounts& counts, const LoglinearState& state, Cell term) {
  double sum = 0;
  for (Cell subset = term;; subset = (subset - 1) & term) {
    const double sign = std::popcount(term ^ subset) % 2 == 0 ? 1 : -1;
    sum += sign * log_fitted_mean(counts, state, subset);
    if (subset == 0) break;
  }
  return sum;
}

}  // namespace

LoglinearFit describe_fit(const LoglinearCounts& coded_counts, std::span<const Cell> terms,
                          const LoglinearState& state, const ProcedureResult& result) {
  LoglinearFit fit;
  std::vector<Cell> ordered(terms.begin(), terms.end());
  std::sort(ordered.begin(), ordered.end(), term_before);
  fit.generators = as_histories(generators_of_terms(ordered));
  fit.terms = as_histories(ordered);
  fit.existence = existence_of_terms(coded_counts, ordered);
  fit.converged = result.unseen == UnseenLimit::zero || std::isfinite(result.unseen_count);
  if (!fit.converged) return fit;
  fit.population = coded_counts.observed + result.unseen_count;
  if (result.unseen == UnseenLimit::zero) return fit;

  // A fit on the facial set is coded by presence.
  LoglinearCounts counts = coded_counts;
  if (result.outcome != FitOutcome::fitted) counts.flip = 0;
  for (const SeenCell& cell : counts.seen) {
    const double log_mean = log_fitted_mean(counts, state, cell.history);
    fit.log_likelihood += cell.count * log_mean - std::lgamma(cell.count + 1);
    fit.deviance += 2 * cell.count * (std::log(cell.count) - log_mean);
  }
  fit.deviance += 2 * (state.fitted_margin[0] - counts.observed);
  fit.deviance = std::max(fit.deviance, 0.0);
  fit.log_likelihood -= state.fitted_margin[0];
  fit.bic = bic_of(counts, fit.log_likelihood, ordered.size());
  const auto fitted_cells = std::count(state.open.begin(), state.open.end(), 1);
  fit.degrees_of_freedom = static_cast<int>(fitted_cells - std::ssize(state.theta));
  for (const Cell term : ordered) {
    const bool known = std::find(state.terms.begin(), state.terms.end(), term) != state.terms.end();
    if (known)
      fit.log_parameters.push_back(plain_parameter(counts, state, term));
    else
      fit.log_parameters.push_back(
          counts.margin[term] > 0 ? 0 : -std::numeric_limits<double>::infinity());
  }
  return fit;
}

LoglinearExistence loglinear_existence(const CaptureTable& table,
                                       std::span<const History> generators) {
  const std::vector<Cell> terms = terms_of_generators(table, generators);
  return existence_of_terms(loglinear_counts(table), terms);
}

LoglinearFit fit_loglinear(const CaptureTable& table, std::span<const History> generators) {
  const std::vector<Cell> terms = terms_of_generators(table, generators);
  const LoglinearCounts counts = loglinear_counts(table);
  LoglinearFitter fitter(counts.list_count);
  LoglinearState state;
  ProcedureResult result;
  if (counts.observed > 0) result = fit_given_terms(counts, terms, fitter, state);
  return describe_fit(counts, terms, state, result);
}

}  // namespace hearim
