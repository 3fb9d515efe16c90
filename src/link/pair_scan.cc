// The hot loop. Rows of the records of a block, and their words, are asked for some records before
// they are needed, so that the pairs of a block are integer work on lines already in cache. A pair
// is skipped when an earlier rule had it, or the same rule under a smaller key. Then each
// comparison gives a level; levels add up to a pattern number and a provisional weight. Patterns
// are counted; a pair is kept only when its weight may matter.
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
  std::uint64_t pair_count;
};

std::vector<BlockRange> split_blocks(const RuleBlocks& blocks) {
  std::vector<BlockRange> chunks;
  std::uint64_t pairs = 0;
  std::size_t from = 0;
  for (std::size_t b = 0; b < blocks.block_count(); ++b) {
    const std::uint64_t size = blocks.starts[b + 1] - blocks.starts[b];
    pairs += size * (size - 1) / 2;
    if (pairs >= kPairsPerChunk) {
      chunks.push_back({from, b + 1, pairs});
      from = b + 1;
      pairs = 0;
    }
  }
  if (from < blocks.block_count()) chunks.push_back({from, blocks.block_count(), pairs});
  return chunks;
}

// First key that both have and that is not cut; 0 where none (keys are odd).
std::uint32_t first_shared(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y,
                           const std::vector<std::uint32_t>& cut) {
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
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
  RecordView view;
  std::uint32_t record;
  std::uint32_t list;
  std::uint32_t clean;      // 1 where its list holds nobody twice
  std::uint32_t rules_cut;  // under which it stands in a block that was cut
};

class ChunkScanner {
 public:
  ChunkScanner(const ScanInput& input, const PairModel& model, const ScanOptions& options,
               const RuleMatcher& rule_matcher)
      : input_(input), options_(options), rule_matcher_(rule_matcher), rows_(input.rows) {
    for (int q = 0; q < input.keys.rule_count(); ++q) {
      if (input.blocks[static_cast<std::size_t>(q)].some_keys_dropped) rules_dropped_ |= 1U << q;
      several_ |= input.keys.of_rule(q).several_keys() ? 1U << q : 0;
      free_of_rule_.push_back(~input.keys.comparisons_used(q) &
                              ((1U << input.comparisons.size()) - 1));
    }
    std::size_t bag = 0;
    for (std::size_t c = 0; c < input.comparisons.size(); ++c) {
      const Comparison& comparison = input.comparisons[c];
      Field field{comparison.kind(), &comparison, nullptr, bag, rows_.date_at(c), levels_.size()};
      if (field.kind == Comparison::Kind::names || field.kind == Comparison::Kind::place) {
        field.bags = &comparison.bags();
        ++bag;
      }
      fields_.push_back(field);
      for (int l = 0; l < comparison.level_count(); ++l) {
        levels_.push_back({static_cast<std::uint64_t>(l) * input.layout.unit(static_cast<int>(c)),
                           static_cast<float>(model.weight(static_cast<int>(c), l)),
                           static_cast<float>(model.related_weight(static_cast<int>(c), l))});
      }
    }
    prior_weight_ = static_cast<float>(model.prior_weight());
    related_prior_weight_ = static_cast<float>(model.related_prior_weight());
    for (const LinkList& list : input.records.lists()) clean_.push_back(list.clean);
    shared_.resize(rows_.bag_count());
  }

  // The blocks [from, to) of a rule that are in the share.
  void scan_blocks(const RuleBlocks& blocks, BlockRange range, int rule, const Run& run) {
    const std::uint32_t end = blocks.starts[range.to];
    std::uint64_t until_check = 0;
    for (std::size_t b = range.from; b < range.to; ++b) {
      if (!in_share(blocks.keys[b], options_.block_share)) continue;
      const std::uint32_t from = blocks.starts[b];
      const std::uint32_t to = blocks.starts[b + 1];
      gather(blocks.records, from, to, end);
      for (std::size_t i = 0; i + 1 < members_.size(); ++i) {
        for (std::size_t j = i + 1; j < members_.size(); ++j) {
          look_at(members_[i], members_[j], rule, blocks.keys[b]);
        }
      }
      until_check += static_cast<std::uint64_t>(to - from) * (to - from) / 2;
      if (until_check > 50000) {
        run.stop_if_cancelled();
        until_check = 0;
      }
    }
  }

