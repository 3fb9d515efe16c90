// Agreement of two judges on the same items, beyond what chance would give.
//
//   kappa = (observed agreement - chance agreement) / (1 - chance agreement)
//
// with the large-sample standard error of Fleiss, Cohen & Everitt (Psychological Bulletin 72
// (1969), 323), right for any kappa, not only for 0. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace hearim {

struct KappaEstimate {
  std::int64_t items = 0;
  double agreement = 0;  // share of items on which the two agree
  // Absent where both judges said one and the same of every item: chance explains all.
  std::optional<double> kappa;
  // Absent too where the standard error is 0 (they never differ, or there are a handful of items):
  // that is no certainty, only nothing to measure it by.
  std::optional<double> low, high;
};

// `counts[i * categories + j]`: items that the first judge put in i and the second in j.
// REQUIRES: categories * categories counts, none negative; level in (0, 1).
KappaEstimate cohen_kappa(std::span<const std::int64_t> counts, int categories, double level);

}  // namespace hearim
