#include "link/blocks.h"

#include <algorithm>
#include <array>

#include "base/parallel.h"
#include "hearim/error.h"

namespace hearim {
namespace {

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

RuleKeyMaker::RuleKeyMaker(std::span<const Comparison> comparisons, const BlockingRule& rule) {
  for (const BlockingKey& key : rule.keys) {
    const auto c = static_cast<std::uint32_t>(comparison_of_field(comparisons, key.field));
    const std::uint32_t seed =
        static_cast<std::uint32_t>(key.field) * 16 + static_cast<std::uint32_t>(key.kind) + 1;
    parts_.push_back({&comparisons[c], c, key.kind, seed});
    used_ |= 1U << c;
    several_ = several_ || key.kind == KeyKind::token || key.kind == KeyKind::skeleton ||
               key.kind == KeyKind::token_pair;
  }
}

bool RuleKeyMaker::append(std::uint32_t record, std::vector<std::uint32_t>& keys) const {
  if (!several_) {
    std::uint32_t key = 0;
    for (std::size_t p = 0; p < parts_.size(); ++p) {
      const Part& part = parts_[p];
      const std::uint32_t only =
          part.comparison->single_key(part.kind, part.comparison->values()[record]);
      if (only == 0) return true;
      key = p == 0 ? start_key(part, only) : join_key(key, part, only);
    }
    keys.push_back(finish_key(key));
    return true;
  }
  const std::size_t first = keys.size();
  std::size_t before = first;  // keys of the parts so far: [before, end)
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    const Part& part = parts_[p];
    const std::size_t own = keys.size();
    part.comparison->append_keys(part.kind, part.comparison->values()[record], keys);
    const std::size_t end = keys.size();
    if (own == end) {
      keys.resize(first);
      return true;
    }
    if (p == 0) {
      for (std::size_t k = own; k < end; ++k) keys[k] = start_key(part, keys[k]);
      continue;
    }
    for (std::size_t x = before; x < own; ++x) {
      for (std::size_t y = own; y < end; ++y) keys.push_back(join_key(keys[x], part, keys[y]));
    }
    before = end;
  }
  keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(first),
             keys.begin() + static_cast<std::ptrdiff_t>(before));
  for (std::size_t k = first; k < keys.size(); ++k) keys[k] = finish_key(keys[k]);
  std::sort(keys.begin() + static_cast<std::ptrdiff_t>(first), keys.end());
  keys.erase(std::unique(keys.begin() + static_cast<std::ptrdiff_t>(first), keys.end()),
             keys.end());
  if (keys.size() <= first + kRuleKeysMax) return true;
  keys.resize(first + kRuleKeysMax);
  return false;
}

void append_rule_keys(std::span<const Comparison> comparisons, const BlockingRule& rule,
                      std::uint32_t record, std::vector<std::uint32_t>& keys) {
  RuleKeyMaker(comparisons, rule).append(record, keys);
}

RecordKeys::RecordKeys(const LinkRecords& records, std::span<const Comparison> comparisons,
                       std::vector<BlockingRule> rules)
    : rules_(std::move(rules)), record_count_(records.record_count()) {
  check_rules(records, comparisons, rules_);
  for (const BlockingRule& rule : rules_) makers_.emplace_back(comparisons, rule);
}

bool in_share(std::uint32_t key, double share) {
  if (share >= 1.0) return true;
  const std::uint32_t h = (key ^ (key >> 15)) * 0x2C1B3C6DU;
  return static_cast<double>(h ^ (h >> 12)) < share * 4294967296.0;
}

std::vector<RuleBlocks> blocks_of_rules(const RecordKeys& keys, std::uint32_t block_size_max,
                                        double share, const Run& run) {
  std::vector<RuleBlocks> blocks(static_cast<std::size_t>(keys.rule_count()));
  for_each_chunk(blocks.size(), run, [&](std::size_t q) {
    blocks[q] = blocks_of_rule(keys, static_cast<int>(q), block_size_max, share, run);
  });
  return blocks;
}

RuleBlocks blocks_of_rule(const RecordKeys& keys, int rule, std::uint32_t block_size_max,
                          double share, const Run& run) {
  RuleBlocks blocks;
  std::vector<std::uint64_t> entries;
  const RuleKeyMaker& maker = keys.of_rule(rule);
  std::vector<std::uint32_t> of_record;
  for (std::uint32_t r = 0; r < keys.record_count(); ++r) {
    if (r % 65536 == 0) run.stop_if_cancelled();
    of_record.clear();
    if (!maker.append(r, of_record)) blocks.some_keys_dropped = true;
    for (const std::uint32_t key : of_record) {
      if (in_share(key, share)) entries.push_back(static_cast<std::uint64_t>(key) << 32 | r);
    }
  }
  sort_by_key(entries);
  run.stop_if_cancelled();
  // Counted first, so that the lists are no longer than they must be.
  const auto end_of = [&](std::size_t from) {
    std::size_t to = from + 1;
    while (to < entries.size() && entries[to] >> 32 == entries[from] >> 32) ++to;
    return to;
  };
  std::size_t block_count = 0;
  std::size_t record_count = 0;
  for (std::size_t from = 0, to = 0; from < entries.size(); from = to) {
    to = end_of(from);
    if (to - from < 2 || to - from > block_size_max) continue;
    ++block_count;
    record_count += to - from;
  }
  blocks.records.reserve(record_count);
  blocks.keys.reserve(block_count);
  blocks.starts.reserve(block_count + 1);
  blocks.starts.push_back(0);
  for (std::size_t from = 0, to = 0; from < entries.size(); from = to) {
    to = end_of(from);
    const std::uint64_t size = to - from;
    const auto key = static_cast<std::uint32_t>(entries[from] >> 32);
    if (size > block_size_max) {
      blocks.keys_cut.push_back(key);
      blocks.records_cut += size;
      blocks.pairs_cut += size * (size - 1) / 2;
      for (std::size_t i = from; i < to; ++i) {
        blocks.cut_records.push_back(static_cast<std::uint32_t>(entries[i]));
      }
    } else if (size > 1) {
      for (std::size_t i = from; i < to; ++i) {
        blocks.records.push_back(static_cast<std::uint32_t>(entries[i]));
      }
      blocks.starts.push_back(static_cast<std::uint32_t>(blocks.records.size()));
      blocks.keys.push_back(key);
      blocks.pair_count += size * (size - 1) / 2;
    }
  }
  return blocks;
}

}  // namespace hearim
