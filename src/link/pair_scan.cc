// The hot loop. For each block, what its records hold is copied side by side (value numbers, keys
// of dates, signatures of names), so that the pairs of a block are integer work on a few cache
// lines. A pair is skipped when an earlier rule had it, or the same rule under a smaller key. Then
// each comparison gives a level; levels add up to a pattern number and a provisional weight.
// Patterns are counted; a pair is kept only when its weight may matter.
//
// Blocks are cut into chunks of about a million pairs, whose results are joined in order, so that
// nothing depends on the number of threads.
#include "link/pair_scan.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "link/rule_matcher.h"

namespace hearim {
namespace {

constexpr std::uint64_t kPairsPerChunk = 1 << 20;

struct BlockRange {
  std::size_t from, to;
};

std::vector<BlockRange> split_blocks(const RuleBlocks& blocks) {
  std::vector<BlockRange> chunks;
  std::uint64_t pairs = 0;
  std::size_t from = 0;
  for (std::size_t b = 0; b < blocks.block_count(); ++b) {
    const std::uint64_t size = blocks.starts[b + 1] - blocks.starts[b];
    pairs += size * (size - 1) / 2;
    if (pairs >= kPairsPerChunk) {
      chunks.push_back({from, b + 1});
      from = b + 1;
      pairs = 0;
    }
  }
  if (from < blocks.block_count()) chunks.push_back({from, blocks.block_count()});
  return chunks;
}

// First key that both have and that is not cut; 0 where none (keys are odd).
inline std::uint32_t first_shared(const std::uint32_t* x, int x_count, const std::uint32_t* y,
                                  int y_count, const std::vector<std::uint32_t>& cut) {
  int i = 0;
  int j = 0;
  while (i < x_count && j < y_count) {
    if (x[i] < y[j]) {
      ++i;
    } else if (y[j] < x[i]) {
      ++j;
    } else {
      if (cut.empty() || !std::binary_search(cut.begin(), cut.end(), x[i])) return x[i];
      ++i;
      ++j;
    }
  }
  return 0;
}

struct Member {
  const std::uint32_t* values;          // comparison values
  const std::uint32_t* slots;           // of the rule matcher
  std::span<const std::uint32_t> keys;  // under the block's rule, where it may have several
  std::uint32_t record;
  std::uint32_t list;
};

class ChunkScanner {
 public:
  ChunkScanner(const ScanInput& input, const PairModel& model, const ScanOptions& options,
               const std::vector<std::vector<std::uint32_t>>& cut, const RuleMatcher& rule_matcher)
      : input_(input), options_(options), cut_(cut), rule_matcher_(rule_matcher) {
    for (int q = 0; q < input.keys.rule_count(); ++q) {
      if (!cut[static_cast<std::size_t>(q)].empty() || input.keys.some_keys_dropped(q)) {
        look_closer_ |= 1U << q;
      }
    }
    for (int c = 0; c < input.layout.comparison_count(); ++c) {
      weight_start_.push_back(weights_.size());
      for (int l = 0; l < input.layout.level_count(c); ++l) {
        weights_.push_back({static_cast<float>(model.weight(c, l)),
                            static_cast<float>(model.related_weight(c, l))});
      }
    }
    prior_weight_ = static_cast<float>(model.prior_weight());
    related_prior_weight_ = static_cast<float>(model.related_prior_weight());
    for (const Comparison& comparison : input.comparisons) values_.push_back(comparison.values());
    for (const LinkList& list : input.records.lists()) clean_.push_back(list.clean);
  }

  void scan_block(std::span<const std::uint32_t> records, int rule, std::uint32_t key) {
    gather(records, rule);
    for (std::size_t i = 0; i + 1 < members_.size(); ++i) {
      for (std::size_t j = i + 1; j < members_.size(); ++j) {
        if (members_[i].list == members_[j].list && clean_[members_[i].list]) continue;
        const std::uint32_t hits = rules_met(members_[i], members_[j], rule, key);
        if (hits != 0) score(members_[i], members_[j], hits);
      }
    }
  }

