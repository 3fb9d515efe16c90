#include "estimate/dial.h"

#include <cmath>

namespace hearim {
namespace {

constexpr double kOddsRatioMax = 10;
constexpr int kStepsPerSide = 20;

}  // namespace

Dial turn_dial(const CaptureTable& table, std::span<const ModelResult> results, double level) {
  Dial dial;
  dial.level = level;
  const PopulationEstimate* base = nullptr;
  for (const ModelResult& result : results)
    if (result.model == Model::loglinear) base = &result.common();
  if (base == nullptr || !base->population) {
    dial.note = base == nullptr
                    ? "The dial starts from the log-linear answer, which was not asked for."
                    : "The dial starts from the log-linear answer, and there is none.";
    return dial;
  }
  const auto seen = static_cast<double>(table.observed());
  const double unseen = base->population->point - seen;
  if (!(unseen > 0)) {
    dial.note = "The log-linear answer holds no unseen people, so there is nothing to turn.";
    return dial;
  }
  // The interval that the page shows, and so without draws where they are not all finite.
  const double low = base->population->low.value_or(base->population->point) - seen;
  const double high = base->population->high.value_or(base->population->point) - seen;
  for (int step = -kStepsPerSide; step <= kStepsPerSide; ++step) {
    const double odds_ratio = std::pow(kOddsRatioMax, static_cast<double>(step) / kStepsPerSide);
    dial.points.push_back({odds_ratio, seen + odds_ratio * unseen, seen + odds_ratio * low,
                           seen + odds_ratio * high});
  }
  for (const ModelResult& result : results) {
    const PopulationEstimate& common = result.common();
    if (!common.population) continue;
    const double n = common.population->point;
    if (n > seen) dial.marks.push_back({result.model, (n - seen) / unseen, n});
  }
  if (!base->population->high)
    dial.note = "The log-linear interval has no upper end; the band shows its lower side only.";
  return dial;
}

}  // namespace hearim
