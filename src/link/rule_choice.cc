// Candidates are every key of every comparison and every two keys of different comparisons. Each
// has a cost, pairs, extrapolated from a sample of records. What it catches is estimated without
// labels:
//
// 1. A few cheap rules, each field left out by several of them, bring pairs together; those that
//    the model holds for sure are probable matches.
// 2. For each comparison, what probable matches agree on is read only off pairs that some rule met
//    *without* that comparison; a rule on birth dates knows nothing of dates that disagree.
// 3. A simulated true pair takes each comparison's agreement from such a pair, drawn anew for each
//    comparison (fields independent given a match, as in the model itself).
//
// Rules are then taken greedily: most newly caught simulated pairs per pair compared. What the set
// does not catch is its estimated miss. Not a proof: people whose records agree on nothing are
// beyond any estimate made from records that agree on something.
#include "link/rule_choice.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>

#include "base/rng.h"
#include "hearim/error.h"
#include "link/blocks.h"
#include "link/pair_model.h"
#include "link/pair_scan.h"

namespace hearim {
namespace {

constexpr std::uint32_t kSampleRecords = 20000;
constexpr std::size_t kSimulatedPairs = 4000;
constexpr std::size_t kFirstRules = 16;
constexpr double kFirstPairsPerRecord = 10;
constexpr double kRuleOverheadPerRecord = 3;  // filing and sorting, in pairs
constexpr double kFreeCatchMin = 0.2;         // of true pairs: fewer teach little
constexpr double kGainMin = 0.0008;           // of true pairs: less is not worth a rule
constexpr double kFirstLookPairs = 1e6;
constexpr std::uint64_t kRandomPairs = 1 << 16;
constexpr double kPairsAlwaysAllowed = 4e6;  // below this a run takes a second whatever it does

struct Candidate {
  BlockingRule rule;
  std::uint32_t comparisons = 0;  // bits
  double pair_count = 0;          // expected
  double kept_share = 1;          // of entries in blocks under the size limit
};

std::vector<BlockingKey> all_keys(std::span<const Comparison> comparisons) {
  std::vector<BlockingKey> keys;
  for (const Comparison& comparison : comparisons) {
    for (const KeyKind kind : comparison.key_kinds()) {
      keys.push_back({comparison.fields()[0], kind});
    }
  }
  return keys;
}

void estimate_cost(const LinkRecords& records, std::span<const Comparison> comparisons,
                   std::uint32_t block_size_max, Candidate& candidate) {
  const std::uint32_t n = records.record_count();
  const std::uint32_t sample = std::min(n, kSampleRecords);
  std::vector<std::uint32_t> entries;
  std::vector<std::uint32_t> keys;
  const RuleKeyMaker maker(comparisons, candidate.rule);
  for (std::uint32_t i = 0; i < sample; ++i) {
    keys.clear();
    // A multiplicative stride spreads the sample over the lists.
    const auto record = static_cast<std::uint32_t>(static_cast<std::uint64_t>(i) * n / sample);
    maker.append(record, keys);
    entries.insert(entries.end(), keys.begin(), keys.end());
  }
  std::sort(entries.begin(), entries.end());
  const double scale = static_cast<double>(n) / sample;
  double kept = 0.0;
  for (std::size_t from = 0; from < entries.size();) {
    std::size_t to = from + 1;
    while (to < entries.size() && entries[to] == entries[from]) ++to;
    const double size = static_cast<double>(to - from);
    // A sampled block of one tells nothing of its size; larger ones scale.
    const double full = size == 1 ? 1 : size * scale;
    if (full <= block_size_max) {
      candidate.pair_count += size * (size - 1) / 2 * scale * scale;
      kept += size;
    }
    from = to;
  }
  candidate.kept_share = entries.empty() ? 1.0 : kept / static_cast<double>(entries.size());
}

bool keys_shared(std::span<const Comparison> comparisons, const BlockingKey& key, RecordPair pair,
                 std::vector<std::uint32_t>& x, std::vector<std::uint32_t>& y) {
  x.clear();
  y.clear();
  const Comparison& comparison =
      comparisons[static_cast<std::size_t>(comparison_of_field(comparisons, key.field))];
  comparison.append_keys(key.kind, comparison.values()[pair.a], x);
  comparison.append_keys(key.kind, comparison.values()[pair.b], y);
  return std::any_of(x.begin(), x.end(),
                     [&](std::uint32_t k) { return std::find(y.begin(), y.end(), k) != y.end(); });
}

class RuleChooser {
 public:
  RuleChooser(const LinkRecords& records, std::span<const Comparison> comparisons,
              const PatternLayout& layout, const LinkOptions& options, const Run& run)
      : records_(records),
        comparisons_(comparisons),
        layout_(layout),
        options_(options),
        run_(run),
        keys_(all_keys(comparisons)) {}

