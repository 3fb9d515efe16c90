// How many in all: every accepted method on one capture table, side by side with the assumption
// each rests on, and what separates their answers.
//
// `estimate_population` is pure: a table (or a set of linkage draws of one table) in, a
// `StratumReport` out. Strata are combined by adding joint draws, never by adding interval ends.
// Nothing here reads a file, prints, or looks at the clock.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "hearim/capture_table.h"
#include "hearim/decomposable.h"
#include "hearim/latent_class.h"
#include "hearim/loglinear.h"
#include "hearim/lower_bound.h"
#include "hearim/population_estimate.h"
#include "hearim/run.h"

namespace hearim {

struct EstimateOptions {
  std::vector<Model> models = {Model::loglinear, Model::decomposable, Model::latent_class,
                               Model::lower_bound};
  LoglinearOptions loglinear;
  DecomposableOptions decomposable;
  LatentClassOptions latent_class;
  LowerBoundOptions lower_bound;
  bool across_models = true;  // stability, dial and self-check too
  bool thorough = false;      // repeat the slow models too in stability and self-check
};

// How the doubt of record linkage enters, when a table comes as several draws of it.
struct LinkageMixture {
  int draw_count = 0;
  int draws_refused = 0;      // draws on which the model gave no number
  double variance_share = 0;  // of the variance of N: the part between draws, in [0, 1]
};

struct ModelResult {
  Model model = Model::loglinear;
  std::variant<LoglinearEstimate, DecomposableEstimate, LatentClassEstimate, LowerBoundEstimate>
      estimate;
  std::optional<LinkageMixture> linkage;

  const PopulationEstimate& common() const;
  PopulationEstimate& common();
};

// One plain sentence each: what the method takes for granted, and when it fails.
std::string_view model_assumption(Model model);
std::string_view model_failure(Model model);

// Answers agree when some N lies in every interval and no point is this many times another.
inline constexpr double kAgreementRatio = 1.25;

// All answers on one axis.
struct Disagreement {
  int answers = 0;   // models with a number that claims the whole population, not a floor
  double ratio = 1;  // largest point over smallest
  bool intervals_overlap = true;  // some N lies in every interval
  std::string summary;            // plain words, naming the assumption that separates them
};

enum class ListChange { drop, merge };

// The same question asked without one list, or with two lists as one. A method that holds gives
// answers that move little.
struct StabilityRow {
  ListChange change = ListChange::drop;
  std::vector<int> lists;  // one dropped, or two merged (indices into the table's lists)
  Model model = Model::loglinear;
  EstimateStatus status = EstimateStatus::refused;
  std::string reason;
  std::optional<double> point;
  std::optional<double> low, high;  // where cheap enough to compute
};

// N as a function of the highest-order odds ratio among the lists, which no data can test
// (Aleshin-Guendel, Sadinle & Wakefield, Biometrics 80 (2024)). At 1 there is no interaction of
// all lists together.
struct DialPoint {
  double odds_ratio = 1;
  double population = 0;
  double low = 0, high = 0;  // credible, given this odds ratio
};
struct DialMark {
  Model model = Model::loglinear;
  double odds_ratio = 1;  // that the model's point implies
  double population = 0;
};
struct Dial {
  double level = 0.95;
  std::vector<DialPoint> points;  // ascending odds ratio
  std::vector<DialMark> marks;
  std::string note;  // why there is no dial, when points is empty
};

// Known truth: the people on one list, seen through the others only; can the method tell how many
// the list holds? (Binette & Steorts 2022.)
struct SelfCheckRow {
  int list = 0;
  Model model = Model::loglinear;
  std::int64_t truth = 0;  // people on the hidden list
  std::int64_t seen = 0;   // of them, on at least one other list
  EstimateStatus status = EstimateStatus::refused;
  std::string reason;
  std::optional<double> point, low, high;
  bool covered = false;
};

struct StratumReport {
  std::vector<std::pair<std::string, std::string>> labels;  // column, value; empty: the whole table
  CaptureTable table;                                       // of draws: the first
  std::vector<ModelResult> results;                         // in the order asked for
  Disagreement disagreement;
  std::vector<StabilityRow> stability;
  Dial dial;
  std::vector<SelfCheckRow> self_check;
};

// The total over strata of one model, from joint draws.
struct CombinedEstimate : PopulationEstimate {
  Model model = Model::loglinear;
  int strata = 0;
  int strata_refused = 0;
};

struct EstimateInput {
  std::string path;
  std::string sha256;
  std::vector<std::string> lists;
  std::int64_t observed = 0;
  std::int64_t patterns = 0;  // distinct histories seen
  std::vector<std::pair<std::string, std::string>> empty_pairs;
  int linkage_draws = 0;           // 0: one plain table
  std::vector<std::string> notes;  // duplicate patterns summed, lists dropped or merged, ...
};

// Everything the JSON output and the page show.
struct EstimateReport {
  std::string version;
  std::string command_line;
  std::uint64_t seed = 0;
  EstimateInput input;
  std::vector<StratumReport> strata;
  std::vector<CombinedEstimate> combined;  // only with more than one stratum
};

// `draws` holds one table, or several linkage draws of it (same lists). REQUIRES: not empty.
StratumReport estimate_population(std::span<const CaptureTable> draws,
                                  const EstimateOptions& options, const Run& run);

std::vector<CombinedEstimate> combine_strata(std::span<const StratumReport> strata, double level,
                                             const Run& run);

}  // namespace hearim