  PatternCounts patterns;
  std::vector<PatternPair> kept;
  std::uint64_t pair_count = 0;

 private:
  void gather(std::span<const std::uint32_t> records, int rule) {
    const std::size_t width = input_.comparisons.size();
    const std::size_t row = width + rule_matcher_.slot_count();
    if (scratch_.size() < records.size() * row) scratch_.resize(records.size() * row);
    members_.resize(records.size());
    std::uint32_t* at = scratch_.data();
    for (std::size_t i = 0; i < records.size(); ++i, at += row) {
      const std::uint32_t r = records[i];
      members_[i] = {at, at + width, {}, r, input_.records.list_of(r)};
      if (rule_matcher_.several_keys(rule)) members_[i].keys = input_.keys.of_rule(r, rule);
      for (std::size_t c = 0; c < width; ++c) at[c] = values_[c][r];
      rule_matcher_.fill_slots(at, at + width);
    }
  }

  std::uint32_t shared_key(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y,
                           int rule) const {
    return first_shared(x.data(), static_cast<int>(x.size()), y.data(), static_cast<int>(y.size()),
                        cut_[static_cast<std::size_t>(rule)]);
  }

  // Bits of the rules that bring the two together; 0 when the pair belongs to another block.
  std::uint32_t rules_met(const Member& x, const Member& y, int rule, std::uint32_t key) const {
    std::uint32_t hits = rule_matcher_.rules_met(x.values, x.slots, y.values, y.slots);
    // Under its own rule, a pair with one key each is met: this is its block.
    const std::uint32_t own = rule_matcher_.several_keys(rule) ? 0 : 1U << rule;
    for (std::uint32_t rest = hits & look_closer_ & ~own; rest != 0; rest &= rest - 1) {
      const int q = std::countr_zero(rest);
      if (shared_key(input_.keys.of_rule(x.record, q), input_.keys.of_rule(y.record, q), q) == 0) {
        hits &= ~(1U << q);
      }
    }
    if ((hits & ((1U << rule) - 1)) != 0 || (hits >> rule & 1) == 0) return 0;
    if (rule_matcher_.several_keys(rule) && shared_key(x.keys, y.keys, rule) != key) return 0;
    return hits;
  }

  void score(const Member& x, const Member& y, std::uint32_t hits) {
    std::uint32_t free = 0;
    for (std::uint32_t rest = hits; rest != 0; rest &= rest - 1) {
      free |= ~input_.keys.comparisons_used(std::countr_zero(rest));
    }
    free &= (1U << input_.comparisons.size()) - 1;
    std::uint64_t levels = 0;
    float weight = prior_weight_;
    float related = related_prior_weight_;
    for (std::size_t c = 0; c < input_.comparisons.size(); ++c) {
      const int level = input_.comparisons[c].level(x.values[c], y.values[c]);
      levels += static_cast<std::uint64_t>(level) * input_.layout.unit(static_cast<int>(c));
      const LevelWeights& of_level = weights_[weight_start_[c] + static_cast<std::size_t>(level)];
      weight += of_level.match;
      related += of_level.related;
    }
    ++pair_count;
    const std::uint32_t pattern = patterns.add(PatternLayout::with_free_fields(levels, free), 1);
    // At most one bit above the exact discount, so nothing is lost.
    if (weight - std::max(0.0F, related) >= static_cast<float>(options_.keep_weight_min)) {
      kept.push_back({RecordPair::of(x.record, y.record), pattern});
    }
  }

