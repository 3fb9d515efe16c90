// What the changes to the lists, and the checks on known truth, come to: one line per method.
#pragma once

#include <optional>
#include <vector>

#include "hearim/estimate.h"

namespace hearim {

struct StabilitySummary {
  Model model = Model::loglinear;
  int asked = 0;               // changes tried
  int answered = 0;            // with a number
  std::optional<double> full;  // the answer with all lists as they are
  double low = 0, high = 0;    // least and largest point over the changes; valid if answered
  const StabilityRow* farthest = nullptr;  // moves most from `full`; needs both
  double farthest_factor = 1;              // >= 1
};
// In the order in which the methods first appear. Points into `stratum`.
std::vector<StabilitySummary> summarise_stability(const StratumReport& stratum);

struct SelfCheckSummary {
  Model model = Model::loglinear;
  int asked = 0;
  int answered = 0;
  int covered = 0;  // answers whose interval holds the truth
};
std::vector<SelfCheckSummary> summarise_self_check(const StratumReport& stratum);

}  // namespace hearim
