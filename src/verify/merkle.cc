#include "verify/merkle.h"

#include <bit>

namespace hearim_verify {
namespace {

// The largest power of two below n. REQUIRES: n >= 2.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

struct Roots {
  Hash old_root{}, new_root{};
};

// SUBPROOF(m, D[n], b) of RFC 6962, 2.1.2, read backwards: from the proof to both roots. `whole`:
// the old tree is all of this subtree's left edge so far, so its root is known and not in the
// proof.
std::optional<Roots> roots_from(std::uint64_t m, std::uint64_t n, bool whole, const Hash& old_root,
                                std::span<const Hash> proof) {
  if (m == n) {
    if (whole) return proof.empty() ? std::optional(Roots{old_root, old_root}) : std::nullopt;
    return proof.size() == 1 ? std::optional(Roots{proof[0], proof[0]}) : std::nullopt;
  }
  if (proof.empty()) return std::nullopt;
  const std::uint64_t k = split_of(n);
  const Hash& last = proof.back();
  const auto rest = proof.first(proof.size() - 1);
  if (m <= k) {
    auto left = roots_from(m, k, whole, old_root, rest);
    if (left) left->new_root = node_hash(left->new_root, last);
    return left;
  }
  auto right = roots_from(m - k, n - k, false, old_root, rest);
  if (right) right = Roots{node_hash(last, right->old_root), node_hash(last, right->new_root)};
  return right;
}

}  // namespace

Hash leaf_hash(std::string_view entry) {
  return Sha256().add(std::string_view("\0", 1)).add(entry).finish();
}

Hash node_hash(const Hash& left, const Hash& right) {
  return Sha256().add("\1").add(text_of(left)).add(text_of(right)).finish();
}

std::optional<Hash> root_from_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                        std::span<const Hash> proof) {
  if (index >= size) return std::nullopt;
  if (size == 1) return proof.empty() ? std::optional(leaf) : std::nullopt;
  if (proof.empty()) return std::nullopt;
  const std::uint64_t k = split_of(size);
  const auto rest = proof.first(proof.size() - 1);
  if (index < k) {
    const auto left = root_from_inclusion(leaf, index, k, rest);
    return left ? std::optional(node_hash(*left, proof.back())) : std::nullopt;
  }
  const auto right = root_from_inclusion(leaf, index - k, size - k, rest);
  return right ? std::optional(node_hash(proof.back(), *right)) : std::nullopt;
}

bool consistent(std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root,
                std::span<const Hash> proof) {
  if (old_size > size) return false;
  if (old_size == 0) return proof.empty() && old_root == Sha256().finish();
  const auto roots = roots_from(old_size, size, true, old_root, proof);
  return roots && roots->old_root == old_root && roots->new_root == root;
}

void RootOf::add(const Hash& leaf) {
  Hash node = leaf;
  for (std::uint64_t rest = size_; rest % 2 == 1; rest /= 2) {
    node = node_hash(peaks_.back(), node);
    peaks_.pop_back();
  }
  peaks_.push_back(node);
  ++size_;
}

Hash RootOf::root() const {
  if (peaks_.empty()) return Sha256().finish();
  Hash node = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) node = node_hash(peaks_[i], node);
  return node;
}

}  // namespace hearim_verify
