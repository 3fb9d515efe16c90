#include "steps/pair_review.h"

#include <algorithm>
#include <map>

namespace hearim {

PairJudgement pair_judgement(ReviewAnswer answer) {
  return answer == ReviewAnswer::yes  ? PairJudgement::match
         : answer == ReviewAnswer::no ? PairJudgement::non_match
                                      : PairJudgement::unsure;
}

ReviewAnswer review_answer(PairJudgement judgement) {
  return judgement == PairJudgement::match       ? ReviewAnswer::yes
         : judgement == PairJudgement::non_match ? ReviewAnswer::no
                                                 : ReviewAnswer::unsure;
}

PairReview::PairReview(const LinkRecords& records, const Linkage& linkage,
                       std::vector<ReviewPair> pairs, DecisionLog& log, PairReviewSettings settings)
    : records_(records),
      linkage_(linkage),
      pairs_(std::move(pairs)),
      log_(log),
      settings_(std::move(settings)) {
  std::map<RecordPair, std::size_t> index;
  for (std::size_t i = 0; i < pairs_.size(); ++i) index.emplace(pairs_[i].pair, i);
  std::vector<Decision> mine;
  for (const Decision& decision : log.decisions()) {
    if (decision.reviewer == settings_.reviewer && decision.purpose == settings_.purpose) {
      mine.push_back(decision);
    }
  }
  // Pairs of before by today's rows, in the order of deciding.
  std::vector<StandingDecision> standing = apply_decisions(mine, records).standing;
  std::sort(standing.begin(), standing.end(),
            [](const auto& x, const auto& y) { return x.place < y.place; });
  for (const StandingDecision& decision : standing) {
    const auto [slot, is_new] = index.emplace(decision.pair, pairs_.size());
    if (is_new) {  // no longer in doubt, but still to be taken back
      ReviewPair old;
      old.pair = decision.pair;
      pairs_.push_back(old);
    }
    answered_.push_back({slot->second, review_answer(decision.judgement),
                         static_cast<std::int64_t>(decision.place)});
  }
}

void PairReview::keep(std::size_t question, std::optional<ReviewAnswer> answer) {
  const ReviewPair& pair = pairs_[question];
  Decision decision;
  decision.a = name_of(records_, pair.pair.a);
  decision.b = name_of(records_, pair.pair.b);
  if (answer) decision.judgement = pair_judgement(*answer);
  decision.reviewer = settings_.reviewer;
  decision.time = settings_.now();
  decision.purpose = settings_.purpose;
  log_.append(std::move(decision));
}

std::string PairReview::screen(std::size_t question, const ReviewPlace& place, int width) const {
  const ReviewPair& pair = pairs_[question];
  return review_screen(records_, linkage_.explain(pair.pair), pair, place, width);
}

std::string_view PairReview::word(std::size_t, ReviewAnswer answer) const {
  return judgement_word(pair_judgement(answer));
}

}  // namespace hearim
