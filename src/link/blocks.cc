#include "link/blocks.h"

#include <algorithm>
#include <array>

#include "base/parallel.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::uint32_t mix_key(std::uint32_t seed, std::uint32_t key) {
  std::uint64_t h = (static_cast<std::uint64_t>(seed) << 32 | key) * 0x9E3779B97F4A7C15ULL;
  h ^= h >> 30;
  h *= 0xBF58476D1CE4E5B9ULL;
  h ^= h >> 27;
  return static_cast<std::uint32_t>(h >> 32);
}

// Least significant digit first, 11 bits of the key at a time; entries are key << 32 | record and
// come in record order, which a stable sort keeps.
void sort_by_key(std::vector<std::uint64_t>& entries) {
  std::vector<std::uint64_t> other(entries.size());
  for (const int shift : {32, 43, 54}) {
    std::array<std::size_t, 2049> at{};
    for (const std::uint64_t e : entries) ++at[(e >> shift & 0x7FF) + 1];
    for (std::size_t d = 1; d < at.size(); ++d) at[d] += at[d - 1];
    for (const std::uint64_t e : entries) other[at[e >> shift & 0x7FF]++] = e;
    entries.swap(other);
  }
}

}  // namespace

int comparison_of_field(std::span<const Comparison> comparisons, int field) {
  for (std::size_t c = 0; c < comparisons.size(); ++c) {
    const std::vector<int>& fields = comparisons[c].fields();
    if (std::find(fields.begin(), fields.end(), field) != fields.end()) return static_cast<int>(c);
  }
  throw Error(ErrorCode::invalid_input, "a blocking rule names field number " +
                                            std::to_string(field) + ", which is not compared");
}

void check_rules(const LinkRecords& records, std::span<const Comparison> comparisons,
                 std::span<const BlockingRule> rules) {
  if (rules.size() > static_cast<std::size_t>(kRulesMax)) {
    throw Error(ErrorCode::limit, "more than " + std::to_string(kRulesMax) + " blocking rules");
  }
  for (const BlockingRule& rule : rules) {
    if (rule.keys.empty() || rule.keys.size() > 3) {
      throw Error(ErrorCode::invalid_input,
                  "a blocking rule has 1 to 3 keys, got " + std::to_string(rule.keys.size()));
    }
    for (const BlockingKey& key : rule.keys) {
      const int c = comparison_of_field(comparisons, key.field);
      const auto kinds = comparisons[static_cast<std::size_t>(c)].key_kinds();
      if (std::find(kinds.begin(), kinds.end(), key.kind) == kinds.end()) {
        const LinkField& field = records.fields()[static_cast<std::size_t>(key.field)];
        throw Error(ErrorCode::invalid_input,
                    "a field of type " + std::string(field_type_name(field.type)) +
                        " has no blocking key " + std::string(key_kind_name(key.kind)),
                    {.field = field.name});
      }
    }
  }
}

void append_rule_keys(std::span<const Comparison> comparisons, const BlockingRule& rule,
                      std::uint32_t record, std::vector<std::uint32_t>& keys) {
  const std::size_t first = keys.size();
  std::vector<std::uint32_t> part;
  bool begun = false;
  for (const BlockingKey& key : rule.keys) {
    const Comparison& comparison =
        comparisons[static_cast<std::size_t>(comparison_of_field(comparisons, key.field))];
    part.clear();
    comparison.append_keys(key.kind, comparison.values()[record], part);
    if (part.empty()) {
      keys.resize(first);
      return;
    }
    const std::uint32_t seed =
        static_cast<std::uint32_t>(key.field) * 16 + static_cast<std::uint32_t>(key.kind) + 1;
    for (std::uint32_t& k : part) k = mix_key(seed, k);
    if (!begun) {
      keys.insert(keys.end(), part.begin(), part.end());
      begun = true;
      continue;
    }
    const std::vector<std::uint32_t> before(keys.begin() + static_cast<std::ptrdiff_t>(first),
                                            keys.end());
    keys.resize(first);
    for (const std::uint32_t x : before) {
      for (const std::uint32_t y : part) keys.push_back(mix_key(x, y));
    }
  }
  for (std::size_t k = first; k < keys.size(); ++k) keys[k] |= 1;  // 0 stands for "none"
  std::sort(keys.begin() + static_cast<std::ptrdiff_t>(first), keys.end());
  keys.erase(std::unique(keys.begin() + static_cast<std::ptrdiff_t>(first), keys.end()),
             keys.end());
  if (keys.size() > first + kRuleKeysMax) keys.resize(first + kRuleKeysMax);
}

