// Who did what to whom, coded in a case: what is refused, what replaces what, what is counted, and
// what goes with an item that is withdrawn.
#include "steps/code_case.h"

#include <gtest/gtest.h>

#include "hearim/error.h"
#include "steps/case_statement_review.h"
#include "steps/claims_case.h"
#include "steps/judge_case.h"
#include "steps/trial_case.h"

namespace hearim {
namespace {

class CodeCase : public TrialCase {
 protected:
  CodeCase() {
    add_text("a.txt",
             "\"I was sold to a man in the north and was beaten,\" a survivor told the centre. "
             "\"Then I fled.\"");
    add_text("b.txt", "\"I was sold twice,\" another survivor told the centre.");
    read_case(*case_, {});
    first_ = testimony(1);
    second_ = testimony(2);
    event_ = keep_event(*case_, {.id = {}, .place = "Murl", .date = "2019"});
    victim_ = keep_person(*case_, {.id = {}, .age = {.low = 14, .high = 16}, .sex = "female"});
    trader_ = keep_person(*case_, {});
  }
  std::string testimony(std::int64_t item) {
    for (const Json& annotation : annotations(item))
      if (annotation.at("kind") == "testimony")
        return StatementName{item, annotation.at("id")}.text();
    ADD_FAILURE() << "no testimony in item " << item;
    return {};
  }
  Json annotations(std::int64_t item) {
    return current_reading(*case_, item, ItemNames(*case_)).at("annotations");
  }
  KeptAct sale() {
    KeptAct act;
    act.act = "trafficking.sale";
    act.victim = victim_;
    act.case_id = event_;
    act.perpetrators = {{trader_, "profited"}};
    act.date = "2019-05";
    act.method = "for a debt";
    act.rests_on = {{.name = first_}};
    return act;
  }

