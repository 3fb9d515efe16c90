#include "report/dot_panels.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "report/axis.h"
#include "report/mark.h"
#include "report/plain_words.h"

namespace hearim {
namespace {

constexpr double kRowHeight = 21;
constexpr double kGroupHeight = 30;
constexpr double kPanelHeader = 46;
constexpr double kPanelMin = 130;
constexpr double kPanelGap = 22;
constexpr double kOffChart = 40;  // beyond this many times (or this part of) the middle: an arrow
constexpr double kAxisHeight = 26;

struct Span {
  double low = 0, high = 0;
};

// The values worth drawing: a single wild interval must not flatten all other rows.
Span drawn_span(const std::vector<DotPanel>& panels, const std::vector<DotRow>& rows) {
  std::vector<double> points;
  for (const DotPanel& panel : panels)
    if (panel.reference) points.push_back(*panel.reference);
  if (points.empty())
    for (const DotRow& row : rows)
      for (const DotCell& cell : row.cells)
        if (cell.point) points.push_back(*cell.point);
  if (points.empty()) return {0, 1};
  std::sort(points.begin(), points.end());
  return {points.front() / kOffChart, points.back() * kOffChart};
}

std::vector<double> values_of(const std::vector<DotPanel>& panels, const std::vector<DotRow>& rows,
                              Span span) {
  std::vector<double> values;
  const auto take = [&](std::optional<double> value) {
    if (value && *value > 0) values.push_back(std::clamp(*value, span.low, span.high));
  };
  for (const DotPanel& panel : panels) take(panel.reference);
  for (const DotRow& row : rows)
    for (const DotCell& cell : row.cells) {
      take(cell.point);
      take(cell.low);
      take(cell.high);
    }
  return values;
}

void draw_cell(Svg& svg, const DotCell& cell, Model model, const Scale& scale, double y) {
  if (!cell.asked) return;
  if (!cell.point) {
    draw_mark(svg, model, EstimateStatus::refused, scale.pixel_low + 8, y, 4.5);
    svg.text(scale.pixel_low + 18, y + 4, Anchor::start, kSmallText, "refused");
    return;
  }
  if (cell.low || cell.high) {
    RangeEnds ends;
    ends.open_low = !cell.low || *cell.low < scale.low;
    ends.open_high = !cell.high || *cell.high > scale.high;
    ends.x1 = ends.open_low ? scale.pixel_low : scale(*cell.low);
    ends.x2 = ends.open_high ? scale.pixel_high : scale(*cell.high);
    draw_range(svg, ends, y, 3, cell.status);
  }
  draw_mark(svg, model, cell.status, scale(*cell.point), y, 4.5);
}

}  // namespace

Markup dot_panels(const std::vector<DotPanel>& panels, const std::vector<DotRow>& rows,
                  const DotPanelsOptions& options) {
  CHECK(!panels.empty());
  const auto panel_count = static_cast<double>(panels.size());
  const TextMeasure measure = chart_measure(kLabelText.font);
  double label_width = 0;
  for (const DotRow& row : rows) label_width = std::max(label_width, measure(row.label));
  label_width = std::min(label_width, options.width * (options.width >= 560 ? 0.3 : 0.4)) + 14;
  double panel_width = (options.width - label_width) / panel_count - kPanelGap;
  const bool side_by_side = panel_width >= kPanelMin || panels.size() == 1;
  if (!side_by_side || panels.size() == 1) panel_width = options.width - label_width - 12;

  double rows_height = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows_height +=
        kRowHeight + (!rows[i].group.empty() && (i == 0 || rows[i].group != rows[i - 1].group)
                          ? kGroupHeight
                          : 0);
  const double block = kPanelHeader + rows_height + kAxisHeight;

  Svg svg(options.width);
  const std::vector<double> values = values_of(panels, rows, drawn_span(panels, rows));
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const auto column = static_cast<double>(p);
    const double left = label_width + (side_by_side ? column * (panel_width + kPanelGap) : 0) + 4;
    const double top = side_by_side ? 0 : column * (block + 20);
    const Scale scale = scale_for(values, left, left + panel_width - 4);
    const DotPanel& panel = panels[p];
    const bool with_labels = p == 0 || !side_by_side;

    svg.begin_group(model_class(panel.model));
    svg.text(left, top + 15, Anchor::start, kNameText,
             fit_text(model_title(panel.model), panel_width, chart_measure(kNameText.font)));
    svg.text(left, top + 32, Anchor::start, kSmallText, panel.note);
    double y = top + kPanelHeader;
    const double bottom = y + rows_height;
    draw_x_axis(svg, scale, y, bottom);
    if (panel.reference)
      svg.line(scale(*panel.reference), y - 6, scale(*panel.reference), bottom, "reference");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const DotRow& row = rows[i];
      if (!row.group.empty() && (i == 0 || row.group != rows[i - 1].group)) {
        y += kGroupHeight;
        if (with_labels) svg.text(0, y - 9, Anchor::start, kStrongLabelText, row.group);
        svg.line(with_labels ? 0 : left, y - 2, left + panel_width, y - 2, "rule");
      }
      const double middle = y + kRowHeight / 2;
      if (with_labels)
        svg.text(0, middle + 4, Anchor::start, kLabelText,
                 fit_text(row.label, label_width - 12, measure));
      svg.line(left, middle, left + panel_width - 4, middle, "guide");
      CHECK(row.cells.size() == panels.size());
      draw_cell(svg, row.cells[p], panel.model, scale, middle);
      y += kRowHeight;
    }
    svg.end_group();
  }
  const double height = side_by_side ? block : panel_count * (block + 20) - 20;
  if (!options.axis_title.empty())
    svg.text(options.width - 4, height + 12, Anchor::end, kSmallText, options.axis_title);
  return svg.finish(height + (options.axis_title.empty() ? 0 : 20), options.description);
}

}  // namespace hearim
