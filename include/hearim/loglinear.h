// Poisson log-linear models on the 2^k capture table, with the unseen cell structurally missing.
//
// A hierarchical model is named by its generators (maximal terms), bit masks of lists: [12,3] is
// {0b011, 0b100}. Before any fit, existence and identifiability are decided by the facial set of
// the observed margins (Fienberg & Rinaldo 2012), as three separate flags; parameters of empty
// margins sit at minus infinity and their cells leave the fit. Selection is forward stepwise on
// pairs by one-sided Poisson p-value (Chan, Silverman & Vincent 2021) or by BIC over hierarchical
// models (Silverman, Chan & Vincent 2024); the BCa bootstrap repeats the selection in every
// resample and every jackknife fit, so that its interval includes model choice.
// Sources: S. Fienberg & A. Rinaldo, Annals of Statistics 40 (2012) 996-1023; L. Chan,
// B. Silverman & K. Vincent, JASA 116 (2021) 1297-1306; B. Silverman, L. Chan & K. Vincent,
// Statistics and Computing 34 (2024); B. Efron, JASA 82 (1987) 171-185.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hearim/capture_table.h"
#include "hearim/population_estimate.h"
#include "hearim/run.h"

namespace hearim {

// Decided from the table and the model alone, by linear programmes; no fit is made.
struct LoglinearExistence {
  bool estimate_exists = false;         // the maximum (in the extended sense) is attained
  bool population_finite = false;       // the fitted unseen count is finite
  bool parameters_identified = false;   // ... and determined by the data
  // Chan, Silverman & Vincent (2021), Table 2: 0 fine, 1 not identified, 2 does not exist (and
  // 3 both). See docs/models/loglinear.md.
  int flag = 0;
};

struct LoglinearFit {
  std::vector<History> generators;      // all maximal terms, single lists included
  LoglinearExistence existence;
  double population = 0;                // valid when existence.population_finite
  double log_likelihood = 0;            // of the observed cells, constants included
  double bic = 0;
  double deviance = 0;
  int degrees_of_freedom = 0;
  std::vector<History> terms;           // every term of the model but the intercept
  std::vector<double> log_parameters;   // per term; -infinity for an empty margin
  bool converged = false;
};

LoglinearExistence loglinear_existence(const CaptureTable& table,
                                       std::span<const History> generators);
LoglinearFit fit_loglinear(const CaptureTable& table, std::span<const History> generators);

enum class LoglinearSelection { stepwise, bic };

struct LoglinearOptions {
  double level = 0.95;
  LoglinearSelection selection = LoglinearSelection::stepwise;
  std::vector<History> generators;  // not empty: this model, no selection
  double p_value_max = 0.02;        // stepwise: a pair enters below this
  int order_max = 0;                // bic: largest term; 0: as large as is feasible for k
  int resamples = 1000;
  IntervalKind interval = IntervalKind::bca;  // or profile
  bool with_bic_best = true;        // also search the best model by BIC, beside the answer
};

struct LoglinearStep {
  History term = 0;
  double p_value = 0;
};

struct LoglinearBicBest {
  double population = 0;
  double bic = 0;
  std::vector<History> generators;
  std::int64_t models_considered = 0;
  int order_max = 0;
  bool exhaustive = true;  // every model up to order_max; false: a search
};

struct LoglinearEstimate : PopulationEstimate {
  LoglinearFit fit;                     // of the selected model
  std::vector<LoglinearStep> steps;     // in the order they entered
  int resamples = 0;                    // asked for
  int resamples_infinite = 0;           // resamples whose estimate was not finite
  double bias_correction = 0;           // z0
  double acceleration = 0;              // a
  std::optional<double> low_error;      // Monte Carlo standard error of the BCa limits
  std::optional<double> high_error;
  std::optional<double> profile_low, profile_high;  // given the selected model
  std::optional<LoglinearBicBest> bic_best;
  double p_value_max = 0;
  LoglinearSelection selection = LoglinearSelection::stepwise;
};

LoglinearEstimate estimate_loglinear(const CaptureTable& table, const LoglinearOptions& options,
                                     const Run& run);

}  // namespace hearim
