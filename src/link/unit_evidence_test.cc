#include "link/unit_evidence.h"

#include <gtest/gtest.h>

#include <cmath>

#include "link/average_linkage.h"

namespace hearim {
namespace {

// Two fields: a name (1 agrees wholly, 2 in part, 3 differs) and a date (1 agrees, 2 differs).
LevelWeights weights() {
  return {.match = {{0, 13, 4, -6}, {0, 9, -5}},
          .related = {{0, 0, 0, 0}, {0, 0, 0}},
          .prior = -10,
          .related_prior = -60};
}

TEST(UnitEvidence, the_example_of_the_essay_has_the_bits_it_says) {
  const double bits = unit_evidence({{2, 0, 1, 1}, UnitDecision::none}, weights());
  EXPECT_NEAR(bits, std::log2((std::exp2(13) + std::exp2(4)) / 2) + 9, 1e-9);
}

TEST(UnitEvidence, one_pair_of_records_is_the_sum_of_its_levels) {
  EXPECT_NEAR(unit_evidence({{1, 2}, UnitDecision::none}, weights()), 8, 1e-9);
  EXPECT_NEAR(unit_evidence({{0, 0}, UnitDecision::none}, weights()), 0, 1e-9);
}

TEST(UnitEvidence, repeated_records_add_no_evidence) {
  EXPECT_NEAR(unit_evidence({{1, 2, 1, 2, 1, 2}, UnitDecision::none}, weights()), 8, 1e-9);
}

TEST(UnitEvidence, decisions_outweigh_it_and_unsure_keeps_it_in_doubt) {
  EXPECT_EQ(unit_evidence({{3, 2}, UnitDecision::match}, weights()), kForcedWeight);
  EXPECT_EQ(unit_evidence({{1, 1}, UnitDecision::non_match}, weights()), kForbiddenWeight);
  EXPECT_NEAR(unit_evidence({{1, 1}, UnitDecision::unsure}, weights()), kUnsureBitsMax + 10, 1e-9);
  EXPECT_NEAR(unit_evidence({{3, 2}, UnitDecision::unsure}, weights()), -kUnsureBitsMax + 10, 1e-9);
  EXPECT_NEAR(unit_evidence({{1, 0}, UnitDecision::unsure}, weights()), 13, 1e-9) << "as it was";
}

}  // namespace
}  // namespace hearim
