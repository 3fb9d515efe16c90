#include "report/stability_summary.h"

#include <algorithm>

#include "report/shown_interval.h"

namespace hearim {
namespace {

template <typename Summary>
Summary& summary_of(std::vector<Summary>& summaries, Model model) {
  for (Summary& summary : summaries)
    if (summary.model == model) return summary;
  summaries.emplace_back();
  summaries.back().model = model;
  return summaries.back();
}

}  // namespace

std::vector<StabilitySummary> summarise_stability(const StratumReport& stratum) {
  const std::vector<Answer> answers = answers_of(stratum);
  std::vector<StabilitySummary> summaries;
  for (const StabilityRow& row : stratum.stability) {
    StabilitySummary& summary = summary_of(summaries, row.model);
    if (const Answer* full = answer_of(answers, row.model); full && full->shown)
      summary.full = full->shown->point;
    ++summary.asked;
    const std::optional<double> point = finite(row.point);
    if (row.status == EstimateStatus::refused || !point) continue;
    ++summary.answered;
    summary.low = summary.answered == 1 ? *point : std::min(summary.low, *point);
    summary.high = summary.answered == 1 ? *point : std::max(summary.high, *point);
    if (!summary.full || *point <= 0 || *summary.full <= 0) continue;
    const double factor = std::max(*point / *summary.full, *summary.full / *point);
    if (summary.farthest && factor <= summary.farthest_factor) continue;
    summary.farthest = &row;
    summary.farthest_factor = factor;
  }
  return summaries;
}

std::vector<SelfCheckSummary> summarise_self_check(const StratumReport& stratum) {
  std::vector<SelfCheckSummary> summaries;
  for (const SelfCheckRow& row : stratum.self_check) {
    SelfCheckSummary& summary = summary_of(summaries, row.model);
    ++summary.asked;
    if (row.status == EstimateStatus::refused || !finite(row.point)) continue;
    ++summary.answered;
    if (row.covered) ++summary.covered;
  }
  return summaries;
}

}  // namespace hearim
