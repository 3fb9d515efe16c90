// The JSON of `hearim estimate --json`: the contract of docs/formats/estimate-json.md.
//
// Numbers are numbers, at full precision; what is unknown, infinite or refused is absent, never 0,
// null or NaN. Names that are no UTF-8 have U+FFFD in place of what is malformed. Pure.
#pragma once

#include <string>

#include "hearim/estimate.h"

namespace hearim {

// One object, indented by two spaces, ending in a newline.
std::string estimate_json(const EstimateReport& report);

}  // namespace hearim
