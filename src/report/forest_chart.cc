#include "report/forest_chart.h"

#include <algorithm>
#include <cmath>

#include "report/axis.h"
#include "report/mark.h"
#include "report/number_text.h"
#include "report/plain_words.h"

namespace hearim {
namespace {

constexpr double kWideMin = 560;
constexpr double kHeaderHeight = 40;
constexpr double kAxisHeight = 48;
constexpr double kLineHeight = 16;
constexpr double kRangeOffset = 34;  // from the top of a row's plot to the interval's line
constexpr double kRangeHeight = 62;  // value above, line, ends below
constexpr double kOffChart = 30;     // an interval's end beyond this many points is an arrow

struct Row {
  const Answer* answer = nullptr;
  std::vector<std::string> assumption;
  std::vector<std::string> reason;
  double top = 0, plot_top = 0, height = 0;
};

struct Frame {
  double words_width = 0;
  double plot_left = 0, plot_right = 0;
  bool wide = true;
};

Frame frame_of(double width) {
  if (width >= kWideMin) return {250, 278, width - 10, true};
  return {width, 4, width - 8, false};
}

double highest_drawn(const std::vector<Answer>& answers) {
  double point = 0;
  for (const Answer& answer : answers)
    if (answer.shown) point = std::max(point, answer.shown->point);
  return point * kOffChart;
}

Scale scale_of(const std::vector<Answer>& answers, std::int64_t observed, const Frame& frame) {
  std::vector<double> values;
  if (observed > 0) values.push_back(static_cast<double>(observed));
  const double cap = highest_drawn(answers);
  for (const Answer& answer : answers) {
    if (!answer.shown) continue;
    values.push_back(answer.shown->point);
    if (answer.shown->low) values.push_back(std::max(1.0, *answer.shown->low));
    if (answer.shown->high) values.push_back(std::min(cap, *answer.shown->high));
  }
  return scale_for(values, frame.plot_left, frame.plot_right);
}

Row row_of(const Answer& answer, const Frame& frame) {
  Row row{&answer, {}, {}, 0, 0, 0};
  row.assumption =
      wrap_text(model_assumption(answer.model), frame.words_width, chart_measure(kNoteText.font));
  const double room = frame.plot_right - frame.plot_left - 26;
  if (!answer.estimate->reason.empty())
    row.reason = wrap_text_to(answer.estimate->reason, room, answer.shown ? 3 : 5,
                              chart_measure(kNoteText.font));
  const double words = 24 + kLineHeight * static_cast<double>(row.assumption.size());
  const double plot =
      (answer.shown ? kRangeHeight : 24.0) + kLineHeight * static_cast<double>(row.reason.size());
  row.height = (frame.wide ? std::max(words, plot) : words + plot) + 22;
  return row;
}

void draw_words(Svg& svg, const Row& row) {
  const EstimateStatus status = row.answer->estimate->status;
  const std::string_view title = model_title(row.answer->model);
  svg.text(0, row.top + 16, Anchor::start, kNameText, title);
  const std::string_view word = status_name(status);
  const double x = kNameText.width(title) + 10;
  const double width = kSmallText.width(word) + 14;
  svg.rect(x, row.top + 3.5, width, 17, status == EstimateStatus::ok ? "tag" : "tag marked", 8.5);
  svg.text(x + width / 2, row.top + 16, Anchor::middle, {"ink", {11, false}}, word);
  double y = row.top + 35;
  for (const std::string& line : row.assumption) {
    svg.text(0, y, Anchor::start, kNoteText, line);
    y += kLineHeight;
  }
}

void draw_label(Svg& svg, double x, double y, const ChartText& style, std::string_view text,
                const Frame& frame) {
  const double half = style.width(text) / 2;
  svg.text(std::clamp(x, frame.plot_left + half,
                      std::max(frame.plot_left + half, frame.plot_right - half)),
           y, Anchor::middle, style, text);
}

void draw_interval(Svg& svg, const Row& row, const Scale& scale, const Frame& frame, double cap) {
  const ShownInterval& shown = *row.answer->shown;
  const EstimateStatus status = row.answer->estimate->status;
  const bool bound = row.answer->model == Model::lower_bound;
  const double y = row.plot_top + kRangeOffset;
  RangeEnds ends;
  ends.open_low = !shown.low;
  ends.open_high = !shown.high || *shown.high > cap;
  ends.x1 = shown.low ? scale(*shown.low) : scale(scale.low);
  ends.x2 = ends.open_high ? scale.pixel_high : scale(*shown.high);
  draw_range(svg, ends, y, 6, status);
  draw_mark(svg, row.answer->model, status, scale(shown.point), y, 6.5);

  const std::string point = (bound ? "at least " : "") + people_text(shown.point);
  draw_label(svg, scale(shown.point), y - 14, kValueText, point, frame);
  const std::string low = shown.low ? people_text(*shown.low) : "no lower limit";
  const std::string high = shown.high ? people_text(*shown.high) : "no upper limit";
  const double needed = (kNoteText.width(low) + kNoteText.width(high)) / 2 + 14;
  if (ends.x2 - ends.x1 < needed) {
    draw_label(svg, (ends.x1 + ends.x2) / 2, y + 23, kNoteText, low + " to " + high, frame);
  } else {
    draw_label(svg, ends.x1, y + 23, kNoteText, low, frame);
    draw_label(svg, ends.x2, y + 23, kNoteText, high, frame);
  }
}

void draw_reason(Svg& svg, const Row& row, const Frame& frame) {
  double y = row.plot_top + (row.answer->shown ? kRangeHeight + 16 : 36);
  double x = frame.plot_left + 2;
  if (!row.answer->shown) {
    draw_mark(svg, row.answer->model, EstimateStatus::refused, x + 6, row.plot_top + 11, 7);
    svg.text(x + 22, row.plot_top + 16, Anchor::start, kStrongLabelText, "no number");
    x += 22;
  }
  for (const std::string& line : row.reason) {
    svg.text(x, y, Anchor::start, kNoteText, line);
    y += kLineHeight;
  }
}

// The people recorded and the floor, named above their lines.
void draw_landmarks(Svg& svg, const Scale& scale, const Frame& frame, std::int64_t observed,
                    std::optional<double> floor, double top, double bottom) {
  double taken = -1;
  if (observed > 0) {
    const double x = scale(static_cast<double>(observed));
    const std::string label = count_text(observed) + " recorded";
    svg.line(x, top - 6, x, bottom, "landmark");
    const double start =
        std::clamp(x - 2, frame.plot_left, frame.plot_right - kSmallText.width(label));
    svg.text(start, top - 12, Anchor::start, kSmallText, label);
    taken = start + kSmallText.width(label);
  }
  if (!floor) return;
  // At the edge of the shade it names: inside where there is room, else beyond.
  const double x = scale(*floor);
  const std::string label = "below the lower bound";
  const double width = kSmallText.width(label);
  if (x - 6 - width > taken + 10)
    svg.text(x - 6, top - 12, Anchor::end, kSmallText, label);
  else if (std::max(x, taken + 10) + 40 < frame.plot_right)
    svg.text(std::max(x, taken + 10), top - 12, Anchor::start, kSmallText, "floor");
  svg.line(x, top - 6, x, top, "axis");
}

std::string description_of(const std::vector<Answer>& answers) {
  std::string text = "Estimates of the whole number of people.";
  for (const Answer& answer : answers) {
    text += " " + std::string(model_title(answer.model)) + ", " +
            std::string(status_name(answer.estimate->status)) + ": ";
    if (!answer.shown) {
      text += "no number.";
      continue;
    }
    text += people_text(answer.shown->point) + ", from " +
            (answer.shown->low ? people_text(*answer.shown->low) : "unknown") + " to " +
            (answer.shown->high ? people_text(*answer.shown->high) : "no upper limit") + ".";
  }
  return text;
}

}  // namespace

Markup forest_chart(const std::vector<Answer>& answers, const ForestOptions& options) {
  const Frame frame = frame_of(options.width);
  const Scale scale = scale_of(answers, options.observed, frame);
  const bool any = std::any_of(answers.begin(), answers.end(),
                               [](const Answer& answer) { return answer.shown.has_value(); });
  std::vector<Row> rows;
  double y = any ? kHeaderHeight : 6;
  for (const Answer& answer : answers) {
    Row row = row_of(answer, frame);
    row.top = y + 10;
    row.plot_top =
        row.top + (frame.wide ? 0 : 26 + kLineHeight * static_cast<double>(row.assumption.size()));
    y += row.height;
    rows.push_back(std::move(row));
  }

  Svg svg(options.width);
  const double top = any ? kHeaderHeight : 6;
  std::optional<double> floor;
  if (const Answer* bound = answer_of(answers, Model::lower_bound); bound && bound->shown)
    floor = bound->shown->point;
  if (any) {
    if (floor && frame.wide)
      svg.rect(frame.plot_left, top, scale(*floor) - frame.plot_left, y - top, "below-floor");
    if (frame.wide) draw_x_axis(svg, scale, top, y);
    if (frame.wide)
      draw_landmarks(svg, scale, frame, options.observed, floor, top, y);
    else
      draw_landmarks(svg, scale, frame, options.observed, floor, top, top + 4);
  }
  for (const Row& row : rows) {
    svg.line(0, row.top - 10, options.width, row.top - 10, "rule");
    svg.begin_group(model_class(row.answer->model));
    if (any && !frame.wide && row.answer->shown) {
      // Stacked: the grid only behind the marks, not through the words.
      if (floor)
        svg.rect(frame.plot_left, row.plot_top + 20, scale(*floor) - frame.plot_left, 26,
                 "below-floor");
      for (const Tick& tick : axis_ticks(scale, chart_measure(kSmallText.font)))
        svg.line(scale(tick.value), row.plot_top + 20, scale(tick.value), row.plot_top + 46,
                 "grid");
    }
    draw_words(svg, row);
    if (row.answer->shown) draw_interval(svg, row, scale, frame, highest_drawn(answers));
    draw_reason(svg, row, frame);
    svg.end_group();
  }
  svg.line(0, y, options.width, y, "rule");
  if (!any) return svg.finish(y + 2, description_of(answers));
  if (!frame.wide) draw_x_axis(svg, scale, y, y + 5);
  svg.text(frame.plot_right, y + (frame.wide ? 36 : 41), Anchor::end, kSmallText,
           scale.kind == ScaleKind::log ? "people in all, seen and unseen (logarithmic)"
                                        : "people in all, seen and unseen");
  return svg.finish(y + kAxisHeight, description_of(answers));
}

}  // namespace hearim
