#include "report/density_chart.h"

#include <algorithm>
#include <cmath>

#include "report/axis.h"
#include "report/kernel_density.h"
#include "report/mark.h"
#include "report/number_text.h"
#include "report/plain_words.h"
#include "report/shown_interval.h"

namespace hearim {
namespace {

constexpr double kCurveHeight = 66;
constexpr double kHeaderHeight = 22;
constexpr double kStepMin = 0.8;      // pixels between points of a curve: finer is not seen
constexpr double kEdgeShare = 0.004;  // a curve's tails below this share of its peak stay undrawn

struct Curve {
  Answer answer;
  std::vector<DensityPoint> points;
};

std::vector<DensityPoint> sound_points(const std::vector<DensityPoint>& points) {
  std::vector<DensityPoint> sound;
  for (const DensityPoint& point : points) {
    const bool finite_both = std::isfinite(point.population) && std::isfinite(point.density);
    if (finite_both && point.population > 0 && point.density >= 0 &&
        (sound.empty() || point.population > sound.back().population))
      sound.push_back(point);
  }
  return sound;
}

std::vector<Curve> curves_of(const StratumReport& stratum) {
  std::vector<Curve> curves;
  for (const ModelResult& result : stratum.results) {
    Answer answer{result.model, &result.common(), shown_interval(result.common())};
    if (!answer.claims_whole()) continue;
    std::vector<DensityPoint> points;
    const auto* exact = std::get_if<DecomposableEstimate>(&result.estimate);
    // A mixture over linkage draws is told by the draws, not by the first table's density.
    if (exact && exact->density.size() > 1 && !result.linkage)
      points = sound_points(exact->density);
    else
      points = kernel_density(answer.estimate->draws);
    if (points.size() > 1) curves.push_back({answer, std::move(points)});
  }
  return curves;
}

double log_height(const DensityPoint& point) { return point.density * point.population; }

Scale scale_of(const std::vector<Curve>& curves, std::int64_t observed, double left, double right) {
  std::vector<double> values;
  if (observed > 0) values.push_back(static_cast<double>(observed));
  for (const Curve& curve : curves) {
    double peak = 0;
    for (const DensityPoint& point : curve.points) peak = std::max(peak, log_height(point));
    for (const DensityPoint& point : curve.points)
      if (log_height(point) >= kEdgeShare * peak) values.push_back(point.population);
    values.push_back(curve.answer.shown->point);
  }
  return scale_for(values, left, right);
}

void draw_curve(Svg& svg, const Curve& curve, const Scale& scale, double base) {
  const auto height = [&](const DensityPoint& point) {
    return scale.kind == ScaleKind::log ? log_height(point) : point.density;
  };
  double peak = 0;
  for (const DensityPoint& point : curve.points) peak = std::max(peak, height(point));
  if (!(peak > 0) || !std::isfinite(peak)) return;
  const ShownInterval& shown = *curve.answer.shown;
  SvgPath outline, area, inside;
  double last_x = 0, last_inside = 0;
  for (const DensityPoint& point : curve.points) {
    if (point.population < scale.low || point.population > scale.high) continue;
    const double x = scale(point.population);
    if (!outline.empty() && x - last_x < kStepMin) continue;
    const double y = base - kCurveHeight * height(point) / peak;
    outline.empty() ? outline.move(x, y) : outline.line(x, y);
    if (area.empty()) area.move(x, base);
    area.line(x, y);
    last_x = x;
    if ((shown.low && point.population < *shown.low) ||
        (shown.high && point.population > *shown.high))
      continue;
    if (inside.empty()) inside.move(x, base);
    inside.line(x, y);
    last_inside = x;
  }
  if (area.empty()) return;
  svg.path(area.line(last_x, base).end().d(), "area");
  if (!inside.empty()) svg.path(inside.line(last_inside, base).end().d(), "area inside");
  svg.path(outline.d(), "curve");
}

std::string interval_label(const ShownInterval& shown) {
  return (shown.low ? people_text(*shown.low) : std::string("unknown")) + " to " +
         (shown.high ? people_text(*shown.high) : std::string("no limit"));
}

}  // namespace

bool has_density(const StratumReport& stratum) { return !curves_of(stratum).empty(); }

Markup density_chart(const StratumReport& stratum, const DensityChartOptions& options) {
  const bool wide = options.width >= 560;
  const double left = wide ? 190 : 4;
  const std::vector<Curve> curves = curves_of(stratum);
  const Scale scale = scale_of(curves, stratum.table.observed(), left, options.width - 10);
  const double row = (wide ? 0 : 40) + kCurveHeight + 30;
  const double bottom = kHeaderHeight + row * static_cast<double>(curves.size());

  Svg svg(options.width);
  const std::int64_t observed = stratum.table.observed();
  // Beside the words the grid runs through; below them it stays with its curve.
  draw_x_axis(svg, scale, wide ? kHeaderHeight : bottom, bottom + (wide ? 0 : 4));
  if (observed > 0)
    svg.text(std::max(0.0, scale(static_cast<double>(observed)) - 2), kHeaderHeight - 9,
             Anchor::start, kSmallText, count_text(observed) + " recorded");
  std::string description = "Distribution of the whole number of people, by method.";
  double y = kHeaderHeight;
  for (const Curve& curve : curves) {
    const ShownInterval& shown = *curve.answer.shown;
    const double base = y + row - 8;
    const double lines_top = wide ? y - 4 : base - kCurveHeight;
    if (!wide)
      for (const Tick& tick : axis_ticks(scale, chart_measure(kSmallText.font)))
        svg.line(scale(tick.value), lines_top, scale(tick.value), base, "grid");
    if (observed > 0)
      svg.line(scale(static_cast<double>(observed)), lines_top,
               scale(static_cast<double>(observed)), base, "landmark");
    svg.begin_group(model_class(curve.answer.model));
    svg.line(left, base, options.width - 10, base, "axis");
    draw_curve(svg, curve, scale, base);
    const double x = scale(shown.point);
    svg.line(x, base - kCurveHeight - 4, x, base, "median");
    draw_mark(svg, curve.answer.model, curve.answer.estimate->status, x, base, 5.5);
    const double words = wide ? base - kCurveHeight + 18 : y + 18;
    svg.text(0, words, Anchor::start, kNameText, model_title(curve.answer.model));
    svg.text(0, words + 18, Anchor::start, kStrongLabelText, people_text(shown.point));
    const double indent = wide ? 0 : kStrongLabelText.width(people_text(shown.point)) + 8;
    svg.text(indent, words + (wide ? 35 : 18), Anchor::start, kNoteText, interval_label(shown));
    svg.end_group();
    description += " " + std::string(model_title(curve.answer.model)) + ": " +
                   people_text(shown.point) + ", " + interval_label(shown) + ".";
    y += row;
  }
  svg.text(options.width - 10, bottom + 34, Anchor::end, kSmallText,
           scale.kind == ScaleKind::log ? "people in all (logarithmic)" : "people in all");
  return svg.finish(bottom + 42, description);
}

}  // namespace hearim
