// The pair model drawn from its posterior, not only fitted: what m, u and the number of matches
// could be as well, given the level patterns that were counted.
//
// Data augmentation (Tanner & Wong, JASA 82 (1987), 528) on counts of patterns: how many pairs of
// each pattern are matches is drawn given m and u, then m and u given those numbers. Pairs of one
// group of records are not independent of each other; counts enter the draws of m as `independence`
// of a pair each (composite likelihood, Varin, Reid & Firth, Statistica Sinica 21 (2011), 5).
// docs/link/uncertainty.md, section "How".
#pragma once

#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "link/pair_model.h"

namespace hearim {

// Weights of one draw, in bits; as Linkage::State has them for the fitted model.
struct LevelWeights {
  std::vector<std::vector<double>> match;    // [comparison][level]
  std::vector<std::vector<double>> related;  // [comparison][level]
  double prior = 0;
  double related_prior = 0;
};
LevelWeights level_weights_of(const PatternLayout& layout, const PairModel& model);

struct ModelDrawsInput {
  const PatternLayout& layout;
  PairModelData data;  // as it was fitted to
  const PairModel& fitted;
  const PairModel& standing;  // what the prior counts are
  double independence = 1;    // of matching pairs, in (0, 1]
  double keep_weight_min = 0;
};

class ModelDraws {
 public:
  ModelDraws(const ModelDrawsInput& input, std::uint64_t seed);

  void next();  // one step of the chain
  const PairModel& model() const { return model_; }
  // Of this draw: matches among the compared pairs, and those of them below keep_weight_min.
  double matches() const { return matches_; }
  double matches_not_kept() const { return matches_not_kept_; }

 private:
  struct Shares {
    double match;
    double related;
  };
  Shares shares_of(const LevelWeights& weights, std::size_t pattern) const;

  ModelDrawsInput input_;
  Rng rng_;
  PairModel model_;
  std::size_t comparison_count_;
  std::vector<std::uint8_t> levels_;                // [pattern][comparison]
  std::vector<std::uint32_t> doubtful_;             // patterns
  std::vector<std::uint32_t> matches_for_certain_;  // patterns
  std::vector<char> kept_;                          // by pattern
  std::vector<std::vector<double>> all_;            // pairs by level, compared or not
  std::vector<char> circumstance_;
  double matches_ = 0;
  double matches_not_kept_ = 0;
};

}  // namespace hearim