RecordKeys::RecordKeys(const LinkRecords& records, std::span<const Comparison> comparisons,
                       std::vector<BlockingRule> rules)
    : rules_(std::move(rules)) {
  check_rules(records, comparisons, rules_);
  for (const BlockingRule& rule : rules_) {
    std::uint32_t used = 0;
    for (const BlockingKey& key : rule.keys)
      used |= 1U << comparison_of_field(comparisons, key.field);
    used_.push_back(used);
  }
  dropped_.assign(rules_.size(), 0);
  starts_.reserve(records.record_count() + std::size_t{1});
  starts_.push_back(0);
  std::vector<std::uint32_t> keys;
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    std::array<std::uint32_t, kHeaderWords> header{};
    keys.clear();
    for (std::size_t q = 0; q < rules_.size(); ++q) {
      const std::size_t before = keys.size();
      append_rule_keys(comparisons, rules_[q], r, keys);
      if (keys.size() - before == kRuleKeysMax) dropped_[q] = 1;
      header[q / 4] |= static_cast<std::uint32_t>(keys.size() - before) << (8 * (q % 4));
    }
    data_.insert(data_.end(), header.begin(), header.end());
    data_.insert(data_.end(), keys.begin(), keys.end());
    starts_.push_back(data_.size());
  }
}

std::span<const std::uint32_t> RecordKeys::of_rule(std::uint32_t record, int rule) const {
  const std::uint32_t* header = of(record).data();
  const std::uint32_t* key = header + kHeaderWords;
  for (int q = 0; q < rule; ++q) key += count(header, q);
  return {key, static_cast<std::size_t>(count(header, rule))};
}

std::vector<RuleBlocks> blocks_of_rules(const RecordKeys& keys, std::uint32_t block_size_max,
                                        const Run& run) {
  std::vector<RuleBlocks> blocks(static_cast<std::size_t>(keys.rule_count()));
  for_each_chunk(blocks.size(), run, [&](std::size_t q) {
    blocks[q] = blocks_of_rule(keys, static_cast<int>(q), block_size_max);
  });
  return blocks;
}

RuleBlocks blocks_of_rule(const RecordKeys& keys, int rule, std::uint32_t block_size_max) {
  std::vector<std::uint64_t> entries;
  for (std::uint32_t r = 0; r < keys.record_count(); ++r) {
    for (const std::uint32_t key : keys.of_rule(r, rule)) {
      entries.push_back(static_cast<std::uint64_t>(key) << 32 | r);
    }
  }
  sort_by_key(entries);
  RuleBlocks blocks;
  blocks.starts.push_back(0);
  for (std::size_t from = 0; from < entries.size();) {
    std::size_t to = from + 1;
    while (to < entries.size() && entries[to] >> 32 == entries[from] >> 32) ++to;
    const std::uint64_t size = to - from;
    const auto key = static_cast<std::uint32_t>(entries[from] >> 32);
    if (size > block_size_max) {
      blocks.keys_cut.push_back(key);
      blocks.records_cut += size;
      blocks.pairs_cut += size * (size - 1) / 2;
    } else if (size > 1) {
      for (std::size_t i = from; i < to; ++i) {
        blocks.records.push_back(static_cast<std::uint32_t>(entries[i]));
      }
      blocks.starts.push_back(static_cast<std::uint32_t>(blocks.records.size()));
      blocks.keys.push_back(key);
      blocks.pair_count += size * (size - 1) / 2;
    }
    from = to;
  }
  return blocks;
}

}  // namespace hearim