  ChosenRules choose() {
    list_candidates();
    simulate_matches();
    return pick();
  }

  ChosenRules judge(const std::vector<BlockingRule>& rules) {
    list_candidates();
    simulate_matches();
    ChosenRules result;
    result.rules = rules;
    std::vector<char> caught(simulated_.size(), 0);
    for (const BlockingRule& rule : rules) {
      Candidate candidate{.rule = rule};
      estimate_cost(records_, comparisons_, options_.block_size_max, candidate);
      add(candidate, caught, result);
    }
    finish(caught, result);
    return result;
  }

 private:
  void list_candidates() {
    const double n = records_.record_count();
    std::vector<BlockingRule> rules;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      rules.push_back({{keys_[i]}});
      for (std::size_t j = i + 1; j < keys_.size(); ++j) {
        if (keys_[i].field != keys_[j].field) rules.push_back({{keys_[i], keys_[j]}});
      }
    }
    for (BlockingRule& rule : rules) {
      run_.stop_if_cancelled();
      Candidate candidate{.rule = std::move(rule)};
      for (const BlockingKey& key : candidate.rule.keys) {
        candidate.comparisons |= 1U << comparison_of_field(comparisons_, key.field);
      }
      estimate_cost(records_, comparisons_, options_.block_size_max, candidate);
      if (candidate.kept_share < 0.02) continue;
      if (candidate.pair_count > std::max(kPairsAlwaysAllowed, n * options_.pairs_per_record_max)) {
        continue;
      }
      candidates_.push_back(std::move(candidate));
    }
    if (candidates_.empty()) {
      throw Error(ErrorCode::limit, "every blocking rule would compare too many pairs", {},
                  "allow more pairs per record, or add a field that tells people apart");
    }
  }

  // The dearest rules within a small budget, so that every field is left out by three of them.
  std::vector<BlockingRule> first_rules() const {
    const double limit = std::max(2e5, kFirstPairsPerRecord * records_.record_count());
    std::vector<std::size_t> order(candidates_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return candidates_[a].pair_count > candidates_[b].pair_count;
    });
    std::vector<std::size_t> chosen;
    for (std::size_t c = 0; c < comparisons_.size(); ++c) {
      int free_of_c = 0;
      for (const std::size_t i : chosen) free_of_c += (candidates_[i].comparisons >> c & 1) == 0;
      for (const std::size_t i : order) {
        if (free_of_c >= 4 || chosen.size() >= kFirstRules) break;
        if (candidates_[i].pair_count > limit || (candidates_[i].comparisons >> c & 1) != 0)
          continue;
        const bool same_fields = std::any_of(chosen.begin(), chosen.end(), [&](std::size_t j) {
          return candidates_[j].comparisons == candidates_[i].comparisons;
        });
        if (same_fields) continue;
        chosen.push_back(i);
        ++free_of_c;
      }
    }
    if (chosen.empty()) chosen.push_back(order.back());
    std::vector<BlockingRule> rules;
    for (const std::size_t i : chosen) rules.push_back(candidates_[i].rule);
    return rules;
  }

