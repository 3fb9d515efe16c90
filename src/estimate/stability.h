// The same question without one list, or with two lists as one.
//
// If the answer rests on one list's quirks, dropping or merging that list moves it. Each list is
// dropped and each pair merged, as long as three lists remain; the methods are those asked for,
// but latent-class only when EstimateOptions::thorough (it is the slow one), and decomposable up
// to six remaining lists.
#pragma once

#include <vector>

#include "hearim/estimate.h"

namespace hearim {

std::vector<StabilityRow> stability_rows(const CaptureTable& table, const EstimateOptions& options,
                                         const Run& run);

}  // namespace hearim
