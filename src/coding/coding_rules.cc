// The rules are small; what matters is what they do not do. An age that is not known does not make
// a child, nor an adult: the finding says that it hangs on the age. Means imply nothing about
// purpose, and an act of violence after the fact is a means only if whoever codes says that it was
// one: an act whose type can be a means counts as one here because the chain of acts belongs to one
// case, and the finding lists what it counted so that it can be judged.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/check.h"
#include "hearim/coding.h"

namespace hearim {
namespace {

constexpr double kAdult = 18;

void add_element(TraffickingCheck& check, std::string_view code) {
  const Term* term = find_term("element", code);
  if (term == nullptr || term->broader.empty()) return;
  auto& found = term->broader == "act"     ? check.act
                : term->broader == "means" ? check.means
                                           : check.purpose;
  if (std::find(found.begin(), found.end(), term->code) == found.end()) found.push_back(term->code);
}

std::string missing_words(const TraffickingCheck& check, bool means_needed) {
  std::string words;
  const auto missing = [&](bool is_missing, std::string_view name) {
    if (is_missing) words += (words.empty() ? "" : " and ") + std::string(name);
  };
  missing(check.act.empty(), "an act");
  missing(means_needed && check.means.empty(), "a means");
  missing(check.purpose.empty(), "a purpose of exploitation");
  return words;
}

}  // namespace

std::vector<std::string> act_faults(const CodedAct& act) {
  std::vector<std::string> faults;
  if (act.victim.empty())
    faults.emplace_back("no victim: an act is one type of act against one victim");
  if (act.case_id.empty()) faults.emplace_back("no case: acts are counted within cases");
  if (act.statements.empty())
    faults.emplace_back("no statement: an act rests on what somebody said");
  if (find_term("act", act.act) == nullptr)
    faults.push_back(fmt::format("'{}' is no type of act", act.act));
  for (const std::string& element : act.elements)
    if (const Term* term = find_term("element", element); term == nullptr || term->broader.empty())
      faults.push_back(fmt::format("'{}' is no element of trafficking", element));
  for (const Perpetrator& perpetrator : act.perpetrators) {
    if (perpetrator.person.empty()) faults.emplace_back("a perpetrator is nobody: leave it out");
    if (!perpetrator.person.empty() && perpetrator.person == act.victim)
      faults.push_back(fmt::format("'{}' is victim and perpetrator of one act", act.victim));
    if (!perpetrator.involvement.empty() &&
        find_term("involvement", perpetrator.involvement) == nullptr)
      faults.push_back(fmt::format("'{}' is no degree of involvement", perpetrator.involvement));
  }
  return faults;
}

TraffickingCheck check_trafficking(std::span<const CodedAct> acts, const AgeRange& age) {
  TraffickingCheck check;
  for (const CodedAct& act : acts) {
    CHECK(act.victim == acts.front().victim);
    if (const Term* term = find_term("act", act.act)) add_element(check, term->element);
    for (const std::string& element : act.elements) add_element(check, element);
  }
  const bool surely_child = age.high && *age.high < kAdult;
  const bool surely_adult = age.low && *age.low >= kAdult;
  if (check.act.empty() || check.purpose.empty() || (surely_adult && check.means.empty())) {
    check.words = fmt::format("Not complete: {} missing.", missing_words(check, !surely_child));
    if (check.act.empty() || check.purpose.empty()) return check;
    check.words += " The person was 18 or older, so that means are needed.";
    return check;
  }
  if (!check.means.empty()) {
    check.finding = TraffickingFinding::complete;
    check.words = "Act, means and purpose are all there.";
  } else if (surely_child) {
    check.finding = TraffickingFinding::complete_as_child;
    check.words =
        "Act and purpose are there; the person was under 18, so that no means are needed.";
  } else {
    check.finding = TraffickingFinding::complete_if_under_18;
    check.words =
        "Act and purpose are there, no means: complete only if the person was under 18, which is "
        "not "
        "known.";
  }
  return check;
}

std::string grade_fault(std::string_view source_grade, std::string_view claim_grade,
                        int independent_lineages) {
  if (find_term("source_grade", source_grade) == nullptr)
    return fmt::format("'{}' is no grade of a source: A to F", source_grade);
  if (find_term("claim_grade", claim_grade) == nullptr)
    return fmt::format("'{}' is no grade of a claim: 1 to 6", claim_grade);
  if (claim_grade == "1" && independent_lineages < 2)
    return fmt::format(
        "1, confirmed, needs two independent lineages; there {}: articles that go back to one "
        "report "
        "are one",
        independent_lineages == 1 ? "is 1" : fmt::format("are {}", independent_lineages));
  return {};
}

CodingCounts count_coding(std::span<const CodedAct> acts) {
  std::set<std::string_view> cases, victims, perpetrators, persons, statements;
  const auto add = [](std::set<std::string_view>& set, std::string_view id) {
    if (!id.empty()) set.insert(id);
  };
  for (const CodedAct& act : acts) {
    add(cases, act.case_id);
    add(victims, act.victim);
    add(persons, act.victim);
    for (const Perpetrator& perpetrator : act.perpetrators) {
      add(perpetrators, perpetrator.person);
      add(persons, perpetrator.person);
    }
    for (const std::string& statement : act.statements) add(statements, statement);
  }
  return {cases.size(),        acts.size(),    victims.size(),
          perpetrators.size(), persons.size(), statements.size()};
}

bool consent_allows(std::span<const std::string> agreed, std::string_view use) {
  return find_term("consent", use) != nullptr &&
         std::find(agreed.begin(), agreed.end(), use) != agreed.end();
}

}  // namespace hearim
