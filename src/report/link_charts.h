// The charts of a linkage: how the weights of the compared pairs fall on both sides of the
// threshold, and what each level of agreement is worth.
#pragma once

#include "report/link_report.h"
#include "report/svg.h"

namespace hearim {

// Compared pairs by weight, in bits, on a logarithmic scale of counts; the threshold as a line.
Markup weight_chart(const LinkReport& report, double width);

// Levels of a field as bars to the left (against) and right (for) of zero bits, with m and u.
Markup level_chart(const FieldReport& field, double bits_max, double width);

}  // namespace hearim
