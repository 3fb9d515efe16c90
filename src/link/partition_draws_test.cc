#include "link/partition_draws.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/rng.h"
#include "link/average_linkage.h"

namespace hearim {
namespace {

// A component of which everything is known: every two units are neighbours.
struct SmallComponent {
  std::vector<std::vector<double>> evidence;
  std::vector<GroupLists> lists;
  ClusterPrior prior;
  UnitWeights weights;

  explicit SmallComponent(std::size_t n)
      : evidence(n, std::vector<double>(n, 0.0)),
        lists(n),
        weights(n, [this](std::uint32_t a, std::uint32_t b) { return evidence[a][b]; }) {
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = a + 1; b < n; ++b) weights.connect(a, b);
    }
  }
  SmallComponent(const SmallComponent&) = delete;
  PartitionTarget target() { return {weights, lists, prior}; }
};

double probability_of_partition(const std::vector<WeightedPartition>& all, const Partition& p) {
  for (const WeightedPartition& weighted : all) {
    if (weighted.partition == p) return weighted.probability;
  }
  return -1;
}

// Lists, some clean, and a prior learnt from a table in which overlaps are uneven.
void make_uneven(SmallComponent& component, Rng& rng) {
  const std::size_t n = component.evidence.size();
  component.prior = ClusterPrior(History{0b001});
  for (std::uint32_t a = 0; a < n; ++a) {
    const auto list = static_cast<std::uint32_t>(rng.below(3));
    component.lists[a].history = History{1} << list;
    if (list != 0)
      component.lists[a].open = {{list, 1U + static_cast<std::uint32_t>(rng.below(2))}};
    for (std::uint32_t b = a + 1; b < n; ++b) component.evidence[a][b] = rng.uniform() * 14 - 2;
  }
  GroupCounts groups;
  groups.people = {{1, 60}, {2, 30}, {3, 25}, {4, 8}, {7, 2}};
  groups.open_records = {{1, 70}, {2, 12}};
  component.prior.draw_given(groups, 3, rng);
}

void expect_frequencies(SmallComponent& component, std::uint64_t seed, int draws,
                        double apart_max) {
  const auto exact = enumerate_partitions(component.target());
  std::map<Partition, int> seen;
  Partition partition(component.evidence.size(), 0);
  for (std::uint32_t i = 0; i < partition.size(); ++i) partition[i] = i;
  Rng rng(seed, "gibbs", 0);
  gibbs_sweeps(component.target(), partition, 50, rng, hearim::Run{});
  for (int d = 0; d < draws; ++d) {
    gibbs_sweeps(component.target(), partition, 3, rng, hearim::Run{});
    ++seen[partition];
  }
  double total_variation = 0.0;
  int found = 0;
  for (const WeightedPartition& p : exact) {
    total_variation += std::abs(p.probability - seen[p.partition] / double(draws)) / 2;
    found += seen[p.partition];
  }
  EXPECT_EQ(found, draws) << "a partition was drawn that is not allowed";
  EXPECT_LT(total_variation, apart_max) << "seed " << seed;
}

TEST(PartitionDraws, the_example_of_the_essay_has_the_weights_it_says) {
  SmallComponent component(3);
  component.evidence[0][1] = 3;
  component.evidence[1][2] = 2;
  component.evidence[0][2] = -4;
  const auto all = enumerate_partitions(component.target());
  ASSERT_EQ(all.size(), 5U);
  const double together = std::exp2(2.0 / 3);
  const double total = 1 + 8 + 4 + 1.0 / 16 + together;
  EXPECT_NEAR(probability_of_partition(all, {0, 1, 2}), 1 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 0, 1}), 8 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 1, 1}), 4 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 1, 0}), 1.0 / 16 / total, 1e-12);
  EXPECT_NEAR(probability_of_partition(all, {0, 0, 0}), together / total, 1e-12);
}

TEST(PartitionDraws, partitions_are_counted_by_the_bell_numbers) {
  const std::size_t bell[] = {1, 1, 2, 5, 15, 52, 203, 877, 4140};
  for (std::size_t n = 1; n <= kEnumeratedUnitsMax; ++n) {
    SmallComponent component(n);
    EXPECT_EQ(enumerate_partitions(component.target()).size(), bell[n]);
  }
}

TEST(PartitionDraws, gibbs_draws_have_the_frequencies_of_exact_enumeration) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Rng rng(seed, "gibbs test", 0);
    const std::size_t n = 3 + rng.below(3);
    SmallComponent component(n);
    for (std::uint32_t a = 0; a < n; ++a) {
      for (std::uint32_t b = a + 1; b < n; ++b) {
        component.evidence[a][b] = a == 0 && b == n - 1 ? kForbiddenWeight : rng.uniform() * 6 - 3;
      }
    }
    expect_frequencies(component, seed, 20000, 0.03);
  }
}

TEST(PartitionDraws, gibbs_agrees_with_enumeration_under_a_prior_of_overlaps_and_duplicates) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Rng rng(seed, "prior test", 0);
    SmallComponent component(4 + rng.below(3));
    make_uneven(component, rng);
    expect_frequencies(component, seed, 20000, 0.05);
  }
}

TEST(PartitionDraws, exact_draws_have_their_probabilities) {
  Rng rng(3, "exact test", 0);
  SmallComponent component(4);
  make_uneven(component, rng);
  const auto exact = enumerate_partitions(component.target());
  std::map<Partition, int> seen;
  constexpr int kDraws = 20000;
  for (int d = 0; d < kDraws; ++d) ++seen[draw_exactly(component.target(), rng)];
  for (const WeightedPartition& p : exact) {
    EXPECT_NEAR(seen[p.partition], kDraws * p.probability,
                5 * std::sqrt(kDraws * p.probability) + 2);
  }
}

TEST(PartitionDraws, two_records_of_a_clean_list_are_never_joined) {
  SmallComponent component(3);
  component.prior = ClusterPrior(History{0b01});
  component.lists[0].history = component.lists[2].history = 0b01;
  component.lists[1].history = 0b10;
  for (auto& row : component.evidence) row.assign(3, 20.0);
  Partition partition = {0, 1, 2};
  Rng rng(1);
  bool joined = false;
  for (int d = 0; d < 200; ++d) {
    gibbs_sweeps(component.target(), partition, 1, rng, hearim::Run{});
    EXPECT_NE(partition[0], partition[2]);
    joined = joined || partition[0] == partition[1];
  }
  EXPECT_TRUE(joined);
}

TEST(PartitionDraws, a_start_that_is_forbidden_dissolves) {
  SmallComponent component(3);
  component.evidence[0][1] = kForbiddenWeight;
  component.evidence[0][2] = component.evidence[1][2] = 5;
  Partition partition = {0, 0, 0};
  Rng rng(1);
  gibbs_sweeps(component.target(), partition, 20, rng, hearim::Run{});
  EXPECT_NE(partition[0], partition[1]);
}

}  // namespace
}  // namespace hearim
