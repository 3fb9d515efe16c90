// One model on one table, by name: the table of the estimators.
#pragma once

#include "hearim/estimate.h"

namespace hearim {

ModelResult run_model(Model model, const CaptureTable& table, const EstimateOptions& options,
                      const Run& run);

// The same settings made cheap enough to repeat on dozens of altered tables: few resamples, no
// search beside the answer, no check of the prior. The point is unchanged; the interval of
// loglinear is coarser.
EstimateOptions repeatable(const EstimateOptions& options, int resamples);

}  // namespace hearim
