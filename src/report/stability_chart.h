// The answer without each list, and with each two lists counted as one: one panel per method.
#pragma once

#include "hearim/estimate.h"
#include "report/svg.h"

namespace hearim {

struct StabilityChartOptions {
  double width = 720;
  int row_max = 45;  // those that move most; the rest is counted in words
};

// REQUIRES: stratum.stability not empty.
Markup stability_chart(const StratumReport& stratum, const StabilityChartOptions& options);

}  // namespace hearim
