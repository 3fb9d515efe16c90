#include "report/dial_chart.h"

#include <algorithm>
#include <cmath>

#include "report/axis.h"
#include "report/mark.h"
#include "report/number_text.h"
#include "report/plain_words.h"

namespace hearim {
namespace {

constexpr double kTop = 40;
constexpr double kBandFactor = 6;  // the axis reaches this far past the curve, at most

std::vector<DialPoint> sound_points(const Dial& dial) {
  std::vector<DialPoint> points;
  for (const DialPoint& point : dial.points)
    if (std::isfinite(point.odds_ratio) && point.odds_ratio > 0 &&
        std::isfinite(point.population) && point.population > 0 && std::isfinite(point.low) &&
        std::isfinite(point.high))
      points.push_back(point);
  std::sort(points.begin(), points.end(),
            [](const auto& a, const auto& b) { return a.odds_ratio < b.odds_ratio; });
  return points;
}

std::vector<DialMark> sound_marks(const Dial& dial) {
  std::vector<DialMark> marks;
  for (const DialMark& mark : dial.marks)
    if (std::isfinite(mark.odds_ratio) && mark.odds_ratio > 0 && std::isfinite(mark.population) &&
        mark.population > 0)
      marks.push_back(mark);
  return marks;
}

// Marks' labels, pushed apart so that none covers another.
std::vector<double> label_heights(std::vector<double> wanted, double gap, double top,
                                  double bottom) {
  std::vector<std::size_t> order(wanted.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  double above = top;
  for (const std::size_t i : order) {
    wanted[i] = std::max(wanted[i], above);
    above = wanted[i] + gap;
  }
  double below = bottom;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    wanted[*i] = std::min(wanted[*i], below);
    below = wanted[*i] - gap;
  }
  return wanted;
}

}  // namespace

bool has_dial(const Dial& dial) { return sound_points(dial).size() > 1; }

Markup dial_chart(const Dial& dial, const DialChartOptions& options) {
  const bool wide = options.width >= 560;
  const std::vector<DialPoint> points = sound_points(dial);
  const std::vector<DialMark> marks = sound_marks(dial);
  const double height = wide ? 320 : 270;
  const double bottom = kTop + height;

  double most = 0;
  for (const DialPoint& point : points) most = std::max(most, point.population);
  for (const DialMark& mark : marks) most = std::max(most, mark.population);
  std::vector<double> people, odds = {1.0};
  for (const DialPoint& point : points) {
    people.insert(people.end(), {point.population, std::max(point.low, 1.0),
                                 std::min(point.high, kBandFactor * most)});
    odds.push_back(point.odds_ratio);
  }
  for (const DialMark& mark : marks) {
    people.push_back(mark.population);
    odds.push_back(mark.odds_ratio);
  }
  const Scale y_scale = scale_for(people, bottom, kTop);
  const std::vector<Tick> y_ticks = axis_ticks(
      {y_scale.kind, y_scale.low, y_scale.high, 0, height}, [](std::string_view) { return 12.0; },
      22);
  double left = 30;
  for (const Tick& tick : y_ticks) left = std::max(left, kSmallText.width(tick.label) + 10);
  const double right = options.width - 10;
  const Scale x_scale = scale_for(odds, left, right);

  Svg svg(options.width);
  svg.text(0, 14, Anchor::start, kSmallText,
           y_scale.kind == ScaleKind::log ? "people in all (logarithmic)" : "people in all");
  for (const Tick& tick : y_ticks) {
    svg.line(left, y_scale(tick.value), right, y_scale(tick.value), "grid");
    svg.text(left - 8, y_scale(tick.value) + 4, Anchor::end, kSmallText, tick.label);
  }
  draw_x_axis(svg, x_scale, bottom, bottom + 4);
  svg.line(left, bottom, right, bottom, "axis");

  SvgPath band, curve;
  for (const DialPoint& point : points) {
    const double x = x_scale(point.odds_ratio);
    band.empty() ? band.move(x, y_scale(point.high)) : band.line(x, y_scale(point.high));
    curve.empty() ? curve.move(x, y_scale(point.population))
                  : curve.line(x, y_scale(point.population));
  }
  for (auto point = points.rbegin(); point != points.rend(); ++point)
    band.line(x_scale(point->odds_ratio), y_scale(point->low));
  svg.path(band.end().d(), "band");
  svg.line(x_scale(1), kTop, x_scale(1), bottom, "reference");
  const bool on_left = x_scale(1) > (left + right) / 2;
  svg.text(x_scale(1) + (on_left ? -6 : 6), kTop + 4, on_left ? Anchor::end : Anchor::start,
           kSmallText,
           wide ? "1: all lists together have no tie of their own" : "1: no tie of all");
  svg.path(curve.d(), "dial");

  // The curve rises: a label after its mark goes below the curve, one before it above.
  std::vector<std::string> words;
  std::vector<double> wanted;
  std::vector<bool> after;
  for (const DialMark& mark : marks) {
    words.push_back(std::string(model_title(mark.model)) + " " + people_text(mark.population));
    after.push_back(x_scale(mark.odds_ratio) + 14 + kStrongLabelText.width(words.back()) < right);
    wanted.push_back(y_scale(mark.population) + (after.back() ? 10 : -12));
  }
  const std::vector<double> labels = label_heights(wanted, 17, kTop + 20, bottom - 8);
  std::string description = "The whole number of people as the untestable odds ratio changes.";
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const double x = x_scale(marks[i].odds_ratio), y = y_scale(marks[i].population);
    svg.begin_group(model_class(marks[i].model));
    const double from = after[i] ? x + 12 : x - 12;
    if (std::abs(labels[i] - y) > 20) svg.line(x, y, from, labels[i], "leader");
    draw_mark(svg, marks[i].model, EstimateStatus::ok, x, y, 6);
    const double start = after[i] ? from : from - kStrongLabelText.width(words[i]);
    svg.text(std::max(left, start), labels[i] + 4, Anchor::start, kStrongLabelText, words[i]);
    svg.end_group();
    description += " " + words[i] + " at " + digits_text(marks[i].odds_ratio, 3) + ".";
  }
  const std::string_view log_note = x_scale.kind == ScaleKind::log ? " (logarithmic)" : "";
  svg.text(right, bottom + 40, Anchor::end, kSmallText,
           wide ? "odds ratio of all lists together, which no data can test" + std::string(log_note)
                : std::string("odds ratio of all lists together"));
  return svg.finish(bottom + 50, description);
}

}  // namespace hearim
