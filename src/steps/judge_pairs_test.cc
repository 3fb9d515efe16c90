// Pairs of rows of a case judged by several people: kept at once, taken back by a later judgement,
// judged again blind, and compared.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "hearim/error.h"
#include "steps/judge_agreement.h"
#include "steps/judge_case.h"
#include "steps/trial_case.h"

namespace hearim {
namespace {

class JudgePairs : public TrialCase {
 protected:
  // Invented people; some pairs of the two lists could be one person or two.
  JudgePairs() {
    std::string a = "name,birth date\n", b = "full name,DOB\n";
    for (int person = 0; person < 60; ++person) {
      const std::string name =
          fmt::format("Person{} Family{}", static_cast<char>('a' + person % 26), person * 7919);
      const int year = 50 + person % 40, month = 1 + person % 9, day = 10 + person % 9;
      if (person < 40) a += fmt::format("{},19{:02}-0{}-{}\n", name, year, month, day);
      // Every third of those on both lists is written another way on the second.
      if (person >= 20)
        b += person % 3 == 0 && person < 40
                 ? fmt::format("{}x,19{:02}-0{}-{}\n", name, year + 3, month, day)
                 : fmt::format("{},19{:02}-0{}-{}\n", name, year, month, day);
    }
    add_list("a.csv", a);
    add_list("b.csv", b);
    link();
  }

  void link() {
    LinkCaseSettings settings;
    settings.draws = 3;
    keep_settings(*case_, kLinkStep, settings.to_json());
    link_case(*case_, settings, {});
  }
  CaseReview sitting(JudgeOptions options = {}) { return CaseReview(*case_, options, {}); }
  std::vector<PairJudged> judged() { return pair_judgements(*case_); }
};

TEST_F(JudgePairs, are_asked_in_the_order_of_the_linkage_and_show_why_they_are_in_doubt) {
  const Json review = content_of(*case_, case_->newest_result(kLinkStep, "case")->id).at("review");
  ASSERT_GT(review.size(), 2u);
  CaseReview asked = sitting();
  ASSERT_EQ(asked.count(), review.size());
  asked.keep(0, ReviewAnswer::yes);
  const PairJudged first = judged().at(0);
  const std::string rows = first.a.text() + " " + first.b.text();
  EXPECT_TRUE(rows == fmt::format("{} {}", review[0]["a"].get<std::string>(),
                                  review[0]["b"].get<std::string>()) ||
              rows == fmt::format("{} {}", review[0]["b"].get<std::string>(),
                                  review[0]["a"].get<std::string>()))
      << rows;
  const std::string screen = asked.screen(1, {.number = 2, .count = 9}, 80);
  EXPECT_NE(screen.find("bits"), std::string::npos) << screen;
  EXPECT_NE(screen.find("moves the count"), std::string::npos);
  EXPECT_NE(screen.find("b.csv row"), std::string::npos);
}

TEST_F(JudgePairs, are_kept_at_once_and_taken_back_by_a_later_judgement) {
  CaseReview asked = sitting();
  asked.keep(0, ReviewAnswer::no);
  ASSERT_EQ(judged().size(), 1u);
  const std::int64_t first = judged()[0].id;
  EXPECT_EQ(judged()[0].judgement, PairJudgement::non_match);
  EXPECT_NE(stale_words(*case_).find("1 linkage"), std::string::npos);
  asked.keep(0, std::nullopt);
  ASSERT_EQ(judged().size(), 1u);
  EXPECT_FALSE(judged()[0].judgement);
  asked.keep(0, ReviewAnswer::unsure);
  EXPECT_EQ(judged()[0].judgement, PairJudgement::unsure);
  // Nothing was overwritten.
  const auto all = case_->judgements(kPairKind);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].id, first);
  EXPECT_EQ(all[1].supersedes, first);
  EXPECT_EQ(all[2].supersedes, all[1].id);
  EXPECT_TRUE(case_->verify().holds());
}

