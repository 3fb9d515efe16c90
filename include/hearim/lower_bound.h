// Chao's lower bound: a floor under the population that holds whatever the lists do to each other
// through differing catchability.
//
// With f1 people on exactly one list and f2 on exactly two, of k lists,
//     N >= n + (k-1)/k * f1^2 / (2 f2),          and with f2 = 0 the bias-corrected
//     N >= n + (k-1)/k * f1 (f1 - 1) / 2,
// with the log-normal interval of Chao (1987). It assumes lists independent given a person's own
// catchability; positive dependence between lists only lowers it, so it stays a floor.
// Source: A. Chao, Biometrics 43 (1987) 783-791; A. Chao, Biometrics 45 (1989) 427-438.
// Cost: O(patterns). Pure.
#pragma once

#include <cstdint>

#include "hearim/capture_table.h"
#include "hearim/population_estimate.h"
#include "hearim/run.h"

namespace hearim {

struct LowerBoundOptions {
  double level = 0.95;
  int draw_count = 4000;
};

struct LowerBoundEstimate : PopulationEstimate {
  std::int64_t on_one_list = 0;   // f1
  std::int64_t on_two_lists = 0;  // f2
  double standard_error = 0;
  bool bias_corrected = false;
};

LowerBoundEstimate estimate_lower_bound(const CaptureTable& table, const LowerBoundOptions& options,
                                        const Run& run);

}  // namespace hearim
