#include <gtest/gtest.h>

#include <array>

#include "base/rng.h"
#include "hearim/error.h"
#include "hearim/link.h"
#include "link/average_linkage.h"

namespace hearim {
namespace {

TEST(Evaluation, agrees_with_counting_every_pair_and_every_record) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    Rng rng(seed, "evaluation test", 0);
    const std::size_t n = 2 + rng.below(20);
    std::vector<std::uint32_t> found(n);
    std::vector<std::uint32_t> truth(n);
    for (std::size_t r = 0; r < n; ++r) {
      found[r] = static_cast<std::uint32_t>(rng.below(5));
      truth[r] = static_cast<std::uint32_t>(rng.below(5));
    }
    const LinkEvaluation e = evaluate_clusters(clusters_from_labels(found), truth);
    std::uint64_t right = 0, found_pairs = 0, true_pairs = 0;
    double b_precision = 0, b_recall = 0;
    for (std::size_t a = 0; a < n; ++a) {
      double in_both = 0, in_cluster = 0, in_person = 0;
      for (std::size_t b = 0; b < n; ++b) {
        const bool same_cluster = found[a] == found[b];
        const bool same_person = truth[a] == truth[b];
        in_both += same_cluster && same_person;
        in_cluster += same_cluster;
        in_person += same_person;
        if (b <= a) continue;
        right += same_cluster && same_person;
        found_pairs += same_cluster;
        true_pairs += same_person;
      }
      b_precision += in_both / in_cluster / static_cast<double>(n);
      b_recall += in_both / in_person / static_cast<double>(n);
    }
    EXPECT_EQ(e.right_pairs, right);
    EXPECT_EQ(e.found_pairs, found_pairs);
    EXPECT_EQ(e.true_pairs, true_pairs);
    EXPECT_NEAR(e.b_cubed.precision, b_precision, 1e-12) << "seed " << seed;
    EXPECT_NEAR(e.b_cubed.recall, b_recall, 1e-12) << "seed " << seed;
  }
}

TEST(Evaluation, truth_of_another_length_is_an_error) {
  LinkedClusters clusters{{0, 0}, 1};
  EXPECT_THROW(evaluate_clusters(clusters, std::vector<std::uint32_t>{1}), Error);
}

TEST(Evaluation, histories_are_the_lists_a_cluster_stands_on) {
  LinkRecords records({{"f", FieldType::name}}, {{"A"}, {"B"}, {"C"}});
  const std::array<std::string_view, 1> value = {"x"};
  for (const std::uint32_t list : {0U, 1U, 1U, 2U, 0U}) records.add(list, 1, value);
  const LinkedClusters clusters{{0, 0, 1, 1, 2}, 3};
  const std::vector<CapturePattern> expected = {{1, 1}, {3, 1}, {6, 1}};
  EXPECT_EQ(capture_patterns_of(records, clusters), expected);
}

}  // namespace
}  // namespace hearim