TEST_F(JudgePairs, a_later_sitting_goes_on_and_can_take_back_what_an_earlier_one_decided) {
  std::size_t count = 0;
  {
    CaseReview first = sitting();
    count = first.count();
    first.keep(0, ReviewAnswer::yes);
    first.keep(2, ReviewAnswer::no);
  }
  {
    // The linkage is stale by these judgements and is asked about all the same.
    CaseReview second = sitting();
    EXPECT_EQ(second.count(), count);
    const auto answered = second.answered();
    ASSERT_EQ(answered.size(), 2u);
    EXPECT_EQ(answered[0].answer, ReviewAnswer::yes);
    EXPECT_EQ(answered[1].answer, ReviewAnswer::no);
  }
  link();
  CaseReview third = sitting();  // they are labels now, in doubt no more
  const auto answered = third.answered();
  ASSERT_EQ(answered.size(), 2u);
  third.keep(answered[1].question, std::nullopt);
  EXPECT_FALSE(judged().back().judgement);
  EXPECT_EQ(sitting().answered().size(), 1u);
}

TEST_F(JudgePairs, what_one_person_judged_is_not_asked_again_of_another_but_blind) {
  std::size_t count = 0;
  {
    CaseReview first = sitting();
    count = first.count();
    first.keep(0, ReviewAnswer::yes);
    first.keep(1, ReviewAnswer::no);
    first.keep(2, ReviewAnswer::yes);
    first.keep(2, std::nullopt);
  }
  open_as("Ann");
  EXPECT_EQ(sitting().count(), count - 2);
  CaseReview blind = sitting({.blind = true});
  ASSERT_EQ(blind.count(), 2u);
  EXPECT_TRUE(blind.answered().empty());
  for (std::size_t question : {0, 1}) {
    const std::string screen = blind.screen(question, {.is_sample = true}, 80);
    for (const char* const hint : {"bits", "match", "%", "count by"})
      EXPECT_EQ(screen.find(hint), std::string::npos) << screen;
  }
  blind.keep(0, ReviewAnswer::yes);
  blind.keep(1, ReviewAnswer::yes);
  // Each has an own standing word on each; where they differ it is a conflict.
  EXPECT_EQ(judged().size(), 5u);
  const auto agreement = case_agreement(*case_);
  ASSERT_EQ(agreement.size(), 1u);
  EXPECT_EQ(agreement[0].report.common(), 2);
  EXPECT_EQ(agreement[0].report.counts[0], 1);  // match, match
  EXPECT_EQ(agreement[0].report.counts[3], 1);  // no match, match
  ASSERT_EQ(agreement[0].report.conflicts.size(), 1u);
  EXPECT_NE(case_agreement_text(agreement).find("Ann"), std::string::npos);
  link();
  EXPECT_EQ(content_of(*case_, case_->newest_result(kLinkStep, "case")->id)
                .at("judged")
                .at("conflicts")
                .size(),
            1u);
}

TEST_F(JudgePairs, a_blind_sample_is_the_same_for_the_same_seed_and_another_for_another) {
  {
    CaseReview first = sitting();
    for (std::size_t q = 0; q < first.count(); ++q) first.keep(q, ReviewAnswer::yes);
    ASSERT_GE(first.count(), 4u);
  }
  open_as("Ann");
  const auto screens = [&](std::uint64_t seed) {
    CaseReview blind = sitting({.blind = true, .count_max = 3, .seed = seed});
    std::string all;
    for (std::size_t q = 0; q < blind.count(); ++q) all += blind.screen(q, {.is_sample = true}, 80);
    EXPECT_EQ(blind.count(), 3u);
    return all;
  };
  EXPECT_EQ(screens(1), screens(1));
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 8; ++seed) differs = differs || screens(seed) != screens(1);
  EXPECT_TRUE(differs);
}

TEST_F(JudgePairs, a_sitting_is_in_the_log_before_anything_is_shown) {
  const std::size_t before = case_->judgements(kSittingKind).size();
  sitting();
  EXPECT_EQ(case_->judgements(kSittingKind).size(), before + 1);
}

TEST_F(JudgePairs, two_rows_that_nobody_doubts_can_be_judged_by_name) {
  CasePairReview review(*case_, {.actor = begin_sitting(*case_, Json::object()), .count_max = 0},
                        {});
  review.keep(review.question_of({2, 40}, {1, 1}), ReviewAnswer::yes);
  EXPECT_EQ(case_->judgements(kPairKind).at(0).about, "pair:list:1/1 list:2/40");
  EXPECT_THROW(review.question_of({1, 1}, {1, 1}), Error);
  EXPECT_THROW(review.question_of({1, 1}, {3, 1}), Error);
}

}  // namespace
}  // namespace hearim
