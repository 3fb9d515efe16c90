// Pairs of rows of a case that are in doubt, asked one by one; answers become judgements (see
// pair_judgements.h), each a unit of work of its own.
//
// Asked are the pairs that the newest linkage names, those first that would move the number of
// people most, less those somebody has judged; a linkage that became stale by judgements goes on
// being asked about. A blind reviewer is asked about what others have judged, in an order of its
// own and without weights and reasons: nothing but the two rows.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "steps/link_case.h"
#include "steps/review_screen.h"

namespace hearim {

struct CaseReviewOptions {
  std::string actor;  // who answers: "actor:2"
  bool blind = false;
  std::size_t count_max = ~std::size_t{0};  // of questions not answered before
  std::uint64_t seed = 1;                   // of a blind reviewer's sample
};

// The same choice for the same seed, whoever else has judged in between.
std::vector<std::size_t> blind_order(std::span<const std::string> names, std::uint64_t seed);

class CasePairReview final : public ReviewMatter {
 public:
  // `into` outlives it. Reads the lists: seconds for a million rows.
  CasePairReview(Case& into, CaseReviewOptions options, const Run& run);

  const std::vector<std::string>& notes() const { return notes_; }

  std::size_t count() const override { return pairs_.size(); }
  bool is_sample() const override { return options_.blind; }
  std::vector<ReviewAnswered> answered() const override { return answered_; }
  void keep(std::size_t question, std::optional<ReviewAnswer> answer) override;
  std::string screen(std::size_t question, const ReviewPlace& place, int width) const override;
  std::string_view keys(std::size_t question) const override;
  std::string_view word(std::size_t question, ReviewAnswer answer) const override;

  // The question about these two rows; one that is not in doubt is added. Throws Error(not_found).
  std::size_t question_of(RowName a, RowName b);

 private:
  struct Asked {
    RowName a, b;
    ReviewPair shown;
    PairExplanation why;
  };
  using Rows = std::pair<RowName, RowName>;
  std::optional<std::size_t> add(const Rows& rows);
  std::vector<std::pair<Rows, Json>> doubtful();

  Case& into_;
  CaseReviewOptions options_;
  std::unique_ptr<CaseLists> lists_;
  std::map<RowName, std::uint32_t> records_;
  std::vector<Asked> pairs_;
  std::map<Rows, std::size_t> index_;
  std::map<Rows, std::int64_t> mine_;  // my standing judgements, undone ones too
  std::vector<ReviewAnswered> answered_;
  std::vector<std::string> notes_;
};

}  // namespace hearim
