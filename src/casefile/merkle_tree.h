// The Merkle tree of RFC 6962, section 2.1 (and RFC 9162, section 2.1), over SHA-256: leaf hashes,
// roots, inclusion and consistency proofs, and their checks. Pure.
//
// The log of a case is such a tree. A root and a size speak for every entry up to there: an
// inclusion proof shows that an entry is among them, a consistency proof that a later log begins
// with exactly the same entries, each with about log2(size) hashes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/sha256.h"
#include "casefile/bytes.h"

namespace hearim {

Sha256Digest merkle_leaf(ByteView entry);                                         // H(0x00 | e)
Sha256Digest merkle_parent(const Sha256Digest& left, const Sha256Digest& right);  // H(0x01 | l | r)

// The tree's right edge: the roots of the complete subtrees it is made of, largest first. Enough
// to append and to know the root, in O(log size) space.
class MerkleFrontier {
 public:
  MerkleFrontier() = default;
  // Throws Error(corrupt) unless there is one root per bit set in `size`.
  MerkleFrontier(std::uint64_t size, std::vector<Sha256Digest> roots);

  void append(const Sha256Digest& leaf);
  std::uint64_t size() const { return size_; }
  Sha256Digest root() const;  // of the empty tree: H("")
  const std::vector<Sha256Digest>& roots() const { return roots_; }

 private:
  std::uint64_t size_ = 0;
  std::vector<Sha256Digest> roots_;
};

// The whole tree, for proofs: 64 bytes an entry.
class MerkleTree {
 public:
  void append(const Sha256Digest& leaf);
  std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  Sha256Digest root() const { return root_at(size()); }
  Sha256Digest root_at(std::uint64_t size) const;  // REQUIRES: size <= size()

  // REQUIRES: index < size <= size().
  std::vector<Sha256Digest> inclusion_proof(std::uint64_t index, std::uint64_t size) const;
  // REQUIRES: old_size <= size <= size(). Empty for 0 and for equal sizes.
  std::vector<Sha256Digest> consistency_proof(std::uint64_t old_size, std::uint64_t size) const;

 private:
  Sha256Digest hash_of(std::uint64_t begin, std::uint64_t end) const;

  std::vector<std::vector<Sha256Digest>> levels_;  // [k][i]: the complete subtree of 2^k leaves
};

// Whether `leaf` is entry `index` of the log with this size and root (RFC 9162, 2.1.3.2).
[[nodiscard]] bool inclusion_holds(const Sha256Digest& leaf, std::uint64_t index,
                                   std::uint64_t size, std::span<const Sha256Digest> proof,
                                   const Sha256Digest& root);

struct LogHead {
  std::uint64_t size = 0;
  Sha256Digest root{};
};

// Whether the log of `later` begins with the log of `earlier` (RFC 9162, 2.1.4.2).
[[nodiscard]] bool consistency_holds(const LogHead& earlier, const LogHead& later,
                                     std::span<const Sha256Digest> proof);

}  // namespace hearim
