#include "steps/case_names.h"

#include <algorithm>
#include <array>

#include "steps/case_list_reader.h"
#include "steps/column_use.h"

namespace hearim {
namespace {

constexpr std::size_t kRowsBetweenLooks = 4096;

// A word such as "yes" in a column about a witness is no name.
bool looks_like_a_name(std::string_view value) {
  return value.find(' ') != std::string_view::npos ||
         std::any_of(value.begin(), value.end(), [](char c) { return (c & 0x80) != 0; });
}

constexpr std::array<std::string_view, 28> kCodes = {
    "command",   "version",  "kind",      "type",       "agreement", "status",        "model",
    "id",        "entity",   "unit",      "annotation", "form",      "origin_entity", "base",
    "sha256",    "encoding", "read_by",   "selection",  "change",    "flag",          "program",
    "estimator", "level",    "statement", "act",        "item",      "document",      "documents"};

}  // namespace

NameMask mask_of_case(const Case& from, const Json& linkage, const Json& board, const Run& run) {
  NameMask mask;
  for (const List& list : from.lists()) {
    const std::vector<ColumnUse> uses = column_uses(from, list, linkage);
    CaseListReader reader(from, list, "");
    // Given and family name in columns of their own: together they are the whole name, too.
    std::vector<std::size_t> names;
    for (std::size_t c = 0; c < uses.size(); ++c)
      if (uses[c] == ColumnUse::name) names.push_back(c);
    std::string whole;
    for (std::uint64_t row = 0;; ++row) {
      if (row % kRowsBetweenLooks == 0) {
        run.stop_if_cancelled();
        if (run.progress) run.progress("taking names to mask", row, list.row_count);
      }
      const ListReader::Step step = reader.next();
      if (step == ListReader::Step::end) break;
      if (step == ListReader::Step::rejected) {
        // Cut wrongly or not at all: its words are not known to be names. It never leaves.
        continue;
      }
      for (std::size_t c = 0; c < uses.size(); ++c) {
        const std::string_view cell = reader.cell(c);
        if (uses[c] == ColumnUse::name ||
            (uses[c] == ColumnUse::other_name && looks_like_a_name(cell)))
          mask.add(cell);
        else if (uses[c] == ColumnUse::number)
          mask.add_number(cell);
      }
      if (names.size() < 2) continue;
      whole.clear();
      for (const std::size_t c : names) {
        if (!whole.empty()) whole += ' ';
        whole += reader.cell(c);
      }
      mask.add(whole);
    }
  }
  if (board.is_object()) {
    for (const Json& entity : board.at("entities")) {
      if (entity.value("type", "") != "person") continue;
      mask.add(entity.value("name", ""));
      if (entity.contains("names"))
        for (const Json& name : entity["names"]) mask.add(name.get<std::string>());
    }
  }
  mask.ready();
  return mask;
}

Json masked(const NameMask& mask, const Json& json) {
  if (json.is_string()) return mask.mask(json.get_ref<const std::string&>());
  if (json.is_array()) {
    Json out = Json::array();
    for (const Json& part : json) out.push_back(masked(mask, part));
    return out;
  }
  if (!json.is_object()) return json;
  Json out = Json::object();
  for (const auto& [name, value] : json.items()) {
    const bool code =
        !value.is_object() && std::find(kCodes.begin(), kCodes.end(), name) != kCodes.end();
    out[name] = code ? value : masked(mask, value);
  }
  return out;
}

}  // namespace hearim
