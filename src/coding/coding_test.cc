#include <gtest/gtest.h>

#include <set>

#include "hearim/coding.h"

namespace hearim {
namespace {

CodedAct act(std::string code, std::string victim = "p1") {
  return {.id = "a1",
          .case_id = "c1",
          .victim = std::move(victim),
          .perpetrators = {},
          .act = std::move(code),
          .elements = {},
          .place = {},
          .date = {},
          .statements = {"s1"}};
}

TEST(Vocabulary, every_code_is_there_once_with_its_three_labels_and_a_broader_term_that_exists) {
  for (const std::string_view name : vocabulary_names()) {
    std::set<std::string_view> codes;
    EXPECT_FALSE(vocabulary(name).empty()) << name;
    for (const Term& term : vocabulary(name)) {
      EXPECT_TRUE(codes.insert(term.code).second) << name << " " << term.code;
      for (const auto language :
           {LabelLanguage::english, LabelLanguage::korean, LabelLanguage::arabic})
        EXPECT_FALSE(term.label(language).empty()) << name << " " << term.code;
      if (!term.broader.empty()) {
        // Broader terms stand before narrower ones, so that there is no circle.
        EXPECT_TRUE(codes.contains(term.broader)) << name << " " << term.code;
        EXPECT_NE(term.broader, term.code);
      }
      if (!term.element.empty()) {
        const Term* element = find_term("element", term.element);
        ASSERT_NE(element, nullptr) << term.code;
        EXPECT_FALSE(element->broader.empty()) << term.code;
      }
    }
  }
  EXPECT_TRUE(vocabulary("no such").empty());
}

TEST(Vocabulary, labels_are_in_the_script_of_their_language) {
  for (const std::string_view name : vocabulary_names()) {
    for (const Term& term : vocabulary(name)) {
      for (const char c : term.english) EXPECT_LT(static_cast<unsigned char>(c), 0x80) << term.code;
      // Hangul syllables are U+AC00 to U+D7A3 (lead bytes EA to ED), Arabic letters U+0600 to
      // U+06FF.
      const auto lead = static_cast<unsigned char>(term.korean.front());
      EXPECT_TRUE(lead >= 0xea && lead <= 0xed) << term.code;
      const auto arabic = static_cast<unsigned char>(term.arabic.front());
      EXPECT_TRUE(arabic >= 0xd8 && arabic <= 0xdb) << term.code;
    }
  }
}

TEST(Vocabulary, narrower_terms_lie_under_all_that_are_broader) {
  EXPECT_TRUE(is_under("act", "trafficking.sale", "trafficking.transfer"));
  EXPECT_TRUE(is_under("act", "trafficking.sale", "trafficking"));
  EXPECT_TRUE(is_under("act", "life", "life"));
  EXPECT_FALSE(is_under("act", "trafficking.sale", "labour"));
  EXPECT_FALSE(is_under("act", "no such", "no such"));
}

TEST(FactActs, every_fact_leads_to_a_type_of_act_that_exists) {
  for (const char* const fact : {"sold",
                                 "bought",
                                 "trafficked",
                                 "held",
                                 "arrested",
                                 "taken",
                                 "beaten",
                                 "tortured",
                                 "sexually_assaulted",
                                 "forced_to_marry",
                                 "forced_to_work",
                                 "forced_to_abort",
                                 "repatriated",
                                 "killed",
                                 "disappeared",
                                 "threatened",
                                 "starved",
                                 "stripped",
                                 "robbed",
                                 "separated",
                                 "displaced",
                                 "enslaved"})
    EXPECT_NE(find_term("act", act_of_fact(fact)), nullptr) << fact;
  EXPECT_EQ(act_of_fact("sold"), "trafficking.sale");
  // To flee is no violation; the word alone says of no death that it was a killing.
  for (const char* const fact : {"fled", "died", "pregnant", "", "no such"})
    EXPECT_EQ(act_of_fact(fact), "") << fact;
}

TEST(Trafficking, act_means_and_purpose_make_it_complete_at_any_age) {
  const std::vector<CodedAct> acts = {act("trafficking.sale"), act("body.beating"),
                                      act("family.forced-marriage")};
  const TraffickingCheck check = check_trafficking(acts, {});
  EXPECT_EQ(check.finding, TraffickingFinding::complete);
  EXPECT_EQ(check.act, std::vector<std::string_view>{"act.transfer"});
  EXPECT_EQ(check.means, std::vector<std::string_view>{"means.force"});
  EXPECT_EQ(check.purpose, std::vector<std::string_view>{"purpose.slavery-like"});
}

TEST(Trafficking, means_are_not_needed_for_a_child_and_the_finding_hangs_on_an_age_not_known) {
  const std::vector<CodedAct> acts = {act("trafficking.sale"), act("family.forced-marriage")};
  EXPECT_EQ(check_trafficking(acts, {.low = 12, .high = 14}).finding,
            TraffickingFinding::complete_as_child);
  EXPECT_EQ(check_trafficking(acts, {.low = 19, .high = 25}).finding,
            TraffickingFinding::incomplete);
  EXPECT_EQ(check_trafficking(acts, {.low = 16, .high = 20}).finding,
            TraffickingFinding::complete_if_under_18);
  EXPECT_EQ(check_trafficking(acts, {}).finding, TraffickingFinding::complete_if_under_18);
  // 17 and a half is a child, 18 is not.
  EXPECT_EQ(check_trafficking(acts, {.low = 17, .high = 17.5}).finding,
            TraffickingFinding::complete_as_child);
  EXPECT_EQ(check_trafficking(acts, {.low = 18, .high = {}}).finding,
            TraffickingFinding::incomplete);
}

TEST(Trafficking, without_a_purpose_nothing_completes_it) {
  const std::vector<CodedAct> acts = {act("trafficking.recruitment"), act("liberty.abduction")};
  const TraffickingCheck check = check_trafficking(acts, {.low = {}, .high = 10});
  EXPECT_EQ(check.finding, TraffickingFinding::incomplete);
  EXPECT_NE(check.words.find("purpose"), std::string::npos);
  EXPECT_EQ(check_trafficking({}, {}).finding, TraffickingFinding::incomplete);
}

TEST(Trafficking, elements_given_by_hand_count_beside_those_an_act_implies) {
  CodedAct sold = act("trafficking.sale");
  sold.elements = {"means.deception", "purpose.forced-labour"};
  EXPECT_EQ(check_trafficking(std::vector{sold}, {.low = 30, .high = 30}).finding,
            TraffickingFinding::complete);
}

TEST(ActFaults, names_what_is_missing_or_unknown) {
  EXPECT_TRUE(act_faults(act("body.torture")).empty());
  CodedAct bad = act("body.tickling", "");
  bad.statements.clear();
  bad.elements = {"means"};
  bad.perpetrators = {{"p2", "watched"}};
  EXPECT_EQ(act_faults(bad).size(), 5u);
  CodedAct own = act("body.torture");
  own.perpetrators = {{"p1", "direct"}};
  EXPECT_EQ(act_faults(own).size(), 1u);
}

TEST(Grades, confirmed_needs_two_independent_lineages) {
  EXPECT_NE(grade_fault("A", "1", 1), "");
  EXPECT_NE(grade_fault("A", "1", 0), "");
  EXPECT_EQ(grade_fault("C", "1", 2), "");
  EXPECT_EQ(grade_fault("A", "2", 1), "");
  EXPECT_NE(grade_fault("G", "2", 1), "");
  EXPECT_NE(grade_fault("A", "7", 1), "");
}

TEST(CodingCounts, cases_victims_persons_and_statements_are_counted_apart) {
  CodedAct first = act("trafficking.sale");
  first.perpetrators = {{"p9", "direct"}, {"p2", "profited"}};
  first.statements = {"s1", "s2"};
  CodedAct second = act("body.beating", "p2");  // a perpetrator elsewhere is a victim here
  second.statements = {"s2"};
  const CodingCounts counts = count_coding(std::vector{first, second});
  EXPECT_EQ(counts.cases, 1u);
  EXPECT_EQ(counts.acts, 2u);
  EXPECT_EQ(counts.victims, 2u);
  EXPECT_EQ(counts.perpetrators, 2u);
  EXPECT_EQ(counts.persons, 3u);
  EXPECT_EQ(counts.statements, 2u);
}

TEST(Consent, what_was_not_agreed_to_is_not_allowed) {
  const std::vector<std::string> agreed = {"analysis", "legal"};
  EXPECT_TRUE(consent_allows(agreed, "legal"));
  EXPECT_FALSE(consent_allows(agreed, "quotation"));
  EXPECT_FALSE(consent_allows({}, "analysis"));
  EXPECT_FALSE(consent_allows(std::vector<std::string>{"anything"}, "anything"));
}

}  // namespace
}  // namespace hearim
