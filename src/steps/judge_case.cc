#include "steps/judge_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "hearim/error.h"
#include "steps/case_statement_review.h"
#include "steps/claims_case.h"
#include "steps/estimate_case.h"
#include "steps/read_case.h"

namespace hearim {

std::string begin_sitting(Case& into, const Json& how) {
  CaseWork work = into.begin_work();
  const std::int64_t id = work.add_judgement(
      {.about = "review", .kind = std::string(kSittingKind), .value = how.dump()});
  work.commit();
  const std::vector<Judgement> sittings = into.judgements(kSittingKind);
  CHECK(!sittings.empty() && sittings.back().id == id);
  return sittings.back().actor;
}

CaseReview::CaseReview(Case& into, const JudgeOptions& options, const Run& run)
    : blind_(options.blind) {
  CaseReviewOptions part{.actor = begin_sitting(into, {{"blind", options.blind}}),
                         .blind = options.blind,
                         .count_max = options.count_max,
                         .seed = options.seed};
  if (options.only != JudgeOnly::statements && !into.lists().empty()) ask_pairs(into, part, run);
  if (options.only != JudgeOnly::pairs && !into.results(kReadStep).empty()) {
    auto statements = std::make_unique<CaseStatementReview>(into, part, run);
    notes_.insert(notes_.end(), statements->notes().begin(), statements->notes().end());
    parts_.push_back(std::move(statements));
  }
}

void CaseReview::ask_pairs(Case& into, CaseReviewOptions& part, const Run& run) {
  try {
    auto pairs = std::make_unique<CasePairReview>(into, part, run);
    notes_ = pairs->notes();
    const std::size_t fresh = pairs->count() - pairs->answered().size();
    part.count_max -= std::min(part.count_max, fresh);
    parts_.push_back(std::move(pairs));
  } catch (const Error& error) {
    // Lists of prices, or of nobody any more: there are statements all the same.
    if (error.code() != ErrorCode::not_found) throw;
    notes_.push_back("no pairs are asked about: " + error.message());
  }
}

CaseReview::Place CaseReview::place_of(std::size_t question) const {
  for (const auto& part : parts_) {
    if (question < part->count()) return {part.get(), question};
    question -= part->count();
  }
  CHECK(false);
}

std::size_t CaseReview::count() const {
  std::size_t count = 0;
  for (const auto& part : parts_) count += part->count();
  return count;
}

std::vector<ReviewAnswered> CaseReview::answered() const {
  std::vector<ReviewAnswered> all;
  std::size_t before = 0;
  for (const auto& part : parts_) {
    for (ReviewAnswered answered : part->answered()) {
      answered.question += before;
      all.push_back(answered);
    }
    before += part->count();
  }
  std::sort(all.begin(), all.end(), [](const auto& x, const auto& y) { return x.order < y.order; });
  return all;
}

void CaseReview::keep(std::size_t question, std::optional<ReviewAnswer> answer) {
  const Place at = place_of(question);
  at.matter->keep(at.question, answer);
}

std::string CaseReview::screen(std::size_t question, const ReviewPlace& place, int width) const {
  const Place at = place_of(question);
  ReviewPlace shown = place;
  shown.what = "question";
  return at.matter->screen(at.question, shown, width);
}

std::string_view CaseReview::keys(std::size_t question) const {
  const Place at = place_of(question);
  return at.matter->keys(at.question);
}

std::string_view CaseReview::word(std::size_t question, ReviewAnswer answer) const {
  const Place at = place_of(question);
  return at.matter->word(at.question, answer);
}

std::string stale_words(const Case& from) {
  struct StepName {
    std::string_view step, one, many;
  };
  static constexpr std::array kSteps = {
      StepName{kReadStep, "reading", "readings"},
      StepName{kClaimsStep, "board of claims", "boards of claims"},
      StepName{kLinkStep, "linkage", "linkages"},
      StepName{kEstimateStep, "estimate", "estimates"},
      StepName{"report", "report", "reports"},
  };
  std::string words;
  const auto say = [&](std::int64_t count, std::string_view one, std::string_view many) {
    if (count == 0) return;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, count == 1 ? one : many);
  };
  for (const StepName& name : kSteps) {
    const std::vector<Result> results = from.results(name.step);
    say(std::count_if(results.begin(), results.end(),
                      [](const Result& result) { return !result.stale.empty(); }),
        name.one, name.many);
  }
  const std::vector<Figure> figures = from.figures();
  say(std::count_if(figures.begin(), figures.end(),
                    [](const Figure& figure) { return !figure.stale.empty(); }),
      "figure", "figures");
  if (words.empty()) return {};
  return fmt::format(
      "Stale now: {}.\n`hearim run CASE` computes again what is stale, and nothing else.\n", words);
}

}  // namespace hearim