  void simulate_matches() {
    const RecordKeys record_keys(records_, comparisons_, first_rules());
    // A share of the blocks is enough: about a million pairs.
    double expected = 0.0;
    for (const BlockingRule& rule : record_keys.rules()) expected += expected_pairs(rule);
    double share = std::min(1.0, kFirstLookPairs / std::max(1.0, expected));
    const std::vector<RuleBlocks> blocks =
        blocks_of_rules(record_keys, options_.block_size_max, share, run_);
    const RecordRows rows(records_, comparisons_, record_keys, blocks, run_);
    const ScanInput input{records_, comparisons_, layout_, record_keys, blocks, rows};
    const double prior = 1.0 / std::max(2.0, static_cast<double>(records_.record_count()));
    PairModel model = initial_pair_model(comparisons_, prior);
    std::uint64_t pairs = 0;
    for (const RuleBlocks& of_rule : blocks) pairs += of_rule.pair_count;
    share *=
        std::min(1.0, kFirstLookPairs / static_cast<double>(std::max<std::uint64_t>(1, pairs)));
    const ScanResult scan = scan_pairs(input, model, {share, -10.0}, run_);
    std::vector<double> counts(scan.patterns.counts().begin(), scan.patterns.counts().end());
    for (double& count : counts) count /= share;
    const double possible = possible_pair_count(records_);
    PairModelData data{
        .patterns = scan.patterns.patterns(),
        .counts = counts,
        .not_compared = sample_random_pairs(input, kRandomPairs, run_)
                            .not_compared(possible, static_cast<double>(scan.pair_count) / share),
        .pairs_possible = possible};
    model = fit_pair_model(layout_, data, model, run_);
    model_ = model;

    // Per comparison: agreement bits (one per key) of probable matches free of it.
    std::vector<std::vector<std::uint32_t>> pools(comparisons_.size());
    std::vector<std::uint32_t> any_pool;
    std::vector<std::uint64_t> agreements;
    std::vector<std::uint32_t> x;
    std::vector<std::uint32_t> y;
    for (const PatternPair& pair : scan.kept) {
      const std::uint64_t pattern = scan.patterns.patterns()[pair.pattern];
      const double weight = model.pattern_weight(layout_, pattern);
      if (weight < 2.0) continue;
      std::uint64_t agreement = 0;
      for (std::size_t k = 0; k < keys_.size() && k < 64; ++k) {
        if (keys_shared(comparisons_, keys_[k], pair.pair, x, y)) {
          agreement |= std::uint64_t{1} << k;
        }
      }
      const auto index = static_cast<std::uint32_t>(agreements.size());
      agreements.push_back(agreement);
      any_pool.push_back(index);
      for (std::size_t c = 0; c < comparisons_.size(); ++c) {
        if ((PatternLayout::free_fields(pattern) >> c & 1) != 0) pools[c].push_back(index);
      }
      if (agreements.size() >= 200000) break;
    }
    if (any_pool.empty()) return;
    std::vector<std::uint64_t> key_mask(comparisons_.size(), 0);
    for (std::size_t k = 0; k < keys_.size() && k < 64; ++k) {
      const auto c = static_cast<std::size_t>(comparison_of_field(comparisons_, keys_[k].field));
      key_mask[c] |= std::uint64_t{1} << k;
    }
    Rng rng(run_.seed, "simulated matches", 0);
    for (std::size_t s = 0; s < kSimulatedPairs; ++s) {
      std::uint64_t agreement = 0;
      for (std::size_t c = 0; c < comparisons_.size(); ++c) {
        const std::vector<std::uint32_t>& pool = pools[c].size() >= 20 ? pools[c] : any_pool;
        agreement |= agreements[pool[rng.below(pool.size())]] & key_mask[c];
      }
      simulated_.push_back(agreement);
    }
  }

  double expected_pairs(const BlockingRule& rule) const {
    const auto at = std::find_if(candidates_.begin(), candidates_.end(),
                                 [&](const Candidate& c) { return c.rule == rule; });
    return at == candidates_.end() ? 0.0 : at->pair_count;
  }

  bool catches(const Candidate& candidate, std::size_t simulated) const {
    for (const BlockingKey& key : candidate.rule.keys) {
      const auto k =
          static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
      // Any name column stands for all of them.
      const std::size_t at = k < keys_.size() ? k : same_comparison_key(key);
      if (at >= 64 || (simulated_[simulated] >> at & 1) == 0) return false;
    }
    // Blocks over the limit are lost: that share of its catch, spread evenly.
    return static_cast<double>(simulated * 2654435761U % 1000) < candidate.kept_share * 1000;
  }

