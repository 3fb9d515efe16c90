// One sitting of a reviewer: which question is next, what a key does, what can be taken back.
//
// Every answer is on the disk before the next question comes. The order of the questions does not
// depend on what was answered, so that two reviewers who answer as many have answered the same.
// Questions the reviewer has answered before do not come again, and the last of them can be taken
// back. Thread-compatible.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hearim/run.h"
#include "steps/review_matter.h"

namespace hearim {

class ReviewSession {
 public:
  explicit ReviewSession(ReviewMatter& matter);

  const ReviewMatter& matter() const { return matter_; }
  std::optional<std::size_t> current() const;  // nothing: no question is left
  ReviewPlace place() const;

  enum class After { next, nothing_to_undo, unknown_key, quit };
  // m, a, y: yes. n, r: no. u: unsure. s, space: next. z: undo. q: quit.
  After press(char key);

  std::size_t decided_now() const { return decided_now_; }
  std::size_t decided() const { return history_.size(); }
  std::size_t left() const;  // neither answered nor passed over
  std::size_t passed_over() const { return passed_over_; }
  std::string end_words() const;  // "2 decided now, 5 in all, 0 passed over, 3 left"

 private:
  ReviewMatter& matter_;
  struct Answered {
    std::size_t question;
    ReviewAnswer answer;
  };
  std::vector<std::size_t> order_;  // questions still to be asked
  std::size_t at_ = 0;              // in order_
  std::vector<Answered> history_;   // in the order answered, earlier sittings first
  std::size_t decided_now_ = 0;
  std::size_t passed_over_ = 0;
  std::string taken_back_;
};

// Shows question after question and takes keys, until the reviewer has enough; `saved` is said with
// each next question, once something was answered. Throws Error(cancelled, io); what was answered
// is kept. `nothing_words`: said where there never was a question.
struct ReviewWords {
  std::string nothing;  // "no pair is in doubt"
  std::string none_left;
  std::string saved = {};  // "kept in the case"; empty: not said
};
void hold_review(ReviewSession& session, const ReviewWords& words, const CancelToken& cancel);

}  // namespace hearim
