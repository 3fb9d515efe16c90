// The steps over a case: each takes from it and puts back; what did not change is not computed
// again, and what did makes exactly its dependants stale.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "hearim/error.h"
#include "steps/claims_case.h"
#include "steps/corrections.h"
#include "steps/estimate_case.h"
#include "steps/link_case.h"
#include "steps/read_case.h"
#include "steps/trial_case.h"

namespace hearim {
namespace {

using CaseSteps = TrialCase;

const LinkCaseSettings kFewDraws = [] {
  LinkCaseSettings settings;
  settings.draws = 5;
  return settings;
}();
const EstimateCaseSettings kQuick = [] {
  EstimateCaseSettings settings;
  settings.models = {"loglinear", "lower-bound"};
  settings.quick = true;
  return settings;
}();

TEST_F(CaseSteps, lists_are_linked_and_estimated_once_and_again_when_they_change) {
  add_two_lists();
  const StepOutcome linked = link_case(*case_, kFewDraws, {});
  EXPECT_FALSE(linked.reused);
  const Json linkage = content_of(*case_, linked.result);
  EXPECT_EQ(linkage.at("report").at("people").at("count"), 90);
  const StepOutcome estimated = estimate_case(*case_, kQuick, {});
  EXPECT_TRUE(link_case(*case_, kFewDraws, {}).reused);
  EXPECT_TRUE(estimate_case(*case_, kQuick, {}).reused);

  add_list("c.csv", "name,birth date\nPersonx Other,1990-01-01\nPersony Third,1991-01-01\n");
  EXPECT_NE(case_->result(linked.result).stale, "");
  EXPECT_NE(case_->result(estimated.result).stale.find("list:3"), std::string::npos);
  EXPECT_THROW(estimate_case(*case_, kQuick, {}), Error);  // its linkage is stale
  EXPECT_FALSE(link_case(*case_, kFewDraws, {}).reused);
  EXPECT_FALSE(estimate_case(*case_, kQuick, {}).reused);
  EXPECT_TRUE(case_->verify().holds());
}

TEST_F(CaseSteps, a_list_that_names_nobody_is_left_out_and_said) {
  add_two_lists();
  add_list("prices.csv", "month,price\nJanuary,12\nFebruary,14\n");
  const Json linkage = content_of(*case_, link_case(*case_, kFewDraws, {}).result);
  EXPECT_EQ(linkage.at("lists").size(), 2u);
  ASSERT_EQ(linkage.at("left_out").size(), 1u);
  EXPECT_EQ(linkage.at("left_out")[0].at("list"), 3);
}

TEST_F(CaseSteps, a_judged_pair_changes_the_linkage_and_nothing_else) {
  add_two_lists();
  add_text("a.txt", "The centre said that 12 women were sold.");
  read_case(*case_, {});
  const StepOutcome board = claims_case(*case_, {});
  const StepOutcome before = link_case(*case_, kFewDraws, {});
  const auto lists = read_case_lists(*case_, kFewDraws, {});
  // Row 31 of the first list and row 1 of the second are one person; somebody says they are two.
  const LinkRecords& records = lists->files.records;
  judge({.about = pair_object({1, 31}, {2, 1}),
         .kind = std::string(kPairKind),
         .value = Json{{"judgement", "non_match"},
                       {"keys", {content_key(records, 30), content_key(records, 60)}}}
                      .dump()});
  EXPECT_NE(case_->result(before.result).stale, "");
  EXPECT_EQ(case_->result(board.result).stale, "");
  const StepOutcome after = link_case(*case_, kFewDraws, {});
  EXPECT_EQ(content_of(*case_, before.result).at("report").at("people").at("count"), 90);
  EXPECT_EQ(content_of(*case_, after.result).at("report").at("people").at("count"), 91);
  EXPECT_EQ(content_of(*case_, after.result).at("judged").at("pairs"), 1);
}

TEST_F(CaseSteps, settings_are_kept_and_taken_again) {
  add_two_lists();
  EXPECT_TRUE(kept_settings(*case_, kLinkStep).empty());
  LinkCaseSettings settings = kFewDraws;
  settings.clean = {"all"};
  settings.fields = {{"name", FieldType::name}, {"full name", FieldType::name}};
  settings.threshold = 0.6;
  keep_settings(*case_, kLinkStep, settings.to_json());
  const auto again = LinkCaseSettings::from_json(kept_settings(*case_, kLinkStep));
  EXPECT_EQ(again.to_json(), settings.to_json());
  const std::size_t count = case_->judgements().size();
  keep_settings(*case_, kLinkStep, settings.to_json());
  EXPECT_EQ(case_->judgements().size(), count);
  keep_settings(*case_, kLinkStep, kFewDraws.to_json());
  EXPECT_EQ(LinkCaseSettings::from_json(kept_settings(*case_, kLinkStep)).to_json(),
            kFewDraws.to_json());
}

TEST_F(CaseSteps, texts_are_read_once_and_again_where_something_was_decided) {
  const std::int64_t a = add_text("a.txt", "The centre said that 12 women were sold in 2019.");
  add_text("b.txt", "Police freed 40 women, the ministry said.");
  EXPECT_EQ(read_case(*case_, {}).read_count, 2u);
  const StepOutcome board = claims_case(*case_, {});
  EXPECT_EQ(read_case(*case_, {}).read_count, 0u);
  EXPECT_TRUE(claims_case(*case_, {}).reused);
  judge({.about = fmt::format("item:{}", a),
         .kind = std::string(kDocumentDateKind),
         .value = "2020-05-01"});
  EXPECT_NE(case_->result(board.result).stale, "");
  EXPECT_THROW(claims_case(*case_, {}), Error);  // one reading is stale
  EXPECT_EQ(read_case(*case_, {}).read_count, 1u);
  EXPECT_FALSE(claims_case(*case_, {}).reused);
  const Result reading = *case_->newest_result(kReadStep, fmt::format("item:{}", a));
  EXPECT_EQ(kept_reading(*case_, reading).facts.date, "2020-05-01");
  EXPECT_TRUE(case_->verify().holds());
}

TEST_F(CaseSteps, a_correction_holds_after_every_reading) {
  const std::string text = "The centre said that 12 women were sold in 2019.";
  const std::int64_t a = add_text("a.txt", text);
  read_case(*case_, {});
  const std::string subject = fmt::format("item:{}", a);
  const Json before = content_of(*case_, case_->newest_result(kReadStep, subject)->id);
  Corrections corrections;
  std::string id;
  for (const Json& annotation : before.at("annotations"))
    if (annotation.at("kind") == "quantity") id = annotation.at("id");
  ASSERT_NE(id, "");
  corrections.append(CorrectionAction::reject, "a.txt", decode_text(text), before.at("annotations"),
                     id, {});
  judge({.about = subject,
         .kind = std::string(kCorrectionKind),
         .value = Json::parse(corrections.dump()).at("items").at(0).dump()});
  EXPECT_EQ(read_case(*case_, {}).read_count, 1u);
  const Json after = content_of(*case_, case_->newest_result(kReadStep, subject)->id);
  EXPECT_EQ(after.at("corrections").at("applied"), 1);
  for (const Json& annotation : after.at("annotations"))
    EXPECT_NE(annotation.at("kind"), "quantity");
}

TEST_F(CaseSteps, names_of_items_are_told_apart) {
  const std::int64_t a = add_text("one/a.txt", "x"), b = add_text("two/a.txt", "y");
  const ItemNames names(*case_);
  EXPECT_NE(names[a], names[b]);
  EXPECT_EQ(names.item(names[b]), b);
}

TEST(RowNames, are_read_as_they_are_written) {
  const auto row = row_name_from(RowName{3, 12}.text());
  ASSERT_TRUE(row);
  EXPECT_EQ(row->list, 3);
  EXPECT_EQ(row->row, 12u);
  for (const char* const bad : {"", "list:", "list:3", "list:3/", "list:3/x", "list:3/1x",
                                "row:3/1", "list:0/1", "list:1/0", "list:-1/1"})
    EXPECT_FALSE(row_name_from(bad)) << bad;
}

}  // namespace
}  // namespace hearim