  PatternCounts patterns;
  std::vector<PatternPair> kept;
  std::uint64_t pair_count = 0;

 private:
  struct Field {
    Comparison::Kind kind;
    const Comparison* comparison;
    const WordBags* bags;
    std::size_t bag;
    std::size_t date_at;
    std::size_t first_level;  // in levels_
  };
  struct LevelValue {
    std::uint64_t pattern;
    float match;
    float related;
  };

  // Members of a block; and the memory of those that come after, asked for in time.
  void gather(const std::vector<std::uint32_t>& records, std::uint32_t from, std::uint32_t to,
              std::uint32_t end) {
    constexpr std::uint32_t kRowsAhead = 24;
    constexpr std::uint32_t kBagsAhead = 16;
    constexpr std::uint32_t kWordsAhead = 8;
    const std::size_t bag_count = rows_.bag_count();
    const std::size_t size = to - from;
    members_.resize(size);
    if (bags_.size() < size * bag_count) bags_.resize(size * bag_count);
    WordBags::Bag* bags = bags_.data();
    for (std::uint32_t i = from; i < to; ++i, bags += bag_count) {
      if (i + kRowsAhead < end) rows_.prefetch_row(records[i + kRowsAhead]);
      if (i + kBagsAhead < end) rows_.prefetch_bags(records[i + kBagsAhead]);
      if (i + kWordsAhead < end) rows_.prefetch_words(records[i + kWordsAhead]);
      const std::uint32_t* const row = rows_.row(records[i]);
      rows_.view_bags(row, bags);
      const std::uint32_t list = rows_.list_of(row);
      members_[i - from] = {{row, bags}, records[i], list, clean_[list], rows_.rules_cut(row)};
    }
  }

  // Compares the pair if it belongs to this block and to no earlier one.
  void look_at(const Member& x, const Member& y, int rule, std::uint32_t key) {
    if (x.list == y.list && x.clean != 0) return;
    std::uint32_t hits = rule_matcher_.rules_met(x.view, y.view, shared_.data());
    // Rules met only through blocks that were cut, or keys that were dropped, are not met. Under
    // its own rule, a pair with one key each is met: this is its block.
    const std::uint32_t own = 1U << rule;
    const std::uint32_t unsure = (x.rules_cut & y.rules_cut) | rules_dropped_;
    for (std::uint32_t rest = hits & unsure & ~own; rest != 0; rest &= rest - 1) {
      const int q = std::countr_zero(rest);
      if (first_key(x, y, q) == 0) hits &= ~(1U << q);
    }
    if ((hits & (own - 1)) != 0 || (hits & own) == 0) return;
    if ((several_ & own) != 0) {
      const std::uint32_t only =
          (rules_dropped_ & own) == 0 ? rule_matcher_.only_key(rule, x.view, shared_.data()) : 0;
      if ((only != 0 ? only : first_key(x, y, rule)) != key) return;
    }
    score(x, y, hits);
  }

  std::uint32_t first_key(const Member& x, const Member& y, int rule) {
    x_keys_.clear();
    y_keys_.clear();
    input_.keys.of_rule(rule).append(x.record, x_keys_);
    input_.keys.of_rule(rule).append(y.record, y_keys_);
    return first_shared(x_keys_, y_keys_, input_.blocks[static_cast<std::size_t>(rule)].keys_cut);
  }

  int level(const Field& field, std::size_t c, const Member& x, const Member& y) const {
    const std::uint32_t a = x.view.row[c];
    const std::uint32_t b = y.view.row[c];
    if (a == 0 || b == 0) return 0;
    if (a == b) return field.comparison->same_level(a);
    if (field.bags != nullptr) {
      const SharedWords& shared = shared_[field.bag];
      if (a < b) {
        return field.bags->level_of_different(x.view.bags[field.bag], y.view.bags[field.bag],
                                              shared.words);
      }
      return field.bags->level_of_different(
          y.view.bags[field.bag], x.view.bags[field.bag],
          {shared.words.in_y, shared.words.in_x, shared.words.count});
    }
    if (field.kind == Comparison::Kind::date) {
      return Comparison::date_level(x.view.row[field.date_at], y.view.row[field.date_at]);
    }
    return field.comparison->level(a, b);
  }

