#include "steps/statement_consent.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "hearim/coding.h"
#include "hearim/error.h"
#include "steps/case_step.h"

namespace hearim {
namespace {

std::optional<std::int64_t> item_number(std::string_view text) {
  std::int64_t item = 0;
  if (!text.starts_with("item:")) return std::nullopt;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 5, end, item);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return item;
}

}  // namespace

StatementConsent::StatementConsent(const Case& from, std::string_view use) : use_(use) {
  if (find_term("consent", use) == nullptr) {
    std::vector<std::string_view> known;
    for (const Term& term : vocabulary("consent")) known.push_back(term.code);
    throw Error(ErrorCode::invalid_input,
                fmt::format("'{}' is no use that people were asked about", use), {.field = "--use"},
                fmt::format("one of {}", fmt::join(known, ", ")));
  }
  for (const Judgement& judgement : standing_judgements(from, kConsentKind)) {
    const Json value = Json::parse(judgement.value, nullptr, false);
    if (!value.is_object() || !value.contains("allow") || !value["allow"].is_array() ||
        !std::all_of(value["allow"].begin(), value["allow"].end(),
                     [](const Json& code) { return code.is_string(); }))
      throw Error(ErrorCode::invalid_input,
                  fmt::format("judgement {} does not say what was agreed to: expected "
                              "{{\"allow\":[...]}}",
                              judgement.id));
    auto agreed = value["allow"].get<std::vector<std::string>>();
    std::replace(agreed.begin(), agreed.end(), std::string("report"), std::string("quotation"));
    const bool allowed = consent_allows(agreed, use);
    // Said twice about one thing: what was refused stays refused until that is taken back.
    const auto [said, first] = said_.emplace(judgement.about, allowed);
    if (!first) said->second = said->second && allowed;
  }
  for (const Judgement& judgement : standing_judgements(from, kAccessKind))
    if (const auto item = item_number(judgement.about); item && judgement.value == "public")
      public_items_.insert(*item);
}

bool StatementConsent::allows(std::int64_t item, std::string_view annotation, Of what) const {
  if (const auto said = said_.find(fmt::format("item:{}#{}", item, annotation));
      said != said_.end())
    return said->second;
  if (const auto said = said_.find(fmt::format("item:{}", item)); said != said_.end())
    return said->second;
  return what == Of::other || public_items_.contains(item);
}

bool StatementConsent::allows(std::string_view statement) const {
  const std::size_t mark = statement.find('#');
  if (mark == std::string_view::npos) return false;
  const auto item = item_number(statement.substr(0, mark));
  return item && allows(*item, statement.substr(mark + 1), Of::testimony);
}

}  // namespace hearim
