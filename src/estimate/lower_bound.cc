// Idea. Let person i be on list j with odds theta_i * r, independently given theta_i. Up to the
// chance of being on no list, f0 : f1 : f2 are then as 1 : k r E[theta] : k(k-1)/2 r^2 E[theta^2],
// and E[theta]^2 <= E[theta^2] gives f0 >= (k-1)/k * f1^2 / (2 f2). Equality holds when all people
// are alike; the more they differ, the further the floor lies below the truth.
//
// Example: 2 lists, 30 people on one only, 10 on both: f0 >= 1/2 * 900 / 20 = 22.5, so at least
// 62.5 people. (Lincoln and Petersen's a b / m is the same when both lists have 15 of the 30.)
//
// Lists with odds theta_i * r_j: m_i m_j = r_i r_j E[theta]^2 and the people on exactly i and j are
// r_i r_j E[theta^2], so f0 >= sum of m_i m_j over sum of the pairs. By Maclaurin's inequality the
// sum of m_i m_j is at most (k-1)/(2k) f1^2: the frequency bound is the higher of the two.
//
// The variance is the delta method's for multinomial f1, f2 (Chao 1987, eq. 8, with the factor
// (k-1)/k carried along); the interval is log-normal in f0, so that it never goes below n.
//
// Not an estimate of N, and no floor when lists exclude each other's people.

#include "hearim/lower_bound.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "base/rng.h"
#include "hearim/error.h"
#include "stats/normal.h"

namespace hearim {
namespace {

void check_options(const LowerBoundOptions& options) {
  if (!(options.level > 0 && options.level < 1))
    throw Error(ErrorCode::invalid_input,
                fmt::format("the level must be between 0 and 1, it is {}", options.level));
  if (options.draw_count < 0)
    throw Error(
        ErrorCode::invalid_input,
        fmt::format("the number of draws must not be negative, it is {}", options.draw_count));
}

struct UnseenFloor {
  double unseen = 0;
  double variance = 0;
};

UnseenFloor floor_of(double observed, double f1, double f2, double factor) {
  if (f2 > 0) {
    const double ratio = f1 / f2;
    const double square = ratio * ratio;
    return {factor * f1 * ratio / 2, f2 * (factor / 2 * square + factor * factor * square * ratio +
                                           factor * factor / 4 * square * square)};
  }
  const double unseen = factor * f1 * (f1 - 1) / 2;
  const double population = observed + unseen;
  const double variance = factor * f1 * (f1 - 1) / 2 +
                          factor * factor * f1 * (2 * f1 - 1) * (2 * f1 - 1) / 4 -
                          factor * factor * f1 * f1 * (f1 * f1 / (4 * population));
  return {unseen, std::max(0.0, variance)};
}

// Sum over i < j of m_i m_j, m_i being the people on list i alone.
double pairs_of_alone(const CaptureTable& table) {
  double sum = 0, before = 0;
  for (int list = 0; list < table.list_count(); ++list) {
    const double alone = static_cast<double>(table.count(History{1} << list));
    sum += before * alone;
    before += alone;
  }
  return sum;
}

}  // namespace

LowerBoundEstimate estimate_lower_bound(const CaptureTable& table, const LowerBoundOptions& options,
                                        const Run& run) {
  check_options(options);
  run.stop_if_cancelled();
  LowerBoundEstimate result;
  const int k = table.list_count();
  if (k < 2) {
    result.refuse("The lower bound needs at least 2 lists, there is 1.");
    return result;
  }
  if (table.observed() == 0) {
    result.refuse("Nobody is on any list.");
    return result;
  }
  const auto frequencies = table.capture_frequencies();
  if (frequencies[1] == table.observed()) {
    result.refuse(
        "Nobody is on two lists. Without any overlap the lists say nothing about how many people "
        "are "
        "on none, not even at least.");
    return result;
  }
  result.on_one_list = frequencies[1];
  result.on_two_lists = frequencies[2];
  result.bias_corrected = result.on_two_lists == 0;

  const double observed = static_cast<double>(table.observed());
  const double f1 = static_cast<double>(result.on_one_list);
  const double f2 = static_cast<double>(result.on_two_lists);
  const double factor = static_cast<double>(k - 1) / k;
  const UnseenFloor floor = floor_of(observed, f1, f2, factor);
  result.standard_error = std::sqrt(floor.variance);
  result.point_if_lists_differ = observed + (f2 > 0 ? pairs_of_alone(table) / f2 : floor.unseen);

  // The spread of log f0; with nobody unseen there is none.
  const double spread =
      floor.unseen > 0 ? std::sqrt(std::log1p(floor.variance / floor.unseen / floor.unseen)) : 0.0;
  const double reach = std::exp(normal_quantile((1 + options.level) / 2) * spread);
  result.status = EstimateStatus::ok;
  result.population = PopulationInterval{.point = observed + floor.unseen,
                                         .low = observed + floor.unseen / reach,
                                         .high = observed + floor.unseen * reach,
                                         .level = options.level,
                                         .kind = IntervalKind::bound};
  Rng rng(run.seed, "lower-bound-draws", 0);
  result.draws.reserve(static_cast<std::size_t>(options.draw_count));
  for (int i = 0; i < options.draw_count; ++i)
    result.draws.push_back(observed + floor.unseen * std::exp(spread * normal_draw(rng)));

  if (result.bias_corrected)
    result.weaken(
        "Nobody is on exactly two lists; the floor then rests on the number of people on one list "
        "alone, and overlaps that are missing because lists exclude each other's people would "
        "make it too high.");
  if (result.point_if_lists_differ < *result.population->low)
    result.weaken(fmt::format(
        "The lists differ so much in reach that the floor from capture frequencies may lie above "
        "the population; with each list's own reach the floor is {:.0f}.",
        result.point_if_lists_differ));
  return result;
}

}  // namespace hearim
