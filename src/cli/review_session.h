// One sitting of a reviewer: which pair is next, what a key does, what can be taken back.
//
// Every decision is on the disk before the next pair comes. The order of the pairs does not depend
// on what was decided, so that two reviewers who decide as many have decided the same. Pairs the
// reviewer has decided before do not come again, and the last of them can be taken back.
// Thread-compatible.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "steps/decision_log.h"
#include "steps/review_screen.h"

namespace hearim {

struct ReviewSettings {
  std::string reviewer;
  DecisionPurpose purpose = DecisionPurpose::review;
  std::function<std::string()> now;  // UTC, "2026-01-31T12:00:00Z"
};

class ReviewSession {
 public:
  ReviewSession(const LinkRecords& records, std::vector<ReviewPair> pairs, DecisionLog& log,
                ReviewSettings settings);

  std::optional<ReviewPair> current() const;
  ReviewPlace place() const;

  enum class After { next, nothing_to_undo, unknown_key, quit };
  After press(char key);

  std::size_t decided_now() const { return decided_now_; }
  std::size_t decided() const { return history_.size(); }
  std::size_t left() const;  // neither decided nor passed over
  std::size_t passed_over() const { return passed_over_; }

 private:
  void decide(std::optional<PairJudgement> judgement, const ReviewPair& pair);

  const LinkRecords& records_;
  std::vector<ReviewPair> pairs_;
  DecisionLog& log_;
  ReviewSettings settings_;
  struct Decided {
    std::size_t pair;
    PairJudgement judgement;
  };
  std::vector<std::size_t> order_;  // indices of pairs still to be shown
  std::size_t at_ = 0;              // in order_
  std::vector<Decided> history_;    // in the order decided, earlier sittings first
  std::size_t decided_now_ = 0;
  std::size_t passed_over_ = 0;
  std::string taken_back_;
};

}  // namespace hearim
