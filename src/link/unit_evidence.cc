// Example: a unit of two records, "Sun-hee Pak, 1971" and "Sunhi Park, no date", against "Sunhi
// Park, 1971". The name agrees wholly with one (+13 bits) and in part with the other (+4):
// log2((2^13 + 2^4) / 2) = +12. The date is compared with the one record that has one: +9. In all
// +21. A mean of pair weights would say (4 + 9 + 13 + 0) / 2 = 13 and let the missing date speak
// against the pair.
#include "link/unit_evidence.h"

#include <algorithm>
#include <cmath>

#include "link/average_linkage.h"

namespace hearim {
namespace {

constexpr std::size_t kRecordPairsMax = 64;
constexpr double kEvidenceMax = 40.0;  // beyond it nothing is ever drawn otherwise

// log2 of the mean of 2^weight over pairs where the field is not missing; 0 where it is in all.
double field_evidence(const UnitComparison& units, std::size_t comparison, std::size_t count,
                      const std::vector<double>& weight) {
  const std::size_t stride = count;
  double best = -1e300;
  double sum = 0.0;
  double pairs = 0.0;
  for (std::size_t at = comparison; at < units.levels.size(); at += stride) {
    const std::uint8_t level = units.levels[at];
    if (level == 0) continue;
    const double w = weight[level];
    if (w > best) {
      sum = sum * std::exp2(best - w) + 1.0;
      best = w;
    } else {
      sum += std::exp2(w - best);
    }
    pairs += 1.0;
  }
  return pairs > 0.0 ? best + std::log2(sum / pairs) : 0.0;
}

}  // namespace

UnitComparison compare_units(std::span<const Comparison> comparisons,
                             std::span<const std::uint32_t> x, std::span<const std::uint32_t> y) {
  UnitComparison units;
  const std::size_t pair_count = x.size() * y.size();
  const std::size_t looked_at = std::min(pair_count, kRecordPairsMax);
  for (std::size_t i = 0; i < looked_at; ++i) {
    const std::size_t pair = i * pair_count / looked_at;
    const std::uint32_t a = x[pair / y.size()];
    const std::uint32_t b = y[pair % y.size()];
    for (const Comparison& comparison : comparisons) {
      const auto values = comparison.values();
      units.levels.push_back(static_cast<std::uint8_t>(comparison.level(values[a], values[b])));
    }
  }
  return units;
}

double unit_evidence(const UnitComparison& units, const LevelWeights& weights) {
  if (units.decision == UnitDecision::match) return kForcedWeight;
  if (units.decision == UnitDecision::non_match) return kForbiddenWeight;
  const std::size_t count = weights.match.size();
  double evidence = 0.0;
  double related = weights.related_prior;
  if (units.levels.size() == count) {
    for (std::size_t c = 0; c < count; ++c) {
      evidence += weights.match[c][units.levels[c]];
      related += weights.related[c][units.levels[c]];
    }
  } else {
    for (std::size_t c = 0; c < count; ++c) {
      evidence += field_evidence(units, c, count, weights.match[c]);
      related += field_evidence(units, c, count, weights.related[c]);
    }
  }
  evidence -= related_discount(related);
  if (units.decision == UnitDecision::unsure) {
    const double weight = evidence + weights.prior;
    return std::clamp(weight, -kUnsureBitsMax, kUnsureBitsMax) - weights.prior;
  }
  return std::clamp(evidence, -kEvidenceMax, kEvidenceMax);
}

}  // namespace hearim
