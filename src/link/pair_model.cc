// EM over level patterns, anchored in the whole population of pairs.
//
// E-step: for each distinct pattern, the probability that its pairs are of one person. M-step:
//   m(level)  the share of the level among probable matches, taken for each field only from pairs
//             that some rule brought together *without* that field. A rule on birth dates brings
//             no pair with different dates, and would say that dates of one person never differ.
//   u(level)  all pairs at the level, less the probable matches among them, over all pairs less
//             all probable matches. Pairs that no rule met count through a random sample. So u
//             needs no frequency formula, and an agreement that is mostly true matches (a rare
//             full name) learns to be worth more than its frequency tells.
//   prior     probable matches over all possible pairs.
//
// Example: 1,000 records, 499,500 pairs, 900 compared, 700 of them surely one person. A level met
// by 650 of the 700, by 50 of the other 200, and by 3 in 10,000 random pairs that no rule met has
// m = 0.93 and u = (50 + 0.0003 * 498,600) / 498,800 = 0.0004: 11 bits.
//
// m has a few pairs' worth of prior counts at its starting value, u a hundredth of the level's
// pairs, so that no weight is infinite. Assumes that levels of different fields are independent
// given match or non-match; docs/link/model.md says what follows where they are not.
//
// After Fellegi & Sunter (JASA 64 (1969), 1183), Winkler (1988), Dempster, Laird & Rubin (1977).
#include "link/pair_model.h"

#include <algorithm>
#include <cmath>

