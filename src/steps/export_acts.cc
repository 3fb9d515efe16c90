#include "steps/export_acts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "hearim/coding.h"
#include "hearim/error.h"
#include "steps/column_use.h"
#include "table/csv_cell.h"

namespace hearim {
namespace {

struct JudgedAct {
  std::int64_t judgement = 0;
  CodedAct act;
};

std::string text_in(const Json& json, const char* name) {
  return json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : "";
}

std::vector<std::string> texts_in(const Json& json, const char* name) {
  std::vector<std::string> texts;
  if (json.contains(name) && json[name].is_array())
    for (const Json& text : json[name])
      if (text.is_string()) texts.push_back(text);
  return texts;
}

// Nothing where it was taken back. A statement that is no longer there is left empty.
std::optional<JudgedAct> act_of(const Judgement& judgement, StatementPlaces& places) {
  const Json json = Json::parse(judgement.value, nullptr, false);
  if (!json.is_object())
    throw Error(ErrorCode::invalid_input, fmt::format("judgement {} holds no act", judgement.id));
  if (json.value("undone", false)) return std::nullopt;
  JudgedAct judged{.judgement = judgement.id, .act = {}};
  CodedAct& act = judged.act;
  act.id = text_in(json, "id");
  act.case_id = text_in(json, json.contains("case") ? "case" : "case_id");
  act.victim = text_in(json, "victim");
  if (json.contains("perpetrators") && json["perpetrators"].is_array())
    for (const Json& perpetrator : json["perpetrators"])
      act.perpetrators.push_back(
          {text_in(perpetrator, "person"), text_in(perpetrator, "involvement")});
  act.act = text_in(json, "act");
  act.elements = texts_in(json, "elements");
  act.place = text_in(json, "place");
  act.date = text_in(json, "date");
  if (json.contains("statements") && json["statements"].is_array())
    for (const Json& statement : json["statements"])
      act.statements.push_back(places.now(statement).value_or(""));
  return judged;
}

// Numbers in the order of being met, in place of what people called them.
class Numbers {
 public:
  explicit Numbers(char letter) : letter_(letter) {}
  std::string operator[](const std::string& called) {
    if (called.empty()) return {};
    const auto number = numbers_.emplace(called, numbers_.size() + 1).first->second;
    return fmt::format("{}{}", letter_, number);
  }

 private:
  char letter_;
  std::map<std::string, std::size_t> numbers_;
};

// Values that too few victims have, and those their number would follow from.
class FewVictims {
 public:
  FewVictims(const std::vector<JudgedAct>& acts, const SmallCells& rule, auto value_of) {
    std::map<std::string, std::set<std::string>> victims;
    for (const JudgedAct& judged : acts)
      victims[value_of(judged.act)].insert(
          judged.act.victim.empty() ? fmt::format("act {}", judged.judgement) : judged.act.victim);
    if (victims.empty()) return;
    std::vector<std::int64_t> counts;
    for (const auto& [value, of] : victims) counts.push_back(static_cast<std::int64_t>(of.size()));
    const auto cells = rule ? protect_counts(counts, 1, *rule).cells : std::vector<ProtectedCell>();
    std::size_t at = 0;
    for (const auto& [value, of] : victims) {
      // Row by row, each with its total.
      const ProtectedCell cell =
          rule ? cells[2 * at]
               : ProtectedCell{.suppression = Suppression::none, .shown = counts[at]};
      cells_.emplace(value, cell);
      ++at;
    }
  }
  const ProtectedCell& operator[](const std::string& value) const { return cells_.at(value); }
  const std::map<std::string, ProtectedCell>& all() const { return cells_; }

 private:
  std::map<std::string, ProtectedCell> cells_;
};

std::string joined_words(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

}  // namespace

ExportedActs export_acts(const Case& from, const NameMask& mask, const SmallCells& rule,
                         const StatementConsent& consent, ExportFiles& files) {
  ExportedActs done;
  std::vector<JudgedAct> acts;
  StatementPlaces places_now(from);
  for (const Judgement& judgement : standing_judgements(from, "act")) {
    std::optional<JudgedAct> judged = act_of(judgement, places_now);
    if (!judged) continue;
    const auto& statements = judged->act.statements;
    const bool allowed =
        !statements.empty() && std::all_of(statements.begin(), statements.end(),
                                           [&](const auto& one) { return consent.allows(one); });
    if (allowed)
      acts.push_back(std::move(*judged));
    else
      ++done.left_out;
  }
  if (acts.empty()) return done;

  const auto kind_of = [](const CodedAct& act) { return act.act; };
  // A spot is nobody's to publish, whatever the counts.
  const auto place_of = [&](const CodedAct& act) {
    return consent.without_place() || holds_coordinates(act.place) ? std::string()
                                                                   : mask.mask(act.place);
  };
  const auto date_of = [&](const CodedAct& act) {
    return rule ? act.date.substr(0, 4) : act.date;  // its year
  };
  const FewVictims kinds(acts, rule, kind_of), places(acts, rule, place_of),
      dates(acts, rule, date_of);
  const auto said = [&](const FewVictims& few, const std::string& value) {
    if (few[value].shown || value.empty()) return value;
    done.withholds = true;
    return std::string();
  };

  Numbers persons('p'), cases('c');
  ExportFile file(files, "acts.csv");
  file.row(
      {"act", "case", "victim", "perpetrators", "kind", "elements", "place", "date", "statements"});
  for (const auto& [judgement, act] : acts) {
    std::string perpetrators;
    // By turns, so that the numbers do not depend on the order of evaluation.
    const std::string case_number = cases[act.case_id], victim = persons[act.victim];
    for (const Perpetrator& by : act.perpetrators) {
      perpetrators += (perpetrators.empty() ? "" : " ") + persons[by.person];
      if (find_term("involvement", by.involvement)) perpetrators += ":" + by.involvement;
    }
    const std::string kind = said(kinds, act.act);
    std::vector<std::string> elements;
    for (const std::string& element : act.elements)
      if (!kind.empty() && find_term("element", element)) elements.push_back(element);
    file.row({fmt::format("judgement:{}", judgement), case_number, victim, csv_cell(perpetrators),
              csv_cell(mask.mask(kind)), csv_cell(joined_words(elements)),
              csv_cell(said(places, place_of(act))), csv_cell(mask.mask(said(dates, date_of(act)))),
              csv_cell(mask.mask(joined_words(act.statements)))});
  }
  file.finish();

  ExportFile by_kind(files, "acts-by-kind.csv");
  by_kind.row({"kind", "english", "korean", "arabic", "victims", "acts"});
  for (const auto& [kind, victims] : kinds.all()) {
    const auto count = std::count_if(acts.begin(), acts.end(), [&, &of = kind](const auto& judged) {
      return judged.act.act == of;
    });
    const Term* const term = find_term("act", kind);
    ProtectedCell shown;
    if (victims.shown)
      shown = rule ? protect_count(count, *rule)
                   : ProtectedCell{.suppression = Suppression::none, .shown = count};
    by_kind.row({csv_cell(mask.mask(kind)), csv_cell(term ? term->english : ""),
                 csv_cell(term ? term->korean : ""), csv_cell(term ? term->arabic : ""),
                 shown_count(victims), shown_count(shown)});
  }
  by_kind.finish();
  return done;
}

}  // namespace hearim
