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

// Decided from the model and from which histories were seen, before any fit. Three separate
// questions: a model may fail any one of them alone.
struct LoglinearExistence {
  // With the parameters of empty margins at minus infinity and their cells left out, some table
  // with no zero cell has the observed margins: the maximum of the likelihood is attained.
  bool estimate_exists = false;
  // The fitted number of people is a number: not infinite, and not open to any value.
  bool population_finite = false;
  // The parameters that are not at minus infinity are determined by the fitted cells.
  bool parameters_identified = false;
  // In the code of Chan, Silverman & Vincent (2021): 0 fine, 1 the estimate does not exist, 2 the
  // parameters are not identified, 3 both.
  int flag = 0;
};

struct LoglinearFit {
  std::vector<History> generators;  // all maximal terms, single lists included
  LoglinearExistence existence;
  double population = 0;      // valid when converged
  double log_likelihood = 0;  // of the observed cells, constants included
  double bic = 0;             // -2 log_likelihood + (terms + 1) log(observed)
  double deviance = 0;
  int degrees_of_freedom = 0;  // fitted cells minus parameters that are finite
  std::vector<History> terms;  // every term of the model but the intercept
  // Per term; -infinity for an empty margin. Where existence.flag is not 0 the parameters are not
  // all determined, and these are one choice that gives the fitted cells and the population.
  std::vector<double> log_parameters;
  bool converged = false;  // false: no population; see existence
};

// Generators are maximal terms; every list must be in one of them. Throws Error(invalid_input) on
// a term that is empty or names a list that is not there, Error(limit) above
// kLoglinearListCountMax lists.
LoglinearExistence loglinear_existence(const CaptureTable& table,
                                       std::span<const History> generators);
LoglinearFit fit_loglinear(const CaptureTable& table, std::span<const History> generators);

// A dense table of 2^k cells is held; more lists are refused.
inline constexpr int kLoglinearListCountMax = 16;

// bic: the best of all models up to order_max (to 5 lists; pairs to 6), a declared search beyond.
// Resamples then choose among the 128 best models of the table itself (Silverman, Chan & Vincent
// 2024 show that a few dozen do); to 4 lists those are all.
enum class LoglinearSelection { stepwise, bic };

struct LoglinearOptions {
  double level = 0.95;
  LoglinearSelection selection = LoglinearSelection::stepwise;
  std::vector<History> generators = {};       // not empty: this model, no selection
  double p_value_max = 0.02;                  // stepwise: a pair enters below this
  int order_max = 0;                          // bic: largest term; 0: as large as is feasible for k
  int resamples = 1000;                       // 0: no bootstrap, the interval is the profile's
  IntervalKind interval = IntervalKind::bca;  // or profile
  bool with_bic_best = true;  // also search the best model by BIC, beside the answer
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
  LoglinearFit fit;                  // of the selected model
  std::vector<LoglinearStep> steps;  // in the order they entered
  int resamples = 0;                 // asked for
  int resamples_infinite = 0;        // resamples whose estimate was infinite or open; they count
                                     // as infinite, and `draws` holds +infinity for them
  double jackknife_infinite = 0;     // people without any one of whom the estimate is infinite
  double bias_correction = 0;        // z0
  double acceleration = 0;           // a
  std::optional<double> low_error;   // Monte Carlo standard error of the BCa limits
  std::optional<double> high_error;
  std::optional<double> profile_low, profile_high;  // given the selected model
  std::optional<LoglinearBicBest> bic_best;
  double p_value_max = 0;
  LoglinearSelection selection = LoglinearSelection::stepwise;
};

// Refuses (status, with the reason) rather than throws when the table cannot answer. Throws
// Error(invalid_input) on options out of range. Deterministic given run.seed, whatever the
// threads. Cost: about 15 microseconds per resample at 5 lists, 0.5 ms at 8.
LoglinearEstimate estimate_loglinear(const CaptureTable& table, const LoglinearOptions& options,
                                     const Run& run);

// Only the number, with no interval: for tables of many small questions (lists dropped or merged,
// one list hidden). Absent when the same options would be refused; then `reason` says why.
struct LoglinearPoint {
  std::optional<double> population;
  std::vector<History> generators;
  std::string reason;
};
LoglinearPoint loglinear_point(const CaptureTable& table, const LoglinearOptions& options,
                               const Run& run);

}  // namespace hearim
