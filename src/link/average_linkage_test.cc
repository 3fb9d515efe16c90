#include "link/average_linkage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/rng.h"

namespace hearim {
namespace {

using Matrix = std::vector<std::vector<double>>;

PairWeightFunction weight_in(const Matrix& matrix) {
  return [&matrix](std::uint32_t a, std::uint32_t b) {
    return matrix[std::min(a, b)][std::max(a, b)];
  };
}

std::vector<ScoredPair> pairs_above(const Matrix& matrix, double weight_min) {
  std::vector<ScoredPair> pairs;
  for (std::uint32_t a = 0; a < matrix.size(); ++a) {
    for (std::uint32_t b = a + 1; b < matrix.size(); ++b) {
      if (matrix[a][b] > weight_min) pairs.push_back({{a, b}, static_cast<float>(matrix[a][b])});
    }
  }
  return pairs;
}

// Every mean computed anew at every step.
std::vector<std::uint32_t> slow_twin(const Matrix& matrix, double weight_min) {
  std::vector<std::vector<std::uint32_t>> clusters;
  for (std::uint32_t i = 0; i < matrix.size(); ++i) clusters.push_back({i});
  for (;;) {
    double best = weight_min;
    std::size_t best_a = 0;
    std::size_t best_b = 0;
    for (std::size_t a = 0; a < clusters.size(); ++a) {
      for (std::size_t b = a + 1; b < clusters.size(); ++b) {
        double sum = 0.0;
        for (const std::uint32_t x : clusters[a]) {
          for (const std::uint32_t y : clusters[b]) sum += matrix[std::min(x, y)][std::max(x, y)];
        }
        const double mean = sum / static_cast<double>(clusters[a].size() * clusters[b].size());
        if (mean > best) {
          best = mean;
          best_a = a;
          best_b = b;
        }
      }
    }
    if (best_a == best_b) break;
    clusters[best_a].insert(clusters[best_a].end(), clusters[best_b].begin(),
                            clusters[best_b].end());
    clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(best_b));
  }
  std::vector<std::uint32_t> label(matrix.size());
  for (const auto& cluster : clusters) {
    for (const std::uint32_t r : cluster) {
      label[r] = *std::min_element(cluster.begin(), cluster.end());
    }
  }
  return clusters_from_labels(label).cluster_of;
}

TEST(AverageLinkage, agrees_with_its_slow_twin_on_random_weights) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Rng rng(seed, "average linkage test", 0);
    const std::size_t n = 2 + rng.below(12);
    Matrix matrix(n, std::vector<double>(n, 0.0));
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        // Multiples of 1/64: sums are exact, so order of addition cannot matter.
        matrix[a][b] = (static_cast<double>(rng.below(1280)) - 700) / 64.0;
        if (rng.below(12) == 0) matrix[a][b] = kForbiddenWeight;
      }
    }
    const LinkedClusters clusters =
        average_linkage(static_cast<std::uint32_t>(n), pairs_above(matrix, 0.0), 0.0,
                        weight_in(matrix), hearim::Run{});
    EXPECT_EQ(clusters.cluster_of, slow_twin(matrix, 0.0)) << "seed " << seed << ", n " << n;
  }
}

TEST(AverageLinkage, one_weak_pair_chains_nothing) {
  const Matrix matrix = {{0, 9, -12}, {0, 0, 4}, {0, 0, 0}};
  const LinkedClusters clusters =
      average_linkage(3, pairs_above(matrix, 0.0), 0.0, weight_in(matrix), hearim::Run{});
  EXPECT_EQ(clusters.cluster_of, (std::vector<std::uint32_t>{0, 0, 1}));
}

TEST(AverageLinkage, a_forbidden_pair_outweighs_any_number_of_good_ones) {
  Matrix matrix(6, std::vector<double>(6, 30.0));
  matrix[0][5] = kForbiddenWeight;
  const LinkedClusters clusters =
      average_linkage(6, pairs_above(matrix, 0.0), 0.0, weight_in(matrix), hearim::Run{});
  EXPECT_NE(clusters.cluster_of[0], clusters.cluster_of[5]);
  EXPECT_EQ(clusters.cluster_count, 2U);
}

TEST(AverageLinkage, without_pairs_every_record_stands_alone) {
  const LinkedClusters clusters = average_linkage(
      4, {}, 0.0, [](std::uint32_t, std::uint32_t) { return 5.0; }, hearim::Run{});
  EXPECT_EQ(clusters.cluster_of, (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

}  // namespace
}  // namespace hearim
