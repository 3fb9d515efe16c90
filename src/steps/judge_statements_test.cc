// Statements of a case judged: accepted and rejected ones hold after every reading, open ones stay,
// everything can be taken back, and a second opinion changes nothing by itself.
#include <gtest/gtest.h>

#include "hearim/error.h"
#include "steps/case_statement_review.h"
#include "steps/claims_case.h"
#include "steps/judge_agreement.h"
#include "steps/judge_case.h"
#include "steps/trial_case.h"

namespace hearim {
namespace {

class JudgeStatements : public TrialCase {
 protected:
  JudgeStatements() {
    add_text("a.txt",
             "Tens of thousands of women were sold across the border, the Tarrin Centre said. "
             "\"I was sold to a man in the north and was beaten,\" a survivor told the centre.");
    add_text("b.txt", "Police freed 40 women in 2019, the ministry said.");
    read_case(*case_, {});
    claims_case(*case_, {});
  }
  CaseReview sitting(JudgeOptions options = {}) { return CaseReview(*case_, options, {}); }
  Json reading(std::int64_t item) {
    return current_reading(*case_, item, ItemNames(*case_)).at("annotations");
  }
  // The question that shows these words.
  static std::size_t asked_about(const CaseReview& review, const std::string& words) {
    for (std::size_t q = 0; q < review.count(); ++q)
      if (review.screen(q, {.number = q + 1}, 80).find(words) != std::string::npos) return q;
    ADD_FAILURE() << words << " is not asked about";
    return 0;
  }
  static std::size_t count_of(const Json& annotations, std::string_view kind) {
    return static_cast<std::size_t>(
        std::count_if(annotations.begin(), annotations.end(),
                      [&](const Json& a) { return a.at("kind") == kind; }));
  }
};

constexpr const char* kVague = "its value is vague";
constexpr const char* kAccount = "somebody's account";

TEST_F(JudgeStatements, what_is_vague_and_what_is_an_account_is_asked_about_in_its_passage) {
  CaseReview asked = sitting();
  const std::string screen = asked.screen(asked_about(asked, kVague), {.number = 1}, 80);
  EXPECT_NE(screen.find("> Tens of thousands"), std::string::npos) << screen;
  EXPECT_NE(screen.find("20,000 to 99,999"), std::string::npos) << screen;
  const std::string account = asked.screen(asked_about(asked, kAccount), {.number = 1}, 80);
  EXPECT_NE(account.find("sold"), std::string::npos) << account;
}

TEST_F(JudgeStatements, accepted_and_rejected_ones_hold_after_the_next_reading) {
  {
    CaseReview asked = sitting();
    asked.keep(asked_about(asked, kVague), ReviewAnswer::yes);
    asked.keep(asked_about(asked, kAccount), ReviewAnswer::no);
  }
  EXPECT_NE(stale_words(*case_).find("1 reading, 1 board"), std::string::npos)
      << stale_words(*case_);
  EXPECT_EQ(read_case(*case_, {}).conflict_count, 0u);
  const Json after = reading(1);
  EXPECT_EQ(count_of(after, "testimony"), 0u);
  bool accepted = false;
  for (const Json& annotation : after)
    accepted = accepted || (annotation.at("kind") == "quantity" &&
                            annotation.value("review", "") == "accepted");
  EXPECT_TRUE(accepted);
  // Not asked again; the last can be taken back by a later sitting, and comes back.
  CaseReview again = sitting();
  const auto answered = again.answered();
  ASSERT_EQ(answered.size(), 2u);
  again.keep(answered[1].question, std::nullopt);
  EXPECT_EQ(count_of(reading(1), "testimony"), 1u);
  EXPECT_EQ(case_->judgements(kCorrectionKind).size(), 3u);  // nothing was overwritten
  // And can be judged again, otherwise.
  again.keep(answered[1].question, ReviewAnswer::yes);
  EXPECT_EQ(count_of(reading(1), "testimony"), 1u);
  EXPECT_EQ(read_case(*case_, {}).conflict_count, 0u);
  EXPECT_TRUE(case_->verify().holds());
}

TEST_F(JudgeStatements, one_that_is_left_open_changes_nothing_and_is_not_asked_again) {
  std::size_t count = 0;
  {
    CaseReview asked = sitting();
    count = asked.count();
    asked.keep(asked_about(asked, kAccount), ReviewAnswer::unsure);
  }
  EXPECT_EQ(stale_words(*case_), "");
  CaseReview again = sitting();
  EXPECT_EQ(again.count(), count);
  ASSERT_EQ(again.answered().size(), 1u);
  again.keep(again.answered()[0].question, std::nullopt);
  EXPECT_TRUE(sitting().answered().empty());
  EXPECT_EQ(sitting().count(), count);
}

TEST_F(JudgeStatements, a_second_opinion_is_blind_and_changes_no_reading) {
  {
    CaseReview asked = sitting();
    asked.keep(asked_about(asked, kVague), ReviewAnswer::yes);
    asked.keep(asked_about(asked, kAccount), ReviewAnswer::no);
  }
  read_case(*case_, {});
  open_as("Ann");
  CaseReview blind = sitting({.blind = true});
  ASSERT_EQ(blind.count(), 2u);
  for (std::size_t q = 0; q < 2; ++q) {
    const std::string screen = blind.screen(q, {.number = 1, .is_sample = true}, 80);
    for (const char* const hint : {"accept", "reject", "asked because", "review", "somebody"})
      EXPECT_EQ(screen.find(hint), std::string::npos) << screen;
    blind.keep(q, ReviewAnswer::yes);
  }
  EXPECT_EQ(stale_words(*case_).find("reading"), std::string::npos);
  EXPECT_EQ(count_of(reading(1), "testimony"), 0u);
  const auto agreement = case_agreement(*case_);
  ASSERT_EQ(agreement.size(), 1u);
  EXPECT_EQ(agreement[0].about, "statements");
  EXPECT_EQ(agreement[0].report.counts[0], 1);
  EXPECT_EQ(agreement[0].report.counts[3], 1);  // rejected, accepted
  EXPECT_EQ(agreement[0].report.conflicts.size(), 1u);
  // Her own, taken back, is none.
  CaseReview later = sitting({.blind = true});
  ASSERT_EQ(later.answered().size(), 2u);
  later.keep(later.answered()[0].question, std::nullopt);
  EXPECT_EQ(case_agreement(*case_)[0].report.common(), 1);
}

TEST_F(JudgeStatements, are_asked_about_where_no_list_names_people) {
  add_list("prices.csv", "month,price\nJanuary,12\nFebruary,14\n");
  CaseReview asked = sitting();
  EXPECT_GT(asked.count(), 0u);
  ASSERT_FALSE(asked.notes().empty());
  EXPECT_NE(asked.notes()[0].find("no list in the case names people"), std::string::npos);
}

TEST_F(JudgeStatements, go_with_the_item_they_are_about) {
  {
    CaseReview asked = sitting();
    asked.keep(asked_about(asked, kVague), ReviewAnswer::yes);
    asked.keep(asked_about(asked, kAccount), ReviewAnswer::unsure);
  }
  open_as("Ann");
  {
    CaseReview blind = sitting({.blind = true});
    for (std::size_t q = 0; q < blind.count(); ++q) blind.keep(q, ReviewAnswer::no);
  }
  case_->withdraw_item(1);
  for (const std::string_view kind : {kCorrectionKind, kUnsureKind, kSecondOpinionKind})
    EXPECT_TRUE(case_->judgements(kind).empty()) << kind;
  EXPECT_TRUE(sitting().answered().empty());  // and nothing falls over
}

TEST_F(JudgeStatements, statements_in_conflict_are_asked_about_first) {
  add_text("c.txt", "The Tarrin Centre said that 100 women were sold across the border in 2018.");
  add_text("d.txt", "The Tarrin Centre said that 250 women were sold across the border in 2018.");
  read_case(*case_, {});
  const Json board = content_of(*case_, claims_case(*case_, {}).result);
  bool any = false;
  for (const Json& claim : board.at("claims")) any = any || claim.at("agreement") == "conflict";
  ASSERT_TRUE(any) << board.at("claims").dump(1);
  CaseReview asked = sitting();
  for (std::size_t q = 0; q < 2; ++q)
    EXPECT_NE(asked.screen(q, {.number = 1}, 200).find("in conflict"), std::string::npos)
        << asked.screen(q, {.number = 1}, 200);
}

TEST_F(JudgeStatements, one_is_judged_by_name_and_a_date_is_a_date) {
  const Json before = reading(2);
  std::string id;
  for (const Json& annotation : before)
    if (annotation.at("kind") == "quantity") id = annotation.at("id");
  const std::string actor = begin_sitting(*case_, Json::object());
  judge_statement(*case_, {2, id}, CorrectionAction::change,
                  Json{{"value", {{"low", 41}, {"high", 41}}}}, actor);
  bool changed = false;
  for (const Json& annotation : reading(2))
    changed =
        changed || (annotation.at("kind") == "quantity" && annotation.at("value").at("low") == 41);
  EXPECT_TRUE(changed);
  const std::int64_t first = judge_statement(*case_, {2, id}, CorrectionAction::accept, {}, actor);
  judge_statement(*case_, {2, id}, CorrectionAction::reject, {}, actor);
  EXPECT_EQ(case_->judgements(kCorrectionKind).back().supersedes, first);
  EXPECT_EQ(count_of(reading(2), "quantity"), count_of(before, "quantity") - 1);
  EXPECT_THROW(judge_statement(*case_, {2, "q99"}, CorrectionAction::accept, {}, actor), Error);
  EXPECT_THROW(judge_statement(*case_, {9, "q1"}, CorrectionAction::accept, {}, actor), Error);

  judge_document(*case_, 2, kDocumentDateKind, "2020-05-01", actor);
  EXPECT_EQ(current_reading(*case_, 2, ItemNames(*case_)).at("document").at("date"), "2020-05-01");
  EXPECT_THROW(judge_document(*case_, 2, kDocumentDateKind, "May", actor), Error);
  EXPECT_THROW(judge_document(*case_, 2, kLanguageKind, "xx", actor), Error);
  EXPECT_THROW(judge_document(*case_, 9, kLanguageKind, "ko", actor), Error);
}

TEST(StatementNames, are_read_as_they_are_written) {
  const auto name = statement_name_from(StatementName{3, "q1"}.text());
  ASSERT_TRUE(name);
  EXPECT_EQ(name->item, 3);
  EXPECT_EQ(name->annotation, "q1");
  for (const char* const bad :
       {"", "item:3", "item:3#", "item:#q1", "item:0#q1", "item:3x#q1", "text:3#q1"})
    EXPECT_FALSE(statement_name_from(bad)) << bad;
}

}  // namespace
}  // namespace hearim
