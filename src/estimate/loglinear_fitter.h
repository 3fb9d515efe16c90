// The Poisson maximum-likelihood fit of one hierarchical model, warm-started from another.
//
// A state is a model with its estimate: fit the main effects first, add terms, fit again. The fit
// itself decides existence and identifiability in most cases (see loglinear_fitter.cc) and asks
// the facial set in the rest. A fitted N is observed + exp(log_unseen).
// Cost of one Newton step: 2 k 2^k additions, 2^k exponentials and p^3/6 multiplications.
// Thread-compatible: one fitter per chunk of work; states may be copied freely.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "estimate/facial_set.h"
#include "estimate/loglinear_counts.h"

namespace hearim {

struct LoglinearState {
  std::vector<Cell> terms;        // with people in their margin, in the order they were added
  std::vector<Cell> empty_terms;  // margin 0: parameter at minus infinity
  // The rest is in the coding of the counts (see loglinear_counts.h).
  std::vector<double> theta;          // intercept, then terms
  std::vector<double> fitted_margin;  // [T]: fitted people on at least T, over the open cells
  std::vector<std::uint8_t> open;     // cells that are neither unseen nor in an empty margin
  double log_unseen = 0;              // log of the fitted mean of the unseen cell
  double log_kernel = 0;              // log-likelihood without the factorials
};

enum class FitOutcome {
  fitted,
  does_not_exist,  // extended estimate: no strictly positive table has these margins
  not_identified,  // too few open cells for the parameters
  neither,         // both of the above
  no_convergence,  // the Newton steps did not settle
};

class LoglinearFitter {
 public:
  explicit LoglinearFitter(int list_count);

  // All lists independent of each other; lists with nobody on them are left out. In closed form.
  FitOutcome fit_main_effects(const LoglinearCounts& counts, LoglinearState& state);

  // Adds a term to a fitted state, at a starting value; fit() has to follow.
  void add_term(const LoglinearCounts& counts, LoglinearState& state, Cell term) const;

  // REQUIRES: a state from fit_main_effects with the same counts, and terms added in an order in
  // which subsets come before the sets that contain them.
  FitOutcome fit(const LoglinearCounts& counts, LoglinearState& state);

  // After fit() found no estimate: the fit over the facial set only, with terms left out that say
  // nothing new there. True when it settled; then log_kernel is the supremum of the likelihood, and
  // log_unseen counts if face(counts, state).unseen was finite. Codes by presence (flip = 0).
  bool fit_on_face(const LoglinearCounts& counts, LoglinearState& state);

  // The facial set of the state's model on these counts, remembered; valid until the next call.
  const FacialSet& face(const LoglinearCounts& counts, const LoglinearState& state);

 private:
  double evaluate(const LoglinearCounts& counts, LoglinearState& state);
  FitOutcome newton(const LoglinearCounts& counts, LoglinearState& state, bool judged);
  FitOutcome judge(const LoglinearCounts& counts, const LoglinearState& state);

  FacialSetCache faces_;
  std::vector<double> mean_;
  std::vector<double> normal_matrix_;
  std::vector<double> step_;
  std::vector<double> start_;
  std::vector<Cell> seen_;
};

// The fitted number of people on at least `lists`, in plain coding.
double plain_fitted_margin(const LoglinearCounts& counts, const LoglinearState& state, Cell lists);

// log of the fitted mean at a history (0: the unseen), whether open or not.
double log_fitted_mean(const LoglinearCounts& counts, const LoglinearState& state, Cell history);

}  // namespace hearim
