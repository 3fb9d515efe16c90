#include "hearim/population_estimate.h"

#include <utility>

namespace hearim {

std::string_view status_name(EstimateStatus status) {
  switch (status) {
    case EstimateStatus::ok:
      return "ok";
    case EstimateStatus::weak:
      return "weak";
    case EstimateStatus::refused:
      break;
  }
  return "refused";
}

std::string_view interval_kind_name(IntervalKind kind) {
  switch (kind) {
    case IntervalKind::bca:
      return "bca";
    case IntervalKind::profile:
      return "profile";
    case IntervalKind::credible:
      return "credible";
    case IntervalKind::bound:
      break;
  }
  return "bound";
}

std::string_view model_name(Model model) {
  switch (model) {
    case Model::loglinear:
      return "loglinear";
    case Model::decomposable:
      return "decomposable";
    case Model::latent_class:
      return "latent-class";
    case Model::lower_bound:
      break;
  }
  return "lower-bound";
}

void PopulationEstimate::refuse(std::string why) {
  if (status == EstimateStatus::refused && !reason.empty())
    reason += " " + why;
  else
    reason = std::move(why);
  status = EstimateStatus::refused;
  population.reset();
  draws.clear();
}

void PopulationEstimate::weaken(std::string why) {
  if (status == EstimateStatus::ok) status = EstimateStatus::weak;
  reason += (reason.empty() ? "" : " ") + std::move(why);
}

}  // namespace hearim
