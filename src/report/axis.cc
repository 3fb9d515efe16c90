#include "report/axis.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "base/check.h"
#include "report/number_text.h"

namespace hearim {
namespace {

constexpr double kAir = 0.05;  // of the axis, at each end
constexpr int kTickMax = 200;  // a guard, far above what fits

std::vector<double> linear_values(double low, double high, double step) {
  std::vector<double> values;
  const double first = std::ceil(low / step - 1e-9);
  for (double i = first; i * step <= high * (1 + 1e-12) && values.size() < kTickMax; ++i)
    values.push_back(i * step);
  return values;
}

std::vector<double> log_values(double low, double high, std::initializer_list<double> leads,
                               int decade_step) {
  std::vector<double> values;
  const int first = static_cast<int>(std::floor(std::log10(low)));
  const int last = static_cast<int>(std::ceil(std::log10(high)));
  for (int decade = first; decade <= last && values.size() < kTickMax; ++decade) {
    if (decade % decade_step != 0) continue;
    for (const double lead : leads) {
      // Division keeps 0.2 the double nearest to 0.2.
      const double value =
          decade >= 0 ? lead * std::pow(10.0, decade) : lead / std::pow(10.0, -decade);
      if (value >= low * (1 - 1e-12) && value <= high * (1 + 1e-12)) values.push_back(value);
    }
  }
  return values;
}

enum class TickLabels { full, compact };

std::string tick_label(double value, TickLabels labels) {
  return labels == TickLabels::full ? axis_text(value) : compact_text(value);
}

bool labels_fit(const Scale& scale, std::span<const double> values, TickLabels labels,
                const TextMeasure& measure, double gap) {
  double end = -1e300;
  for (const double value : values) {
    const double half = measure(tick_label(value, labels)) / 2;
    const double centre = scale(value);
    if (centre - half < end + gap) return false;
    end = centre + half;
  }
  return true;
}

std::vector<double> most_values(const Scale& scale, TickLabels labels, const TextMeasure& measure,
                                double gap) {
  std::vector<double> best;
  const auto consider = [&](const std::vector<double>& values) {
    if (values.size() > best.size() && labels_fit(scale, values, labels, measure, gap))
      best = values;
  };
  if (scale.kind == ScaleKind::log && scale.high / scale.low > 3) {
    for (const int decade_step : {100, 50, 20, 10, 5, 3, 2, 1})
      consider(log_values(scale.low, scale.high, {1}, decade_step));
    consider(log_values(scale.low, scale.high, {1, 3}, 1));
    consider(log_values(scale.low, scale.high, {1, 2, 5}, 1));
    consider(log_values(scale.low, scale.high, {1, 2, 3, 5, 7}, 1));
  } else {
    const double rough = (scale.high - scale.low) / 10;
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double lead : {100.0, 50.0, 20.0, 10.0, 5.0, 2.0, 1.0})
      consider(linear_values(scale.low, scale.high, lead * decade));
  }
  return best;
}

}  // namespace

double Scale::operator()(double value) const {
  const double held = std::clamp(value, low, high);
  const double share = kind == ScaleKind::log ? std::log(held / low) / std::log(high / low)
                                              : (held - low) / (high - low);
  return pixel_low + share * (pixel_high - pixel_low);
}

double Scale::value_at(double pixel) const {
  const double share = (pixel - pixel_low) / (pixel_high - pixel_low);
  return kind == ScaleKind::log ? low * std::pow(high / low, share) : low + share * (high - low);
}

Scale scale_for(std::span<const double> values, double pixel_low, double pixel_high) {
  double low = 0, high = 0;
  bool any = false;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  Scale scale{ScaleKind::linear, 0, 1, pixel_low, pixel_high};
  if (!any) return scale;
  if (low > 0 && high / low > kLogRatio) {
    const double air = std::pow(high / low, kAir);
    scale.kind = ScaleKind::log;
    scale.low = low / air;
    scale.high = std::min(high * air, 1e300);
    return scale;
  }
  const double span = high > low ? high - low : std::max(std::fabs(high) * 0.2, 1.0);
  scale.low = low - kAir * span;
  scale.high = high + kAir * span;
  if (low >= 0 && scale.low < 0) scale.low = 0;
  return scale;
}

std::vector<Tick> axis_ticks(const Scale& scale, const TextMeasure& measure, double gap) {
  CHECK(scale.low < scale.high);
  TickLabels labels = TickLabels::full;
  std::vector<double> values = most_values(scale, labels, measure, gap);
  if (values.size() < 2) {
    // One number makes no axis: say thousands with a letter, and nearer together.
    labels = TickLabels::compact;
    values = most_values(scale, labels, measure, gap / 2);
  }
  std::vector<Tick> ticks;
  for (const double value : values) ticks.push_back({value, tick_label(value, labels)});
  return ticks;
}

void draw_x_axis(Svg& svg, const Scale& scale, double top, double bottom) {
  for (const Tick& tick : axis_ticks(scale, chart_measure(kSmallText.font))) {
    const double x = scale(tick.value);
    svg.line(x, top, x, bottom, "grid");
    // Held inside the picture where a tick stands at its edge.
    const double half = kSmallText.width(tick.label) / 2;
    svg.text(std::clamp(x, half, svg.width() - half), bottom + 16, Anchor::middle, kSmallText,
             tick.label);
  }
}

}  // namespace hearim
