#include "estimate/chordal_graphs.h"

#include <algorithm>

namespace hearim {

ChordalNode ChordalNode::with(Family family) const {
  ChordalNode child = *this;
  const int v = family.vertex;
  const std::uint32_t parents = family.parents;
  const std::uint32_t self = 1u << v;
  child.path[depth] = family;
  child.depth = depth + 1;
  child.vertices = vertices | self;
  child.neighbours[v] = family.parents;
  // A neighbour of v stays simplicial when all its other neighbours are neighbours of v too.
  for (std::uint32_t rest = parents; rest != 0; rest &= rest - 1) {
    const int u = std::countr_zero(rest);
    if ((neighbours[u] & ~parents) != 0) child.simplicial &= ~(1u << u);
    child.neighbours[u] = static_cast<std::uint8_t>(neighbours[u] | self);
  }
  child.simplicial |= self;
  for (int i = 0; i < clique_count; ++i)
    if ((cliques[i] & ~parents) == 0)
      child.cliques[child.clique_count++] = static_cast<std::uint8_t>(cliques[i] | self);
  return child;
}

std::vector<ChordalNode> chordal_level(int vertex_count, int depth) {
  CHECK(vertex_count >= 1 && vertex_count <= kChordalVerticesMax);
  CHECK(depth >= 0 && depth < vertex_count);
  std::vector<ChordalNode> level(1);
  for (int d = 0; d < depth; ++d) {
    std::vector<ChordalNode> next;
    for (const ChordalNode& node : level)
      for_each_child(node, vertex_count, [&](Family family) { next.push_back(node.with(family)); });
    level = std::move(next);
  }
  return level;
}

std::uint32_t edges_of(const FamilyPath& path, int vertex_count) {
  std::uint32_t edges = 0;
  for (int i = 0; i < vertex_count; ++i) {
    for (std::uint32_t rest = path[i].parents; rest != 0; rest &= rest - 1) {
      const int u = std::countr_zero(rest);
      const int low = std::min<int>(u, path[i].vertex);
      const int high = std::max<int>(u, path[i].vertex);
      edges |= 1u << (high * (high - 1) / 2 + low);
    }
  }
  return edges;
}

std::vector<std::uint64_t> maximal_cliques(const FamilyPath& path, int vertex_count) {
  std::vector<std::uint64_t> cliques;
  for (int i = 0; i < vertex_count; ++i) {
    const std::uint64_t parents = path[i].parents;
    const std::uint64_t clique = parents | (std::uint64_t{1} << path[i].vertex);
    // The new clique swallows one that is exactly its parents, and nothing else.
    std::erase(cliques, parents);
    cliques.push_back(clique);
  }
  std::sort(cliques.begin(), cliques.end());
  return cliques;
}

}  // namespace hearim
