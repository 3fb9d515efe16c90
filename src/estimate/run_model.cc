#include "estimate/run_model.h"

#include <algorithm>

namespace hearim {

const PopulationEstimate& ModelResult::common() const {
  return std::visit([](const auto& e) -> const PopulationEstimate& { return e; }, estimate);
}

PopulationEstimate& ModelResult::common() {
  return std::visit([](auto& e) -> PopulationEstimate& { return e; }, estimate);
}

ModelResult run_model(Model model, const CaptureTable& table, const EstimateOptions& options,
                      const Run& run) {
  switch (model) {
    case Model::loglinear:
      return {model, estimate_loglinear(table, options.loglinear, run), {}};
    case Model::decomposable:
      return {model, estimate_decomposable(table, options.decomposable, run), {}};
    case Model::latent_class:
      return {model, estimate_latent_class(table, options.latent_class, run), {}};
    case Model::lower_bound:
      break;
  }
  return {model, estimate_lower_bound(table, options.lower_bound, run), {}};
}

EstimateOptions repeatable(const EstimateOptions& options, int resamples) {
  EstimateOptions cheap = options;
  cheap.loglinear.resamples = std::min(cheap.loglinear.resamples, resamples);
  cheap.loglinear.with_bic_best = false;
  cheap.decomposable.check_prior = false;
  cheap.decomposable.draw_count = 0;
  return cheap;
}

}  // namespace hearim
