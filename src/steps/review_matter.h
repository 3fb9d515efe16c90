// What a sitting of a reviewer asks about, and where the answers go: pairs of records and a file of
// decisions (pair_review.h), or the proposals of a case and the case (judge_case.h).
//
// A question is answered yes (one person; read right), no, or unsure. An answer is on the disk
// before keep() returns, and nothing of an earlier one is overwritten: taking back is an answer,
// too. Thread-compatible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

enum class ReviewAnswer : std::uint8_t { yes, no, unsure };

struct ReviewPlace {
  std::string_view what = "pair";  // what is counted
  std::size_t number = 0;          // from 1
  std::size_t count = 0;
  std::size_t decided = 0;      // by this reviewer, all sessions
  bool is_sample = false;       // one of a random sample: no hint of what hangs on it
  std::string decided_as = {};  // after an undo: what was taken back
};

struct ReviewAnswered {
  std::size_t question = 0;
  ReviewAnswer answer = ReviewAnswer::unsure;
  std::int64_t order = 0;  // later ones have larger numbers
};

class ReviewMatter {
 public:
  ReviewMatter() = default;
  ReviewMatter(const ReviewMatter&) = delete;
  ReviewMatter& operator=(const ReviewMatter&) = delete;
  virtual ~ReviewMatter() = default;

  // Questions are numbered from 0 in the order they are asked.
  virtual std::size_t count() const = 0;
  virtual bool is_sample() const = 0;
  // What this reviewer answered in earlier sittings and did not take back, oldest first.
  virtual std::vector<ReviewAnswered> answered() const = 0;
  // Nothing: the last answer to it is taken back.
  virtual void keep(std::size_t question, std::optional<ReviewAnswer> answer) = 0;

  virtual std::string screen(std::size_t question, const ReviewPlace& place, int width) const = 0;
  virtual std::string_view keys(std::size_t question) const = 0;  // one line
  virtual std::string_view word(std::size_t question, ReviewAnswer answer) const = 0;
};

}  // namespace hearim
