// The coding of a case as numbers and findings: what the report and `hearim code CASE check` show.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "steps/code_case.h"

namespace hearim {
namespace {

std::string_view finding_word(TraffickingFinding finding) {
  switch (finding) {
    case TraffickingFinding::complete:
      return "complete";
    case TraffickingFinding::complete_as_child:
      return "complete_as_child";
    case TraffickingFinding::complete_if_under_18:
      return "complete_if_under_18";
    case TraffickingFinding::incomplete:
      return "incomplete";
  }
  return "incomplete";
}

Json labels_of(const Term& term) {
  return {{"en", term.english}, {"ko", term.korean}, {"ar", term.arabic}};
}

}  // namespace

Json coding_of_case(const Case& from) {
  const CaseCoding coding = coding_in(from);
  const std::vector<CodedAct> acts(coding.acts.begin(), coding.acts.end());
  const CodingCounts counts = count_coding(acts);
  Json out;
  out["counts"] = {{"cases", counts.cases},     {"acts", counts.acts},
                   {"victims", counts.victims}, {"perpetrators", counts.perpetrators},
                   {"persons", counts.persons}, {"statements", counts.statements}};
  out["acts"] = Json::array();
  for (const Term& term : vocabulary("act")) {
    std::vector<CodedAct> of_kind;
    for (const CodedAct& act : acts)
      if (act.act == term.code) of_kind.push_back(act);
    if (of_kind.empty()) continue;
    const CodingCounts kind = count_coding(of_kind);
    out["acts"].push_back({{"act", term.code},
                           {"labels", labels_of(term)},
                           {"acts", kind.acts},
                           {"cases", kind.cases},
                           {"victims", kind.victims},
                           {"statements", kind.statements}});
  }
  std::map<std::string, AgeRange> ages;
  for (const KeptPerson& person : coding.persons) ages[person.id] = person.age;
  std::map<std::string, std::vector<CodedAct>> of_victim;
  for (const CodedAct& act : acts) of_victim[act.victim].push_back(act);
  out["findings"] = Json::array();
  for (const auto& [victim, suffered] : of_victim) {
    const TraffickingCheck check = check_trafficking(suffered, ages[victim]);
    // Who suffered no act of trafficking is no unfinished case of it.
    if (check.act.empty() && check.purpose.empty()) continue;
    out["findings"].push_back({{"victim", victim},
                               {"finding", finding_word(check.finding)},
                               {"act", check.act},
                               {"means", check.means},
                               {"purpose", check.purpose},
                               {"words", check.words}});
  }
  out["grades"] = Json::array();
  for (const KeptGrade& grade : coding.grades)
    out["grades"].push_back(
        {{"claim", grade.claim},
         {"about", grade.about},
         {"source", grade.source_grade},
         {"claim_grade", grade.claim_grade},
         {"independent_sources", grade.independent_sources},
         {"fault", grade.claim.empty() ? "what was graded is on the board of claims no more"
                                       : grade_fault(grade.source_grade, grade.claim_grade,
                                                     grade.independent_sources)}});
  out["faults"] = Json::array();
  std::set<std::string> there;
  for (const KeptPerson& person : coding.persons) there.insert(person.id);
  for (const KeptEvent& event : coding.events) there.insert(event.id);
  for (const KeptAct& act : coding.acts) {
    std::vector<std::string> faults = act_faults(act);
    for (const std::string& id : {act.victim, act.case_id})
      if (!id.empty() && !there.contains(id))
        faults.push_back(fmt::format("{} is not in the coding any more", id));
    for (const CodedStatement& statement : act.rests_on)
      if (!statement.found)
        faults.push_back(
            fmt::format("the newest reading does not find {} where it was", statement.name));
    for (const std::string& fault : faults)
      out["faults"].push_back(fmt::format("{}: {}", act.id, fault));
  }
  const std::vector<KeptConsent> consents = consents_of(from);
  Json by_use = Json::object();
  for (const Term& use : vocabulary("consent"))
    by_use[std::string(use.code)] = std::count_if(
        consents.begin(), consents.end(),
        [&](const KeptConsent& consent) { return consent_allows(consent.agreed, use.code); });
  out["consents"] = {{"recorded", consents.size()}, {"by_use", std::move(by_use)}};
  return out;
}

}  // namespace hearim
