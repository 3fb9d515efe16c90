#include "report/figure_value.h"

#include <fmt/format.h>

#include "hearim/error.h"
#include "report/number_text.h"
#include "report/quantity_words.h"

namespace hearim {
namespace {

DisclosureRule rule_of(const Json& take) {
  DisclosureRule rule;
  rule.small_below = take.value("small_below", rule.small_below);
  rule.round_to = take.value("round_to", rule.round_to);
  return rule;
}

std::string rounded_text(std::int64_t count, const DisclosureRule& rule) {
  const ProtectedCell cell = protect_count(count, rule);
  if (cell.shown && rule.round_to > 1 && *cell.shown > 0) return "about " + count_text(*cell.shown);
  return cell.shown ? count_text(*cell.shown) : fmt::format("{}{}", kSmallCell, rule.small_below);
}

std::string range_text(const Json& range) {
  const bool low = range.contains("low") && range["low"].is_number();
  const bool high = range.contains("high") && range["high"].is_number();
  if (low && high)
    return people_text(range["low"].get<double>()) + " to " +
           people_text(range["high"].get<double>());
  if (low) return "at least " + people_text(range["low"].get<double>());
  if (high) return "at most " + people_text(range["high"].get<double>());
  throw Error(ErrorCode::corrupt, "a range without ends");
}

std::string quantity_text(const Json& annotation) {
  // One quantity without its text: places beyond it would be refused, so the end of the last is
  // taken for the text's.
  const auto end = annotation.at("end").get<std::size_t>();
  std::size_t code_points = end;
  for (const char* part : {"counted", "caveat"})
    if (annotation.contains(part))
      code_points = std::max(code_points, annotation[part].at("end").get<std::size_t>());
  Json alone = annotation;
  alone.erase("sources");
  alone["value"].erase("base");
  const Reading reading = reading_from_json(Json::array({alone}), code_points, "a figure");
  return quantity_words(reading.quantities.at(0).value, reading.quantities.at(0).unit);
}

std::string value_of(const Json& at, const Json& take, const std::string& as) {
  if (as == "count") return count_text(at.get<std::int64_t>());
  if (as == "people") return people_text(at.get<double>());
  if (as == "percent") return percent_text(at.get<double>());
  if (as == "digits") return digits_text(at.get<double>(), 3);
  if (as == "text") return at.get<std::string>();
  if (as == "size") return count_text(static_cast<std::int64_t>(at.size()));
  if (as == "range") return range_text(at);
  if (as == "quantity") return quantity_text(at);
  if (as == "rounded") return rounded_text(at.get<std::int64_t>(), rule_of(take));
  if (as == "where") {
    std::int64_t count = 0;
    for (const Json& one : at)
      count += one.at(take.at("member").get<std::string>()) == take.at("is");
    return count_text(count);
  }
  throw Error(ErrorCode::corrupt, fmt::format("a figure in the unknown form '{}'", as));
}

}  // namespace

std::string figure_value(const Json& content, const Json& take) {
  const std::string pointer = take.value("pointer", ""), as = take.value("as", "");
  try {
    const Json::json_pointer place(pointer);
    if (!content.contains(place))
      throw Error(ErrorCode::corrupt, fmt::format("there is nothing at {}", pointer));
    return value_of(content.at(place), take, as);
  } catch (const Json::exception&) {
    throw Error(ErrorCode::corrupt, fmt::format("what stands at {} has no {}", pointer, as));
  }
}

std::string figure_form_words(const Json& take) {
  const std::string as = take.value("as", "");
  const DisclosureRule rule = rule_of(take);
  if (as == "people") return "rounded to the whole person";
  if (as == "percent") return "as a share of a hundred";
  if (as == "digits") return "to three significant digits";
  if (as == "size") return "how many there are";
  if (as == "range") return "from its low to its high end, to the whole person";
  if (as == "quantity") return "in the words of its value";
  if (as == "rounded")
    return fmt::format("rounded to {}, and not shown below {}", rule.round_to, rule.small_below);
  if (as == "where")
    return fmt::format("how many there are of which '{}' is '{}'", take.value("member", ""),
                       take.value("is", ""));
  return "as it stands";
}

}  // namespace hearim
