#include "report/markup.h"

#include <fmt/format.h>

#include <cmath>

#include "base/check.h"
#include "report/untrusted_text.h"

namespace hearim {
namespace {

// A coordinate to a hundredth of a pixel, without trailing zeros: the file stays small and the
// same on every machine.
std::string coordinate(double value) {
  CHECK(std::isfinite(value));
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace

Attribute::Attribute(std::string_view attribute_name, double attribute_value)
    : name(attribute_name), value(coordinate(attribute_value)) {}

void Markup::start_tag(std::string_view tag, Attributes attributes, std::string_view end) {
  out_ += '<';
  out_ += tag;
  for (const Attribute& attribute : attributes) {
    out_ += ' ';
    out_ += attribute.name;
    out_ += "=\"";
    out_ += escape_markup(attribute.value);
    out_ += '"';
  }
  out_ += end;
}

Markup& Markup::open(std::string_view tag, Attributes attributes) {
  start_tag(tag, attributes, ">");
  open_.emplace_back(tag);
  return *this;
}

Markup& Markup::close() {
  CHECK(!open_.empty());
  out_ += "</" + open_.back() + ">";
  static constexpr std::string_view kInline = " a b bdi em small span strong text tspan ";
  if (kInline.find(" " + open_.back() + " ") == std::string_view::npos) out_ += '\n';
  open_.pop_back();
  return *this;
}

Markup& Markup::text(std::string_view text) {
  out_ += escape_markup(text);
  return *this;
}

Markup& Markup::element(std::string_view tag, std::string_view content, Attributes attributes) {
  open(tag, attributes);
  text(content);
  return close();
}

Markup& Markup::leaf(std::string_view tag, Attributes attributes) {
  start_tag(tag, attributes, "/>");
  return *this;
}

Markup& Markup::embed(Markup finished) {
  out_ += finished.take();
  return *this;
}

Markup& Markup::style_sheet(std::string_view css) {
  CHECK(css.find_first_of("<&") == std::string_view::npos);
  out_ += "<style>";
  out_ += css;
  out_ += "</style>\n";
  return *this;
}

std::string Markup::take() {
  CHECK(open_.empty());
  return std::move(out_);
}

}  // namespace hearim
