// Every decomposable (chordal) graph on k labelled vertices, each exactly once.
//
// A vertex is simplicial when its neighbours form a clique. Every non-empty chordal graph has a
// simplicial vertex, and taking it away leaves a chordal graph. So every chordal graph has one
// canonical parent: the graph without its largest-numbered simplicial vertex. The parents form a
// tree whose root is the empty graph and whose level j holds the chordal graphs on every j of the
// k vertices; walking it visits each graph once, and needs no list of those already seen.
//
// Going down, vertex v joins a graph H with a clique B of H as its neighbours. v must be the
// largest simplicial vertex of the result: a simplicial vertex u of H above v has to stop being
// one, so u is in B and some neighbour of u is not, that is B contains u and B != N[u].
//
// The step also carries the model: p(table | graph) is a product over such steps of
// p(list v | lists B), a family. A graph is the families on its path, so a walker that adds one
// family's scores per step pays one addition per graph.
//
// Graphs by k: 1, 2, 8, 61, 822, 18,154, 617,675, 30,888,596 (OEIS A058862). No memory but the
// stack. Not for k > 8. Thread-compatible. Source: D. Rose, J. Math. Anal. Appl. 32 (1970)
// 597-609 (simplicial elimination); B. McKay, J. Algorithms 26 (1998) 306-324 (canonical parents).
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "base/check.h"

namespace hearim {

inline constexpr int kChordalVerticesMax = 8;

// List v given the lists in `parents` (a clique): one factor of a decomposable model.
struct Family {
  std::uint8_t vertex = 0;
  std::uint8_t parents = 0;
  friend bool operator==(const Family&, const Family&) = default;
};

// The families of one graph, in an order in which each vertex comes after its parents.
using FamilyPath = std::array<Family, kChordalVerticesMax>;

struct ChordalNode {
  int depth = 0;               // vertices present
  std::uint32_t vertices = 0;  // bit masks
  std::uint32_t simplicial = 0;
  std::array<std::uint8_t, kChordalVerticesMax> neighbours{};
  int clique_count = 1;
  std::array<std::uint8_t, 256> cliques{};  // every complete vertex set, the empty one first
  FamilyPath path{};

  ChordalNode with(Family family) const;
};

// Calls step(Family) for every child of `node` in the tree.
template <class Step>
void for_each_child(const ChordalNode& node, int vertex_count, Step step) {
  const std::uint32_t all = (1u << vertex_count) - 1;
  for (std::uint32_t missing = all & ~node.vertices; missing != 0; missing &= missing - 1) {
    const int v = std::countr_zero(missing);
    const std::uint32_t rivals = node.simplicial & ~((2u << v) - 1);
    // All rivals must be in B, a clique; being simplicial they then share one closed neighbourhood.
    std::uint32_t forbidden = ~0u;
    if (rivals != 0) {
      const int u = std::countr_zero(rivals);
      forbidden = node.neighbours[u] | (1u << u);
      if ((rivals & ~forbidden) != 0) continue;
    }
    for (int i = 0; i < node.clique_count; ++i) {
      const std::uint32_t parents = node.cliques[i];
      if ((rivals & ~parents) != 0 || parents == forbidden) continue;
      step(Family{static_cast<std::uint8_t>(v), static_cast<std::uint8_t>(parents)});
    }
  }
}

// Walks the tree below `node`. visitor.enter(depth, family) is called for each step to a graph
// that lacks vertices still, visitor.leaf(path) for each whole graph, after its last family was
// set; depth counts the vertices before the step.
template <class Visitor>
void walk_chordal(const ChordalNode& node, int vertex_count, Visitor& visitor) {
  if (node.depth + 1 == vertex_count) {
    FamilyPath path = node.path;
    for_each_child(node, vertex_count, [&](Family family) {
      path[node.depth] = family;
      visitor.leaf(path);
    });
    return;
  }
  for_each_child(node, vertex_count, [&](Family family) {
    visitor.enter(node.depth, family);
    walk_chordal(node.with(family), vertex_count, visitor);
  });
}

// The nodes of one level of the tree, in walking order: fixed pieces of work.
std::vector<ChordalNode> chordal_level(int vertex_count, int depth);

// Edges as a bit mask over pairs (i < j), pair number j*(j-1)/2 + i.
std::uint32_t edges_of(const FamilyPath& path, int vertex_count);

// The maximal cliques, ascending.
std::vector<std::uint64_t> maximal_cliques(const FamilyPath& path, int vertex_count);

}  // namespace hearim
