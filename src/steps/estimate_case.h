// `hearim estimate CASE`: how many in all, from the linkage of the case, its doubt carried on.
#pragma once

#include <string>
#include <vector>

#include "hearim/estimate.h"
#include "steps/capture_table_file.h"
#include "steps/case_step.h"

namespace hearim {

inline constexpr std::string_view kEstimateStep = "estimate";

// What a person chose; kept in the case and taken again next time.
struct EstimateCaseSettings {
  std::vector<std::string> models;  // empty: all
  std::vector<std::string> drop;    // names of lists
  std::vector<std::vector<std::string>> merge;
  double level = 0.95;
  bool quick = false;  // no stability, self-check and dial
  std::uint64_t seed = 1;

  Json to_json() const;
  static EstimateCaseSettings from_json(const Json& json);
};

// Kept: {"answer": as `hearim estimate --json`, "headline": in one sentence, "deck": [more of
// them], "text": as it prints, 80 columns wide, "page": the page of --report}. Error(not_found):
// there is no linkage that stands.
StepOutcome estimate_case(Case& into, const EstimateCaseSettings& settings, const Run& run);

struct EstimateMade {
  std::vector<std::string> inputs;
  std::string made_with, content;
};
EstimateMade make_estimate(const Case& from, const EstimateCaseSettings& settings, const Run& run);

// Whether any stratum has a number for the whole population (else the answer is a refusal).
bool has_answer(const Json& answer);
Model model_named(const std::string& name);  // Error(invalid_input)

}  // namespace hearim
