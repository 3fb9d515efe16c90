// Blocks: records filed under the keys of each rule, and the pairs that meet there, each once.
//
// Keys are 32-bit numbers made when asked for; what is kept is only who stands under which. A pair
// that several rules bring together belongs to the first of them: whether an earlier rule had it is
// an integer comparison, so pairs are never written down or hashed to be de-duplicated.
// Immutable once built; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/comparison.h"

namespace hearim {

inline constexpr int kRulesMax = 24;
inline constexpr std::size_t kRuleKeysMax = 60;  // of one record under one rule

// The keys of a record under a rule: each part's keys, mixed with those of the other parts.
class RuleKeyMaker {
 public:
  struct Part {
    const Comparison* comparison = nullptr;
    std::uint32_t comparison_index = 0;
    KeyKind kind = KeyKind::value;
    std::uint32_t seed = 0;
  };

  // REQUIRES: a rule that check_rules() lets pass.
  RuleKeyMaker(std::span<const Comparison> comparisons, const BlockingRule& rule);

  const std::vector<Part>& parts() const { return parts_; }
  bool several_keys() const { return several_; }            // a record may have more than one
  std::uint32_t comparisons_used() const { return used_; }  // as bits

  // Appends the keys, ascending and distinct; none where a part is missing. Those beyond
  // kRuleKeysMax are left out: returns false then.
  bool append(std::uint32_t record, std::vector<std::uint32_t>& keys) const;
  // The key of one key of each part, in the order of the parts.
  static std::uint32_t start_key(const Part& first, std::uint32_t key) {
    return mix_key(first.seed, key);
  }
  static std::uint32_t join_key(std::uint32_t so_far, const Part& part, std::uint32_t key) {
    return mix_key(so_far, mix_key(part.seed, key));
  }
  static std::uint32_t finish_key(std::uint32_t key) { return key | 1; }  // 0 stands for "none"

 private:
  static std::uint32_t mix_key(std::uint32_t seed, std::uint32_t key) {
    std::uint64_t h = (static_cast<std::uint64_t>(seed) << 32 | key) * 0x9E3779B97F4A7C15ULL;
    h ^= h >> 30;
    h *= 0xBF58476D1CE4E5B9ULL;
    h ^= h >> 27;
    return static_cast<std::uint32_t>(h >> 32);
  }

  std::vector<Part> parts_;
  bool several_ = false;
  std::uint32_t used_ = 0;
};

// The rules of a run and the keys they give.
class RecordKeys {
 public:
  RecordKeys(const LinkRecords& records, std::span<const Comparison> comparisons,
             std::vector<BlockingRule> rules);

  const std::vector<BlockingRule>& rules() const { return rules_; }
  int rule_count() const { return static_cast<int>(rules_.size()); }
  std::uint32_t record_count() const { return record_count_; }
  const RuleKeyMaker& of_rule(int rule) const { return makers_[static_cast<std::size_t>(rule)]; }
  // The comparisons a rule looks at, as bits.
  std::uint32_t comparisons_used(int rule) const { return of_rule(rule).comparisons_used(); }

 private:
  std::vector<BlockingRule> rules_;
  std::vector<RuleKeyMaker> makers_;
  std::uint32_t record_count_ = 0;
};

// The keys of one record under one rule. Throws as check_rules().
void append_rule_keys(std::span<const Comparison> comparisons, const BlockingRule& rule,
                      std::uint32_t record, std::vector<std::uint32_t>& keys);

// Throws Error: too many rules, too many keys, a field or a kind of key that there is not.
void check_rules(const LinkRecords& records, std::span<const Comparison> comparisons,
                 std::span<const BlockingRule> rules);

int comparison_of_field(std::span<const Comparison> comparisons, int field);

// One rule's blocks of at least two records: records in ascending order inside each.
struct RuleBlocks {
  std::vector<std::uint32_t> records;
  std::vector<std::uint32_t> starts;       // one more than blocks
  std::vector<std::uint32_t> keys;         // of each block
  std::vector<std::uint32_t> keys_cut;     // over the size limit, ascending: not in `records`
  std::vector<std::uint32_t> cut_records;  // those that stand in a block that was cut
  bool some_keys_dropped = false;          // a record had more than kRuleKeysMax
  std::uint64_t pair_count = 0;
  std::uint64_t records_cut = 0;
  std::uint64_t pairs_cut = 0;
  std::size_t block_count() const { return keys.size(); }
  std::uint64_t size_bytes() const {
    return (records.capacity() + starts.capacity() + keys.capacity() + keys_cut.capacity() +
            cut_records.capacity()) *
           4;
  }
};

// Whether a block is among a share of all, by its key; the blocks of a smaller share are among
// those of a larger one.
bool in_share(std::uint32_t key, double share);

// Blocks of that share. Cancellable.
RuleBlocks blocks_of_rule(const RecordKeys& keys, int rule, std::uint32_t block_size_max,
                          double share, const Run& run);
std::vector<RuleBlocks> blocks_of_rules(const RecordKeys& keys, std::uint32_t block_size_max,
                                        double share, const Run& run);

}  // namespace hearim
