// Pairs of records that are in doubt, asked one by one; decisions go to a file of the reviewer's
// own. Pairs decided before and no longer in doubt come last, to be taken back.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "steps/decision_log.h"
#include "steps/review_screen.h"

namespace hearim {

inline constexpr std::string_view kPairKeys =
    "m match  n no match  u unsure  s next  z undo  q quit";
PairJudgement pair_judgement(ReviewAnswer answer);
ReviewAnswer review_answer(PairJudgement judgement);

struct PairReviewSettings {
  std::string reviewer;
  DecisionPurpose purpose = DecisionPurpose::review;
  std::function<std::string()> now;  // UTC, "2026-01-31T12:00:00Z"
};

class PairReview final : public ReviewMatter {
 public:
  // `linkage` and `log` outlive it.
  PairReview(const LinkRecords& records, const Linkage& linkage, std::vector<ReviewPair> pairs,
             DecisionLog& log, PairReviewSettings settings);

  std::size_t count() const override { return pairs_.size(); }
  bool is_sample() const override { return settings_.purpose == DecisionPurpose::sample; }
  std::vector<ReviewAnswered> answered() const override { return answered_; }
  void keep(std::size_t question, std::optional<ReviewAnswer> answer) override;
  std::string screen(std::size_t question, const ReviewPlace& place, int width) const override;
  std::string_view keys(std::size_t) const override { return kPairKeys; }
  std::string_view word(std::size_t question, ReviewAnswer answer) const override;

 private:
  const LinkRecords& records_;
  const Linkage& linkage_;
  std::vector<ReviewPair> pairs_;
  DecisionLog& log_;
  PairReviewSettings settings_;
  std::vector<ReviewAnswered> answered_;
};

}  // namespace hearim
