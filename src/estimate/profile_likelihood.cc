// Given u unseen people the table is complete, and the same Newton fit applies with the unseen
// cell open and holding u. With N = n + u and all log-factorials taken by Stirling's remainder
// s(x) = log x! - (x log x - x), the profile log-likelihood is
//     l(u) = s(N) - log u! + kernel(u),
// where kernel(u) is the Poisson kernel of the completed table (its fitted total is N, so the
// N log N of the factorial and of the proportions cancel exactly: nothing large is subtracted).
// The loss is searched in v = log u, on which it is nearly symmetric.
#include "estimate/profile_likelihood.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "stats/normal.h"

namespace hearim {
namespace {

constexpr double kUnseenMin = 0.01;  // below: nobody is unseen
constexpr double kUnseenMax = 1e15;  // beyond: the likelihood has no digits left
constexpr int kRootBits = 30;

double stirling_remainder(double x) {
  if (x < 100) return std::lgamma(x + 1) - (x > 0 ? x * std::log(x) - x : 0);
  return 0.5 * std::log(2 * 3.14159265358979323846 * x) + 1 / (12 * x) - 1 / (360 * x * x * x);
}

class CompletedTable {
 public:
  CompletedTable(const LoglinearCounts& counts, const LoglinearState& state,
                 LoglinearFitter& fitter)
      : seen_(counts), table_(counts), state_(state), fitter_(fitter) {
    state_.open[counts.flip] = 1;
  }

  double log_likelihood(double log_unseen) {
    const double u = std::exp(log_unseen);
    table_.observed = seen_.observed + u;
    // The unseen cell is the cell `flip` of the coded table; it counts in the margins within it.
    for (Cell part = seen_.flip;; part = (part - 1) & seen_.flip) {
      table_.coded_margin[part] = seen_.coded_margin[part] + u;
      if (part == 0) break;
    }
    if (fitter_.fit(table_, state_) != FitOutcome::fitted) failed_ = true;
    return stirling_remainder(table_.observed) - stirling_remainder(u) - u * std::log(u) + u +
           state_.log_kernel;
  }

  bool failed() const { return failed_; }

 private:
  const LoglinearCounts& seen_;
  LoglinearCounts table_;
  LoglinearState state_;
  LoglinearFitter& fitter_;
  bool failed_ = false;
};

}  // namespace

std::optional<ProfileLikelihood> profile_likelihood(const LoglinearCounts& counts,
                                                    const LoglinearState& state, double level,
                                                    int curve_points, LoglinearFitter& fitter) {
  if (!(counts.observed <= kProfilePeopleMax) || !std::isfinite(state.log_unseen) ||
      state.log_unseen > std::log(kUnseenMax) - 1)
    return std::nullopt;
  CompletedTable table(counts, state, fitter);
  const double v_min = std::log(kUnseenMin);
  const double v_max =
      std::min(std::max(state.log_unseen, std::log(counts.observed)) + 20, std::log(kUnseenMax));
  const double v_start = std::max(state.log_unseen, v_min + 1);

  // The best u: near the Poisson estimate; widen until the minimum is inside.
  double reach = 0.5;
  double v_best = v_start;
  double top = 0;
  for (;;) {
    std::uintmax_t iterations = 60;
    const double low = std::max(v_min, v_start - reach);
    const double high = std::min(v_max, v_start + reach);
    const auto [v, loss] = boost::math::tools::brent_find_minima(
        [&table](double at) { return -table.log_likelihood(at); }, low, high, 20, iterations);
    v_best = v;
    top = -loss;
    const bool at_low = low > v_min && v - low < 0.01 * reach;
    const bool at_high = high < v_max && high - v < 0.01 * reach;
    if (table.failed()) return std::nullopt;
    if (!at_low && !at_high) break;
    reach *= 3;
  }
  ProfileLikelihood profile;
  profile.best = counts.observed + std::exp(v_best);

  const auto root_at = [&](double v) {
    const double loss = std::max(0.0, top - table.log_likelihood(v));
    return (v < v_best ? -1 : 1) * std::sqrt(2 * loss);
  };
  // v at which the signed root has this value; nothing when it is never reached.
  const auto solve = [&](double wanted) -> std::optional<double> {
    const double way = wanted < 0 ? -1 : 1;
    double inside = v_best;
    double inside_value = 0;
    for (double stride = 0.2;; stride *= 2) {
      const double outside = std::clamp(v_best + way * stride, v_min, v_max);
      const double value = root_at(outside);
      if (table.failed()) return std::nullopt;
      if (way * value >= way * wanted) {
        std::uintmax_t iterations = 60;
        const bool up = way > 0;
        const auto bracket = boost::math::tools::toms748_solve(
            [&](double v) { return root_at(v) - wanted; }, up ? inside : outside,
            up ? outside : inside, (up ? inside_value : value) - wanted,
            (up ? value : inside_value) - wanted,
            boost::math::tools::eps_tolerance<double>(kRootBits), iterations);
        return 0.5 * (bracket.first + bracket.second);
      }
      if (outside <= v_min || outside >= v_max) return std::nullopt;
      inside = outside;
      inside_value = value;
    }
  };

  const double z = normal_quantile(0.5 + level / 2);
  const std::optional<double> v_low = solve(-z);
  const std::optional<double> v_high = solve(z);
  // Not even nobody unseen is bad enough: then N can be as small as the people seen.
  profile.low = counts.observed + (v_low ? std::exp(*v_low) : 0);
  if (v_high) profile.high = counts.observed + std::exp(*v_high);

  if (curve_points > 0) {
    // Even steps in log u from well below the low end to well above the high end.
    const double spread_low = v_low ? v_best - *v_low : v_best - v_min;
    const double spread_high = v_high ? *v_high - v_best : v_max - v_best;
    const double from = std::max(v_min, v_best - 2 * spread_low);
    const double to = std::min(v_max, v_best + 2 * spread_high);
    for (int i = 0; i < curve_points; ++i) {
      const double v = from + (to - from) * i / (curve_points - 1);
      const double root = root_at(v);
      if (profile.curve.empty() || root > profile.curve.back().signed_root)
        profile.curve.push_back({counts.observed + std::exp(v), root});
    }
  }
  if (table.failed()) return std::nullopt;
  return profile;
}

double profile_quantile(const ProfileLikelihood& profile, double signed_root) {
  const auto& curve = profile.curve;
  if (curve.empty()) return profile.best;
  const auto above = std::lower_bound(
      curve.begin(), curve.end(), signed_root,
      [](const ProfilePoint& point, double value) { return point.signed_root < value; });
  if (above == curve.begin()) return curve.front().population;
  if (above == curve.end())
    return profile.high ? curve.back().population : std::numeric_limits<double>::infinity();
  const auto below = above - 1;
  const double share =
      (signed_root - below->signed_root) / (above->signed_root - below->signed_root);
  return below->population + share * (above->population - below->population);
}

}  // namespace hearim
