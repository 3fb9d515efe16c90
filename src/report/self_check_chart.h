// How far each method missed a truth that is known: guess divided by truth, per hidden list.
#pragma once

#include "hearim/estimate.h"
#include "report/svg.h"

namespace hearim {

struct SelfCheckChartOptions {
  double width = 720;
};

// REQUIRES: stratum.self_check not empty.
Markup self_check_chart(const StratumReport& stratum, const SelfCheckChartOptions& options);

}  // namespace hearim
