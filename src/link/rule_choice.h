// Which blocking rules to use: those that together bring most true pairs together for what they
// cost, with an estimate of what each misses.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/comparison.h"
#include "link/level_pattern.h"

namespace hearim {

struct ChosenRules {
  std::vector<BlockingRule> rules;  // at least one
  std::vector<double> miss_shares;  // of true pairs, by each rule alone
  double miss_share = 1.0;          // by all of them together
};

ChosenRules choose_rules(const LinkRecords& records, std::span<const Comparison> comparisons,
                         const PatternLayout& layout, const LinkOptions& options, const Run& run);

// What given rules miss, estimated in the same way.
ChosenRules judge_rules(const LinkRecords& records, std::span<const Comparison> comparisons,
                        const PatternLayout& layout, const LinkOptions& options, const Run& run);

}  // namespace hearim