  std::size_t same_comparison_key(const BlockingKey& key) const {
    const int c = comparison_of_field(comparisons_, key.field);
    const BlockingKey first{comparisons_[static_cast<std::size_t>(c)].fields()[0], key.kind};
    return static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), first) - keys_.begin());
  }

  void add(const Candidate& candidate, std::vector<char>& caught, ChosenRules& result) const {
    std::size_t alone = 0;
    for (std::size_t s = 0; s < simulated_.size(); ++s) {
      if (!catches(candidate, s)) continue;
      ++alone;
      caught[s] = 1;
    }
    result.miss_shares.push_back(simulated_.empty()
                                     ? 1.0
                                     : 1.0 - static_cast<double>(alone) /
                                                 static_cast<double>(simulated_.size()));
  }

  // Where every rule demands a comparison, no pair is met that disagrees in it, and how often
  // records of one person do would never be learned. Then one more rule is taken that leaves it
  // free, though it may catch nothing new: the one that catches most by itself for what it costs.
  // Returns its pairs.
  double free_one_rule_of(std::size_t comparison,
                          const std::vector<std::vector<std::uint32_t>>& catch_lists, double budget,
                          std::vector<char>& caught, ChosenRules& result) const {
    const auto demands = [&](const BlockingRule& rule) {
      const auto same = [&](const Candidate& candidate) { return candidate.rule == rule; };
      const auto at = std::find_if(candidates_.begin(), candidates_.end(), same);
      return at != candidates_.end() && (at->comparisons >> comparison & 1) != 0;
    };
    if (result.rules.empty() || result.rules.size() == static_cast<std::size_t>(kRulesMax) ||
        !std::all_of(result.rules.begin(), result.rules.end(), demands)) {
      return 0.0;
    }
    const double n = records_.record_count();
    std::size_t best = candidates_.size();
    double best_value = 0.0;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const auto alone = static_cast<double>(catch_lists[i].size());
      if ((candidates_[i].comparisons >> comparison & 1) != 0 ||
          std::popcount(candidates_[i].comparisons) < 2 || candidates_[i].pair_count > budget ||
          alone < kFreeCatchMin * static_cast<double>(simulated_.size())) {
        continue;
      }
      const double value = alone / (candidates_[i].pair_count + kRuleOverheadPerRecord * n);
      if (value > best_value) {
        best_value = value;
        best = i;
      }
    }
    if (best == candidates_.size()) return 0.0;
    result.rules.push_back(candidates_[best].rule);
    add(candidates_[best], caught, result);
    return candidates_[best].pair_count;
  }

  static void finish(const std::vector<char>& caught, ChosenRules& result) {
    if (caught.empty()) return;
    const auto missed = std::count(caught.begin(), caught.end(), 0);
    result.miss_share = static_cast<double>(missed) / static_cast<double>(caught.size());
  }

  ChosenRules pick() const {
    ChosenRules result;
    const double n = records_.record_count();
    const double budget = std::max(kPairsAlwaysAllowed, n * options_.pairs_per_record_max);
    if (simulated_.empty()) {
      result.rules = first_rules();
      result.miss_shares.assign(result.rules.size(), 1.0);
      return result;
    }
    std::vector<std::vector<std::uint32_t>> catch_lists(candidates_.size());
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      for (std::size_t s = 0; s < simulated_.size(); ++s) {
        if (catches(candidates_[i], s)) catch_lists[i].push_back(static_cast<std::uint32_t>(s));
      }
    }
    std::vector<char> caught(simulated_.size(), 0);
    double spent = 0.0;
    while (result.rules.size() < static_cast<std::size_t>(kRulesMax)) {
      std::size_t best = candidates_.size();
      double best_value = 0.0;
      for (std::size_t i = 0; i < candidates_.size(); ++i) {
        if (spent + candidates_[i].pair_count > budget) continue;
        std::size_t gain = 0;
        for (const std::uint32_t s : catch_lists[i]) gain += caught[s] == 0;
        if (static_cast<double>(gain) < kGainMin * static_cast<double>(simulated_.size())) continue;
        const double value =
            static_cast<double>(gain) / (candidates_[i].pair_count + kRuleOverheadPerRecord * n);
        if (value > best_value) {
          best_value = value;
          best = i;
        }
      }
      if (best == candidates_.size()) break;
      spent += candidates_[best].pair_count;
      result.rules.push_back(candidates_[best].rule);
      add(candidates_[best], caught, result);
    }
    for (std::size_t c = 0; c < comparisons_.size(); ++c) {
      spent += free_one_rule_of(c, catch_lists, budget - spent, caught, result);
    }
    finish(caught, result);
    if (result.rules.empty()) result.rules = first_rules();
    result.miss_shares.resize(result.rules.size(), 1.0);
    return result;
  }

  const LinkRecords& records_;
  std::span<const Comparison> comparisons_;
  const PatternLayout& layout_;
  const LinkOptions& options_;
  const Run& run_;
  std::vector<BlockingKey> keys_;
  std::vector<Candidate> candidates_;
  std::vector<std::uint64_t> simulated_;  // agreement bits, one per key
  PairModel model_;
};

}  // namespace

ChosenRules choose_rules(const LinkRecords& records, std::span<const Comparison> comparisons,
                         const PatternLayout& layout, const LinkOptions& options, const Run& run) {
  return RuleChooser(records, comparisons, layout, options, run).choose();
}

ChosenRules judge_rules(const LinkRecords& records, std::span<const Comparison> comparisons,
                        const PatternLayout& layout, const LinkOptions& options, const Run& run) {
  check_rules(records, comparisons, options.rules);
  return RuleChooser(records, comparisons, layout, options, run).judge(options.rules);
}

}  // namespace hearim
