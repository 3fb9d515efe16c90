// What must not be used any more: docs/formats/case.md, "Results".
//
// Inputs and what was made from them are the edges of a graph without circles, for an input is
// there before what uses it. A change goes along the edges once, breadth first; what is stale
// already passed it on when it became so, and stops it. Cost: what becomes stale.
#include <fmt/format.h>

#include <array>
#include <deque>

#include "casefile/case_state.h"

namespace hearim {
namespace {

struct Dependant {
  std::string_view kind, uses, mark;
};
constexpr std::array<Dependant, 2> kDependants = {
    {{"result",
      "SELECT result FROM result_input JOIN result ON result.id = result WHERE input = ? AND stale "
      "IS NULL ORDER BY result",
      "UPDATE result SET stale = ? WHERE id = ?"},
     {"figure",
      "SELECT figure FROM figure_input JOIN figure ON figure.id = figure WHERE input = ? AND stale "
      "IS NULL ORDER BY figure",
      "UPDATE figure SET stale = ? WHERE id = ?"}}};

}  // namespace

bool stands(Database& database, const std::string& input) {
  if (input == "items" || input == "lists" || input == "texts" || input.starts_with("texts-of:") ||
      input.starts_with("judgements:") || input.starts_with("judgements-of:"))
    return true;
  const auto colon = input.find(':');
  if (colon == std::string::npos || colon + 1 == input.size() || input.size() > colon + 19 ||
      input.find_first_not_of("0123456789", colon + 1) != std::string::npos)
    return false;
  const std::string kind = input.substr(0, colon);
  const char* const sql =
      kind == "item"        ? "SELECT 1 FROM item WHERE id = ? AND length(content_salt) > 0"
      : kind == "list"      ? "SELECT 1 FROM list WHERE id = ? AND length(salt) > 0"
      : kind == "text"      ? "SELECT 1 FROM text WHERE id = ? AND length(salt) > 0"
      : kind == "judgement" ? "SELECT 1 FROM judgement WHERE id = ? AND length(salt) > 0"
      : kind == "result"    ? "SELECT 1 FROM result WHERE id = ? AND stale IS NULL"
      : kind == "figure"    ? "SELECT 1 FROM figure WHERE id = ? AND stale IS NULL"
                            : nullptr;
  if (sql == nullptr) return false;
  Statement row(database, sql);
  return row.bind(1, static_cast<std::int64_t>(std::stoll(input.substr(colon + 1)))).step();
}

void mark_dependants(CaseState& state, MerkleFrontier& log, const std::string& object,
                     const std::string& why,
                     const std::function<void(const std::string& object)>& marked) {
  Database& database = *state.database;
  std::deque<std::string> changed{object};
  while (!changed.empty()) {
    const std::string input = changed.front();
    changed.pop_front();
    const std::string reason = input == object
                                   ? fmt::format("it uses {}; {}", input, why)
                                   : fmt::format("it uses {}, which is stale; {}", input, why);
    for (const Dependant& dependant : kDependants) {
      std::vector<std::int64_t> found;
      Statement uses(database, dependant.uses);
      uses.bind(1, std::string_view(input));
      while (uses.step()) found.push_back(uses.integer(0));
      for (const std::int64_t id : found) {
        const std::string name = fmt::format("{}:{}", dependant.kind, id);
        Statement(database, dependant.mark).bind(1, std::string_view(reason)).bind(2, id).run();
        append_entry(state, log,
                     {.action = fmt::format("{}-stale", dependant.kind),
                      .object = name,
                      .parameters = reason});
        if (marked) marked(name);
        changed.push_back(name);
      }
    }
  }
}

}  // namespace hearim
