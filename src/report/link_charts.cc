#include "report/link_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/axis.h"
#include "report/link_text.h"
#include "report/number_text.h"

namespace hearim {
namespace {

constexpr double kBarsHeight = 170;
constexpr double kTop = 40;  // room for the threshold's words
constexpr double kLeft = 54;

struct Bins {
  double low = 0;    // bits
  double width = 1;  // bits
  std::vector<std::uint64_t> pairs;
};

// The bins that hold anything and the threshold, `merge` of them to a bar.
Bins shown_bins(const LinkReport& report, int merge) {
  const LinkModelReport& model = report.model;
  const int count = static_cast<int>(model.weight_histogram.size());
  const int at_threshold =
      static_cast<int>(std::floor(report.threshold_bits())) - model.weight_histogram_low;
  int first = std::clamp(at_threshold - 2, 0, std::max(0, count - 1));
  int last = std::clamp(at_threshold + 2, 0, std::max(0, count - 1));
  for (int i = 0; i < count; ++i) {
    if (model.weight_histogram[static_cast<std::size_t>(i)] == 0) continue;
    first = std::min(first, i);
    last = std::max(last, i);
  }
  Bins bins{
      static_cast<double>(model.weight_histogram_low + first), static_cast<double>(merge), {}};
  for (int i = first; i <= last && i < count; i += merge) {
    std::uint64_t pairs = 0;
    for (int j = i; j < i + merge && j <= last; ++j)
      pairs += model.weight_histogram[static_cast<std::size_t>(j)];
    bins.pairs.push_back(pairs);
  }
  return bins;
}

double log_count(std::uint64_t pairs) { return std::log10(1.0 + static_cast<double>(pairs)); }

std::string share_text(double share) {
  if (share > 0.995 && share < 1) return fmt::format("{:.1f} %", std::min(99.9, 100 * share));
  if (share >= 0.0995) return fmt::format("{:.0f} %", 100 * share);
  if (share >= 0.001) return fmt::format("{:.1f} %", 100 * share);
  return share > 0 ? "1 in " + about_text(1 / share) : "0";
}

}  // namespace

Markup weight_chart(const LinkReport& report, double width) {
  const double right = width - 10;
  Bins bins = shown_bins(report, 1);
  for (int merge = 2; static_cast<double>(bins.pairs.size()) > (right - kLeft) / 4; merge *= 2)
    bins = shown_bins(report, merge);
  const double bits = bins.width * static_cast<double>(std::max<std::size_t>(1, bins.pairs.size()));
  const Scale scale{ScaleKind::linear, bins.low, bins.low + bits, kLeft, right};
  std::uint64_t most = 9;
  for (const std::uint64_t pairs : bins.pairs) most = std::max(most, pairs);
  const double bottom = kTop + kBarsHeight;
  const double unit = kBarsHeight / log_count(most);

  Svg svg(width);
  for (std::uint64_t tick = 1; tick <= most; tick *= 10) {
    const double y = bottom - unit * log_count(tick);
    svg.line(kLeft, y, right, y, "grid");
    svg.text(kLeft - 6, y + 4, Anchor::end, kSmallText, compact_text(static_cast<double>(tick)));
  }
  draw_x_axis(svg, scale, bottom, bottom + 4);
  const double threshold = report.threshold_bits();
  for (std::size_t i = 0; i < bins.pairs.size(); ++i) {
    if (bins.pairs[i] == 0) continue;
    const double from = bins.low + bins.width * static_cast<double>(i);
    const double x = scale(from) + 0.5;
    const double height = std::max(1.0, unit * log_count(bins.pairs[i]));
    svg.rect(x, bottom - height, std::max(1.0, scale(from + bins.width) - x - 0.5), height,
             from + bins.width / 2 > threshold ? "bar several" : "bar single");
  }
  svg.line(kLeft, bottom, right, bottom, "axis");
  const double x = scale(threshold);
  svg.line(x, 24, x, bottom, "reference");
  const bool left_side = x > width / 2;
  svg.text(left_side ? x - 5 : x + 5, 20, left_side ? Anchor::end : Anchor::start, kStrongLabelText,
           std::fabs(threshold) < 0.05 ? std::string("threshold: even odds")
                                       : fmt::format("threshold {:+.1f} bits", threshold));
  svg.text(0, 20, Anchor::start, kSmallText, "pairs");
  svg.text(right, bottom + 34, Anchor::end, kSmallText,
           width < 560 ? "evidence in bits" : "evidence that two records are one person, in bits");
  std::uint64_t above = 0;
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < bins.pairs.size(); ++i) {
    all += bins.pairs[i];
    if (bins.low + bins.width * (static_cast<double>(i) + 0.5) > threshold) above += bins.pairs[i];
  }
  return svg.finish(bottom + 42, count_text(static_cast<std::int64_t>(all)) +
                                     " compared pairs by their weight; about " +
                                     count_text(static_cast<std::int64_t>(above)) +
                                     " lie above the threshold.");
}

