#include "steps/export_provenance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "hearim/error.h"
#include "steps/case_names.h"

namespace hearim {
namespace {

constexpr std::array kSections = {
    "entity",         "activity",        "agent",    "wasGeneratedBy", "used", "wasAssociatedWith",
    "wasDerivedFrom", "wasAttributedTo", "hadMember"};

// "item:3" -> "hearim:item-3"; "judgements-of:step:link" -> "hearim:judgements-of-step-link".
std::string id_of(std::string_view object) {
  std::string id = "hearim:";
  for (const char c : object) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    id += plain ? c : '-';
  }
  return id;
}

Json named(std::string_view type) {
  return {{"$", "hearim:" + std::string(type)}, {"type", "prov:QUALIFIED_NAME"}};
}

class Provenance {
 public:
  Provenance(const Case& from, const NameMask& mask) : from_(from), mask_(mask) {
    for (const Item& item : from.items()) items_.emplace(item.id, to_hex(item.sha256));
    for (const List& list : from.lists()) lists_.emplace(list.id, list.item);
    from.for_each_log_line([&](const LogLine& line) {
      if (line.action.ends_with("-added") || line.action.ends_with("-made"))
        entries_.emplace(line.object, Entry{line.sequence, line.time, line.actor});
    });
  }

  void take(const Figure& figure) {
    const std::string object = fmt::format("figure:{}", figure.id);
    Json attributes{{"prov:type", named("Figure")},
                    {"prov:label", mask_.mask(figure.name)},
                    {"hearim:value", mask_.mask(figure.value)}};
    if (!figure.stale.empty()) attributes["hearim:stale"] = mask_.mask(figure.stale);
    declare(object, std::move(attributes));
    made(object, "publishing", figure.made_with, figure.inputs);
    follow();
  }

  // One line for each identifier.
  void write(ExportFile& file) const {
    file.write("{\"prefix\":{\"hearim\":\"urn:hearim:\"}");
    for (const char* section : kSections) {
      const auto found = sections_.find(section);
      if (found == sections_.end()) continue;
      file.write(fmt::format(",\n\"{}\":{{", section));
      bool first = true;
      for (const auto& [id, json] : found->second) {
        file.write(fmt::format("{}{}:{}", first ? "\n" : ",\n", Json(id).dump(), json));
        first = false;
      }
      file.write("}");
    }
    file.write("}\n");
  }

 private:
  struct Entry {
    std::uint64_t sequence = 0;
    std::string time, actor;
  };