  std::string first_, second_, event_, victim_, trader_;
};

TEST_F(CodeCase, an_act_is_kept_as_it_was_given) {
  const std::string id = keep_act(*case_, sale());
  const CaseCoding coding = coding_in(*case_);
  ASSERT_EQ(coding.acts.size(), 1u);
  const KeptAct& act = coding.acts[0];
  EXPECT_EQ(act.id, id);
  EXPECT_EQ(act.act, "trafficking.sale");
  EXPECT_EQ(act.victim, victim_);
  ASSERT_EQ(act.perpetrators.size(), 1u);
  EXPECT_EQ(act.perpetrators[0].person, trader_);
  EXPECT_EQ(act.perpetrators[0].involvement, "profited");
  EXPECT_EQ(act.date, "2019-05");
  EXPECT_EQ(act.method, "for a debt");
  EXPECT_EQ(act.statements, std::vector<std::string>{first_});
  EXPECT_TRUE(act.rests_on[0].found);
}

TEST_F(CodeCase, what_breaks_a_rule_is_refused_and_nothing_is_kept) {
  const auto refused = [&](auto change) {
    KeptAct act = sale();
    change(act);
    EXPECT_THROW(keep_act(*case_, act), Error);
  };
  refused([](KeptAct& act) { act.victim.clear(); });
  refused([](KeptAct& act) { act.victim = "Tarrin Oshan"; });  // a name is no person of the coding
  refused([](KeptAct& act) { act.case_id = "case:99"; });
  refused([](KeptAct& act) { act.act = "body.tickling"; });
  refused([](KeptAct& act) { act.date = "last May"; });
  refused([](KeptAct& act) { act.rests_on.clear(); });
  refused([](KeptAct& act) { act.rests_on = {{.name = "item:1#t99"}}; });
  refused([](KeptAct& act) { act.perpetrators = {{"person:99", "direct"}}; });
  refused([&](KeptAct& act) { act.perpetrators = {{victim_, "direct"}}; });
  EXPECT_TRUE(coding_in(*case_).acts.empty());
  EXPECT_THROW(keep_person(*case_, {.id = {}, .age = {.low = 9, .high = 3}}), Error);
  EXPECT_THROW(keep_event(*case_, {.id = {}, .place = {}, .date = "soon"}), Error);
}

TEST_F(CodeCase, a_later_one_replaces_it_and_overwrites_nothing) {
  KeptAct act = sale();
  act.id = keep_act(*case_, act);
  const std::string id = act.id;
  act.place = "Dapto";
  act.rests_on = {{.name = second_}};
  EXPECT_EQ(keep_act(*case_, act), id);
  ASSERT_EQ(coding_in(*case_).acts.size(), 1u);
  EXPECT_EQ(coding_in(*case_).acts[0].place, "Dapto");
  EXPECT_EQ(coding_in(*case_).acts[0].id, id);
  EXPECT_EQ(case_->judgements(kActKind).size(), 2u);
  EXPECT_THROW(take_back_coding(*case_, victim_), Error);  // the act names her
  take_back_coding(*case_, id);
  EXPECT_TRUE(coding_in(*case_).acts.empty());
  EXPECT_EQ(case_->judgements(kActKind).size(), 3u);
  take_back_coding(*case_, victim_);
  EXPECT_THROW(take_back_coding(*case_, victim_), Error);
  EXPECT_TRUE(case_->verify().holds());
}

TEST_F(CodeCase, what_rests_on_an_item_goes_with_it_and_its_number_is_not_given_again) {
  const std::string sold = keep_act(*case_, sale());
  KeptAct other = sale();
  other.rests_on = {{.name = second_}};
  const std::string kept = keep_act(*case_, other);
  keep_consent(*case_, first_, {"analysis"});
  case_->withdraw_item(1);
  const CaseCoding coding = coding_in(*case_);
  ASSERT_EQ(coding.acts.size(), 1u);
  EXPECT_EQ(coding.acts[0].id, kept);
  EXPECT_TRUE(consents_of(*case_).empty());
  EXPECT_NE(keep_act(*case_, other), sold);
  EXPECT_EQ(coding_of_case(*case_).at("counts").at("acts"), 2);
}

TEST_F(CodeCase, a_name_is_sealed_and_in_no_judgement) {
  const std::string id =
      keep_person(*case_, {.id = {}, .age = {}, .sex = {}, .identity = 0}, "Ibek Tarrin");
  const CaseCoding coding = coding_in(*case_);
  ASSERT_NE(coding.persons.back().identity, 0);
  EXPECT_EQ(case_->view_identity(coding.persons.back().identity), "Ibek Tarrin");
  for (const Judgement& judgement : case_->judgements()) {
    EXPECT_EQ(judgement.value.find("Tarrin"), std::string::npos);
    EXPECT_EQ(judgement.about.find("Tarrin"), std::string::npos);
  }
  // It stays hers when what is known of her changes.
  keep_person(*case_, {.id = id, .age = {.low = 20, .high = {}}});
  EXPECT_NE(coding_in(*case_).persons.back().identity, 0);
  EXPECT_EQ(coding_of_case(*case_).dump().find("Tarrin"), std::string::npos);
}

TEST_F(CodeCase, testimonies_propose_acts_until_they_are_coded) {
  std::vector<ProposedAct> proposed = proposed_acts(*case_, first_);
  ASSERT_GE(proposed.size(), 2u);
  EXPECT_EQ(proposed[0].act, "trafficking.sale");
  EXPECT_EQ(proposed[0].said, "sold");
  const std::size_t before = proposed.size();
  EXPECT_GT(proposed_acts(*case_).size(), before);
  keep_act(*case_, sale());
  proposed = proposed_acts(*case_, first_);
  EXPECT_EQ(proposed.size(), before - 1);
  for (const ProposedAct& one : proposed) EXPECT_NE(one.act, "trafficking.sale");
  EXPECT_THROW(proposed_acts(*case_, "item:1#t99"), Error);
  EXPECT_TRUE(coding_in(*case_).acts.size() == 1);  // proposing codes nothing
}

TEST_F(CodeCase, trafficking_is_checked_by_victim_and_means_are_not_needed_under_18) {
  KeptAct act = sale();
  keep_act(*case_, act);
  act.act = "family.forced-marriage";
  keep_act(*case_, act);
  EXPECT_EQ(coding_of_case(*case_).at("findings").at(0).at("finding"), "complete_as_child");
  keep_person(*case_, {.id = victim_, .age = {.low = 19, .high = 25}});
  EXPECT_EQ(coding_of_case(*case_).at("findings").at(0).at("finding"), "incomplete");
  keep_person(*case_, {.id = victim_, .age = {}});
  EXPECT_EQ(coding_of_case(*case_).at("findings").at(0).at("finding"), "complete_if_under_18");
  act.act = "body.beating";
  keep_act(*case_, act);
  EXPECT_EQ(coding_of_case(*case_).at("findings").at(0).at("finding"), "complete");
  // Somebody who was only beaten is no unfinished case of trafficking.
  act.victim = trader_;
  act.perpetrators.clear();
  keep_act(*case_, act);
  const Json coding = coding_of_case(*case_);
  EXPECT_EQ(coding.at("findings").size(), 1u);
  EXPECT_EQ(coding.at("counts").at("acts"), 4);
  EXPECT_EQ(coding.at("counts").at("victims"), 2);
  EXPECT_EQ(coding.at("counts").at("perpetrators"), 1);
  EXPECT_EQ(coding.at("counts").at("persons"), 2);
  EXPECT_EQ(coding.at("counts").at("cases"), 1);
  EXPECT_EQ(coding.at("counts").at("statements"), 1);
  for (const Json& kind : coding.at("acts"))
    if (kind.at("act") == "body.beating") {
      EXPECT_EQ(kind.at("acts"), 2);
      EXPECT_EQ(kind.at("labels").at("ko"), "구타");
    }
}

TEST_F(CodeCase, confirmed_needs_two_lineages_on_the_board) {
  add_text("c.txt", "The Oshan Centre said that 100 women were sold across the border in 2018.");
  read_case(*case_, {});
  EXPECT_THROW(keep_grade(*case_, "claim:k1", "B", "2"), Error);  // there is no board yet
  const Json board = content_of(*case_, claims_case(*case_, {}).result);
  std::string claim;
  for (const Json& one : board.at("claims"))
    if (one.at("independent_sources") == 1) claim = "claim:" + one.at("id").get<std::string>();
  ASSERT_NE(claim, "");
  EXPECT_THROW(keep_grade(*case_, claim, "A", "1"), Error);
  EXPECT_THROW(keep_grade(*case_, claim, "G", "2"), Error);
  EXPECT_THROW(keep_grade(*case_, "claim:k99", "A", "2"), Error);
  keep_grade(*case_, claim, "B", "2");
  keep_grade(*case_, claim, "C", "3");  // of one claim the later one stands
  const Json grades = coding_of_case(*case_).at("grades");
  ASSERT_EQ(grades.size(), 1u);
  EXPECT_EQ(grades[0].at("claim"), claim);
  EXPECT_EQ(grades[0].at("source"), "C");
  EXPECT_EQ(grades[0].at("fault"), "");
}

TEST_F(CodeCase, consent_is_what_was_recorded_last_and_nothing_else) {
  EXPECT_TRUE(consents_of(*case_).empty());
  EXPECT_THROW(keep_consent(*case_, first_, {"everything"}), Error);
  EXPECT_THROW(keep_consent(*case_, "item:1#t99", {"analysis"}), Error);
  keep_consent(*case_, first_, {"analysis", "quotation"});
  keep_consent(*case_, second_, {});
  keep_consent(*case_, first_, {"analysis"});
  const std::vector<KeptConsent> consents = consents_of(*case_);
  ASSERT_EQ(consents.size(), 2u);
  for (const KeptConsent& consent : consents) {
    const bool is_first = consent.statement.name == first_;
    EXPECT_EQ(consent_allows(consent.agreed, "analysis"), is_first);
    EXPECT_FALSE(consent_allows(consent.agreed, "quotation"));
  }
  EXPECT_EQ(coding_of_case(*case_).at("consents").at("by_use").at("analysis"), 1);
}

TEST_F(CodeCase, consent_for_an_item_stands_beside_that_for_its_statements) {
  keep_consent(*case_, "item:1", {"legal"});
  keep_consent(*case_, first_, {"analysis"});
  keep_consent(*case_, "item:1", {"partner"});
  const std::vector<KeptConsent> consents = consents_of(*case_);
  ASSERT_EQ(consents.size(), 2u);
  EXPECT_EQ(consents[0].statement.name, first_);
  EXPECT_EQ(consents[1].statement.name, "item:1");
  EXPECT_EQ(consents[1].agreed, std::vector<std::string>{"partner"});
  EXPECT_THROW(keep_consent(*case_, "item:9", {"legal"}), Error);
}

TEST_F(CodeCase, an_item_is_public_or_closed_as_was_said_last) {
  keep_access(*case_, 1, "public");
  keep_access(*case_, 1, "closed");
  const auto kept = standing_judgements(*case_, "access");
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].about, "item:1");
  EXPECT_EQ(kept[0].value, "closed");
  EXPECT_THROW(keep_access(*case_, 9, "public"), Error);
  EXPECT_THROW(keep_access(*case_, 1, "open"), Error);
}

TEST_F(CodeCase, a_statement_that_is_rejected_afterwards_is_said) {
  keep_act(*case_, sale());
  EXPECT_TRUE(coding_of_case(*case_).at("faults").empty());
  judge_statement(*case_, *statement_name_from(first_), CorrectionAction::reject, {},
                  begin_sitting(*case_, Json::object()));
  read_case(*case_, {});
  const Json faults = coding_of_case(*case_).at("faults");
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_NE(faults[0].get<std::string>().find(first_), std::string::npos);
}

}  // namespace
}  // namespace hearim