namespace hearim {
namespace {

constexpr int kIterationsMax = 200;
constexpr double kConvergedBits = 0.005;
constexpr double kWeightMax = 60.0;

}  // namespace

double PairModel::weight(int comparison, int level) const {
  if (level == 0) return 0.0;
  const auto c = static_cast<std::size_t>(comparison);
  const auto l = static_cast<std::size_t>(level);
  return std::clamp(std::log2(m[c][l] / u[c][l]), -kWeightMax, kWeightMax);
}

double PairModel::related_weight(int comparison, int level) const {
  if (level == 0) return 0.0;
  const auto c = static_cast<std::size_t>(comparison);
  const auto l = static_cast<std::size_t>(level);
  return std::clamp(std::log2(related[c][l] / u[c][l]), -kWeightMax, kWeightMax);
}

double PairModel::prior_weight() const { return std::log2(prior / (1 - prior - related_share)); }

double PairModel::related_prior_weight() const {
  return std::log2(related_share / (1 - prior - related_share));
}

double PairModel::pattern_weight(const PatternLayout& layout, std::uint64_t pattern) const {
  double w = prior_weight();
  double r = related_prior_weight();
  for (int c = 0; c < layout.comparison_count(); ++c) {
    const int l = layout.level(pattern, c);
    w += weight(c, l);
    r += related_weight(c, l);
  }
  return w - related_discount(r);
}

double related_discount(double related_weight) {
  return related_weight > 40 ? related_weight : std::log2(1 + std::exp2(related_weight));
}

PairModel initial_pair_model(std::span<const Comparison> comparisons, double prior) {
  PairModel model;
  model.prior = prior;
  for (const Comparison& comparison : comparisons) {
    std::vector<double> m(static_cast<std::size_t>(comparison.level_count()), 0.0);
    std::vector<double> u = m;
    double m_sum = 0.0;
    double u_sum = 0.0;
    for (int l = 1; l < comparison.level_count(); ++l) {
      m_sum += m[static_cast<std::size_t>(l)] = comparison.initial_m(l);
      u_sum += u[static_cast<std::size_t>(l)] = comparison.initial_u(l);
    }
    for (double& x : m) x /= m_sum;
    for (double& x : u) x /= u_sum;
    model.related.push_back(comparison.is_circumstance() ? m : u);
    model.m.push_back(std::move(m));
    model.u.push_back(std::move(u));
  }
  model.related_share = std::min(0.01, 2 * prior);
  return model;
}

PairModel fit_pair_model(const PatternLayout& layout, const PairModelData& data,
                         const PairModel& initial, const Run& run) {
  const auto comparison_count = static_cast<std::size_t>(layout.comparison_count());
  const std::size_t pattern_count = data.patterns.size();
  std::vector<std::uint8_t> levels(pattern_count * comparison_count);
  for (std::size_t p = 0; p < pattern_count; ++p) {
    for (std::size_t c = 0; c < comparison_count; ++c) {
      levels[p * comparison_count + c] =
          static_cast<std::uint8_t>(layout.level(data.patterns[p], static_cast<int>(c)));
    }
  }
  // Compared pairs by level, matches or not.
  std::vector<std::vector<double>> all(comparison_count);
  for (std::size_t c = 0; c < comparison_count; ++c) {
    all[c].assign(static_cast<std::size_t>(layout.level_count(static_cast<int>(c))), 0.0);
    for (std::size_t l = 0; l < all[c].size() && c < data.not_compared.size(); ++l) {
      all[c][l] = data.not_compared[c][l];
    }
  }
  for (std::size_t p = 0; p < pattern_count; ++p) {
    for (std::size_t c = 0; c < comparison_count; ++c) {
      all[c][levels[p * comparison_count + c]] += data.counts[p];
    }
  }

  for (const LabelledPattern& label : data.labels) {
    for (std::size_t c = 0; c < comparison_count; ++c) {
      all[c][static_cast<std::size_t>(layout.level(label.pattern, static_cast<int>(c)))] += 1;
    }
  }

  PairModel model = initial;
  model.status = FitStatus::iteration_limit;
  std::vector<std::vector<double>> weight(comparison_count);
  std::vector<std::vector<double>> related_weight(comparison_count);
  std::vector<char> circumstance(comparison_count, 0);
  for (std::size_t c = 0; c < comparison_count; ++c) {
    circumstance[c] = initial.related[c] != initial.u[c];
  }
  const auto refresh_weights = [&] {
    double change = 0.0;
    for (std::size_t c = 0; c < comparison_count; ++c) {
      weight[c].resize(model.m[c].size(), 0.0);
      related_weight[c].resize(model.m[c].size(), 0.0);
      for (std::size_t l = 1; l < model.m[c].size(); ++l) {
        const double w = model.weight(static_cast<int>(c), static_cast<int>(l));
        change = std::max(change, std::abs(w - weight[c][l]));
        weight[c][l] = w;
        related_weight[c][l] = model.related_weight(static_cast<int>(c), static_cast<int>(l));
      }
    }
    return change;
  };
  refresh_weights();
  for (int iteration = 1; iteration <= kIterationsMax; ++iteration) {
    run.stop_if_cancelled();
    auto match_free = all;  // probable matches by level, among pairs free of the field
    auto match_all = all;
    auto related_all = all;
    for (std::size_t c = 0; c < comparison_count; ++c) {
      std::fill(match_free[c].begin(), match_free[c].end(), 0.0);
      std::fill(match_all[c].begin(), match_all[c].end(), 0.0);
      std::fill(related_all[c].begin(), related_all[c].end(), 0.0);
    }
    double matches = 0.0;
    double related = 0.0;
    const double prior_weight = model.prior_weight();
    const double related_prior_weight = model.related_prior_weight();
    for (std::size_t p = 0; p < pattern_count; ++p) {
      const std::uint8_t* level = &levels[p * comparison_count];
      double w = prior_weight;
      double r = related_prior_weight;
      for (std::size_t c = 0; c < comparison_count; ++c) {
        w += weight[c][level[c]];
        r += related_weight[c][level[c]];
      }
      const double best = std::max({0.0, w, r});
      const double odds = std::exp2(w - best);
      const double related_odds = std::exp2(r - best);
      const double all_odds = odds + related_odds + std::exp2(-best);
      const double expected = data.counts[p] * odds / all_odds;
      const double expected_related = data.counts[p] * related_odds / all_odds;
      matches += expected;
      related += expected_related;
      const std::uint32_t free = PatternLayout::free_fields(data.patterns[p]);
      for (std::size_t c = 0; c < comparison_count; ++c) {
        match_all[c][level[c]] += expected;
        related_all[c][level[c]] += expected_related;
        if ((free >> c & 1) != 0) match_free[c][level[c]] += expected;
      }
    }
    for (const LabelledPattern& label : data.labels) {
      if (label.judgement != PairJudgement::match) continue;
      matches += 1;
      const std::uint32_t free = PatternLayout::free_fields(label.pattern);
      for (std::size_t c = 0; c < comparison_count; ++c) {
        const auto level =
            static_cast<std::size_t>(layout.level(label.pattern, static_cast<int>(c)));
        match_all[c][level] += 1;
        if ((free >> c & 1) != 0) match_free[c][level] += 1;
      }
    }
    for (std::size_t c = 0; c < comparison_count; ++c) {
      double m_total = 0.0;
      double u_total = 0.0;
      double related_total = 0.0;
      std::vector<double> m(all[c].size(), 0.0);
      std::vector<double> u(all[c].size(), 0.0);
      for (std::size_t l = 1; l < all[c].size(); ++l) {
        m[l] = match_free[c][l] + kPriorPairs * initial.m[c][l];
        u[l] = std::max(0.0, all[c][l] - match_all[c][l] -
                                 (circumstance[c] != 0 ? related_all[c][l] : 0.0)) +
               kPriorShareOfLevel * all[c][l] + initial.u[c][l];
        related_total += related_all[c][l] + kPriorPairs * initial.related[c][l];
        m_total += m[l];
        u_total += u[l];
      }
      for (std::size_t l = 1; l < all[c].size(); ++l) {
        model.m[c][l] = m[l] / m_total;
        model.u[c][l] = u[l] / u_total;
        model.related[c][l] =
            circumstance[c] != 0
                ? (related_all[c][l] + kPriorPairs * initial.related[c][l]) / related_total
                : model.u[c][l];
      }
    }
    model.expected_matches = matches;
    model.iterations = iteration;
    model.prior = std::clamp(matches / std::max(1.0, data.pairs_possible), 1e-18, 0.4);
    model.related_share = std::clamp(related / std::max(1.0, data.pairs_possible), 1e-18, 0.4);
    if (refresh_weights() < kConvergedBits && iteration > 1) {
      model.status = FitStatus::converged;
      break;
    }
  }
  if (model.expected_matches >= 0.5) return model;
  // Nothing to learn from, or two fields only, which no mixture can tell apart: what was learned of
  // matches was learned from none. Of matches and of how many there are the standing values hold,
  // and it is said; u is known all the same, since nearly all pairs are of two people.
  PairModel standing = initial;
  standing.u = model.u;
  standing.status = FitStatus::no_matches;
  standing.iterations = model.iterations;
  return standing;
}

}  // namespace hearim
