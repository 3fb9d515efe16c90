#include "estimate/loglinear_procedure.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "estimate/hierarchical_model.h"
#include "estimate/loglinear_stepwise.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kBicModelsKept = 128;

ProcedureResult fitted_result(const LoglinearState& state) {
  return {FitOutcome::fitted, UnseenLimit::finite, std::exp(state.log_unseen)};
}

ProcedureResult without_estimate(FitOutcome outcome, UnseenLimit unseen) {
  return {outcome, unseen,
          unseen == UnseenLimit::zero ? 0.0 : std::numeric_limits<double>::infinity()};
}

}  // namespace

std::vector<Cell> terms_of_generators(const CaptureTable& table,
                                      std::span<const History> generators) {
  const int k = table.list_count();
  if (k > kLoglinearListCountMax)
    throw Error(
        ErrorCode::limit,
        fmt::format("{} lists; log-linear models take at most {}", k, kLoglinearListCountMax), {},
        "merge or drop lists");
  std::vector<Cell> cells;
  History covered = 0;
  for (const History generator : generators) {
    if (generator == 0 || (generator >> k) != 0)
      throw Error(ErrorCode::invalid_input,
                  generator == 0 ? std::string("a term of the model names no list")
                                 : fmt::format("a term of the model names list {}; there are {}",
                                               64 - std::countl_zero(generator), k));
    covered |= generator;
    cells.push_back(static_cast<Cell>(generator));
  }
  const History all = (History{1} << k) - 1;
  if (covered != all)
    throw Error(ErrorCode::invalid_input,
                fmt::format("the model has no term for {}", table.history_name(all & ~covered)), {},
                "every list needs a term, its own if no other");
  return terms_of_generators(cells);
}

ProcedureResult fit_given_terms(const LoglinearCounts& counts, std::span<const Cell> terms,
                                LoglinearFitter& fitter, LoglinearState& state) {
  const FitOutcome outcome = fit_terms(counts, terms, fitter, state);
  if (outcome == FitOutcome::fitted) return fitted_result(state);
  const UnseenLimit unseen = fitter.face(counts, state).unseen;
  if (outcome == FitOutcome::no_convergence) return without_estimate(outcome, unseen);
  if (unseen == UnseenLimit::finite && fitter.fit_on_face(counts, state)) {
    ProcedureResult result = fitted_result(state);
    result.outcome = outcome;
    return result;
  }
  return without_estimate(outcome, unseen);
}

LoglinearProcedure::LoglinearProcedure(const LoglinearCounts& counts,
                                       const LoglinearOptions& options, const Run& run,
                                       LoglinearFitter& fitter)
    : kind_(Kind::stepwise), p_value_max_(options.p_value_max) {
  if (!options.generators.empty()) {
    kind_ = Kind::given;
    const std::vector<Cell> cells(options.generators.begin(), options.generators.end());
    models_.push_back(terms_of_generators(cells));
  } else if (options.selection == LoglinearSelection::bic) {
    kind_ = Kind::bic;
    for (BicModel& model : search_bic(counts, options.order_max, kBicModelsKept, run, fitter).best)
      models_.push_back(std::move(model.terms));
  }
}

ProcedureResult LoglinearProcedure::apply(const LoglinearCounts& counts, const Run& run,
                                          LoglinearFitter& fitter, LoglinearState& state,
                                          std::vector<Cell>& terms,
                                          std::vector<LoglinearStep>* steps) const {
  switch (kind_) {
    case Kind::given: {
      run.stop_if_cancelled();
      terms = models_[0];
      return fit_given_terms(counts, terms, fitter, state);
    }
    case Kind::stepwise: {
      const FitOutcome outcome = fit_stepwise(counts, p_value_max_, run, fitter, state, steps);
      terms = state.terms;
      terms.insert(terms.end(), state.empty_terms.begin(), state.empty_terms.end());
      if (outcome == FitOutcome::fitted) return fitted_result(state);
      return without_estimate(outcome, fitter.face(counts, state).unseen);
    }
    case Kind::bic:
      break;
  }
  double best = std::numeric_limits<double>::infinity();
  LoglinearState candidate;
  for (const std::vector<Cell>& model : models_) {
    run.stop_if_cancelled();
    if (fit_terms(counts, model, fitter, candidate) != FitOutcome::fitted) continue;
    const double bic = bic_of(counts, candidate.log_kernel, model.size());
    if (!(bic < best)) continue;
    best = bic;
    std::swap(state, candidate);
    terms = model;
  }
  if (std::isfinite(best)) return fitted_result(state);
  const FitOutcome outcome = fitter.fit_main_effects(counts, state);
  terms = state.terms;
  if (outcome == FitOutcome::fitted) return fitted_result(state);
  return without_estimate(outcome, fitter.face(counts, state).unseen);
}

}  // namespace hearim
