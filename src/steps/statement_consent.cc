#include "steps/statement_consent.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "hearim/coding.h"
#include "hearim/error.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

constexpr std::string_view kConsent = "consent";  // kind, and vocabulary

std::optional<std::int64_t> item_number(std::string_view text) {
  std::int64_t item = 0;
  if (!text.starts_with("item:")) return std::nullopt;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 5, end, item);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return item;
}

}  // namespace

std::optional<std::string> StatementPlaces::now(const Json& kept) {
  if (kept.is_string()) return kept.get<std::string>();
  if (!kept.is_object()) return std::nullopt;
  const std::string name = kept.value("statement", "");
  const std::size_t mark = name.find('#');
  const auto item = item_number(std::string_view(name).substr(0, std::min(mark, name.size())));
  if (mark == std::string::npos || !item) return std::nullopt;
  auto known = readings_.find(*item);
  if (known == readings_.end()) {
    known = readings_.emplace(*item, std::vector<Finding>()).first;
    const auto newest = from_.newest_result(kReadStep, fmt::format("item:{}", *item));
    if (newest) {
      const Json content = content_of(from_, newest->id);
      for (const Json& annotation : content.at("annotations"))
        known->second.push_back({annotation.value("id", ""), annotation.value("kind", ""),
                                 annotation.value("start", std::int64_t{0}),
                                 annotation.value("end", std::int64_t{0})});
    }
  }
  for (const Finding& finding : known->second)
    if (finding.kind == kept.value("kind", "") && finding.start == kept.value("start", -1) &&
        finding.end == kept.value("end", -1))
      return fmt::format("item:{}#{}", *item, finding.id);
  return std::nullopt;
}

StatementConsent::StatementConsent(const Case& from, std::string_view use) : use_(use) {
  if (find_term(kConsent, use) == nullptr) {
    std::vector<std::string_view> known;
    for (const Term& term : vocabulary(kConsent)) known.push_back(term.code);
    throw Error(ErrorCode::invalid_input,
                fmt::format("'{}' is no use that people were asked about", use), {.field = "--use"},
                fmt::format("one of {}", fmt::join(known, ", ")));
  }
  StatementPlaces places(from);
  for (const Judgement& judgement : standing_judgements(from, kConsent)) {
    const Json value = Json::parse(judgement.value, nullptr, false);
    if (value.is_object() && value.value("undone", false)) continue;
    const char* const key = value.is_object() && value.contains("agreed") ? "agreed" : "allow";
    if (!value.is_object() || !value.contains(key) || !value[key].is_array() ||
        !std::all_of(value[key].begin(), value[key].end(),
                     [](const Json& code) { return code.is_string(); }))
      throw Error(ErrorCode::invalid_input,
                  fmt::format("judgement {} does not say what was agreed to: expected "
                              "{{\"agreed\":[...]}}",
                              judgement.id));
    auto agreed = value[key].get<std::vector<std::string>>();
    std::replace(agreed.begin(), agreed.end(), std::string("report"), std::string("quotation"));
    const bool allowed = consent_allows(agreed, use);
    std::string about = judgement.about;
    if (value.contains("statements") && value["statements"].is_array() &&
        !value["statements"].empty()) {
      const auto now = places.now(value["statements"][0]);
      if (!now && allowed) continue;
      about = now.value_or(about.substr(0, about.find('#')));
    }
    // Said twice about one thing: what was refused stays refused until that is taken back.
    const auto [said, first] = said_.emplace(about, allowed);
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
