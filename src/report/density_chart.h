// How each method spreads its belief over N: one curve per method on a shared axis.
//
// Posterior densities for the Bayesian methods; for the log-linear method the bootstrap replicates,
// a confidence distribution. On a logarithmic axis the curve is density per unit of log N, so that
// area is probability as drawn. Each curve is scaled to the same height: only shape and place
// compare. The darker part lies inside the interval.
#pragma once

#include "hearim/estimate.h"
#include "report/svg.h"

namespace hearim {

struct DensityChartOptions {
  double width = 720;
};

// Whether any model has a curve to show.
bool has_density(const StratumReport& stratum);
Markup density_chart(const StratumReport& stratum, const DensityChartOptions& options);

}  // namespace hearim
