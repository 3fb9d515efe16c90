// Scoring: every pair that the rules bring together, compared once; counts of level patterns for
// the model, and the pairs that may be matches.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/blocks.h"
#include "link/level_pattern.h"
#include "link/pair_model.h"
#include "link/record_rows.h"

namespace hearim {

struct PatternPair {
  RecordPair pair;
  std::uint32_t pattern = 0;  // index into ScanResult::patterns
};

struct RuleScan {
  std::uint64_t block_pair_count = 0;
  std::uint64_t new_pair_count = 0;
  std::uint64_t blocks_cut = 0;
  std::uint64_t records_cut = 0;
  std::uint64_t pairs_cut = 0;
};

struct ScanResult {
  PatternCounts patterns;
  std::deque<PatternPair> kept;  // grows without being copied
  std::vector<RuleScan> rules;
  std::uint64_t pair_count = 0;
};

struct ScanInput {
  const LinkRecords& records;
  std::span<const Comparison> comparisons;
  const PatternLayout& layout;
  const RecordKeys& keys;
  std::span<const RuleBlocks> blocks;  // of every rule
  const RecordRows& rows;
};

struct ScanOptions {
  double block_share = 1.0;      // of blocks, by their key: for a first look
  double keep_weight_min = 0.0;  // pairs below are counted and not kept
};

ScanResult scan_pairs(const ScanInput& input, const PairModel& model, const ScanOptions& options,
                      const Run& run);

// Pairs of records that could be one person: not both from one clean list.
double possible_pair_count(const LinkRecords& records);

// Random pairs that no rule brings together: how many there were, and their levels.
struct RandomPairs {
  double count = 0;
  std::vector<std::vector<double>> levels;  // [comparison][level]

  // Scaled to all pairs that were not compared.
  std::vector<std::vector<double>> not_compared(double pairs_possible, double pairs_compared) const;
};
RandomPairs sample_random_pairs(const ScanInput& input, std::uint64_t sample_size, const Run& run);

// The rules that bring two records together, as bits (block sizes not looked at).
std::uint32_t rules_shared(const RecordKeys& keys, std::uint32_t a, std::uint32_t b);

}  // namespace hearim
