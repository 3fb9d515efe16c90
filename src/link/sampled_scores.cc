// Precision and recall of the clusters without known identity, from pairs that people judged.
//
// The pairs that could matter (those kept, and those inside clusters) are cut into strata by weight
// and by being in one cluster or not; pairs are drawn at random in each. Near even odds a judgement
// says more than among pairs that are surely one thing, so a stratum of N pairs with mean
// probability p gets a share in proportion to N sqrt(p (1 - p)), and each at least five. Of n
// judged pairs k are matches: the stratum's share of matches is Beta(k + p, n - k + 1 - p), the
// model counting as one judgement. Then
//     precision = matches inside clusters / pairs inside clusters
//     recall    = matches inside clusters / all matches, times what blocking is expected to find,
// with intervals from 4,000 draws of all shares.
//
// Example: 800 pairs together, 20 judged, all matches: about 0.98 (0.91-1.00), not 1 for certain.
//
// Simple random sampling inside strata is what this rests on: pairs reviewed because they were
// doubtful must not be used, nor pairs that decided the clusters they are to judge.
// After Cochran, Sampling Techniques (1977), chapter 5.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/rng.h"
#include "hearim/error.h"
#include "link/linkage_state.h"
#include "stats/gamma.h"
#include "stats/quantile.h"

