// From numbers to pixels, and the numbers worth writing under an axis.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/svg.h"

namespace hearim {

enum class ScaleKind { linear, log };

// Maps [low, high] to [pixel_low, pixel_high]; what lies outside is held at the edge.
struct Scale {
  ScaleKind kind = ScaleKind::linear;
  double low = 0, high = 1;  // log: both > 0; low < high
  double pixel_low = 0, pixel_high = 1;

  double operator()(double value) const;
  double value_at(double pixel) const;
};

// A scale that holds every value with some air at both ends; logarithmic when the largest is more
// than `kLogRatio` times the smallest and all are positive. Values that are not finite are left
// out.
inline constexpr double kLogRatio = 4;
Scale scale_for(std::span<const double> values, double pixel_low, double pixel_high);

struct Tick {
  double value = 0;
  std::string label;
};

// Round numbers inside the scale, as many as fit with `gap` pixels between their labels.
std::vector<Tick> axis_ticks(const Scale& scale, const TextMeasure& measure, double gap = 18);

// Vertical grid lines from `top` to `bottom` and their labels below.
void draw_x_axis(Svg& svg, const Scale& scale, double top, double bottom);

}  // namespace hearim
