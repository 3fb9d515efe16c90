// Whole linkages of generated lists (bench/generated_lists.h) whose scripts differ, against the
// truth: duplicates, misspellings, missing values, swapped parts and wrong dates included. Trades
// are written in each list's language, so that field says little across lists.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "../../bench/generated_lists.h"
#include "hearim/link.h"

namespace hearim {
namespace {

void link_generated(const GeneratedListsOptions& options, double precision_min, double recall_min) {
  const GeneratedRecords lists = generate_records(options, 1);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  const LinkEvaluation e = evaluate_clusters(linkage.clusters(), lists.truth);
  ::testing::Test::RecordProperty("precision", std::to_string(e.pairwise.precision));
  ::testing::Test::RecordProperty("recall", std::to_string(e.pairwise.recall));
  EXPECT_GT(e.pairwise.precision, precision_min);
  EXPECT_GT(e.pairwise.recall, recall_min);
}

TEST(LinkScripts, people_are_found_in_hangul_han_and_latin) {  // measured: 0.990, 0.981
  link_generated({.people = 1500,
                  .scripts = {Tongue::korean, Tongue::chinese, Tongue::english},
                  .origins = {{Tongue::korean, 1.0}}},
                 0.975, 0.96);
}

TEST(LinkScripts, people_are_found_in_arabic_and_latin) {  // measured: 0.986, 0.988
  link_generated({.people = 1500, .scripts = {Tongue::arabic, Tongue::english}}, 0.97, 0.97);
}

TEST(LinkScripts, people_of_four_tongues_are_found_in_four_scripts) {  // measured: 0.989, 0.956
  link_generated({.people = 1500,
                  .scripts = {Tongue::korean, Tongue::chinese, Tongue::english, Tongue::arabic}},
                 0.97, 0.935);
}

TEST(LinkScripts, lists_that_give_ages_at_an_interview_are_linked_to_birth_dates) {
  // measured: 0.981, 0.902
  link_generated({.people = 1500,
                  .lists = 3,
                  .scripts = {Tongue::korean, Tongue::english},
                  .last_list_has_ages = true},
                 0.96, 0.87);
}

// On these lists all rules that are worth their pairs demand the birth date: how often it is wrong
// would never be learned.
TEST(LinkScripts, what_every_rule_would_demand_is_left_free_by_one) {  // measured: 0.983, 0.841
  GeneratedListsOptions options = {.people = 5376,
                                   .lists = 3,
                                   .scripts = {Tongue::english, Tongue::korean, Tongue::chinese},
                                   .origins = {{Tongue::korean, 1.0}},
                                   .last_list_has_ages = true,
                                   .captures = {0.315, 0.191, 0.17},
                                   .hard_to_reach = 0.072,
                                   .women = 0.81,
                                   .born_from = 1955,
                                   .born_to = 2005,
                                   .duplicates = 0.01};
  options.multiply_errors(1.21);
  const GeneratedRecords lists = generate_records(options, 19);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  const auto demands = [](const RuleReport& rule, int field) {
    return std::any_of(rule.rule.keys.begin(), rule.rule.keys.end(),
                       [&](const BlockingKey& key) { return key.field == field; });
  };
  const int birth_date = 4;
  ASSERT_EQ(lists.records.fields()[birth_date].type, FieldType::birth_date);
  EXPECT_TRUE(std::any_of(linkage.report().rules.begin(), linkage.report().rules.end(),
                          [&](const RuleReport& rule) { return !demands(rule, birth_date); }));
  // Without that rule recall is 0.58.
  EXPECT_GT(evaluate_clusters(linkage.clusters(), lists.truth).pairwise.recall, 0.78);
}

TEST(GeneratedLists, the_same_seed_gives_the_same_rows) {
  const GeneratedListsOptions few = {.people = 50, .scripts = {Tongue::korean, Tongue::arabic}};
  const GeneratedRecords a = generate_records(few, 5);
  const GeneratedRecords b = generate_records(few, 5);
  ASSERT_EQ(a.truth, b.truth);
  for (std::uint32_t r = 0; r < a.records.record_count(); ++r) {
    for (int f = 0; f < static_cast<int>(kGeneratedColumns); ++f) {
      EXPECT_EQ(a.records.text(r, f), b.records.text(r, f));
    }
  }
  EXPECT_NE(generate_records(few, 6).truth, a.truth);
}

}  // namespace
}  // namespace hearim
