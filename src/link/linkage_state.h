// All that a finished linkage holds.
#pragma once

#include <optional>
#include <vector>

#include "hearim/link.h"
#include "link/blocks.h"
#include "link/comparison.h"
#include "link/level_pattern.h"
#include "link/pair_model.h"

namespace hearim {

struct Linkage::State {
  const LinkRecords* records = nullptr;
  LinkOptions options;
  std::vector<Comparison> comparisons;
  PatternLayout layout;
  std::optional<RecordKeys> keys;
  PairModel model;
  std::vector<std::vector<double>> weights;  // [comparison][level], bits
  std::vector<std::vector<double>> related_weights;
  double prior_weight = 0;
  double related_prior_weight = 0;
  std::vector<LabelledPair> labels;  // by pair
  // What the model was fitted to, so that it can be drawn again (model_draws.h).
  PairModel standing_model;
  std::vector<std::uint64_t> patterns;
  std::vector<double> pattern_counts;
  std::vector<std::vector<double>> not_compared;
  double pairs_possible = 0;
  std::vector<LabelledPattern> labelled_patterns;
  LinkModelReport report;
  std::vector<ScoredPair> pairs;  // best first
  LinkedClusters clusters;

  // Evidence and prior; kForbiddenWeight and kForcedWeight where lists or labels decide.
  double pair_weight(std::uint32_t a, std::uint32_t b) const;
  double evidence_weight(std::uint32_t a, std::uint32_t b) const;  // lists and labels not looked at
  double weight_min() const;  // log2 odds of options.probability_min
};

std::string rule_words(const LinkRecords& records, const BlockingRule& rule);

}  // namespace hearim
