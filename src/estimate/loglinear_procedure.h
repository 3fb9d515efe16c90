// From counts to one fitted model: stepwise, the best by BIC, or the model that was asked for. The
// bootstrap repeats exactly this on every resample.
#pragma once

#include <vector>

#include "estimate/loglinear_bic.h"
#include "estimate/loglinear_fitter.h"
#include "hearim/loglinear.h"
#include "hearim/run.h"

namespace hearim {

struct ProcedureResult {
  FitOutcome outcome = FitOutcome::no_convergence;
  // How the unseen count ends; `finite` with another outcome than `fitted` is the estimate on the
  // facial set: some fitted cells are 0, N is determined all the same.
  UnseenLimit unseen = UnseenLimit::undetermined;
  double unseen_count = 0;  // +infinity unless unseen is finite (or zero: then 0)
};

class LoglinearProcedure {
 public:
  // `counts` is the table itself; with BIC the models that resamples choose among come from it.
  LoglinearProcedure(const LoglinearCounts& counts, const LoglinearOptions& options, const Run& run,
                     LoglinearFitter& fitter);

  // `steps` may be null. `terms` receives the selected model.
  ProcedureResult apply(const LoglinearCounts& counts, const Run& run, LoglinearFitter& fitter,
                        LoglinearState& state, std::vector<Cell>& terms,
                        std::vector<LoglinearStep>* steps) const;

 private:
  enum class Kind { given, stepwise, bic };
  Kind kind_;
  double p_value_max_;
  std::vector<std::vector<Cell>> models_;  // one, given; or those BIC chooses among
};

// The fit of one model, on the facial set where the estimate proper does not exist but N is
// determined.
ProcedureResult fit_given_terms(const LoglinearCounts& counts, std::span<const Cell> terms,
                                LoglinearFitter& fitter, LoglinearState& state);

// Checked (see include/hearim/loglinear.h) and closed under subsets.
std::vector<Cell> terms_of_generators(const CaptureTable& table,
                                      std::span<const History> generators);

}  // namespace hearim
