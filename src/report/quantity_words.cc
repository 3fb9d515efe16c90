#include "report/quantity_words.h"

#include <fmt/format.h>

#include <cmath>

#include "report/number_text.h"

namespace hearim {
namespace {

std::string figure_words(double value) {
  if (value == std::trunc(value)) return people_text(value);
  std::string text = fmt::format("{:.4f}", value);
  while (text.back() == '0') text.pop_back();
  return text;
}

std::string with_unit(const std::string& figures, const std::string& unit) {
  if (unit.empty() || unit == "person") return figures;
  if (unit == "percent") return figures + "%";
  if (unit == "fraction") return figures + " of the whole";
  const bool time = unit == "year" || unit == "month" || unit == "week" || unit == "day" ||
                    unit == "hour" || unit == "minute";
  return figures + " " + unit + (time && figures != "1" ? "s" : "");
}

}  // namespace

std::string quantity_words(const QuantityValue& value, const std::string& unit) {
  std::string words;
  const bool both = value.low && value.high;
  if (both && *value.low == *value.high) {
    words = (value.approx ? "about " : "") + with_unit(figure_words(*value.low), unit);
  } else if (both) {
    words = (value.approx && value.form != ValueForm::vague ? "about " : "") +
            with_unit(figure_words(*value.low) + " to " + figure_words(*value.high), unit);
  } else if (value.low) {
    words = (value.low_inclusive ? "at least " : "more than ") +
            with_unit(figure_words(*value.low), unit);
  } else if (value.high) {
    words = (value.high_inclusive ? "at most " : "fewer than ") +
            with_unit(figure_words(*value.high), unit);
  } else {
    words = "an amount not told";
  }
  if (value.form == ValueForm::vague) words += ", vague";
  if (value.form == ValueForm::ratio)
    words += value.base.empty() ? ", by a ratio" : ", a ratio to " + value.base;
  if (value.change == ValueChange::up) words += ", a rise";
  if (value.change == ValueChange::down) words += ", a fall";
  return words;
}

}  // namespace hearim