  const ScanInput& input_;
  const ScanOptions& options_;
  const std::vector<std::vector<std::uint32_t>>& cut_;
  const RuleMatcher& rule_matcher_;
  std::uint32_t look_closer_ = 0;  // rules of which the keys themselves must be compared
  std::vector<std::span<const std::uint32_t>> values_;
  struct LevelWeights {
    float match;
    float related;
  };
  std::vector<LevelWeights> weights_;
  std::vector<std::size_t> weight_start_;
  float prior_weight_ = 0;
  float related_prior_weight_ = 0;
  std::vector<char> clean_;
  std::vector<std::uint32_t> scratch_;
  std::vector<Member> members_;
};

bool in_share(std::uint32_t key, double share) {
  if (share >= 1.0) return true;
  const std::uint32_t h = (key ^ (key >> 15)) * 0x2C1B3C6DU;
  return static_cast<double>(h ^ (h >> 12)) < share * 4294967296.0;
}

}  // namespace

ScanResult scan_pairs(const ScanInput& input, const PairModel& model, const ScanOptions& options,
                      const Run& run) {
  ScanResult result;
  const int rule_count = input.keys.rule_count();
  result.rules.resize(static_cast<std::size_t>(rule_count));
  // Which blocks are cut must be known for every rule before the first pair is assigned to one.
  std::vector<std::vector<std::uint32_t>> cut;
  for (std::size_t q = 0; q < input.blocks.size(); ++q) {
    const RuleBlocks& blocks = input.blocks[q];
    result.rules[q] = {.block_pair_count = blocks.pair_count,
                       .new_pair_count = 0,
                       .blocks_cut = blocks.keys_cut.size(),
                       .records_cut = blocks.records_cut,
                       .pairs_cut = blocks.pairs_cut};
    cut.push_back(blocks.keys_cut);
  }
  const RuleMatcher rule_matcher(input.comparisons, input.keys.rules());
  std::uint64_t done = 0;
  std::uint64_t total = 0;
  for (const RuleScan& rule : result.rules) total += rule.block_pair_count;
  for (int rule = 0; rule < rule_count; ++rule) {
    const RuleBlocks& blocks = input.blocks[static_cast<std::size_t>(rule)];
    const std::vector<BlockRange> chunks = split_blocks(blocks);
    std::vector<PatternCounts> patterns(chunks.size());
    std::vector<std::vector<PatternPair>> kept(chunks.size());
    std::vector<std::uint64_t> pair_counts(chunks.size(), 0);
    for_each_chunk(chunks.size(), run, [&](std::size_t chunk) {
      ChunkScanner scanner(input, model, options, cut, rule_matcher);
      std::uint64_t until_check = 0;
      for (std::size_t b = chunks[chunk].from; b < chunks[chunk].to; ++b) {
        if (!in_share(blocks.keys[b], options.block_share)) continue;
        const std::span<const std::uint32_t> records(blocks.records.data() + blocks.starts[b],
                                                     blocks.starts[b + 1] - blocks.starts[b]);
        scanner.scan_block(records, rule, blocks.keys[b]);
        until_check += records.size() * records.size() / 2;
        if (until_check > 50000) {
          run.stop_if_cancelled();
          until_check = 0;
        }
      }
      patterns[chunk] = std::move(scanner.patterns);
      kept[chunk] = std::move(scanner.kept);
      pair_counts[chunk] = scanner.pair_count;
    });
    for (std::size_t chunk = 0; chunk < chunks.size(); ++chunk) {
      std::vector<std::uint32_t> renumbered;
      for (std::size_t p = 0; p < patterns[chunk].patterns().size(); ++p) {
        renumbered.push_back(
            result.patterns.add(patterns[chunk].patterns()[p], patterns[chunk].counts()[p]));
      }
      for (PatternPair pair : kept[chunk]) {
        pair.pattern = renumbered[pair.pattern];
        result.kept.push_back(pair);
      }
      std::vector<PatternPair>().swap(kept[chunk]);
      result.pair_count += pair_counts[chunk];
      result.rules[static_cast<std::size_t>(rule)].new_pair_count += pair_counts[chunk];
    }
    done += blocks.pair_count;
    if (run.progress && options.block_share >= 1.0) run.progress("comparing pairs", done, total);
  }
  return result;
}

double possible_pair_count(const LinkRecords& records) {
  const double n = records.record_count();
  double pairs = n * (n - 1) / 2;
  std::vector<double> sizes(records.lists().size(), 0.0);
  for (std::uint32_t r = 0; r < records.record_count(); ++r) ++sizes[records.list_of(r)];
  for (std::size_t list = 0; list < sizes.size(); ++list) {
    if (records.lists()[list].clean) pairs -= sizes[list] * (sizes[list] - 1) / 2;
  }
  return pairs;
}

std::uint32_t rules_shared(const RecordKeys& keys, std::uint32_t a, std::uint32_t b) {
  const std::uint32_t* x = keys.of(a).data();
  const std::uint32_t* y = keys.of(b).data();
  const std::uint32_t* x_key = x + RecordKeys::kHeaderWords;
  const std::uint32_t* y_key = y + RecordKeys::kHeaderWords;
  std::uint32_t hits = 0;
  for (int q = 0; q < keys.rule_count(); ++q) {
    const int x_count = RecordKeys::count(x, q);
    const int y_count = RecordKeys::count(y, q);
    if (first_shared(x_key, x_count, y_key, y_count, {}) != 0) hits |= 1U << q;
    x_key += x_count;
    y_key += y_count;
  }
  return hits;
}

std::vector<std::vector<double>> sample_not_compared(const ScanInput& input,
                                                     std::uint64_t compared_count,
                                                     std::uint64_t sample_size, const Run& run) {
  const std::uint32_t n = input.records.record_count();
  const double rest =
      std::max(0.0, possible_pair_count(input.records) - static_cast<double>(compared_count));
  std::vector<std::vector<double>> levels;
  for (const Comparison& comparison : input.comparisons) {
    levels.emplace_back(static_cast<std::size_t>(comparison.level_count()), 0.0);
  }
  if (rest <= 0.0) return levels;
  constexpr std::uint64_t kChunk = 1 << 14;
  // More than four times the pairs there are says nothing more.
  sample_size = std::min(sample_size, static_cast<std::uint64_t>(4 * rest) + 1000);
  const std::size_t chunk_count = static_cast<std::size_t>((sample_size + kChunk - 1) / kChunk);
  std::vector<std::vector<std::vector<double>>> parts(chunk_count, levels);
  std::vector<double> seen(chunk_count, 0.0);
  for_each_chunk(chunk_count, run, [&](std::size_t chunk) {
    Rng rng(run.seed, "random pairs", chunk);
    for (std::uint64_t k = 0; k < kChunk; ++k) {
      const auto a = static_cast<std::uint32_t>(rng.below(n));
      const auto b = static_cast<std::uint32_t>(rng.below(n));
      const std::uint32_t list = input.records.list_of(a);
      if (a == b || (list == input.records.list_of(b) && input.records.lists()[list].clean)) {
        continue;
      }
      if (rules_shared(input.keys, a, b) != 0) continue;
      seen[chunk] += 1;
      for (std::size_t c = 0; c < input.comparisons.size(); ++c) {
        const auto values = input.comparisons[c].values();
        const int level = input.comparisons[c].level(values[a], values[b]);
        parts[chunk][c][static_cast<std::size_t>(level)] += 1;
      }
    }
  });
  double total = 0.0;
  for (std::size_t chunk = 0; chunk < chunk_count; ++chunk) {
    total += seen[chunk];
    for (std::size_t c = 0; c < levels.size(); ++c) {
      for (std::size_t l = 0; l < levels[c].size(); ++l) levels[c][l] += parts[chunk][c][l];
    }
  }
  for (std::vector<double>& field : levels) {
    for (double& count : field) count *= total > 0 ? rest / total : 0.0;
  }
  return levels;
}

}  // namespace hearim