  void score(const Member& x, const Member& y, std::uint32_t hits) {
    std::uint32_t free = 0;
    for (std::uint32_t rest = hits; rest != 0; rest &= rest - 1) {
      free |= free_of_rule_[static_cast<std::size_t>(std::countr_zero(rest))];
    }
    std::uint64_t pattern = 0;
    float weight = prior_weight_;
    float related = related_prior_weight_;
    for (std::size_t c = 0; c < fields_.size(); ++c) {
      const Field& field = fields_[c];
      const LevelValue& value =
          levels_[field.first_level + static_cast<std::size_t>(level(field, c, x, y))];
      pattern += value.pattern;
      weight += value.match;
      related += value.related;
    }
    ++pair_count;
    const std::uint32_t index = patterns.add(PatternLayout::with_free_fields(pattern, free), 1);
    // At most one bit above the exact discount, so nothing is lost.
    if (weight - std::max(0.0F, related) >= static_cast<float>(options_.keep_weight_min)) {
      kept.push_back({RecordPair::of(x.record, y.record), index});
    }
  }

  const ScanInput& input_;
  const ScanOptions& options_;
  const RuleMatcher& rule_matcher_;
  const RecordRows& rows_;
  std::uint32_t rules_dropped_ = 0;
  std::uint32_t several_ = 0;  // rules under which a record may have several keys
  std::vector<std::uint32_t> free_of_rule_;
  std::vector<Field> fields_;
  std::vector<LevelValue> levels_;
  float prior_weight_ = 0;
  float related_prior_weight_ = 0;
  std::vector<std::uint32_t> clean_;
  std::vector<Member> members_;
  std::vector<WordBags::Bag> bags_;
  std::vector<SharedWords> shared_;  // of the pair looked at
  std::vector<std::uint32_t> x_keys_;
  std::vector<std::uint32_t> y_keys_;
};

constexpr std::size_t kChunksAtOnce = 64;

struct ChunkResult {
  PatternCounts patterns;
  std::vector<PatternPair> kept;
  std::uint64_t pair_count = 0;
};

void join(ChunkResult& chunk, ScanResult& result) {
  std::vector<std::uint32_t> renumbered;
  for (std::size_t p = 0; p < chunk.patterns.patterns().size(); ++p) {
    renumbered.push_back(
        result.patterns.add(chunk.patterns.patterns()[p], chunk.patterns.counts()[p]));
  }
  for (PatternPair pair : chunk.kept) {
    pair.pattern = renumbered[pair.pattern];
    result.kept.push_back(pair);
  }
  std::vector<PatternPair>().swap(chunk.kept);
  result.pair_count += chunk.pair_count;
}

}  // namespace

