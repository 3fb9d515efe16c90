#include "estimate/chordal_graphs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace hearim {
namespace {

struct Collect {
  int k;
  std::multiset<std::uint32_t> graphs;
  void enter(int, Family) {}
  void leaf(const FamilyPath& path) { graphs.insert(edges_of(path, k)); }
};

struct Count {
  std::int64_t graphs = 0;
  void enter(int, Family) {}
  void leaf(const FamilyPath&) { ++graphs; }
};

std::int64_t count_graphs(int k) {
  Count count;
  walk_chordal(ChordalNode{}, k, count);
  return count.graphs;
}

bool adjacent(std::uint32_t edges, int a, int b) {
  const int low = std::min(a, b), high = std::max(a, b);
  return (edges >> (high * (high - 1) / 2 + low) & 1) != 0;
}

bool complete(std::uint32_t edges, std::uint32_t set, int k) {
  for (int a = 0; a < k; ++a)
    for (int b = 0; b < a; ++b)
      if ((set >> a & 1) && (set >> b & 1) && !adjacent(edges, a, b)) return false;
  return true;
}

// The obvious twin: take simplicial vertices away until none is left or none can be found.
bool chordal_by_elimination(std::uint32_t edges, int k) {
  std::uint32_t left = (1u << k) - 1;
  while (left != 0) {
    bool found = false;
    for (int v = 0; v < k && !found; ++v) {
      if (!(left >> v & 1)) continue;
      std::uint32_t neighbours = 0;
      for (int u = 0; u < k; ++u)
        if (u != v && (left >> u & 1) && adjacent(edges, u, v)) neighbours |= 1u << u;
      if (complete(edges, neighbours, k)) left &= ~(1u << v), found = true;
    }
    if (!found) return false;
  }
  return true;
}

TEST(ChordalGraphs, counts_are_the_published_ones) {
  EXPECT_EQ(count_graphs(1), 1);
  EXPECT_EQ(count_graphs(2), 2);
  EXPECT_EQ(count_graphs(3), 8);
  EXPECT_EQ(count_graphs(4), 61);
  EXPECT_EQ(count_graphs(5), 822);
  EXPECT_EQ(count_graphs(6), 18154);
  EXPECT_EQ(count_graphs(7), 617675);
  EXPECT_EQ(count_graphs(8), 30888596);  // a quarter of a second
}

TEST(ChordalGraphs, each_graph_comes_once_and_only_chordal_ones_come) {
  for (int k = 1; k <= 6; ++k) {
    Collect collect{k, {}};
    walk_chordal(ChordalNode{}, k, collect);
    std::multiset<std::uint32_t> expected;
    for (std::uint32_t edges = 0; edges < 1u << (k * (k - 1) / 2); ++edges)
      if (chordal_by_elimination(edges, k)) expected.insert(edges);
    EXPECT_EQ(collect.graphs, expected) << "k = " << k;
  }
}

TEST(ChordalGraphs, a_level_holds_the_chordal_graphs_on_every_vertex_subset) {
  EXPECT_EQ(chordal_level(7, 0).size(), 1u);
  EXPECT_EQ(chordal_level(7, 3).size(), 35u * 8);
  EXPECT_EQ(chordal_level(7, 4).size(), 35u * 61);
  std::int64_t graphs = 0;
  for (const ChordalNode& node : chordal_level(6, 3)) {
    Count count;
    walk_chordal(node, 6, count);
    graphs += count.graphs;
  }
  EXPECT_EQ(graphs, 18154);
}

struct CheckCliques {
  int k;
  void enter(int, Family) {}
  void leaf(const FamilyPath& path) {
    const std::uint32_t edges = edges_of(path, k);
    std::vector<std::uint64_t> expected;
    for (std::uint32_t set = 1; set < 1u << k; ++set) {
      bool maximal = complete(edges, set, k);
      for (int v = 0; v < k && maximal; ++v)
        if (!(set >> v & 1) && complete(edges, set | 1u << v, k)) maximal = false;
      if (maximal) expected.push_back(set);
    }
    ASSERT_EQ(maximal_cliques(path, k), expected) << "edges " << edges;
  }
};

TEST(ChordalGraphs, cliques_are_the_maximal_complete_sets) {
  for (int k = 1; k <= 5; ++k) {
    CheckCliques check{k};
    walk_chordal(ChordalNode{}, k, check);
  }
}

}  // namespace
}  // namespace hearim
