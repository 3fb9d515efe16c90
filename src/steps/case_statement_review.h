// What the machine read in the texts of a case, asked about one by one; answers become judgements.
//
// Asked are statements in conflict with another one, then figures whose value is vague or whose
// source was inferred (of people first), and testimonies; less what somebody has judged. Accept and
// reject are corrections about the item (docs/formats/corrections.md) that the next reading takes
// in. Unsure is kept about the statement and changes nothing. A blind reviewer is asked about what
// others answered, without their answers; hers are second opinions, which show how far people agree
// (judge_agreement.h) and do not change a reading until somebody settles it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "steps/case_pair_review.h"
#include "steps/corrections.h"
#include "steps/read_case.h"

namespace hearim {

// About "item:3#q1": {"action":"unsure"|"undo","annotation":{...}}
inline constexpr std::string_view kUnsureKind = "statement-unsure";
// About "judgement:7 item:3", that judgement being a correction or unsure:
// {"answer":"accept"|"reject"|"unsure"|"undo"}
inline constexpr std::string_view kSecondOpinionKind = "second-opinion";

inline constexpr std::size_t kStatementsAskedMax = 1000;  // in one sitting

// "item:3#q1": annotation q1 of the reading of item 3.
struct StatementName {
  std::int64_t item = 0;
  std::string annotation = {};
  std::string text() const;
};
std::optional<StatementName> statement_name_from(std::string_view text);

// The newest reading of an item, made again first if something was decided about it since. Throws
// Error(not_found): no such item, or it was not read yet. Changes nothing else in the case.
Json current_reading(Case& into, std::int64_t item, const ItemNames& names);
// The annotation of that id. Throws Error(not_found).
Json annotation_of(const Json& reading, const StatementName& name);

class CaseStatementReview final : public ReviewMatter {
 public:
  // `into` outlives it. Readings that are stale by corrections are made again.
  CaseStatementReview(Case& into, CaseReviewOptions options, const Run& run);

  const std::vector<std::string>& notes() const { return notes_; }

  std::size_t count() const override { return asked_.size(); }
  bool is_sample() const override { return options_.blind; }
  std::vector<ReviewAnswered> answered() const override { return answered_; }
  void keep(std::size_t question, std::optional<ReviewAnswer> answer) override;
  std::string screen(std::size_t question, const ReviewPlace& place, int width) const override;
  std::string_view keys(std::size_t question) const override;
  std::string_view word(std::size_t question, ReviewAnswer answer) const override;

 private:
  struct Asked {
    StatementName name;
    Json annotation;
    std::string why = {};  // it is asked about
    int rank = 0;
    std::int64_t of = 0;  // the judgement a second opinion is about
    // My standing judgements on it: the last correction and the last unsure, undone ones too.
    std::int64_t correction = 0, unsure = 0;
    std::string unsure_about = {};
    std::optional<ReviewAnswer> answer = {};
  };
  void ask_conflicts();
  void ask_doubtful(const Run& run);
  void ask_answered();
  void ask_again_blind();
  void add(Asked asked);
  const Json& annotations_of(std::int64_t item);
  Json correction_for(const Asked& asked, ReviewAnswer answer);
  const std::u32string& text_of(std::int64_t item) const;

  Case& into_;
  CaseReviewOptions options_;
  ItemNames names_;
  std::vector<Asked> asked_;
  std::map<std::string, std::size_t> index_;  // by name
  std::map<std::int64_t, Json> annotations_;  // of items that are asked about
  std::vector<ReviewAnswered> answered_;
  std::vector<std::string> notes_;
  mutable std::int64_t text_item_ = 0;  // of which text_ is
  mutable std::u32string text_;
};

// What two people said of one statement, the second without seeing the first one's answer.
struct SecondOpinion {
  std::int64_t of = 0, item = 0;  // of: the first one's judgement
  std::string first, second;      // actors
  ReviewAnswer first_answer = ReviewAnswer::unsure, second_answer = ReviewAnswer::unsure;
};
// Those where both stand.
std::vector<SecondOpinion> second_opinions(const Case& from);

// One answer without a sitting: `fields` as in Corrections::append(). Returns the judgement.
std::int64_t judge_statement(Case& into, const StatementName& name, CorrectionAction action,
                             const Json& fields, const std::string& actor);
// The document's date ("2023-03-24") or language ("ko"), which its readings take from then on.
std::int64_t judge_document(Case& into, std::int64_t item, std::string_view kind,
                            const std::string& value, const std::string& actor);

}  // namespace hearim
