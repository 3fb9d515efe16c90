// The part of an estimate that may be shown: a finite point, and such ends of its interval as are
// known. What is infinite or not a number counts as absent, so that nothing after this has to ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/estimate.h"

namespace hearim {

struct ShownInterval {
  double point = 0;
  std::optional<double> low, high;
  double level = 0.95;
  IntervalKind kind = IntervalKind::credible;
};

// Absent when refused.
std::optional<ShownInterval> shown_interval(const PopulationEstimate& estimate);

std::optional<double> finite(std::optional<double> value);

// One model's answer with its common part, wherever it comes from: a stratum or the combined total.
struct Answer {
  Model model = Model::loglinear;
  const PopulationEstimate* estimate = nullptr;
  std::optional<ShownInterval> shown;

  bool claims_whole() const { return shown.has_value() && model != Model::lower_bound; }
};
std::vector<Answer> answers_of(const StratumReport& stratum);
std::vector<Answer> answers_of(const std::vector<CombinedEstimate>& combined);

// The answer of one model, or nullptr.
const Answer* answer_of(const std::vector<Answer>& answers, Model model);

}  // namespace hearim
