// Every method's answer on one axis, each with the assumption it rests on and how far it stands.
//
// A number that claims the whole population is a mark with its interval; the lower bound is a
// floor, and what lies below it is shaded; a refusal is a cross and its reason, and never a mark.
#pragma once

#include <cstdint>
#include <vector>

#include "report/shown_interval.h"
#include "report/svg.h"

namespace hearim {

struct ForestOptions {
  double width = 720;         // below 560 the words stand above the marks instead of beside them
  std::int64_t observed = 0;  // people recorded, drawn as the start of the axis
};

Markup forest_chart(const std::vector<Answer>& answers, const ForestOptions& options);

}  // namespace hearim
