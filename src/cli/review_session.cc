#include "cli/review_session.h"

#include <algorithm>
#include <map>

namespace hearim {

ReviewSession::ReviewSession(const LinkRecords& records, std::vector<ReviewPair> pairs,
                             DecisionLog& log, ReviewSettings settings)
    : records_(records), pairs_(std::move(pairs)), log_(log), settings_(std::move(settings)) {
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
  std::vector<char> is_decided(pairs_.size(), 0);
  for (const StandingDecision& decision : standing) {
    const auto [slot, is_new] = index.emplace(decision.pair, pairs_.size());
    if (is_new) {  // no longer in doubt, but still to be taken back
      ReviewPair old;
      old.pair = decision.pair;
      pairs_.push_back(old);
      is_decided.push_back(0);
    }
    history_.push_back({slot->second, decision.judgement});
    is_decided[slot->second] = 1;
  }
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    if (is_decided[i] == 0) order_.push_back(i);
  }
}

std::optional<ReviewPair> ReviewSession::current() const {
  if (at_ >= order_.size()) return std::nullopt;
  return pairs_[order_[at_]];
}

std::size_t ReviewSession::left() const { return order_.size() - at_; }

ReviewPlace ReviewSession::place() const {
  return {.number = history_.size() + passed_over_ + 1,
          .count = history_.size() + passed_over_ + left(),
          .decided = history_.size(),
          .is_sample = settings_.purpose == DecisionPurpose::sample,
          .decided_as = taken_back_};
}

void ReviewSession::decide(std::optional<PairJudgement> judgement, const ReviewPair& pair) {
  Decision decision;
  decision.a = name_of(records_, pair.pair.a);
  decision.b = name_of(records_, pair.pair.b);
  decision.judgement = judgement;
  decision.reviewer = settings_.reviewer;
  decision.time = settings_.now();
  decision.purpose = settings_.purpose;
  log_.append(std::move(decision));
}

ReviewSession::After ReviewSession::press(char key) {
  if (key == 'q') return After::quit;
  if (key == 'z') {
    if (history_.empty()) return After::nothing_to_undo;
    const Decided last = history_.back();
    decide(std::nullopt, pairs_[last.pair]);
    history_.pop_back();
    if (decided_now_ > 0) --decided_now_;
    order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(at_), last.pair);
    taken_back_ = judgement_word(last.judgement);
    return After::next;
  }
  if (at_ >= order_.size()) return After::unknown_key;
  std::optional<PairJudgement> judgement;
  if (key == 'm') judgement = PairJudgement::match;
  if (key == 'n') judgement = PairJudgement::non_match;
  if (key == 'u') judgement = PairJudgement::unsure;
  const bool pass = key == 's' || key == ' ';
  if (!judgement && !pass) return After::unknown_key;
  if (judgement) {
    decide(judgement, pairs_[order_[at_]]);
    history_.push_back({order_[at_], *judgement});
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(at_));
    ++decided_now_;
  } else {
    ++at_;
    ++passed_over_;
  }
  taken_back_.clear();
  return After::next;
}

}  // namespace hearim
