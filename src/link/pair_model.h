// The Fellegi-Sunter model of a pair: how likely each level is between two records of one person
// (m) and between records of two people (u), and how many pairs are of one person.
//
// Fitted by expectation-maximisation to counts of whole level patterns, so it is exact in the
// pairs compared, whatever their number. Pure; deterministic.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hearim/link.h"
#include "link/level_pattern.h"

namespace hearim {

// Prior counts of a fit: of m and related, in pairs for each comparison; of u, in shares of the
// pairs at the level.
inline constexpr double kPriorPairs = 4.0;
inline constexpr double kPriorShareOfLevel = 0.01;

struct PairModel {
  // [comparison][level]; level 0 (missing) has weight 0 and no m or u.
  std::vector<std::vector<double>> m;
  std::vector<std::vector<double>> u;
  // Levels between two people who share circumstances (a home town and so a postcode and a trade);
  // equal to u for names, dates and numbers.
  std::vector<std::vector<double>> related;
  double prior = 0;          // share of pairs of one person among all pairs that could be
  double related_share = 0;  // of pairs of two people with shared circumstances
  FitStatus status = FitStatus::converged;
  int iterations = 0;
  double expected_matches = 0;

  double weight(int comparison, int level) const;          // log2 m/u, bits
  double related_weight(int comparison, int level) const;  // log2 related/u
  double prior_weight() const;  // log2 odds of a match against unrelated people
  double pattern_weight(const PatternLayout& layout, std::uint64_t pattern) const;  // of a pair
  double related_prior_weight() const;  // log2 odds of related against unrelated people
};

// The weight of a pair is prior_weight + sum of weights - related_discount(related_prior_weight +
// sum of related weights): what shared circumstances explain is not evidence of one person.
double related_discount(double related_weight);  // log2(1 + 2^w)

// A pair that a person has judged; it is not among the counts. Its free fields are all of them
// where no rule met it.
struct LabelledPattern {
  std::uint64_t pattern = 0;
  PairJudgement judgement = PairJudgement::match;
};

struct PairModelData {
  std::span<const std::uint64_t> patterns = {};  // of the compared pairs
  std::span<const double> counts = {};
  // Pairs that were not compared, by level, estimated from random pairs: [comparison][level].
  std::vector<std::vector<double>> not_compared = {};
  double pairs_possible = 0;  // that could be of one person, compared or not
  std::span<const LabelledPattern> labels = {};
};

PairModel initial_pair_model(std::span<const Comparison> comparisons, double prior);
PairModel fit_pair_model(const PatternLayout& layout, const PairModelData& data,
                         const PairModel& initial, const Run& run);

}  // namespace hearim
