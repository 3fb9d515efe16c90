// All answers on one axis: how far apart they are, and which assumption separates them.
#pragma once

#include <span>

#include "hearim/estimate.h"

namespace hearim {

Disagreement compare_answers(std::span<const ModelResult> results);

}  // namespace hearim
