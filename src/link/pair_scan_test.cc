#include "link/pair_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "../../bench/simulated_lists.h"

namespace hearim {
namespace {

struct World {
  SimulatedLists lists;
  std::vector<Comparison> comparisons;
  PatternLayout layout;
  RecordKeys keys;

  World(const SimulatedListsOptions& options, std::uint64_t seed, std::vector<BlockingRule> rules)
      : lists(simulate_lists(options, seed)),
        comparisons(comparisons_of(lists.records)),
        layout(comparisons),
        keys(lists.records, comparisons, std::move(rules)) {}
  std::vector<RuleBlocks> blocks;
  std::optional<RecordRows> rows;
  ScanInput input(std::uint32_t block_size_max) {
    blocks = blocks_of_rules(keys, block_size_max, 1.0, hearim::Run{});
    rows.emplace(lists.records, comparisons, keys, blocks, hearim::Run{});
    return {lists.records, comparisons, layout, keys, blocks, *rows};
  }
};

std::vector<BlockingRule> some_rules() {
  return {{{{0, KeyKind::token}, {3, KeyKind::value}}},
          {{{0, KeyKind::token_pair}}},
          {{{2, KeyKind::year}, {4, KeyKind::value}}},
          {{{0, KeyKind::skeleton}, {2, KeyKind::month_day}}},
          {{{0, KeyKind::token}}}};
}

// Every pair of records looked at; rules tested from scratch.
std::map<RecordPair, std::uint32_t> slow_twin(const World& world, std::uint32_t block_size_max) {
  const LinkRecords& records = world.lists.records;
  const auto& rules = world.keys.rules();
  std::vector<std::vector<std::set<std::uint32_t>>> keys(rules.size());
  for (std::size_t q = 0; q < rules.size(); ++q) {
    std::map<std::uint32_t, std::uint32_t> size;
    for (std::uint32_t r = 0; r < records.record_count(); ++r) {
      std::vector<std::uint32_t> list;
      append_rule_keys(world.comparisons, rules[q], r, list);
      keys[q].emplace_back(list.begin(), list.end());
      for (const std::uint32_t key : keys[q].back()) ++size[key];
    }
    for (auto& set : keys[q]) {
      std::erase_if(set, [&](std::uint32_t key) { return size[key] > block_size_max; });
    }
  }
  std::map<RecordPair, std::uint32_t> pairs;
  for (std::uint32_t a = 0; a < records.record_count(); ++a) {
    for (std::uint32_t b = a + 1; b < records.record_count(); ++b) {
      if (records.list_of(a) == records.list_of(b) && records.lists()[records.list_of(a)].clean) {
        continue;
      }
      for (std::uint32_t q = 0; q < rules.size(); ++q) {
        const bool met = std::any_of(keys[q][a].begin(), keys[q][a].end(),
                                     [&](std::uint32_t key) { return keys[q][b].contains(key); });
        if (met) pairs[{a, b}] |= 1U << q;
      }
    }
  }
  return pairs;
}

TEST(PairScan, compares_every_pair_of_the_slow_twin_exactly_once) {
  for (const bool clean : {true, false}) {
    for (const std::uint32_t block_size_max : {5U, 12U, 100000U}) {
      World world({.people = 120, .duplicates = 0.3, .clean = clean}, 7, some_rules());
      const auto expected = slow_twin(world, block_size_max);
      const PairModel model = initial_pair_model(world.comparisons, 0.01);
      const ScanResult scan =
          scan_pairs(world.input(block_size_max), model, {1.0, -1e9}, hearim::Run{});
      std::map<RecordPair, std::uint64_t> seen;
      for (const PatternPair& pair : scan.kept) {
        EXPECT_TRUE(seen.emplace(pair.pair, scan.patterns.patterns()[pair.pattern]).second)
            << "twice: " << pair.pair.a << ", " << pair.pair.b;
      }
      EXPECT_EQ(seen.size(), expected.size());
      EXPECT_EQ(scan.pair_count, expected.size());
      std::uint64_t counted = 0;
      for (const std::uint64_t count : scan.patterns.counts()) counted += count;
      EXPECT_EQ(counted, expected.size());
      for (const auto& [pair, rules] : expected) {
        ASSERT_TRUE(seen.contains(pair)) << pair.a << ", " << pair.b;
        std::uint32_t free = 0;
        for (int q = 0; q < world.keys.rule_count(); ++q) {
          if ((rules >> q & 1) != 0) free |= ~world.keys.comparisons_used(q);
        }
        EXPECT_EQ(PatternLayout::free_fields(seen[pair]), free & 0x1F);
        for (std::size_t c = 0; c < world.comparisons.size(); ++c) {
          const auto values = world.comparisons[c].values();
          EXPECT_EQ(world.layout.level(seen[pair], static_cast<int>(c)),
                    world.comparisons[c].level(values[pair.a], values[pair.b]));
        }
      }
    }
  }
}

TEST(PairScan, what_was_cut_is_counted) {
  World world({.people = 200}, 3, {{{{4, KeyKind::value}}}});
  const PairModel model = initial_pair_model(world.comparisons, 0.01);
  const ScanResult scan = scan_pairs(world.input(50), model, {1.0, 0.0}, hearim::Run{});
  ASSERT_EQ(scan.rules.size(), 1U);
  EXPECT_EQ(scan.rules[0].blocks_cut, 2U);
  std::uint64_t with_sex = 0;
  for (const std::uint32_t v : world.lists.records.column(4)) with_sex += v != 0;
  EXPECT_EQ(scan.rules[0].records_cut, with_sex);
  EXPECT_EQ(scan.pair_count, 0U);
  EXPECT_GT(scan.rules[0].pairs_cut, 0U);
}

TEST(PairScan, is_the_same_for_any_number_of_threads) {
  World world({.people = 1500, .clean = false}, 5, some_rules());
  const PairModel model = initial_pair_model(world.comparisons, 0.001);
  hearim::Run three;
  three.threads = 3;
  const ScanResult a = scan_pairs(world.input(2000), model, {1.0, -5.0}, hearim::Run{});
  const ScanResult b = scan_pairs(world.input(2000), model, {1.0, -5.0}, three);
  ASSERT_EQ(a.kept.size(), b.kept.size());
  EXPECT_GT(a.kept.size(), 100U);
  for (std::size_t i = 0; i < a.kept.size(); ++i) {
    EXPECT_EQ(a.kept[i].pair, b.kept[i].pair);
    EXPECT_EQ(a.kept[i].pattern, b.kept[i].pattern);
  }
  EXPECT_TRUE(std::equal(a.patterns.patterns().begin(), a.patterns.patterns().end(),
                         b.patterns.patterns().begin(), b.patterns.patterns().end()));
}

TEST(PairScan, pairs_possible_leave_out_clean_lists) {
  LinkRecords records({{"x", FieldType::category}}, {{"A", true}, {"B", false}});
  const std::array<std::string_view, 1> value = {"v"};
  for (int i = 0; i < 3; ++i) records.add(0, 1, value);
  for (int i = 0; i < 4; ++i) records.add(1, 1, value);
  EXPECT_EQ(possible_pair_count(records), 21 - 3);
}

}  // namespace
}  // namespace hearim
