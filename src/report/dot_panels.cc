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
constexpr double kPanelMin = 115;
constexpr double kPanelGap = 16;
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

// "Decomposable" where "Decomposable graphs" has no room.
std::string_view panel_title(Model model, double width) {
  const std::string_view title = model_title(model);
  return kNameText.width(title) <= width ? title : title.substr(0, title.find(' '));
}

// A refusal stands at whichever end of its row the line of comparison leaves free.
void draw_refusal(Svg& svg, const DotPanel& panel, const Scale& scale, double y) {
  const double word = kSmallText.width("refused");
  const bool at_end = panel.reference && scale(*panel.reference) < scale.pixel_low + word + 30;
  const double x = at_end ? scale.pixel_high - word - 18 : scale.pixel_low + 8;
  draw_mark(svg, panel.model, EstimateStatus::refused, x, y, 4.5);
  svg.text(x + 10, y + 4, Anchor::start, kSmallText, "refused");
}

void draw_cell(Svg& svg, const DotCell& cell, const DotPanel& panel, const Scale& scale, double y) {
  if (!cell.asked) return;
  if (!cell.point) {
    draw_refusal(svg, panel, scale, y);
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
  draw_mark(svg, panel.model, cell.status, scale(*cell.point), y, 4.5);
}

}  // namespace

double dot_label_width(double chart_width) {
  return chart_width * (chart_width >= 560 ? 0.3 : 0.4);
}

Markup dot_panels(const std::vector<DotPanel>& panels, const std::vector<DotRow>& rows,
                  const DotPanelsOptions& options) {
  CHECK(!panels.empty());
  const auto panel_count = static_cast<double>(panels.size());
  const TextMeasure measure = chart_measure(kLabelText.font);
  double label_width = 0;
  for (const DotRow& row : rows) label_width = std::max(label_width, measure(row.label));
  label_width = std::min(label_width, dot_label_width(options.width)) + 14;
  double panel_width = (options.width - label_width) / panel_count - kPanelGap;
  const bool side_by_side = panel_width >= kPanelMin || panels.size() == 1;
  if (!side_by_side || panels.size() == 1) panel_width = options.width - label_width - 12;

  double rows_height = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows_height +=
        kRowHeight + (!rows[i].group.empty() && (i == 0 || rows[i].group != rows[i - 1].group)
                          ? kGroupHeight
                          : 0);
  std::vector<bool> answered;
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const bool any = std::any_of(rows.begin(), rows.end(), [p](const DotRow& row) {
      return row.cells.at(p).point.has_value();
    });
    answered.push_back(any);
  }
  const double block = kPanelHeader + rows_height + kAxisHeight;
  const bool rows_drawn =
      std::any_of(answered.begin(), answered.end(), [](bool any) { return any; });

  Svg svg(options.width);
  const std::vector<double> values = values_of(panels, rows, drawn_span(panels, rows));
  const std::ptrdiff_t first_answered =
      std::find(answered.begin(), answered.end(), true) - answered.begin();
  double stacked_top = 0, last_bottom = 0;
  for (std::size_t p = 0; p < panels.size(); ++p) {
    const auto column = static_cast<double>(p);
    const double left = label_width + (side_by_side ? column * (panel_width + kPanelGap) : 0) + 4;
    const double top = side_by_side ? 0 : stacked_top;
    stacked_top = top + (answered[p] ? block + 20 : kPanelHeader + 32);
    const Scale scale = scale_for(values, left, left + panel_width - 4);
    const DotPanel& panel = panels[p];
    // Rows are named once: beside the first panel that draws them.
    const bool with_labels = !side_by_side || static_cast<std::ptrdiff_t>(p) == first_answered;

    svg.begin_group("small " + std::string(model_class(panel.model)));
    svg.text(left, top + 15, Anchor::start, kNameText, panel_title(panel.model, panel_width));
    svg.text(left, top + 32, Anchor::start, kSmallText, panel.note);
    double y = top + kPanelHeader;
    if (!answered[p]) {
      // Rows of nothing but refusals would only be long.
      draw_mark(svg, panel.model, EstimateStatus::refused, left + 6, y + 4, 4.5);
      svg.text(left + 18, y + 8, Anchor::start, kSmallText, "refused each time");
      svg.end_group();
      continue;
    }
    const double bottom = y + rows_height;
    last_bottom = bottom;
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
      draw_cell(svg, row.cells[p], panel, scale, middle);
      y += kRowHeight;
    }
    svg.end_group();
  }
  double height = !side_by_side ? stacked_top - 20 : rows_drawn ? block : kPanelHeader + 16;
  if (rows_drawn && !options.axis_title.empty()) {
    svg.text(options.width - 4, last_bottom + 36, Anchor::end, kSmallText, options.axis_title);
    height = std::max(height, last_bottom + 40);
  }
  return svg.finish(height + 4, options.description);
}

}  // namespace hearim
