// Blocks: records filed under the keys of each rule, and the pairs that meet there, each once.
//
// All keys of a record, for all rules, are 32-bit numbers kept side by side. A pair that several
// rules bring together belongs to the first of them: whether an earlier rule had it is an integer
// comparison of keys, so pairs are never written down or hashed to be de-duplicated.
// Immutable once built; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/comparison.h"

namespace hearim {

inline constexpr int kRulesMax = 24;

// The keys of every record under every rule.
class RecordKeys {
 public:
  RecordKeys(const LinkRecords& records, std::span<const Comparison> comparisons,
             std::vector<BlockingRule> rules);

  const std::vector<BlockingRule>& rules() const { return rules_; }
  int rule_count() const { return static_cast<int>(rules_.size()); }
  std::uint32_t record_count() const { return static_cast<std::uint32_t>(starts_.size() - 1); }

  // Header of kHeaderWords with the key count of each rule as bytes, then the keys, rule by rule,
  // ascending in each.
  static constexpr std::size_t kHeaderWords = kRulesMax / 4;
  std::span<const std::uint32_t> of(std::uint32_t record) const {
    return {data_.data() + starts_[record], data_.data() + starts_[record + 1]};
  }
  static int count(const std::uint32_t* header, int rule) {
    return static_cast<int>(header[rule / 4] >> (8 * (rule % 4)) & 0xFF);
  }
  std::span<const std::uint32_t> of_rule(std::uint32_t record, int rule) const;
  // Some record had more keys under the rule than are kept.
  bool some_keys_dropped(int rule) const { return dropped_[rule] != 0; }
  // The comparisons a rule looks at, as bits.
  std::uint32_t comparisons_used(int rule) const { return used_[rule]; }
  std::uint64_t size_bytes() const { return starts_.capacity() * 8 + data_.capacity() * 4; }

 private:
  std::vector<BlockingRule> rules_;
  std::vector<std::uint32_t> used_;
  std::vector<char> dropped_;
  std::vector<std::uint64_t> starts_;
  std::vector<std::uint32_t> data_;
};

// The keys of one record under one rule, ascending, at most kRuleKeysMax; empty where a part is
// missing.
void append_rule_keys(std::span<const Comparison> comparisons, const BlockingRule& rule,
                      std::uint32_t record, std::vector<std::uint32_t>& keys);

// Throws Error: too many rules, too many keys, a field or a kind of key that there is not.
void check_rules(const LinkRecords& records, std::span<const Comparison> comparisons,
                 std::span<const BlockingRule> rules);

inline constexpr std::size_t kRuleKeysMax = 60;

int comparison_of_field(std::span<const Comparison> comparisons, int field);

// One rule's blocks of at least two records: records in ascending order inside each.
struct RuleBlocks {
  std::vector<std::uint32_t> records;
  std::vector<std::uint32_t> starts;    // one more than blocks
  std::vector<std::uint32_t> keys;      // of each block
  std::vector<std::uint32_t> keys_cut;  // over the size limit, ascending: not in `records`
  std::uint64_t pair_count = 0;
  std::uint64_t records_cut = 0;
  std::uint64_t pairs_cut = 0;
  std::size_t block_count() const { return keys.size(); }
};
RuleBlocks blocks_of_rule(const RecordKeys& keys, int rule, std::uint32_t block_size_max);
std::vector<RuleBlocks> blocks_of_rules(const RecordKeys& keys, std::uint32_t block_size_max,
                                        const Run& run);

}  // namespace hearim
