// Each step mirrors one round of fit_pair_model (pair_model.cc) with expectations replaced by
// draws: pairs of each pattern split over match, related and unrelated by binomials; then m from a
// Dirichlet of matches met without the field, u and related likewise, the shares from betas.
//
// Example: 40 pairs of a pattern with probability 0.3 of a match give 12 matches in the fit and,
// here, 9 to 15 in two draws of three.
//
// The fit adds to u a hundredth of the level's pairs, so that a level met by matches only keeps a
// finite weight. Here there is no such addition: a draw near zero is what the data say of it.
//
// Levels with less than one pair's worth of counts keep their share: a Dirichlet component with a
// tiny shape is nearly always 0, and a weight of minus infinity is no better an answer than the
// prior's.
#include "link/model_draws.h"

#include <algorithm>
#include <cmath>

#include "stats/discrete.h"
#include "stats/gamma.h"

namespace hearim {
namespace {

// Fills `share` (from level 1) from a Dirichlet with these shapes.
void draw_shares(Rng& rng, std::span<const double> shape, std::vector<double>& share) {
  double total = 0.0;
  for (std::size_t l = 1; l < shape.size(); ++l) {
    share[l] = shape[l] < 1.0 ? shape[l] : gamma_draw(rng, shape[l]);
    total += share[l];
  }
  for (std::size_t l = 1; l < shape.size(); ++l) share[l] /= total;
}

// A pattern whose pairs are of one kind but for this many of them, at the fitted model, is not
// drawn again: its pairs are counted with that kind once and for all.
constexpr double kCertainPairs = 1e-6;

double draw_share_of(Rng& rng, double part, double whole) {
  return std::clamp(gamma_draw(rng, part + 0.5) / std::max(1.0, whole), 1e-18, 0.4);
}

}  // namespace

LevelWeights level_weights_of(const PatternLayout& layout, const PairModel& model) {
  LevelWeights weights;
  weights.prior = model.prior_weight();
  weights.related_prior = model.related_prior_weight();
  for (int c = 0; c < layout.comparison_count(); ++c) {
    std::vector<double> match;
    std::vector<double> related;
    for (int l = 0; l < layout.level_count(c); ++l) {
      match.push_back(model.weight(c, l));
      related.push_back(model.related_weight(c, l));
    }
    weights.match.push_back(std::move(match));
    weights.related.push_back(std::move(related));
  }
  return weights;
}

ModelDraws::ModelDraws(const ModelDrawsInput& input, std::uint64_t seed)
    : input_(input),
      rng_(seed, "pair model draws", 0),
      model_(input.fitted),
      comparison_count_(static_cast<std::size_t>(input.layout.comparison_count())) {
  const PairModelData& data = input_.data;
  all_.resize(comparison_count_);
  for (std::size_t c = 0; c < comparison_count_; ++c) {
    all_[c].assign(static_cast<std::size_t>(input.layout.level_count(static_cast<int>(c))), 0.0);
    for (std::size_t l = 0; l < all_[c].size() && c < data.not_compared.size(); ++l) {
      all_[c][l] = data.not_compared[c][l];
    }
    circumstance_.push_back(input.standing.related[c] != input.standing.u[c]);
  }
  for (const LabelledPattern& label : data.labels) {
    for (std::size_t c = 0; c < comparison_count_; ++c) {
      all_[c][static_cast<std::size_t>(input.layout.level(label.pattern, static_cast<int>(c)))] +=
          1;
    }
  }
  for (std::size_t p = 0; p < data.patterns.size(); ++p) {
    for (std::size_t c = 0; c < comparison_count_; ++c) {
      const int level = input.layout.level(data.patterns[p], static_cast<int>(c));
      levels_.push_back(static_cast<std::uint8_t>(level));
      all_[c][static_cast<std::size_t>(level)] += data.counts[p];
    }
    kept_.push_back(model_.pattern_weight(input.layout, data.patterns[p]) >= input.keep_weight_min);
  }
  const LevelWeights weights = level_weights_of(input.layout, model_);
  for (std::uint32_t p = 0; p < data.patterns.size(); ++p) {
    const double count = std::round(data.counts[p]);
    const Shares share = shares_of(weights, p);
    if (count * (share.match + share.related) < kCertainPairs) continue;  // two people, all of them
    (count * (1.0 - share.match) < kCertainPairs ? matches_for_certain_ : doubtful_).push_back(p);
  }
}

ModelDraws::Shares ModelDraws::shares_of(const LevelWeights& weights, std::size_t pattern) const {
  const std::uint8_t* level = &levels_[pattern * comparison_count_];
  double w = weights.prior;
  double r = weights.related_prior;
  for (std::size_t c = 0; c < comparison_count_; ++c) {
    w += weights.match[c][level[c]];
    r += weights.related[c][level[c]];
  }
  const double best = std::max({0.0, w, r});
  const double odds = std::exp2(w - best);
  const double related_odds = std::exp2(r - best);
  const double all_odds = odds + related_odds + std::exp2(-best);
  return {odds / all_odds, related_odds / all_odds};
}

void ModelDraws::next() {
  const PairModelData& data = input_.data;
  const LevelWeights weights = level_weights_of(input_.layout, model_);
  std::vector<std::vector<double>> match_free(comparison_count_);
  std::vector<std::vector<double>> match_all(comparison_count_);
  std::vector<std::vector<double>> related_all(comparison_count_);
  for (std::size_t c = 0; c < comparison_count_; ++c) {
    match_free[c].assign(all_[c].size(), 0.0);
    match_all[c].assign(all_[c].size(), 0.0);
    related_all[c].assign(all_[c].size(), 0.0);
  }
  matches_ = matches_not_kept_ = 0.0;
  double related_pairs = 0.0;
  const auto add = [&](std::size_t pattern, double matches, double related) {
    const std::uint8_t* level = &levels_[pattern * comparison_count_];
    const std::uint32_t free = PatternLayout::free_fields(data.patterns[pattern]);
    matches_ += matches;
    related_pairs += related;
    for (std::size_t c = 0; c < comparison_count_; ++c) {
      match_all[c][level[c]] += matches;
      related_all[c][level[c]] += related;
      if ((free >> c & 1) != 0) match_free[c][level[c]] += matches;
    }
  };
  for (const std::uint32_t p : doubtful_) {
    const auto count = static_cast<std::int64_t>(std::llround(data.counts[p]));
    const Shares share = shares_of(weights, p);
    const std::int64_t matches = binomial_draw(rng_, count, share.match);
    const double rest = share.related / std::max(1e-300, 1.0 - share.match);
    const std::int64_t related = binomial_draw(rng_, count - matches, std::min(1.0, rest));
    if (matches + related == 0) continue;
    add(p, static_cast<double>(matches), static_cast<double>(related));
    if (kept_[p] == 0) matches_not_kept_ += static_cast<double>(matches);
  }
  for (const std::uint32_t p : matches_for_certain_) add(p, std::round(data.counts[p]), 0.0);
  for (const LabelledPattern& label : data.labels) {
    if (label.judgement != PairJudgement::match) continue;
    matches_ += 1;
    const std::uint32_t free = PatternLayout::free_fields(label.pattern);
    for (std::size_t c = 0; c < comparison_count_; ++c) {
      const auto level =
          static_cast<std::size_t>(input_.layout.level(label.pattern, static_cast<int>(c)));
      match_all[c][level] += 1;
      if ((free >> c & 1) != 0) match_free[c][level] += 1;
    }
  }
  const PairModel& standing = input_.standing;
  for (std::size_t c = 0; c < comparison_count_; ++c) {
    std::vector<double> m(all_[c].size(), 0.0);
    std::vector<double> u(all_[c].size(), 0.0);
    std::vector<double> related(all_[c].size(), 0.0);
    for (std::size_t l = 1; l < all_[c].size(); ++l) {
      m[l] = input_.independence * match_free[c][l] + kPriorPairs * standing.m[c][l];
      u[l] = std::max(0.0, all_[c][l] - match_all[c][l] -
                               (circumstance_[c] != 0 ? related_all[c][l] : 0.0)) +
             standing.u[c][l];
      related[l] = related_all[c][l] + kPriorPairs * standing.related[c][l];
    }
    draw_shares(rng_, m, model_.m[c]);
    draw_shares(rng_, u, model_.u[c]);
    if (circumstance_[c] != 0) {
      draw_shares(rng_, related, model_.related[c]);
    } else {
      model_.related[c] = model_.u[c];
    }
  }
  model_.prior = draw_share_of(rng_, matches_, data.pairs_possible);
  model_.related_share = draw_share_of(rng_, related_pairs, data.pairs_possible);
}

}  // namespace hearim
