#include "report/svg.h"

#include <fmt/format.h>

#include <cmath>

#include "base/check.h"

namespace hearim {
namespace {

std::string_view anchor_name(Anchor anchor) {
  switch (anchor) {
    case Anchor::start:
      return "start";
    case Anchor::middle:
      return "middle";
    case Anchor::end:
      break;
  }
  return "end";
}

}  // namespace

Svg& Svg::begin_group(std::string_view css_class) {
  body_.open("g", {{"class", css_class}});
  return *this;
}

Svg& Svg::end_group() {
  body_.close();
  return *this;
}

Svg& Svg::line(double x1, double y1, double x2, double y2, std::string_view css_class) {
  body_.leaf("line", {{"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}, {"class", css_class}});
  return *this;
}

Svg& Svg::rect(double x, double y, double width, double height, std::string_view css_class,
               double corner) {
  body_.leaf("rect", {{"x", x},
                      {"y", y},
                      {"width", std::max(0.0, width)},
                      {"height", std::max(0.0, height)},
                      {"rx", corner},
                      {"class", css_class}});
  return *this;
}

Svg& Svg::circle(double x, double y, double radius, std::string_view css_class) {
  body_.leaf("circle", {{"cx", x}, {"cy", y}, {"r", radius}, {"class", css_class}});
  return *this;
}

Svg& Svg::path(std::string_view d, std::string_view css_class) {
  body_.leaf("path", {{"d", d}, {"class", css_class}});
  return *this;
}

Svg& Svg::text(double x, double y, Anchor anchor, const ChartText& style, std::string_view text) {
  body_.element("text", text,
                {{"x", x},
                 {"y", y},
                 {"text-anchor", anchor_name(anchor)},
                 {"font-size", style.font.pixels},
                 {"font-weight", style.font.bold ? "700" : "400"},
                 {"class", style.css_class}});
  return *this;
}

Svg& Svg::upright_text(double x, double y, const ChartText& style, std::string_view text) {
  body_.element("text", text,
                {{"transform", fmt::format("translate({:.2f} {:.2f}) rotate(-90)", x, y)},
                 {"font-size", style.font.pixels},
                 {"font-weight", style.font.bold ? "700" : "400"},
                 {"class", style.css_class}});
  return *this;
}

Markup Svg::finish(double height, std::string_view description) {
  Markup out;
  out.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                   {"viewBox", fmt::format("0 0 {:.0f} {:.0f}", width_, std::ceil(height))},
                   {"width", std::round(width_)},
                   {"height", std::ceil(height)},
                   {"role", "img"},
                   {"class", "chart"},
                   {"aria-label", description}});
  out.embed(std::move(body_));
  out.close();
  return out;
}

SvgPath& SvgPath::add(char command, double x, double y) {
  CHECK(std::isfinite(x) && std::isfinite(y));
  d_ += fmt::format("{}{:.2f} {:.2f}", command, x, y);
  return *this;
}

}  // namespace hearim
