#include "steps/judge_agreement.h"

#include <fmt/format.h>

#include <array>
#include <map>

#include "stats/cohen_kappa.h"
#include "steps/case_statement_review.h"
#include "steps/pair_judgements.h"
#include "steps/shown_name.h"

namespace hearim {
namespace {

using NamesOfActors = std::map<std::string, std::string>;

NamesOfActors names_of_actors(const Case& from) {
  NamesOfActors names;
  for (const Actor& actor : from.actors())
    names[fmt::format("actor:{}", actor.id)] = shown_name(actor.name);
  return names;
}

std::string name_of(const NamesOfActors& names, const std::string& actor) {
  const auto known = names.find(actor);
  return known == names.end() || known->second.empty() ? actor : known->second;
}

void add_pairs(const Case& from, const NamesOfActors& names, std::vector<CaseAgreement>& all) {
  std::map<std::string, std::vector<Decision>> of_actor;
  for (PairJudged& judged : pair_judgements(from)) {
    if (judged.purpose != DecisionPurpose::review) continue;
    of_actor[judged.actor].push_back(
        {.a = {fmt::format("list:{}", judged.a.list), judged.a.row, judged.keys[0]},
         .b = {fmt::format("list:{}", judged.b.list), judged.b.row, judged.keys[1]},
         .judgement = judged.judgement,
         .reviewer = judged.actor,
         .time = judged.time});
  }
  for (auto first = of_actor.begin(); first != of_actor.end(); ++first)
    for (auto second = std::next(first); second != of_actor.end(); ++second) {
      AgreementReport report = compare_decisions(first->second, second->second);
      if (report.common() == 0) continue;
      report.first = name_of(names, first->first);
      report.second = name_of(names, second->first);
      report.of = "by both";
      report.only = "only by";
      all.push_back({"pairs", std::move(report)});
    }
}

void add_statements(const Case& from, const NamesOfActors& names, std::vector<CaseAgreement>& all) {
  static constexpr std::array<std::string_view, 3> kAnswers = {"accept", "reject", "unsure"};
  std::map<std::pair<std::string, std::string>, AgreementReport> of_two;
  for (const SecondOpinion& opinion : second_opinions(from)) {
    AgreementReport& report = of_two[{opinion.first, opinion.second}];
    const auto first = static_cast<std::size_t>(opinion.first_answer);
    const auto second = static_cast<std::size_t>(opinion.second_answer);
    ++report.counts[first * 3 + second];
    if (first != second)
      report.conflicts.push_back(fmt::format("judgement:{} on item:{}: {} / {}", opinion.of,
                                             opinion.item, kAnswers[first], kAnswers[second]));
  }
  for (auto& [two, report] : of_two) {
    report.first = name_of(names, two.first);
    report.second = name_of(names, two.second);
    report.what = "statements";
    report.of = "by both";
    report.only.clear();  // a second opinion is always on something the first has judged
    for (std::size_t i = 0; i < 3; ++i) report.answers[i] = kAnswers[i];
    all.push_back({"statements", std::move(report)});
  }
}

}  // namespace

std::vector<CaseAgreement> case_agreement(const Case& from) {
  const NamesOfActors names = names_of_actors(from);
  std::vector<CaseAgreement> all;
  add_pairs(from, names, all);
  add_statements(from, names, all);
  return all;
}

std::string case_agreement_text(const std::vector<CaseAgreement>& all) {
  if (all.empty())
    return "Nobody has judged what another has: hearim judge CASE --blind, by somebody else.\n";
  std::string text;
  for (const CaseAgreement& one : all) {
    if (!text.empty()) text += '\n';
    text += agreement_text(one.report);
  }
  return text;
}

Json case_agreement_json(const std::vector<CaseAgreement>& all) {
  Json out = Json::array();
  for (const CaseAgreement& one : all) {
    const KappaEstimate kappa = cohen_kappa(one.report.counts, 3, 0.95);
    Json json{{"about", one.about},          {"first", one.report.first},
              {"second", one.report.second}, {"answers", one.report.answers},
              {"counts", one.report.counts}, {"judged_by_both", kappa.items},
              {"agreement", kappa.agreement}};
    if (kappa.kappa) json["kappa"] = *kappa.kappa;
    if (kappa.low) json["low"] = *kappa.low;
    if (kappa.high) json["high"] = *kappa.high;
    json["only_first"] = one.report.only_first;
    json["only_second"] = one.report.only_second;
    json["conflicts"] = one.report.conflicts;
    out.push_back(std::move(json));
  }
  return out;
}

}  // namespace hearim
