// The mark that stands for one model's point: its shape says which model, its fill how far it can
// be trusted, so that neither depends on colour.
#pragma once

#include "hearim/population_estimate.h"
#include "report/svg.h"

namespace hearim {

// Circle, square, diamond, upward triangle for loglinear, decomposable, latent-class, lower-bound;
// filled when ok, hollow when weak, a cross when refused. Inside a group of the model's class.
void draw_mark(Svg& svg, Model model, EstimateStatus status, double x, double y, double radius);

// The interval's line with its end caps, an arrow where an end is open or off the chart.
struct RangeEnds {
  double x1 = 0, x2 = 0;
  bool open_low = false, open_high = false;
};
void draw_range(Svg& svg, const RangeEnds& ends, double y, double cap, EstimateStatus status);

}  // namespace hearim
