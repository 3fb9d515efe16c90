// The evidence that two units of records are one person: how the records' fields compare, kept as
// levels, so that it can be weighed again under other m and u.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/comparison.h"
#include "link/model_draws.h"

namespace hearim {

// What a reviewer's decision on a pair between the two units says.
enum class UnitDecision : std::uint8_t { none, match, non_match, unsure };

// A pair a person has looked at and could not decide stays between these odds, in bits: a
// probability of 5 % to 95 %.
inline constexpr double kUnsureBitsMax = 4.25;

struct UnitComparison {
  std::vector<std::uint8_t> levels;  // [record pair][comparison]
  UnitDecision decision = UnitDecision::none;
};

// At most 64 record pairs are looked at, spread evenly.
UnitComparison compare_units(std::span<const Comparison> comparisons,
                             std::span<const std::uint32_t> x, std::span<const std::uint32_t> y);

// log2 of how much more often units of one person compare like this than units of two people; the
// prior is not in it. Of each field, the mean over the record pairs in which neither value is
// missing, taken before the logarithm: a person's records repeat one value or another of theirs.
// Clamped to +-40; kForbiddenWeight and kForcedWeight where a decision says so.
double unit_evidence(const UnitComparison& units, const LevelWeights& weights);

}  // namespace hearim
