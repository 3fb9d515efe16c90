#include "report/shown_interval.h"

#include <cmath>

namespace hearim {

std::optional<double> finite(std::optional<double> value) {
  if (value && !std::isfinite(*value)) value.reset();
  return value;
}

std::optional<ShownInterval> shown_interval(const PopulationEstimate& estimate) {
  if (estimate.status == EstimateStatus::refused || !estimate.population) return std::nullopt;
  const PopulationInterval& interval = *estimate.population;
  if (!std::isfinite(interval.point)) return std::nullopt;
  return ShownInterval{interval.point, finite(interval.low), finite(interval.high),
                       std::isfinite(interval.level) ? interval.level : 0.95, interval.kind};
}

std::vector<Answer> answers_of(const StratumReport& stratum) {
  std::vector<Answer> answers;
  for (const ModelResult& result : stratum.results) {
    const PopulationEstimate& estimate = result.common();
    answers.push_back({result.model, &estimate, shown_interval(estimate)});
  }
  return answers;
}

std::vector<Answer> answers_of(const std::vector<CombinedEstimate>& combined) {
  std::vector<Answer> answers;
  for (const CombinedEstimate& estimate : combined)
    answers.push_back({estimate.model, &estimate, shown_interval(estimate)});
  return answers;
}

const Answer* answer_of(const std::vector<Answer>& answers, Model model) {
  for (const Answer& answer : answers)
    if (answer.model == model) return &answer;
  return nullptr;
}

}  // namespace hearim
