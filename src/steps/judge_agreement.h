// How far people agree who judged the same proposals of a case: pairs of rows, and statements that
// one judged and another gave a second opinion on. Each two people apart; counts, Cohen's kappa
// and every conflict.
#pragma once

#include <string>
#include <vector>

#include "steps/case_step.h"
#include "steps/decisions_file.h"

namespace hearim {

struct CaseAgreement {
  std::string about;  // "pairs", "statements"
  AgreementReport report;
};
// Those who judged something in common, by the numbers of the people.
std::vector<CaseAgreement> case_agreement(const Case& from);

std::string case_agreement_text(const std::vector<CaseAgreement>& all);
// [{"about":"pairs","first":"Ann","second":"Ben","counts":[9],"answers":[3],"agreement":0.9,
//   "kappa":0.8,"low":...,"high":...,"only_first":..,"only_second":..,"conflicts":[...]}]
Json case_agreement_json(const std::vector<CaseAgreement>& all);

}  // namespace hearim
