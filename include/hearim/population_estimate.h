// What a model answers to "how many in all": a number with its interval, or a refusal.
//
// `status` ok: the number stands under the model's assumption. weak: a number is given, and
// `reason` says in plain words why it should not be leaned on. refused: there is no number,
// `population` is absent and `reason` says why. A point never travels without its interval.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

enum class EstimateStatus { ok, weak, refused };
enum class IntervalKind { bca, profile, credible, bound };
enum class Model { loglinear, decomposable, latent_class, lower_bound };

std::string_view status_name(EstimateStatus status);     // "ok", "weak", "refused"
std::string_view interval_kind_name(IntervalKind kind);  // "bca", "profile", "credible", "bound"
std::string_view model_name(Model model);                // "loglinear", ..., as in --model

// N, the number of people in the population, seen and unseen. Absent ends are unknown or infinite.
struct PopulationInterval {
  double point = 0;
  std::optional<double> low;
  std::optional<double> high;
  double level = 0.95;
  IntervalKind kind = IntervalKind::credible;
};

// The part all models share.
struct PopulationEstimate {
  EstimateStatus status = EstimateStatus::refused;
  std::string reason;  // empty when ok
  std::optional<PopulationInterval> population;
  // Exchangeable draws of N that stand for the model's uncertainty (posterior draws, or a
  // confidence distribution made of bootstrap replicates), for mixing over linkage draws and
  // adding over strata. Empty when refused.
  std::vector<double> draws;

  void refuse(std::string why);  // drops number and draws
  void weaken(std::string why);  // ok -> weak; appends to the reason; refused stays refused
};

}  // namespace hearim