namespace hearim {
namespace {

constexpr std::array<double, 6> kWeightCuts = {-5, -2, 0, 2, 5, 10};  // bits
constexpr double kSampleMinPerStratum = 5;
constexpr std::size_t kScoreDraws = 4000;

struct StratumPairs {
  std::vector<RecordPair> pairs;
  double expected = 0;
};

std::size_t bin_of(double weight) {
  return static_cast<std::size_t>(std::upper_bound(kWeightCuts.begin(), kWeightCuts.end(), weight) -
                                  kWeightCuts.begin());
}

std::size_t stratum_of(const Linkage::State& state, RecordPair pair) {
  const bool together = state.clusters.cluster_of[pair.a] == state.clusters.cluster_of[pair.b];
  return 2 * bin_of(state.evidence_weight(pair.a, pair.b)) + (together ? 1 : 0);
}

std::vector<StratumPairs> strata_of(const Linkage::State& state) {
  std::vector<RecordPair> pairs;
  for (const ScoredPair& scored : state.pairs) pairs.push_back(scored.pair);
  std::vector<std::vector<std::uint32_t>> members(state.clusters.cluster_count);
  for (std::uint32_t r = 0; r < state.clusters.cluster_of.size(); ++r) {
    members[state.clusters.cluster_of[r]].push_back(r);
  }
  for (const auto& cluster : members) {
    for (std::size_t i = 0; i < cluster.size(); ++i) {
      for (std::size_t j = i + 1; j < cluster.size(); ++j) {
        pairs.push_back({cluster[i], cluster[j]});
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<StratumPairs> strata(2 * (kWeightCuts.size() + 1));
  for (const RecordPair& pair : pairs) {
    StratumPairs& stratum = strata[stratum_of(state, pair)];
    stratum.pairs.push_back(pair);
    stratum.expected += probability_of(state.evidence_weight(pair.a, pair.b));
  }
  return strata;
}

}  // namespace

std::vector<RecordPair> Linkage::sample_pairs(std::size_t count, const Run& run) const {
  std::vector<StratumPairs> strata = strata_of(*state_);
  std::vector<double> share;
  double total = 0.0;
  for (const StratumPairs& stratum : strata) {
    const auto n = static_cast<double>(stratum.pairs.size());
    const double p = n > 0 ? stratum.expected / n : 0.0;
    share.push_back(n * std::sqrt(std::max(1e-4, p * (1 - p))));
    total += share.back();
  }
  std::vector<RecordPair> sample;
  for (std::size_t s = 0; s < strata.size(); ++s) {
    std::vector<RecordPair>& pairs = strata[s].pairs;
    if (pairs.empty()) continue;
    const double wanted =
        std::max(kSampleMinPerStratum, std::round(static_cast<double>(count) * share[s] / total));
    Rng rng(run.seed, "sample of pairs", s);
    const std::size_t take = std::min(pairs.size(), static_cast<std::size_t>(wanted));
    for (std::size_t i = 0; i < take; ++i) {
      std::swap(pairs[i], pairs[i + rng.below(pairs.size() - i)]);
      sample.push_back(pairs[i]);
    }
  }
  // Shuffled, so that a sample that is not finished is one of every stratum.
  Rng rng(run.seed, "order of the sample", 0);
  for (std::size_t i = 0; i + 1 < sample.size(); ++i) {
    std::swap(sample[i], sample[i + rng.below(sample.size() - i)]);
  }
  if (sample.size() > count) sample.resize(count);
  return sample;
}

SampledScores Linkage::sampled_scores(std::span<const LabelledPair> judged, const Run& run) const {
  const State& state = *state_;
  const std::vector<StratumPairs> strata = strata_of(state);
  SampledScores scores;
  std::vector<SampledScores::Stratum> all(strata.size());
  for (std::size_t s = 0; s < strata.size(); ++s) {
    const std::size_t bin = s / 2;
    all[s].together = s % 2 == 1;
    all[s].weight_low = bin == 0 ? -1e9 : kWeightCuts[bin - 1];
    all[s].weight_high = bin == kWeightCuts.size() ? 1e9 : kWeightCuts[bin];
    all[s].pairs = strata[s].pairs.size();
    all[s].expected_matches = strata[s].expected;
  }
  for (const LabelledPair& label : judged) {
    if (label.pair.a >= label.pair.b || label.pair.b >= state.clusters.cluster_of.size()) {
      throw Error(ErrorCode::invalid_input, "a judged pair names records that are not there");
    }
    if (label.judgement == PairJudgement::unsure) {
      ++scores.unsure;
      continue;
    }
    const std::size_t s = stratum_of(state, label.pair);
    // A pair that fell out of what is kept since it was drawn speaks for no stratum.
    if (!std::binary_search(strata[s].pairs.begin(), strata[s].pairs.end(), label.pair)) continue;
    ++scores.judged;
    ++all[s].judged;
    all[s].matches += label.judgement == PairJudgement::match;
  }
  std::vector<double> precision(kScoreDraws, 0.0);
  std::vector<double> recall(kScoreDraws, 0.0);
  Rng rng(run.seed, "sampled scores", 0);
  for (std::size_t d = 0; d < kScoreDraws; ++d) {
    double inside = 0.0;
    double inside_matches = 0.0;
    double matches = 0.0;
    for (const SampledScores::Stratum& stratum : all) {
      if (stratum.pairs == 0) continue;
      const auto n = static_cast<double>(stratum.pairs);
      const double p = (stratum.expected_matches + 0.5) / (n + 1);
      const auto yes = static_cast<double>(stratum.matches);
      const double no = static_cast<double>(stratum.judged) - yes;
      const double left = std::max(0.0, n - static_cast<double>(stratum.judged));
      const double found = yes + left * beta_draw(rng, yes + p, no + 1 - p);
      matches += found;
      if (!stratum.together) continue;
      inside += n;
      inside_matches += found;
    }
    precision[d] = inside > 0 ? inside_matches / inside : 1.0;
    recall[d] = (matches > 0 ? inside_matches / matches : 1.0) * (1 - state.report.miss_share);
  }
  const auto interval = [&scores](std::vector<double>& draws) {
    std::sort(draws.begin(), draws.end());
    return SampledScores::Interval{sorted_quantile(draws, 0.5),
                                   sorted_quantile(draws, (1 - scores.level) / 2),
                                   sorted_quantile(draws, (1 + scores.level) / 2)};
  };
  scores.precision = interval(precision);
  scores.recall = interval(recall);
  for (const SampledScores::Stratum& stratum : all) {
    if (stratum.pairs > 0) scores.strata.push_back(stratum);
  }
  return scores;
}

}  // namespace hearim
