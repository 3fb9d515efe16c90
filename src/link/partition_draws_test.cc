#include "link/partition_draws.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/rng.h"

namespace hearim {
namespace {

double probability_of_partition(const std::vector<WeightedPartition>& all, const Partition& p) {
  for (const WeightedPartition& weighted : all) {
    if (weighted.partition == p) return weighted.probability;
  }
  return -1;
}

TEST(PartitionDraws, the_example_of_the_essay_has_the_weights_it_says) {
  UnitWeights weights(3);
  weights.set(0, 1, 3);
  weights.set(1, 2, 2);
  weights.set(0, 2, -4);
  const auto all = enumerate_partitions(weights);
  ASSERT_EQ(all.size(), 5U);
  const double total = 1 + 8 + 4 + 1.0 / 16 + 2;
  EXPECT_NEAR(probability_of_partition(all, {0, 1, 2}), 1 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 0, 1}), 8 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 1, 1}), 4 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 1, 0}), 1.0 / 16 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 0, 0}), 2 / total, 1e-12);
}

TEST(PartitionDraws, partitions_are_counted_by_the_bell_numbers) {
  const std::size_t bell[] = {1, 1, 2, 5, 15, 52, 203, 877, 4140};
  for (std::size_t n = 1; n <= kEnumeratedUnitsMax; ++n) {
    UnitWeights weights(n);
    EXPECT_EQ(enumerate_partitions(weights).size(), bell[n]);
  }
}

TEST(PartitionDraws, gibbs_draws_have_the_frequencies_of_exact_enumeration) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Rng rng(seed, "gibbs test", 0);
    const std::size_t n = 3 + rng.below(3);
    UnitWeights weights(n);
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = a + 1; b < n; ++b) {
        weights.set(a, b, a == 0 && b == n - 1 ? kForbiddenWeight : rng.uniform() * 6 - 3);
      }
    }
    const auto exact = enumerate_partitions(weights);
    constexpr int kDraws = 20000;
    std::map<Partition, int> seen;
    for (const Partition& p :
         gibbs_partitions(weights, Partition(n, 0), kDraws, seed, 0, hearim::Run{})) {
      ++seen[p];
    }
    double total_variation = 0.0;
    for (const WeightedPartition& p : exact) {
      total_variation += std::abs(p.probability - seen[p.partition] / double{kDraws}) / 2;
      if (p.partition[0] == p.partition[n - 1]) {
        EXPECT_EQ(seen[p.partition], 0) << "forbidden";
      }
    }
    EXPECT_LT(total_variation, 0.03) << "seed " << seed << ", " << n << " units";
  }
}

TEST(PartitionDraws, only_doubtful_components_differ_between_draws) {
  // 0-1 sure, 2-3 even odds, 4 alone.
  const PairWeightFunction weight = [](std::uint32_t a, std::uint32_t b) {
    const RecordPair pair = RecordPair::of(a, b);
    if (pair == RecordPair{0, 1}) return 25.0;
    if (pair == RecordPair{2, 3}) return 0.0;
    return -30.0;
  };
  const std::vector<ScoredPair> pairs = {{{0, 1}, 25.0F}, {{2, 3}, 0.0F}};
  const LinkedClusters clusters = average_linkage(5, pairs, 0.0, weight, hearim::Run{});
  const DoubtfulUnits doubt = find_doubt(clusters, pairs, 10.0, weight, hearim::Run{});
  ASSERT_EQ(doubt.components.size(), 1U);
  const auto draws = draw_clusters(doubt, clusters, 2000, weight, hearim::Run{});
  int together = 0;
  for (const LinkedClusters& draw : draws) {
    EXPECT_EQ(draw.cluster_of[0], draw.cluster_of[1]);
    EXPECT_NE(draw.cluster_of[4], draw.cluster_of[0]);
    together += draw.cluster_of[2] == draw.cluster_of[3];
  }
  EXPECT_NEAR(together, 1000, 4 * std::sqrt(500.0));
}

TEST(PartitionDraws, large_components_are_drawn_by_gibbs_the_same_for_any_threads) {
  const PairWeightFunction weight = [](std::uint32_t a, std::uint32_t b) {
    return static_cast<double>((a * 7 + b * 13) % 11) - 6.0;
  };
  std::vector<ScoredPair> pairs;
  for (std::uint32_t a = 0; a < 12; ++a) {
    for (std::uint32_t b = a + 1; b < 12; ++b) {
      pairs.push_back({{a, b}, static_cast<float>(weight(a, b))});
    }
  }
  const LinkedClusters clusters = average_linkage(12, pairs, 0.0, weight, hearim::Run{});
  const DoubtfulUnits doubt = find_doubt(clusters, pairs, 10.0, weight, hearim::Run{});
  ASSERT_EQ(doubt.components.size(), 1U);
  ASSERT_GT(doubt.components[0].size(), kEnumeratedUnitsMax);
  hearim::Run two;
  two.threads = 2;
  const auto first = draw_clusters(doubt, clusters, 50, weight, hearim::Run{});
  const auto second = draw_clusters(doubt, clusters, 50, weight, two);
  bool moved = false;
  for (std::size_t d = 0; d < first.size(); ++d) {
    EXPECT_EQ(first[d].cluster_of, second[d].cluster_of);
    moved = moved || first[d].cluster_of != first[0].cluster_of;
  }
  EXPECT_TRUE(moved);
}

}  // namespace
}  // namespace hearim