ScanResult scan_pairs(const ScanInput& input, const PairModel& model, const ScanOptions& options,
                      const Run& run) {
  ScanResult result;
  std::uint64_t total = 0;
  for (const RuleBlocks& blocks : input.blocks) {
    result.rules.push_back({.block_pair_count = blocks.pair_count,
                            .new_pair_count = 0,
                            .blocks_cut = blocks.keys_cut.size(),
                            .records_cut = blocks.records_cut,
                            .pairs_cut = blocks.pairs_cut});
    total += blocks.pair_count;
  }
  const RuleMatcher rule_matcher(input.keys, input.rows);
  const bool shows_progress = run.progress && options.block_share >= 1.0;
  std::uint64_t done = 0;
  for (int rule = 0; rule < input.keys.rule_count(); ++rule) {
    const RuleBlocks& blocks = input.blocks[static_cast<std::size_t>(rule)];
    const std::vector<BlockRange> chunks = split_blocks(blocks);
    // Some chunks at a time, so that what they found is joined before it grows large.
    for (std::size_t first = 0; first < chunks.size(); first += kChunksAtOnce) {
      const std::size_t count = std::min(kChunksAtOnce, chunks.size() - first);
      std::vector<ChunkResult> found(count);
      for_each_chunk(count, run, [&](std::size_t chunk) {
        ChunkScanner scanner(input, model, options, rule_matcher);
        scanner.scan_blocks(blocks, chunks[first + chunk], rule, run);
        found[chunk] = {std::move(scanner.patterns), std::move(scanner.kept), scanner.pair_count};
      });
      for (std::size_t chunk = 0; chunk < count; ++chunk) {
        join(found[chunk], result);
        result.rules[static_cast<std::size_t>(rule)].new_pair_count += found[chunk].pair_count;
        done += chunks[first + chunk].pair_count;
      }
      if (shows_progress) run.progress("comparing pairs", done, total);
    }
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
  std::vector<std::uint32_t> x;
  std::vector<std::uint32_t> y;
  std::uint32_t hits = 0;
  for (int q = 0; q < keys.rule_count(); ++q) {
    x.clear();
    y.clear();
    keys.of_rule(q).append(a, x);
    keys.of_rule(q).append(b, y);
    if (first_shared(x, y, {}) != 0) hits |= 1U << q;
  }
  return hits;
}

RandomPairs sample_random_pairs(const ScanInput& input, std::uint64_t sample_size, const Run& run) {
  const std::uint32_t n = input.records.record_count();
  RandomPairs result;
  std::vector<std::vector<double>>& levels = result.levels;
  for (const Comparison& comparison : input.comparisons) {
    levels.emplace_back(static_cast<std::size_t>(comparison.level_count()), 0.0);
  }
  constexpr std::uint64_t kChunk = 1 << 14;
  // More than four times the pairs there are says nothing more.
  sample_size = std::min(sample_size,
                         static_cast<std::uint64_t>(4 * possible_pair_count(input.records)) + 1000);
  const std::size_t chunk_count = static_cast<std::size_t>((sample_size + kChunk - 1) / kChunk);
  std::vector<std::vector<std::vector<double>>> parts(chunk_count, levels);
  std::vector<double> seen(chunk_count, 0.0);
  const RuleMatcher rule_matcher(input.keys, input.rows);
  const std::size_t bag_count = input.rows.bag_count();
  for_each_chunk(chunk_count, run, [&](std::size_t chunk) {
    Rng rng(run.seed, "random pairs", chunk);
    std::vector<RecordPair> pairs(kChunk);  // in the order drawn, not by number
    for (RecordPair& pair : pairs) {
      pair.a = static_cast<std::uint32_t>(rng.below(n));
      pair.b = static_cast<std::uint32_t>(rng.below(n));
    }
    std::vector<WordBags::Bag> bags(2 * bag_count);
    std::vector<SharedWords> shared(bag_count);
    for (std::uint64_t k = 0; k < kChunk; ++k) {
      const auto ahead = [&](std::uint64_t by, auto ask) {
        if (k + by >= kChunk) return;
        ask(pairs[k + by].a);
        ask(pairs[k + by].b);
      };
      ahead(24, [&](std::uint32_t r) { input.rows.prefetch_row(r); });
      ahead(16, [&](std::uint32_t r) { input.rows.prefetch_bags(r); });
      ahead(8, [&](std::uint32_t r) { input.rows.prefetch_words(r); });
      const auto [a, b] = pairs[k];
      const std::uint32_t list = input.records.list_of(a);
      if (a == b || (list == input.records.list_of(b) && input.records.lists()[list].clean)) {
        continue;
      }
      const std::uint32_t* const x = input.rows.row(a);
      const std::uint32_t* const y = input.rows.row(b);
      input.rows.view_bags(x, bags.data());
      input.rows.view_bags(y, bags.data() + bag_count);
      if (rule_matcher.rules_met({x, bags.data()}, {y, bags.data() + bag_count}, shared.data()) !=
          0) {
        continue;
      }
      seen[chunk] += 1;
      for (std::size_t c = 0; c < input.comparisons.size(); ++c) {
        const int level = input.comparisons[c].level(x[c], y[c]);
        parts[chunk][c][static_cast<std::size_t>(level)] += 1;
      }
    }
  });
  for (std::size_t chunk = 0; chunk < chunk_count; ++chunk) {
    result.count += seen[chunk];
    for (std::size_t c = 0; c < levels.size(); ++c) {
      for (std::size_t l = 0; l < levels[c].size(); ++l) levels[c][l] += parts[chunk][c][l];
    }
  }
  return result;
}

std::vector<std::vector<double>> RandomPairs::not_compared(double pairs_possible,
                                                           double pairs_compared) const {
  const double rest = std::max(0.0, pairs_possible - pairs_compared);
  std::vector<std::vector<double>> scaled = levels;
  for (std::vector<double>& field : scaled) {
    for (double& level : field) level *= count > 0 ? rest / count : 0.0;
  }
  return scaled;
}

}  // namespace hearim
