// Answers made by hand, for the tests of what stands across the models.
#pragma once

#include <vector>

#include "base/rng.h"
#include "hearim/estimate.h"
#include "stats/normal.h"

namespace hearim {

// A model's answer with normal draws around `point`; the interval is two standard deviations.
inline ModelResult made_result(Model model, double point, double sd,
                               EstimateStatus status = EstimateStatus::ok) {
  ModelResult result;
  result.model = model;
  if (model == Model::decomposable) result.estimate = DecomposableEstimate{};
  if (model == Model::latent_class) result.estimate = LatentClassEstimate{};
  if (model == Model::lower_bound) result.estimate = LowerBoundEstimate{};
  PopulationEstimate& common = result.common();
  common.status = status;
  if (status == EstimateStatus::refused) {
    common.reason = "It was made so.";
    return result;
  }
  if (status == EstimateStatus::weak) common.reason = "It was made so.";
  common.population =
      PopulationInterval{.point = point, .low = point - 2 * sd, .high = point + 2 * sd};
  Rng rng(1, "made-result", static_cast<std::uint64_t>(point));
  for (int i = 0; i < 4000; ++i) common.draws.push_back(point + sd * normal_draw(rng));
  return result;
}

}  // namespace hearim
