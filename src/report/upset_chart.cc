#include "report/upset_chart.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "report/number_text.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

constexpr double kRowHeight = 24;
constexpr double kBarsHeight = 150;
constexpr double kBarsTopMin = 44;  // room for the key and the count above the tallest bar
constexpr double kColumnMin = 15;
constexpr double kColumnMax = 30;

struct ListRow {
  History lists = 0;  // one list, or all that are not shown by themselves
  std::string label;
  std::int64_t size = 0;
};

std::vector<ListRow> rows_of(const CaptureTable& table, int list_max) {
  std::vector<int> order(static_cast<std::size_t>(table.list_count()));
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::int64_t> size;
  for (const int list : order) size.push_back(table.list_size(list));
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return size[static_cast<std::size_t>(a)] > size[static_cast<std::size_t>(b)];
  });
  std::vector<ListRow> rows;
  History others = 0;
  for (const int list : order) {
    const auto i = static_cast<std::size_t>(list);
    if (static_cast<int>(rows.size()) < list_max)
      rows.push_back({History{1} << list, table.list_names()[i], size[i]});
    else
      others |= History{1} << list;
  }
  if (others != 0) {
    std::int64_t people = 0;
    for (const CapturePattern& pattern : table.patterns())
      if (pattern.history & others) people += pattern.count;
    rows.push_back({others, counted(std::popcount(others), "other list"), people});
  }
  return rows;
}

std::vector<CapturePattern> sorted_patterns(const CaptureTable& table) {
  std::vector<CapturePattern> patterns(table.patterns().begin(), table.patterns().end());
  std::sort(patterns.begin(), patterns.end(), [](const auto& a, const auto& b) {
    if (a.count != b.count) return a.count > b.count;
    if (std::popcount(a.history) != std::popcount(b.history))
      return std::popcount(a.history) < std::popcount(b.history);
    return a.history < b.history;
  });
  return patterns;
}

}  // namespace

Markup upset_chart(const CaptureTable& table, const UpsetOptions& options) {
  const bool wide = options.width >= 560;
  const std::vector<ListRow> rows = rows_of(table, options.list_max);
  const std::vector<CapturePattern> patterns = sorted_patterns(table);
  const TextMeasure measure = chart_measure(kStrongLabelText.font);

  double name_width = 0;
  std::int64_t size_max = 1;
  for (const ListRow& row : rows) {
    name_width = std::max(name_width, measure(clean_text(row.label)));
    size_max = std::max(size_max, row.size);
  }
  name_width = std::min(name_width, wide ? 170.0 : 84.0);
  const double size_bar_width = wide ? 70 : 26;
  const double number_width = kSmallText.width(count_text(size_max)) + 6;
  const double matrix_left = number_width + size_bar_width + 10 + name_width + 14;
  const double room = options.width - matrix_left;
  const int shown = std::min({static_cast<int>(patterns.size()), options.pattern_max,
                              std::max(1, static_cast<int>(room / kColumnMin))});
  const double pitch = std::clamp(room / std::max(1, shown), kColumnMin, kColumnMax);
  const double count_width = kSmallText.width(count_text(patterns.empty() ? 0 : patterns[0].count));
  const bool upright = count_width > pitch - 2;
  const double bars_top = std::max(kBarsTopMin, upright ? count_width + 10 : 0);
  const double matrix_top = bars_top + kBarsHeight + 14;

  Svg svg(options.width);
  // Lists: size, bar growing towards the name, name.
  double y = matrix_top;
  for (std::size_t i = 0; i < rows.size(); ++i, y += kRowHeight) {
    const ListRow& row = rows[i];
    if (i % 2 == 0) svg.rect(matrix_left - 8, y, pitch * shown + 8, kRowHeight, "stripe");
    const double bar =
        size_bar_width * static_cast<double>(row.size) / static_cast<double>(size_max);
    const double right = number_width + size_bar_width;
    svg.text(right - bar - 5, y + 16, Anchor::end, kSmallText, count_text(row.size));
    svg.rect(right - bar, y + 5, std::max(bar, 1.0), kRowHeight - 10, "bar single");
    svg.text(matrix_left - 14, y + 16, Anchor::end, kStrongLabelText,
             isolate(fit_name(clean_text(row.label), name_width, measure)));
  }
  svg.text(0, matrix_top - 8, Anchor::start, kSmallText, "people on each list");

  const double scale = kBarsHeight / static_cast<double>(patterns.empty() ? 1 : patterns[0].count);
  const double bars_bottom = bars_top + kBarsHeight;
  svg.line(matrix_left - 8, bars_bottom, matrix_left + pitch * shown, bars_bottom, "axis");
  std::int64_t left_out = 0;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const CapturePattern& pattern = patterns[i];
    if (static_cast<int>(i) >= shown) {
      left_out += pattern.count;
      continue;
    }
    const double x = matrix_left + pitch * (static_cast<double>(i) + 0.5);
    const bool several = std::popcount(pattern.history) > 1;
    const double bar = std::max(1.0, scale * static_cast<double>(pattern.count));
    const double width = std::min(pitch - 4, 16.0);
    svg.rect(x - width / 2, bars_bottom - bar, width, bar, several ? "bar several" : "bar single");
    if (upright)
      svg.upright_text(x + 4, bars_bottom - bar - 5, kSmallText, count_text(pattern.count));
    else
      svg.text(x, bars_bottom - bar - 5, Anchor::middle, kSmallText, count_text(pattern.count));
    int first = -1, last = -1;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const double dot_y = matrix_top + kRowHeight * (static_cast<double>(r) + 0.5);
      if (pattern.history & rows[r].lists) {
        first = first < 0 ? static_cast<int>(r) : first;
        last = static_cast<int>(r);
      } else {
        svg.circle(x, dot_y, 2.5, "dot off");
      }
    }
    const auto centre = [&](int r) { return matrix_top + kRowHeight * (r + 0.5); };
    if (last > first) svg.line(x, centre(first), x, centre(last), "link");
    for (std::size_t r = 0; r < rows.size(); ++r)
      if (pattern.history & rows[r].lists)
        svg.circle(x, centre(static_cast<int>(r)), 5, several ? "dot several" : "dot single");
  }

  // The bars fall from left to right, so the upper right corner is free for the key.
  if (wide) {
    svg.rect(options.width - 196, 8, 11, 11, "bar single");
    svg.text(options.width - 180, 18, Anchor::start, kNoteText, "on one list only");
    svg.rect(options.width - 196, 27, 11, 11, "bar several");
    svg.text(options.width - 180, 37, Anchor::start, kNoteText, "on several lists at once");
  } else {
    svg.rect(0, 8, 11, 11, "bar single");
    svg.text(16, 18, Anchor::start, kNoteText, "one list");
    svg.rect(0, 27, 11, 11, "bar several");
    svg.text(16, 37, Anchor::start, kNoteText, "several");
  }
  double height = y + 6;
  if (const int more = static_cast<int>(patterns.size()) - shown; more > 0) {
    svg.text(options.width, height + 12, Anchor::end, kNoteText,
             "and " + counted(more, "more combination") + ", " +
                 (left_out == 1 ? std::string("1 person") : count_text(left_out) + " people"));
    height += 20;
  }
  std::string description = "Overlaps of " + counted(table.list_count(), "list") + ", " +
                            count_text(table.observed()) + " people. ";
  for (const ListRow& row : rows)
    description += isolate(row.label) + ": " + count_text(row.size) + ". ";
  return svg.finish(height, description);
}

}  // namespace hearim
