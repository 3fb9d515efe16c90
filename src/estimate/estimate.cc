// One stratum through every method asked for, and what stands across the methods.

#include "hearim/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "base/check.h"
#include "base/rng.h"
#include "estimate/dial.h"
#include "estimate/disagreement.h"
#include "estimate/linkage_mixture.h"
#include "estimate/run_model.h"
#include "estimate/self_check.h"
#include "estimate/stability.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

constexpr std::size_t kJointDraws = 20000;
// Over linkage draws, the resamples and effective draws asked for are spread over the draws.
constexpr int kResamplesPerDrawMin = 100;

// Which of the distinct tables, by first appearance, each draw is.
std::vector<std::size_t> distinct_slots(std::span<const CaptureTable> draws) {
  std::vector<std::size_t> slot_of_draw;
  std::map<std::vector<std::pair<History, std::int64_t>>, std::size_t> slots;
  for (const CaptureTable& table : draws) {
    std::vector<std::pair<History, std::int64_t>> key;
    for (const CapturePattern& pattern : table.patterns())
      key.emplace_back(pattern.history, pattern.count);
    slot_of_draw.push_back(slots.emplace(std::move(key), slots.size()).first->second);
  }
  return slot_of_draw;
}

ModelResult over_linkage_draws(Model model, std::span<const CaptureTable> draws,
                               const EstimateOptions& options, const Run& run) {
  EstimateOptions spread =
      repeatable(options, std::max(kResamplesPerDrawMin, 5 * options.loglinear.resamples /
                                                             static_cast<int>(draws.size())));
  spread.decomposable.draw_count = options.decomposable.draw_count;
  // Equal draws are estimated once: where linkage is nearly certain most are.
  const std::vector<std::size_t> slot_of_draw = distinct_slots(draws);
  std::vector<CaptureTable> tables;
  for (std::size_t d = 0; d < draws.size(); ++d)
    if (slot_of_draw[d] == tables.size()) tables.push_back(draws[d]);
  std::vector<ModelResult> distinct;
  if (model == Model::latent_class) {
    for (LatentClassEstimate& answer :
         estimate_latent_class_of_draws(tables, spread.latent_class, run))
      distinct.push_back({model, std::move(answer), {}});
  } else {
    for (const CaptureTable& table : tables) {
      distinct.push_back(run_model(model, table, spread, run));
      if (run.progress)
        run.progress(fmt::format("{} over linkage draws", model_name(model)), distinct.size(),
                     tables.size());
    }
  }
  std::vector<ModelResult> per_draw;
  per_draw.reserve(draws.size());
  for (const std::size_t slot : slot_of_draw) per_draw.push_back(distinct[slot]);
  return mix_over_linkage(std::move(per_draw), options.loglinear.level, run);
}

std::string stratum_name(const StratumReport& stratum) {
  std::string name;
  for (const auto& [column, value] : stratum.labels)
    name += fmt::format("{}{}={}", name.empty() ? "" : ", ", column, value);
  return name;
}

CombinedEstimate combine_one(Model model, std::span<const StratumReport> strata, double level,
                             const Run& run) {
  CombinedEstimate total;
  total.model = model;
  total.strata = static_cast<int>(strata.size());
  total.status = EstimateStatus::ok;
  std::vector<const PopulationEstimate*> parts;
  std::string without;
  for (const StratumReport& stratum : strata)
    for (const ModelResult& result : stratum.results) {
      if (result.model != model) continue;
      const PopulationEstimate& common = result.common();
      if (common.population && !common.draws.empty()) {
        parts.push_back(&common);
        if (common.status == EstimateStatus::weak)
          total.weaken(fmt::format("The part {} is weak.", stratum_name(stratum)));
      } else {
        ++total.strata_refused;
        without += (without.empty() ? "" : "; ") + stratum_name(stratum);
      }
    }
  if (total.strata_refused > 0) {
    total.reason.clear();
    total.refuse(fmt::format("No total: there is no number for {}.", without));
    return total;
  }
  std::vector<double> sums(kJointDraws, 0.0);
  double point = 0;
  for (std::size_t s = 0; s < parts.size(); ++s) {
    Rng rng(run.seed, "strata-total", s);
    for (double& sum : sums) sum += parts[s]->draws[rng.below(parts[s]->draws.size())];
    point += parts[s]->population->point;
  }
  std::sort(sums.begin(), sums.end());
  PopulationInterval population;
  population.kind = parts.front()->population->kind;
  population.level = level;
  // Medians do not add; estimates of a maximum and floors do.
  population.point = population.kind == IntervalKind::credible ? sorted_quantile(sums, 0.5) : point;
  const double low = sorted_quantile(sums, (1 - level) / 2);
  const double high = sorted_quantile(sums, (1 + level) / 2);
  population.low = low;
  if (high < std::numeric_limits<double>::infinity()) population.high = high;
  total.population = population;
  std::erase_if(sums, [](double n) { return !(n < std::numeric_limits<double>::infinity()); });
  total.draws = std::move(sums);
  return total;
}

}  // namespace

StratumReport estimate_population(std::span<const CaptureTable> draws,
                                  const EstimateOptions& options, const Run& run) {
  CHECK(!draws.empty());
  StratumReport report{.labels = {},
                       .table = draws.front(),
                       .results = {},
                       .disagreement = {},
                       .stability = {},
                       .dial = {},
                       .self_check = {}};
  for (const Model model : options.models) {
    run.stop_if_cancelled();
    if (run.progress) run.progress(model_name(model), report.results.size(), options.models.size());
    report.results.push_back(draws.size() == 1 ? run_model(model, draws.front(), options, run)
                                               : over_linkage_draws(model, draws, options, run));
  }
  report.disagreement = compare_answers(report.results);
  if (options.across_models) {
    if (run.progress) run.progress("without each list", 0, 1);
    report.stability = stability_rows(report.table, options, run);
    if (run.progress) run.progress("self-check", 0, 1);
    report.self_check = self_check_rows(report.table, options, run);
    report.dial = turn_dial(report.table, report.results, options.loglinear.level);
  }
  return report;
}

std::vector<CombinedEstimate> combine_strata(std::span<const StratumReport> strata, double level,
                                             const Run& run) {
  std::vector<CombinedEstimate> totals;
  if (strata.size() < 2) return totals;
  for (const ModelResult& result : strata.front().results)
    totals.push_back(combine_one(result.model, strata, level, run));
  return totals;
}

}  // namespace hearim
