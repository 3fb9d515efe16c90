// A check against known truth that every table carries inside itself.
//
// Take the people on one list as a population whose size is known: the list's. Hide the list. The
// others saw some of these people; a method that works should predict how many it did not see.
// Repeated for each list, this gives the share of intervals that hold the truth. It tests the
// method on people who were listed at least once, which is not everyone: passing is no proof,
// failing is a warning. Source: O. Binette & R. C. Steorts, Journal of the Royal Statistical
// Society A 185 (2022) 640-676.
#pragma once

#include <vector>

#include "hearim/estimate.h"

namespace hearim {

// Empty below four lists (three must remain). Latent-class only when EstimateOptions::thorough.
std::vector<SelfCheckRow> self_check_rows(const CaptureTable& table, const EstimateOptions& options,
                                          const Run& run);

}  // namespace hearim
