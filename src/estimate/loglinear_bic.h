// The best hierarchical models by the Bayesian information criterion (Silverman, Chan & Vincent
// 2024): every model where that is feasible, a declared search where it is not.
//
// BIC = -2 log-likelihood + (number of parameters) log(people observed). A parameter at minus
// infinity (an empty margin in the model) is counted like any other; see docs/models/loglinear.md
// for why. Models whose estimate does not exist or is not identified are no candidates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "estimate/loglinear_fitter.h"
#include "hearim/run.h"

namespace hearim {

struct BicModel {
  std::vector<Cell> terms;
  double bic = 0;  // with the factorials
  double population = 0;
};

struct BicSearch {
  std::vector<BicModel> best;          // ascending BIC
  std::int64_t models_considered = 0;  // fitted, or excluded by a bound that proves them worse
  int order_max = 0;
  bool exhaustive = true;
};

// Sum of log(count!), which the kernel of the likelihood leaves out.
double log_factorials(const LoglinearCounts& counts);
double bic_of(const LoglinearCounts& counts, double log_likelihood, std::size_t term_count);

// Whether every model of these orders is visited: all orders to 5 lists, pairs to 6.
bool bic_search_is_exhaustive(int list_count, int order_max);

// Keeps the `keep` best. order_max 0: all orders to 5 lists, pairs beyond. Beyond the exhaustive
// range: steepest descent over models one term larger or smaller, from the main effects and from
// the stepwise model. REQUIRES: the main effects can be fitted.
BicSearch search_bic(const LoglinearCounts& counts, int order_max, std::size_t keep, const Run& run,
                     LoglinearFitter& fitter);

// Fits the model with these terms (single lists among them) from the main effects up.
FitOutcome fit_terms(const LoglinearCounts& counts, std::span<const Cell> terms,
                     LoglinearFitter& fitter, LoglinearState& state);

}  // namespace hearim
