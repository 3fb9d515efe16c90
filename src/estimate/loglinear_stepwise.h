// Forward stepwise choice of pairwise terms (Chan, Silverman & Vincent 2021).
//
// Starting from the main effects, every pair of lists outside the model is tested: the people on
// both lists, whatever other lists they are on, are Poisson with the fitted mean if the pair has
// no interaction; the one-sided p-value is the smaller of the two tails at the observed number.
// The pair with the smallest p-value below p_value_max enters, provided that the estimate of the
// larger model exists and is identified (otherwise the next one is tried). Repeat.
#pragma once

#include <span>
#include <vector>

#include "estimate/loglinear_fitter.h"
#include "hearim/loglinear.h"
#include "hearim/run.h"

namespace hearim {

// log of min(P(X <= count), P(X >= count)), X Poisson with this mean; -infinity when the mean is 0
// and the count is not. The logarithm keeps p-values below 1e-308 in order.
double log_poisson_p_value(double count, double mean);

// Fits `state` to the selected model and appends the steps. Anything but FitOutcome::fitted is
// about the main effects alone: then there is no selected model.
FitOutcome fit_stepwise(const LoglinearCounts& counts, double p_value_max, const Run& run,
                        LoglinearFitter& fitter, LoglinearState& state,
                        std::vector<LoglinearStep>* steps);

}  // namespace hearim
