#include "estimate/disagreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace hearim {
namespace {

struct Answer {
  Model model;
  const PopulationInterval* population;
  bool weak;
};

std::string_view idea(Model model) {
  switch (model) {
    case Model::loglinear:
      return "that lists depend on each other only in the pairs found";
    case Model::decomposable:
      return "that dependence between lists follows some chordal graph";
    case Model::latent_class:
      return "that hidden groups of people explain the overlaps";
    case Model::lower_bound:
      break;
  }
  return "that people differ in how easily they are found";
}

}  // namespace

Disagreement compare_answers(std::span<const ModelResult> results) {
  std::vector<Answer> answers;
  const PopulationInterval* floor = nullptr;
  int refused = 0;
  for (const ModelResult& result : results) {
    const PopulationEstimate& common = result.common();
    if (!common.population) {
      refused += result.model != Model::lower_bound;
      continue;
    }
    if (result.model == Model::lower_bound) {
      if (common.status == EstimateStatus::ok) floor = &*common.population;
    } else {
      answers.push_back({result.model, &*common.population, common.status == EstimateStatus::weak});
    }
  }

  Disagreement d;
  d.answers = static_cast<int>(answers.size());
  std::string refusals;
  if (refused == 1) refusals = " One method gives no number and says why.";
  if (refused > 1) refusals = fmt::format(" {} methods give no number and say why.", refused);
  if (answers.empty()) {
    d.summary = refused == 0 ? "No method that claims the whole population was asked."
                             : "No method can tell how many there are in all from this table.";
    if (floor != nullptr) d.summary += " Only a floor is given.";
    return d;
  }
  std::sort(answers.begin(), answers.end(), [](const Answer& a, const Answer& b) {
    return a.population->point < b.population->point;
  });
  const Answer& least = answers.front();
  const Answer& most = answers.back();
  d.ratio = most.population->point / least.population->point;
  double highest_low = 0;
  double lowest_high = std::numeric_limits<double>::infinity();
  for (const Answer& answer : answers) {
    if (answer.population->low) highest_low = std::max(highest_low, *answer.population->low);
    if (answer.population->high) lowest_high = std::min(lowest_high, *answer.population->high);
  }
  d.intervals_overlap = highest_low <= lowest_high;

  if (answers.size() == 1) {
    d.summary =
        fmt::format("Only {} gives a number, so nothing here checks it.", model_name(least.model));
  } else if (d.ratio < kAgreementRatio && d.intervals_overlap) {
    d.summary =
        fmt::format("The {} answers differ by a factor of {:.2f} and their intervals overlap.",
                    answers.size(), d.ratio);
  } else {
    d.summary = fmt::format(
        "The answers differ by a factor of {:.1f}{}. The lowest rests on the assumption {}, the "
        "highest on the assumption {}; the table itself cannot say which holds.",
        d.ratio,
        d.intervals_overlap ? ", though their intervals overlap"
                            : ", and no one number lies in all their intervals",
        idea(least.model), idea(most.model));
  }
  const auto weak = std::count_if(answers.begin(), answers.end(),
                                  [](const Answer& answer) { return answer.weak; });
  if (weak > 0 && answers.size() == 1)
    d.summary += " It is weak.";
  else if (weak > 0)
    d.summary += fmt::format(" {} of these answers {} weak.", weak, weak == 1 ? "is" : "are");
  d.summary += refusals;
  if (floor != nullptr && floor->point > least.population->point)
    d.summary +=
        " The floor lies above the lowest answer: either some list keeps people off another, or "
        "that "
        "answer is too low.";
  return d;
}

}  // namespace hearim
