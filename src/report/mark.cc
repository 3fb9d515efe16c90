#include "report/mark.h"

namespace hearim {
namespace {

std::string polygon(std::initializer_list<std::pair<double, double>> corners) {
  SvgPath path;
  for (const auto& [x, y] : corners) path.empty() ? path.move(x, y) : path.line(x, y);
  return path.end().d();
}

}  // namespace

void draw_mark(Svg& svg, Model model, EstimateStatus status, double x, double y, double radius) {
  const double r = radius;
  if (status == EstimateStatus::refused) {
    const double a = 0.75 * r;
    svg.path(SvgPath().move(x - a, y - a).line(x + a, y + a).d(), "cross");
    svg.path(SvgPath().move(x - a, y + a).line(x + a, y - a).d(), "cross");
    return;
  }
  const std::string_view css = status == EstimateStatus::weak ? "mark hollow" : "mark";
  switch (model) {
    case Model::loglinear:
      svg.circle(x, y, r, css);
      return;
    case Model::decomposable:
      svg.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r, css);
      return;
    case Model::latent_class: {
      const double d = 1.25 * r;
      svg.path(polygon({{x, y - d}, {x + d, y}, {x, y + d}, {x - d, y}}), css);
      return;
    }
    case Model::lower_bound:
      break;
  }
  svg.path(polygon({{x, y - 1.1 * r}, {x + 1.1 * r, y + 0.9 * r}, {x - 1.1 * r, y + 0.9 * r}}),
           css);
}

void draw_range(Svg& svg, const RangeEnds& ends, double y, double cap, EstimateStatus status) {
  svg.line(ends.x1, y, ends.x2, y, status == EstimateStatus::weak ? "range dashed" : "range");
  const auto end = [&](double x, bool open, double outward) {
    if (open)
      svg.path(SvgPath()
                   .move(x - outward * cap, y - cap)
                   .line(x, y)
                   .line(x - outward * cap, y + cap)
                   .d(),
               "range-end");
    else
      svg.line(x, y - cap, x, y + cap, "range");
  };
  end(ends.x1, ends.open_low, -1);
  end(ends.x2, ends.open_high, 1);
}

}  // namespace hearim
