// `hearim judge CASE`: a person goes through the proposals of the case, most consequential first.
//
// Every sitting is a judgement itself (who sat down, blind or not, for what), made before anything
// is shown: rows and passages are personal data, and the log says who looked at them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "steps/case_pair_review.h"

namespace hearim {

inline constexpr std::string_view kSittingKind = "sitting";  // about "review"
// Keeps that a sitting begins; returns who sits: "actor:2".
std::string begin_sitting(Case& into, const Json& how);

enum class JudgeOnly { everything, pairs, statements };
struct JudgeOptions {
  bool blind = false;
  JudgeOnly only = JudgeOnly::everything;
  std::size_t count_max = ~std::size_t{0};
  std::uint64_t seed = 1;
};

// Pairs, then statements, as one row of questions.
class CaseReview final : public ReviewMatter {
 public:
  // `into` outlives it. Begins a sitting.
  CaseReview(Case& into, const JudgeOptions& options, const Run& run);

  const std::vector<std::string>& notes() const { return notes_; }

  std::size_t count() const override;
  bool is_sample() const override { return blind_; }
  std::vector<ReviewAnswered> answered() const override;
  void keep(std::size_t question, std::optional<ReviewAnswer> answer) override;
  std::string screen(std::size_t question, const ReviewPlace& place, int width) const override;
  std::string_view keys(std::size_t question) const override;
  std::string_view word(std::size_t question, ReviewAnswer answer) const override;

 private:
  struct Place {
    ReviewMatter* matter;
    std::size_t question;
  };
  Place place_of(std::size_t question) const;
  void ask_pairs(Case& into, CaseReviewOptions& part, const Run& run);

  bool blind_;
  std::vector<std::unique_ptr<ReviewMatter>> parts_;
  std::vector<std::string> notes_;
};

// What stands in the case no more, and how it is made again; empty where everything stands.
std::string stale_words(const Case& from);

}  // namespace hearim
