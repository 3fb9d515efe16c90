#include "estimate/linkage_mixture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/rng.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

// Above this share of the variance draws of the linkage cover less often than they say: in
// simulation 96 of 100 at 0.31, 1 of 10 at 0.60 (docs/link/uncertainty.md).
constexpr double kMatchingDecides = 0.55;
constexpr std::size_t kMixtureDraws = 8000;

struct Moments {
  double mean = 0;
  double variance = 0;
};

// Of the finite draws: a bootstrap may hold resamples without a finite answer.
Moments moments_of(std::span<const double> draws) {
  Moments m;
  double count = 0;
  for (const double x : draws)
    if (std::isfinite(x)) {
      m.mean += x;
      ++count;
    }
  if (count == 0) return m;
  m.mean /= count;
  for (const double x : draws)
    if (std::isfinite(x)) m.variance += (x - m.mean) * (x - m.mean);
  m.variance /= count;
  return m;
}

}  // namespace

ModelResult mix_over_linkage(std::vector<ModelResult> per_draw, double level, const Run& run) {
  CHECK(!per_draw.empty());
  LinkageMixture mixture;
  mixture.draw_count = static_cast<int>(per_draw.size());
  std::vector<const PopulationEstimate*> answers;
  int weak = 0;
  for (const ModelResult& result : per_draw) {
    const PopulationEstimate& common = result.common();
    if (common.population && !common.draws.empty()) {
      answers.push_back(&common);
      weak += common.status == EstimateStatus::weak;
    } else {
      ++mixture.draws_refused;
    }
  }
  if (answers.size() * 2 < per_draw.size() || answers.empty()) {
    ModelResult result = std::move(per_draw.front());
    for (ModelResult& other : per_draw)
      if (other.common().status == EstimateStatus::refused) {
        const std::string why = other.common().reason;
        result.common().reason.clear();
        result.common().refuse(
            fmt::format("On {} of {} linkage draws the model gives no number: {}",
                        mixture.draws_refused, mixture.draw_count, why));
        break;
      }
    result.linkage = mixture;
    return result;
  }

  // Every draw of the tables gives the same number of draws of N, taken at random from its own.
  std::vector<double> mixed;
  const std::size_t share = std::max<std::size_t>(1, kMixtureDraws / answers.size());
  for (std::size_t d = 0; d < answers.size(); ++d) {
    Rng rng(run.seed, "linkage-mixture", d);
    for (std::size_t i = 0; i < share; ++i)
      mixed.push_back(answers[d]->draws[rng.below(answers[d]->draws.size())]);
  }

  double mean = 0, mean_square = 0, within = 0;
  for (const PopulationEstimate* answer : answers) {
    const Moments m = moments_of(answer->draws);
    mean += m.mean;
    mean_square += m.mean * m.mean;
    within += m.variance;
  }
  const auto count = static_cast<double>(answers.size());
  mean /= count;
  const double between = std::max(0.0, mean_square / count - mean * mean);
  within /= count;
  mixture.variance_share = between + within > 0 ? between / (between + within) : 0;

  const auto first = std::find_if(per_draw.begin(), per_draw.end(), [](const ModelResult& result) {
    return result.common().population && !result.common().draws.empty();
  });
  ModelResult result = *first;
  PopulationEstimate& common = result.common();
  std::vector<double> sorted = mixed;
  std::sort(sorted.begin(), sorted.end());
  PopulationInterval population = *common.population;
  population.level = level;
  population.point = sorted_quantile(sorted, 0.5);
  population.low = sorted_quantile(sorted, (1 - level) / 2);
  population.high.reset();
  if (const double high = sorted_quantile(sorted, (1 + level) / 2); std::isfinite(high))
    population.high = high;
  common.population = population;
  common.draws = std::move(mixed);
  common.status = EstimateStatus::ok;
  const std::string first_reason = std::move(common.reason);
  common.reason.clear();
  if (mixture.draws_refused > 0)
    common.weaken(fmt::format(
        "On {} of {} linkage draws the model gives no number; the answer is of the others.",
        mixture.draws_refused, mixture.draw_count));
  if (weak > 0)
    common.weaken(fmt::format("On {} of {} linkage draws the answer is weak{}{}", weak,
                              mixture.draw_count, first_reason.empty() ? "." : ": ", first_reason));
  if (mixture.variance_share > kMatchingDecides)
    common.weaken(fmt::format(
        "{:.0f} % of the variance is matching: lists as poor as that hide matches from the linkage "
        "itself, and in trials the interval then missed the number. Judge pairs, or add a field.",
        100 * mixture.variance_share));
  result.linkage = mixture;
  return result;
}

}  // namespace hearim
