#include "stats/cohen_kappa.h"

#include <gtest/gtest.h>

#include <array>

namespace hearim {
namespace {

TEST(CohenKappa, two_by_two_by_hand) {
  // 20 both yes, 5 and 10 apart, 15 both no: agreement 0.7, chance 0.5, kappa 0.4.
  const std::array<std::int64_t, 4> counts = {20, 5, 10, 15};
  const KappaEstimate k = cohen_kappa(counts, 2, 0.95);
  EXPECT_EQ(k.items, 50);
  EXPECT_NEAR(k.agreement, 0.7, 1e-12);
  EXPECT_NEAR(*k.kappa, 0.4, 1e-12);
  // Worked with other code from the formula: standard error 0.12700.
  EXPECT_NEAR(*k.low, 0.4 - 1.959964 * 0.12700, 1e-4);
  EXPECT_NEAR(*k.high, 0.4 + 1.959964 * 0.12700, 1e-4);
}

TEST(CohenKappa, full_agreement_is_one_and_one_answer_for_all_says_nothing) {
  const std::array<std::int64_t, 9> full = {5, 0, 0, 0, 7, 0, 0, 0, 2};
  EXPECT_NEAR(*cohen_kappa(full, 3, 0.95).kappa, 1.0, 1e-12);
  EXPECT_FALSE(cohen_kappa(full, 3, 0.95).low) << "fourteen agreements are no certainty";
  const std::array<std::int64_t, 4> one = {12, 0, 0, 0};
  EXPECT_FALSE(cohen_kappa(one, 2, 0.95).kappa);
  EXPECT_EQ(cohen_kappa(one, 2, 0.95).agreement, 1.0);
  EXPECT_EQ(cohen_kappa(std::array<std::int64_t, 4>{}, 2, 0.95).items, 0);
}

TEST(CohenKappa, chance_agreement_is_none) {
  const std::array<std::int64_t, 4> counts = {9, 21, 21, 49};
  EXPECT_NEAR(*cohen_kappa(counts, 2, 0.95).kappa, 0.0, 1e-12);
}

}  // namespace
}  // namespace hearim
