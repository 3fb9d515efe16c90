// Example, five entries a b c d e. The tree splits at the largest power of two below its size:
//
//              root = N( N(N(a,b), N(c,d)), e )
//
// The frontier is [N(N(a,b),N(c,d)), e], for 5 = 4 + 1. The inclusion proof of c is d, N(a,b), e;
// the consistency proof from 3 entries (root N(N(a,b),c)) to 5 is c, d, N(a,b), e: with c and
// N(a,b) the old root is made again, with all four the new one.
//
// Not for: hiding entries. A leaf hash of a guessable entry can be guessed; commitment.h is for
// that.
#include "casefile/merkle_tree.h"

#include <bit>
#include <utility>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// REQUIRES: size >= 2.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

}  // namespace

Sha256Digest merkle_leaf(ByteView entry) {
  Sha256 hash;
  hash.update(std::string_view("\0", 1));
  hash.update(text_of(entry));
  return hash.finish();
}

Sha256Digest merkle_parent(const Sha256Digest& left, const Sha256Digest& right) {
  Sha256 hash;
  hash.update(std::string_view("\1", 1));
  hash.update(text_of(left));
  hash.update(text_of(right));
  return hash.finish();
}

MerkleFrontier::MerkleFrontier(std::uint64_t size, std::vector<Sha256Digest> roots)
    : size_(size), roots_(std::move(roots)) {
  if (roots_.size() != static_cast<std::size_t>(std::popcount(size)))
    throw Error(ErrorCode::corrupt, "the custody log's summary does not fit its size");
}

void MerkleFrontier::append(const Sha256Digest& leaf) {
  Sha256Digest node = leaf;
  for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    node = merkle_parent(roots_.back(), node);
    roots_.pop_back();
  }
  roots_.push_back(node);
  ++size_;
}

Sha256Digest MerkleFrontier::root() const {
  if (roots_.empty()) return sha256("");
  Sha256Digest node = roots_.back();
  for (std::size_t i = roots_.size() - 1; i-- > 0;) node = merkle_parent(roots_[i], node);
  return node;
}

void MerkleTree::append(const Sha256Digest& leaf) {
  Sha256Digest node = leaf;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].push_back(node);
    if (levels_[level].size() % 2 != 0) return;
    node = merkle_parent(levels_[level][levels_[level].size() - 2], node);
  }
}

Sha256Digest MerkleTree::root_at(std::uint64_t size) const {
  CHECK(size <= this->size());
  return size == 0 ? sha256("") : hash_of(0, size);
}

// REQUIRES: begin is a multiple of the smallest power of two that is not below end - begin, which
// holds for every range that splitting reaches.
Sha256Digest MerkleTree::hash_of(std::uint64_t begin, std::uint64_t end) const {
  const std::uint64_t size = end - begin;
  if (std::has_single_bit(size)) {
    const int level = std::countr_zero(size);
    return levels_[level][begin >> level];
  }
  const std::uint64_t split = split_of(size);
  return merkle_parent(hash_of(begin, begin + split), hash_of(begin + split, end));
}

std::vector<Sha256Digest> MerkleTree::inclusion_proof(std::uint64_t index,
                                                      std::uint64_t size) const {
  CHECK(index < size && size <= this->size());
  std::vector<Sha256Digest> from_root;
  std::uint64_t begin = 0, end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split_of(end - begin);
    if (index < middle) {
      from_root.push_back(hash_of(middle, end));
      end = middle;
    } else {
      from_root.push_back(hash_of(begin, middle));
      begin = middle;
    }
  }
  return {from_root.rbegin(), from_root.rend()};
}

std::vector<Sha256Digest> MerkleTree::consistency_proof(std::uint64_t old_size,
                                                        std::uint64_t size) const {
  CHECK(old_size <= size && size <= this->size());
  if (old_size == 0 || old_size == size) return {};
  std::vector<Sha256Digest> from_root;
  std::uint64_t begin = 0, end = size;
  bool old_root_known = true;  // the old tree is the whole left part so far: its root is known
  while (end != old_size) {
    const std::uint64_t middle = begin + split_of(end - begin);
    if (old_size <= middle) {
      from_root.push_back(hash_of(middle, end));
      end = middle;
    } else {
      from_root.push_back(hash_of(begin, middle));
      begin = middle;
      old_root_known = false;
    }
  }
  if (!old_root_known) from_root.push_back(hash_of(begin, end));
  return {from_root.rbegin(), from_root.rend()};
}

bool inclusion_holds(const Sha256Digest& leaf, std::uint64_t index, std::uint64_t size,
                     std::span<const Sha256Digest> proof, const Sha256Digest& root) {
  if (index >= size) return false;
  std::uint64_t node = index, last = size - 1;
  Sha256Digest hash = leaf;
  for (const Sha256Digest& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      hash = merkle_parent(sibling, hash);
      if ((node & 1) == 0) {
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      }
    } else {
      hash = merkle_parent(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool consistency_holds(const LogHead& earlier, const LogHead& later,
                       std::span<const Sha256Digest> proof) {
  if (earlier.size > later.size) return false;
  if (earlier.size == later.size) return proof.empty() && earlier.root == later.root;
  if (earlier.size == 0) return proof.empty() && earlier.root == sha256("");
  // A complete old tree is its own first hash, which the proof leaves out.
  std::size_t next = 0;
  Sha256Digest first = earlier.root;
  if (!std::has_single_bit(earlier.size)) {
    if (proof.empty()) return false;
    first = proof[next++];
  }
  std::uint64_t node = earlier.size - 1, last = later.size - 1;
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  Sha256Digest old_hash = first, new_hash = first;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_hash = merkle_parent(proof[next], old_hash);
      new_hash = merkle_parent(proof[next], new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = merkle_parent(new_hash, proof[next]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == earlier.root && new_hash == later.root;
}

}  // namespace hearim