  void put(const char* section, const std::string& id, const Json& json) {
    sections_[section].emplace(id, json.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  void relate(const char* section, const std::string& what, const Json& json) {
    put(section, "_:" + what, json);
  }
  bool is_declared(const std::string& object) const {
    const auto entities = sections_.find("entity");
    return entities != sections_.end() && entities->second.contains(id_of(object));
  }
  void declare(const std::string& object, Json attributes) {
    if (const auto entry = entries_.find(object); entry != entries_.end())
      attributes["hearim:custody_entry"] = entry->second.sequence;
    put("entity", id_of(object), attributes);
  }
  void need(const std::string& object) {
    if (!is_declared(object)) waiting_.push_back(object);
  }
  std::string agent(const std::string& actor) {
    put("agent", id_of(actor),
        {{"prov:type", {{"$", "prov:Person"}, {"type", "prov:QUALIFIED_NAME"}}}});
    return id_of(actor);
  }
  std::string key(std::string_view kind, const std::string& a, const std::string& b = "") const {
    return fmt::format("{}-{}{}", kind, id_of(a).substr(7),
                       b.empty() ? "" : "-" + id_of(b).substr(7));
  }
  void derived(const std::string& object, const std::string& input) {
    relate("wasDerivedFrom", key("d", object, input),
           {{"prov:generatedEntity", id_of(object)}, {"prov:usedEntity", id_of(input)}});
    need(input);
  }

  // A step, with what it was done with, of what, by whom.
  void made(const std::string& object, std::string_view step, const std::string& made_with,
            const std::vector<std::string>& inputs) {
    const std::string activity = fmt::format("making:{}", object);
    Json attributes{{"prov:type", named("Step")}, {"hearim:step", step}};
    const Json with = Json::parse(made_with, nullptr, false);
    if (with.is_object()) {
      for (const auto& [name, value] : with.items()) {
        const Json safe = masked(mask_, value);
        attributes["hearim:" + id_of(name).substr(7)] =
            safe.is_structured() ? Json(safe.dump()) : safe;
      }
    } else {
      attributes["hearim:made_with"] = mask_.mask(made_with);
    }
    Json generated{{"prov:entity", id_of(object)}, {"prov:activity", id_of(activity)}};
    if (const auto entry = entries_.find(object); entry != entries_.end()) {
      attributes["prov:endTime"] = entry->second.time;
      generated["prov:time"] = entry->second.time;
      relate("wasAssociatedWith", key("a", object),
             {{"prov:activity", id_of(activity)}, {"prov:agent", agent(entry->second.actor)}});
    }
    put("activity", id_of(activity), attributes);
    relate("wasGeneratedBy", key("g", object), generated);
    for (const std::string& input : inputs) {
      relate("used", key("u", object, input),
             {{"prov:activity", id_of(activity)}, {"prov:entity", id_of(input)}});
      derived(object, input);
    }
  }

  void follow() {
    while (!waiting_.empty()) {
      const std::string object = std::move(waiting_.back());
      waiting_.pop_back();
      if (!is_declared(object)) take(object);
    }
  }

  static std::optional<std::int64_t> number(const std::string& object, std::string_view kind) {
    if (!object.starts_with(kind)) return std::nullopt;
    const std::string digits = object.substr(kind.size());
    if (digits.empty() || digits.size() > 18 ||
        digits.find_first_not_of("0123456789") != std::string::npos)
      return std::nullopt;
    return std::stoll(digits);
  }

  void take(const std::string& object) {
    if (const auto id = number(object, "result:")) return take_result(object, *id);
    if (const auto id = number(object, "item:")) {
      Json attributes{{"prov:type", named("Item")}};
      if (const auto item = items_.find(*id); item != items_.end())
        attributes["hearim:sha256"] = item->second;
      else
        attributes["hearim:withdrawn"] = true;
      return declare(object, std::move(attributes));
    }
    if (const auto id = number(object, "list:")) {
      declare(object, {{"prov:type", named("List")}});
      if (const auto list = lists_.find(*id); list != lists_.end())
        derived(object, fmt::format("item:{}", list->second));
      return;
    }
    if (number(object, "text:")) {
      declare(object, {{"prov:type", named("Text")}});
      if (const auto item = item_of_text_.find(object); item != item_of_text_.end())
        derived(object, item->second);
      return;
    }
    if (number(object, "judgement:")) {
      declare(object, {{"prov:type", named("Judgement")}});
      if (const auto entry = entries_.find(object); entry != entries_.end())
        relate("wasAttributedTo", key("t", object),
               {{"prov:entity", id_of(object)}, {"prov:agent", agent(entry->second.actor)}});
      return;
    }
    if (number(object, "figure:")) return declare(object, {{"prov:type", named("Figure")}});
    // A set of objects, as it was when it was used.
    declare(object, {{"prov:type", {{"$", "prov:Collection"}, {"type", "prov:QUALIFIED_NAME"}}}});
  }

  void take_result(const std::string& object, std::int64_t id) {
    std::optional<Result> result;
    try {
      result = from_.result(id);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::not_found) throw;
    }
    Json attributes{{"prov:type", named("Result")}};
    if (!result) return declare(object, std::move(attributes));
    if (!result->stale.empty()) attributes["hearim:stale"] = mask_.mask(result->stale);
    declare(object, std::move(attributes));
    if (number(result->subject, "item:"))
      for (const std::string& input : result->inputs)
        if (number(input, "text:")) item_of_text_.emplace(input, result->subject);
    made(object, result->step, result->made_with, result->inputs);
  }

  const Case& from_;
  const NameMask& mask_;
  std::map<std::int64_t, std::string> items_;
  std::map<std::int64_t, std::int64_t> lists_;
  std::map<std::string, Entry> entries_;
  std::map<std::string, std::string> item_of_text_;
  std::vector<std::string> waiting_;
  std::map<std::string, std::map<std::string, std::string>> sections_;
};

}  // namespace

void export_provenance(const Case& from, const NameMask& mask, ExportFiles& files) {
  Provenance provenance(from, mask);
  for (const Figure& figure : from.figures()) provenance.take(figure);
  ExportFile file(files, "prov.json");
  provenance.write(file);
  file.finish();
}

}  // namespace hearim