Markup level_chart(const FieldReport& field, double bits_max, double width) {
  const bool wide = width >= 560;
  const double words_width = wide ? 300 : width;
  const double shares_width = wide ? 150 : 128;
  const double left = wide ? words_width + 14 : 0;
  const double right = width - shares_width - 10;
  // The same scale for every field, so that fields compare.
  const double room = (right - left) / 2 - 40;
  const double zero = (left + right) / 2;
  const double unit = room / std::max(1.0, bits_max);
  Svg svg(width);
  svg.text(zero - 6, 12, Anchor::end, kSmallText, "against");
  svg.text(zero + 6, 12, Anchor::start, kSmallText, "for");
  svg.text(width - shares_width / 2 - 6, 12, Anchor::end, kSmallText, "one person");
  svg.text(width, 12, Anchor::end, kSmallText, "two people");
  double y = 20;
  std::string description = "Levels of agreement and their weights. ";
  const double first = y;
  for (const LevelReport& level : field.levels) {
    if (&level == &field.levels.back()) break;  // missing: no evidence
    if (level.pair_count == 0) continue;
    const auto lines =
        wrap_text_to(level.words, words_width, wide ? 2 : 3, chart_measure(kLabelText.font));
    const double text_height = 15.0 * static_cast<double>(lines.size());
    const double height = wide ? std::max(24.0, text_height + 8) : text_height + 26;
    if (wide) {
      double line_y = y + (height - text_height) / 2 + 11;
      for (const std::string& line : lines) {
        svg.text(0, line_y, Anchor::start, kLabelText, line);
        line_y += 15;
      }
    } else {
      double line_y = y + 14;
      for (const std::string& line : lines) {
        svg.text(0, line_y, Anchor::start, kLabelText, line);
        line_y += 15;
      }
    }
    const double bar_y = wide ? y + height / 2 - 7 : y + text_height + 5;
    // On a telephone the words stand above their bar, and the axis must not run through them.
    if (!wide) svg.line(zero, bar_y - 2, zero, bar_y + 16, "axis");
    const double bits = std::clamp(level.log2_m_over_u, -bits_max, bits_max);
    const double length = std::max(1.0, std::fabs(bits) * unit);
    const bool against = bits < 0;
    svg.rect(against ? zero - length : zero, bar_y, length, 14,
             against ? "bar single" : "bar several");
    svg.text(against ? zero - length - 5 : zero + length + 5, bar_y + 11,
             against ? Anchor::end : Anchor::start, kSmallText,
             fmt::format("{:+.1f}", level.log2_m_over_u));
    svg.text(width - shares_width / 2 - 6, bar_y + 11, Anchor::end, kSmallText,
             share_text(level.m));
    svg.text(width, bar_y + 11, Anchor::end, kSmallText, share_text(level.u));
    description += level.words + ": " + bits_text(level.log2_m_over_u) + ". ";
    y += height;
  }
  if (wide) svg.line(zero, first, zero, y, "axis");
  return svg.finish(y + 4, description);
}

}  // namespace hearim
