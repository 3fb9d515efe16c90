#include "steps/case_step.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/version.h"
#include "hearim/error.h"
#include "steps/shown_name.h"

namespace hearim {
namespace {

constexpr std::string_view kSettingKind = "setting";

std::string step_object(std::string_view step) { return fmt::format("step:{}", step); }

std::optional<Judgement> kept_setting(const Case& from, std::string_view step) {
  for (const Judgement& judgement : standing_judgements(from, kSettingKind))
    if (judgement.about == step_object(step)) return judgement;
  return std::nullopt;
}

}  // namespace

std::string made_with(const Json& settings) {
  return Json{{"program", fmt::format("hearim {}", kVersion)}, {"settings", settings}}.dump();
}

Json settings_of(const Result& result) {
  const Json made = Json::parse(result.made_with, nullptr, false);
  if (!made.is_object() || !made.contains("settings"))
    throw Error(ErrorCode::corrupt,
                fmt::format("result {} does not say what it was made with", result.id));
  return made["settings"];
}

std::optional<std::int64_t> standing_result(const Case& from, std::string_view step,
                                            std::string_view subject, const std::string& made_with,
                                            std::vector<std::string> inputs) {
  const auto newest = from.newest_result(step, subject);
  if (!newest || !newest->stale.empty() || newest->made_with != made_with) return std::nullopt;
  std::sort(inputs.begin(), inputs.end());
  inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
  if (newest->inputs != inputs) return std::nullopt;
  return newest->id;
}

Result result_needed(const Case& from, std::string_view step, std::string_view subject) {
  auto newest = from.newest_result(step, subject);
  if (!newest)
    throw Error(ErrorCode::not_found, fmt::format("nothing was made by {} yet", step), {},
                fmt::format("hearim {} CASE, or hearim run CASE", step));
  if (!newest->stale.empty())
    throw Error(ErrorCode::not_found, fmt::format("what {} made is stale: {}", step, newest->stale),
                {}, fmt::format("hearim {} CASE, or hearim run CASE", step));
  return std::move(*newest);
}

Json content_of(const Case& from, std::int64_t result) {
  Json content = Json::parse(from.result_content(result), nullptr, false);
  if (content.is_discarded())
    throw Error(ErrorCode::corrupt, fmt::format("result {} cannot be read", result));
  return content;
}

bool is_withdrawn(const Result& result) { return result.made_with.empty(); }

std::string result_object(std::int64_t result) { return fmt::format("result:{}", result); }

Json kept_settings(const Case& from, std::string_view step) {
  const auto kept = kept_setting(from, step);
  if (!kept) return Json::object();
  Json settings = Json::parse(kept->value, nullptr, false);
  if (!settings.is_object())
    throw Error(ErrorCode::corrupt, fmt::format("judgement {} holds no settings", kept->id));
  return settings;
}

void keep_settings(Case& into, std::string_view step, const Json& settings) {
  const auto kept = kept_setting(into, step);
  const std::string value = settings.dump();
  if (kept ? kept->value == value : settings.empty()) return;
  CaseWork work = into.begin_work();
  work.add_judgement({.about = step_object(step),
                      .kind = std::string(kSettingKind),
                      .value = value,
                      .supersedes = kept ? kept->id : 0});
  work.commit();
}

std::string settings_input(std::string_view step) { return "judgements-of:" + step_object(step); }

std::vector<Judgement> standing_judgements(const Case& from, std::string_view kind) {
  std::vector<Judgement> all = from.judgements(kind);
  std::set<std::int64_t> superseded;
  for (const Judgement& judgement : all)
    if (judgement.supersedes != 0) superseded.insert(judgement.supersedes);
  std::erase_if(all, [&](const Judgement& j) { return superseded.contains(j.id); });
  return all;
}

ItemNames::ItemNames(const Case& from) {
  // The first of a name keeps it: an item that comes later changes no result made before.
  std::set<std::string> taken;
  for (const Item& item : from.items()) {
    std::string name = shown_name(base_name(item.name));
    if (name.empty() || taken.contains(name)) name = fmt::format("{} (item {})", name, item.id);
    taken.insert(name);
    names_.emplace(item.id, std::move(name));
  }
}

const std::string& ItemNames::operator[](std::int64_t item) const { return names_.at(item); }

std::optional<std::int64_t> ItemNames::item(std::string_view name) const {
  for (const auto& [id, known] : names_)
    if (known == name) return id;
  return std::nullopt;
}

}  // namespace hearim
