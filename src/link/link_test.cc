#include "hearim/link.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "../../bench/simulated_lists.h"
#include "hearim/error.h"

namespace hearim {
namespace {

TEST(Link, finds_the_people_of_simulated_lists) {
  for (const bool clean : {true, false}) {
    const SimulatedLists lists =
        simulate_lists({.people = 2500, .duplicates = clean ? 0.0 : 0.2, .clean = clean}, 11);
    const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
    const LinkEvaluation e = evaluate_clusters(linkage.clusters(), lists.truth);
    EXPECT_GT(e.pairwise.precision, 0.97) << (clean ? "clean" : "with duplicates");
    EXPECT_GT(e.pairwise.recall, 0.93) << (clean ? "clean" : "with duplicates");
    const double count = linkage.clusters().cluster_count;
    EXPECT_NEAR(count / lists.people_seen, 1.0, 0.03);
    // The model's own account of how many pairs are matches.
    EXPECT_NEAR(linkage.report().expected_matches / static_cast<double>(e.true_pairs), 1.0, 0.06);
  }
}

TEST(Link, a_clean_list_has_nobody_twice) {
  const SimulatedLists lists = simulate_lists({.people = 1500}, 3);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  std::vector<std::vector<std::uint32_t>> members(linkage.clusters().cluster_count);
  for (std::uint32_t r = 0; r < lists.records.record_count(); ++r) {
    members[linkage.clusters().cluster_of[r]].push_back(r);
  }
  for (const auto& cluster : members) {
    for (std::size_t i = 1; i < cluster.size(); ++i) {
      EXPECT_NE(lists.records.list_of(cluster[i - 1]), lists.records.list_of(cluster[i]));
    }
  }
}

TEST(Link, is_the_same_for_any_number_of_threads) {
  const SimulatedLists lists = simulate_lists({.people = 1200, .clean = false}, 4);
  hearim::Run three;
  three.threads = 3;
  const Linkage one = link_records(lists.records, {}, hearim::Run{});
  const Linkage other = link_records(lists.records, {}, three);
  EXPECT_EQ(one.clusters().cluster_of, other.clusters().cluster_of);
  ASSERT_EQ(one.pairs().size(), other.pairs().size());
  for (std::size_t i = 0; i < one.pairs().size(); ++i) {
    EXPECT_EQ(one.pairs()[i].pair, other.pairs()[i].pair);
    EXPECT_EQ(one.pairs()[i].weight, other.pairs()[i].weight);
  }
  const auto draws = one.draw(5, hearim::Run{});
  const auto other_draws = other.draw(5, three);
  for (std::size_t d = 0; d < draws.size(); ++d) {
    EXPECT_EQ(draws[d].cluster_of, other_draws[d].cluster_of);
  }
}

TEST(Link, an_explanation_adds_up_to_the_weight) {
  const SimulatedLists lists = simulate_lists({.people = 800}, 5);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  ASSERT_GT(linkage.pairs().size(), 50U);
  for (std::size_t i = 0; i < linkage.pairs().size(); i += 7) {
    const PairExplanation why = linkage.explain(linkage.pairs()[i].pair);
    double sum = why.prior_weight + why.circumstances_weight;
    for (const FieldEvidence& field : why.fields) sum += field.weight;
    EXPECT_NEAR(sum, why.weight, 1e-9);
    EXPECT_NEAR(why.weight, linkage.pairs()[i].weight, 1e-4);
    EXPECT_NEAR(why.probability, probability_of(why.weight), 1e-12);
    EXPECT_FALSE(why.met_by.empty());
    EXPECT_NE(why.words.find(why.fields.empty() ? "" : "bits"), std::string::npos);
  }
}

TEST(Link, a_pair_that_was_never_compared_is_explained_too) {
  const SimulatedLists lists = simulate_lists({.people = 800}, 5);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  bool found = false;
  for (std::uint32_t b = 1; b < lists.records.record_count() && !found; ++b) {
    const PairExplanation why = linkage.explain({0, b});
    if (!why.met_by.empty()) continue;
    found = true;
    EXPECT_LT(why.weight, 0);
    EXPECT_NE(why.words.find("no blocking rule brought them together"), std::string::npos);
  }
  EXPECT_TRUE(found);
}

TEST(Link, labels_decide_their_pairs) {
  const SimulatedLists lists = simulate_lists({.people = 600, .clean = false}, 6);
  const Linkage before = link_records(lists.records, {}, hearim::Run{});
  const RecordPair strong = before.pairs()[0].pair;
  ASSERT_EQ(before.clusters().cluster_of[strong.a], before.clusters().cluster_of[strong.b]);
  RecordPair strangers{0, 1};
  while (before.weight(strangers) > -15) ++strangers.b;
  const Linkage after = link_records(
      lists.records,
      {.labels = {{strong, PairJudgement::non_match}, {strangers, PairJudgement::match}}},
      hearim::Run{});
  EXPECT_NE(after.clusters().cluster_of[strong.a], after.clusters().cluster_of[strong.b]);
  EXPECT_EQ(after.clusters().cluster_of[strangers.a], after.clusters().cluster_of[strangers.b]);
}

TEST(Link, the_estimate_of_what_blocking_misses_is_near_the_truth) {
  const SimulatedLists lists = simulate_lists({.people = 4000}, 8);
  const Linkage linkage = link_records(
      lists.records, {.rules = {{{{2, KeyKind::value}}}, {{{0, KeyKind::token_pair}}}}},
      hearim::Run{});
  // Truth: pairs of one person that share neither birth date nor two words of the name.
  std::vector<std::vector<std::uint32_t>> people(4000);
  for (std::uint32_t r = 0; r < lists.truth.size(); ++r) people[lists.truth[r]].push_back(r);
  double all = 0, missed = 0;
  for (const auto& person : people) {
    for (std::size_t i = 0; i < person.size(); ++i) {
      for (std::size_t j = i + 1; j < person.size(); ++j) {
        all += 1;
        missed += linkage.explain({person[i], person[j]}).met_by.empty();
      }
    }
  }
  EXPECT_GT(missed / all, 0.01);
  EXPECT_NEAR(linkage.report().miss_share, missed / all, 0.35 * missed / all);
  ASSERT_EQ(linkage.report().rules.size(), 2U);
}

TEST(Link, draws_change_only_what_is_doubtful_and_come_nearer_to_the_number_of_people) {
  const SimulatedLists lists = simulate_lists(
      {.people = 1500, .typo = 0.3, .missing = 0.25, .default_date = 0.3, .moved = 0.3}, 9);
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  const auto draws = linkage.draw(40, hearim::Run{});
  ASSERT_EQ(draws.size(), 40U);
  double low = 1e18, high = 0;
  for (const LinkedClusters& draw : draws) {
    low = std::min(low, static_cast<double>(draw.cluster_count));
    high = std::max(high, static_cast<double>(draw.cluster_count));
    std::int64_t people = 0;
    for (const CapturePattern& p : capture_patterns_of(lists.records, draw)) people += p.count;
    EXPECT_EQ(people, draw.cluster_count);
  }
  EXPECT_LT(low, high);
  // Clusters join only what is likelier than not; draws also hold their share of what is less.
  const double seen = lists.people_seen;
  EXPECT_NEAR((low + high) / 2, seen, 0.05 * seen);
  EXPECT_LT(std::abs((low + high) / 2 - seen), std::abs(linkage.clusters().cluster_count - seen));
  const auto doubtful = linkage.doubtful_pairs(10);
  ASSERT_EQ(doubtful.size(), 10U);
  EXPECT_LT(std::abs(doubtful[0].weight), 3);
  for (std::size_t i = 1; i < doubtful.size(); ++i) {
    EXPECT_LE(std::abs(doubtful[i - 1].weight), std::abs(doubtful[i].weight));
  }
}

TEST(Link, a_forecast_is_no_less_than_what_is_compared) {
  const SimulatedLists lists = simulate_lists({.people = 1000}, 10);
  const LinkForecast forecast = forecast_link(lists.records, {}, hearim::Run{});
  const Linkage linkage = link_records(lists.records, {}, hearim::Run{});
  EXPECT_GE(forecast.pair_count_max, linkage.report().pair_count);
  EXPECT_GT(forecast.memory_bytes, lists.records.record_count() * std::uint64_t{24});
  std::uint64_t new_pairs = 0;
  for (const RuleReport& rule : linkage.report().rules) new_pairs += rule.new_pair_count;
  EXPECT_EQ(new_pairs, linkage.report().pair_count);
}

TEST(Link, cancelling_stops_it) {
  const SimulatedLists lists = simulate_lists({.people = 800}, 5);
  CancelToken token;
  token.cancel();
  hearim::Run run;
  run.cancel = &token;
  try {
    link_records(lists.records, {}, run);
    FAIL() << "not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
}

TEST(Link, records_with_nothing_in_them_are_people_of_their_own) {
  LinkRecords records({{"n", FieldType::name}, {"b", FieldType::birth_date}}, {{"A"}, {"B"}});
  for (std::uint32_t i = 0; i < 20; ++i) {
    records.add(i % 2, i, std::array<std::string_view, 2>{"", ""});
  }
  const Linkage linkage = link_records(records, {}, hearim::Run{});
  EXPECT_EQ(linkage.clusters().cluster_count, 20U);
  EXPECT_EQ(linkage.report().status, FitStatus::no_matches);
}

TEST(Link, a_column_with_one_value_decides_nothing) {
  SimulatedLists lists = simulate_lists({.people = 300}, 2);
  LinkRecords records({{"given", FieldType::given_name},
                       {"family", FieldType::family_name},
                       {"born", FieldType::birth_date},
                       {"country", FieldType::place}},
                      lists.records.lists());
  for (std::uint32_t r = 0; r < lists.records.record_count(); ++r) {
    records.add(lists.records.list_of(r), r,
                std::array<std::string_view, 4>{lists.records.text(r, 0), lists.records.text(r, 1),
                                                lists.records.text(r, 2), "Aland"});
  }
  const Linkage linkage = link_records(records, {}, hearim::Run{});
  EXPECT_GT(evaluate_clusters(linkage.clusters(), lists.truth).pairwise.f1, 0.9);
}

TEST(Link, two_fields_teach_nothing_and_leave_exact_pairs_in_doubt) {
  // Twelve names and a date: whether the pairs that agree on both are matches, or names and dates
  // go together, no mixture can tell. They are not denied.
  LinkRecords records({{"name", FieldType::name}, {"born", FieldType::birth_date}},
                      {{"A", true}, {"B", true}});
  constexpr std::array kGiven = {"Anna", "Maria", "Elena", "Sofia"};
  constexpr std::array kFamily = {"Okto", "Belan", "Marun"};
  for (std::uint32_t i = 0; i < 200; ++i) {
    const std::string name = std::string(kGiven[i % 4]) + " " + kFamily[i / 4 % 3];
    const std::string born = std::to_string(1950 + i % 53) + "-0" + std::to_string(1 + i % 9) +
                             "-" + std::to_string(10 + i % 17);
    const std::array<std::string_view, 2> values = {name, born};
    if (i % 3 != 0) records.add(0, i + 1, values);
    if (i % 3 != 1) records.add(1, i + 1, values);
  }
  const Linkage linkage = link_records(records, {}, hearim::Run{});
  EXPECT_EQ(linkage.report().status, FitStatus::no_matches);
  const auto pairs = linkage.pairs();
  const auto doubtful = std::count_if(pairs.begin(), pairs.end(), [](const ScoredPair& pair) {
    return pair.weight > -4.25 && pair.weight < 4.25;
  });
  EXPECT_GE(doubtful, 60);
}

TEST(Link, wrong_arguments_are_named) {
  const auto message = [](const LinkOptions& options) -> std::string {
    LinkRecords records({{"n", FieldType::name}, {"s", FieldType::sex}}, {{"A"}});
    for (int i = 0; i < 5; ++i) {
      records.add(0, 1, std::array<std::string_view, 2>{"tarel onvik", "f"});
    }
    try {
      link_records(records, options, hearim::Run{});
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalid_input);
      return error.what();
    }
    return "no error";
  };
  EXPECT_NE(message({.probability_min = 1.0}).find("probability_min"), std::string::npos);
  EXPECT_NE(message({.keep_probability_min = 0.0}).find("keep_probability_min"), std::string::npos);
  EXPECT_NE(message({.block_size_max = 1}).find("block_size_max"), std::string::npos);
  EXPECT_NE(message({.rules = {{{{7, KeyKind::value}}}}}).find("field number 7"),
            std::string::npos);
  EXPECT_NE(message({.rules = {{{{1, KeyKind::year}}}}}).find("year"), std::string::npos);
  EXPECT_NE(message({.rules = {{}}}).find("1 to 3 keys"), std::string::npos);
  EXPECT_NE(message({.labels = {{{3, 3}, PairJudgement::match}}}).find("labelled"),
            std::string::npos);
  LinkRecords lone({{"n", FieldType::name}}, {{"A"}});
  EXPECT_THROW(link_records(lone, {}, hearim::Run{}), Error);
  EXPECT_THROW(LinkRecords({}, {{"A"}}), Error);
  EXPECT_THROW(LinkRecords({{"n", FieldType::name}}, {}), Error);
  EXPECT_THROW(lone.add(3, 1, std::array<std::string_view, 1>{"x"}), Error);
  EXPECT_THROW(lone.add(0, 1, std::array<std::string_view, 2>{"x", "y"}), Error);
}

TEST(Link, field_types_have_names_and_back) {
  for (int t = 0; t < 10; ++t) {
    const auto type = static_cast<FieldType>(t);
    EXPECT_EQ(field_type_from_name(field_type_name(type)), type);
  }
  EXPECT_FALSE(field_type_from_name("shoe size"));
}

}  // namespace
}  // namespace hearim
