// One chart as SVG, on top of `Markup`: shapes are named by class, and the page's style sheet gives
// the class its colour, so that one drawing serves light, dark and print.
//
// A `ChartText` carries size and weight together, so that what is measured is what is drawn.
// Coordinates are pixels of the chart's own width. Thread-compatible.
#pragma once

#include <string>
#include <string_view>

#include "report/markup.h"
#include "report/text_width.h"

namespace hearim {

enum class Anchor { start, middle, end };

struct ChartText {
  std::string_view css_class;
  FontSize font;
  double width(std::string_view text) const { return chart_width(text, font); }
};

inline constexpr ChartText kNameText{"ink", {14, true}};
inline constexpr ChartText kValueText{"ink", {15, true}};
inline constexpr ChartText kLabelText{"ink", {12, false}};
inline constexpr ChartText kStrongLabelText{"ink", {12, true}};
inline constexpr ChartText kNoteText{"soft", {12, false}};
inline constexpr ChartText kSmallText{"soft", {11, false}};

class Svg {
 public:
  explicit Svg(double width) : width_(width) {}

  double width() const { return width_; }

  Svg& begin_group(std::string_view css_class);
  Svg& end_group();
  Svg& line(double x1, double y1, double x2, double y2, std::string_view css_class);
  Svg& rect(double x, double y, double width, double height, std::string_view css_class,
            double corner = 0);
  Svg& circle(double x, double y, double radius, std::string_view css_class);
  Svg& path(std::string_view d, std::string_view css_class);
  Svg& text(double x, double y, Anchor anchor, const ChartText& style, std::string_view text);
  // Reads upwards from (x, y).
  Svg& upright_text(double x, double y, const ChartText& style, std::string_view text);

  // `description` is what a reader who cannot see the chart is told.
  Markup finish(double height, std::string_view description);

 private:
  double width_;
  Markup body_;
};

// "M x y L x y ..." piece by piece.
class SvgPath {
 public:
  SvgPath& move(double x, double y) { return add('M', x, y); }
  SvgPath& line(double x, double y) { return add('L', x, y); }
  SvgPath& end() {
    d_ += "Z";
    return *this;
  }
  bool empty() const { return d_.empty(); }
  const std::string& d() const { return d_; }

 private:
  SvgPath& add(char command, double x, double y);
  std::string d_;
};

}  // namespace hearim
