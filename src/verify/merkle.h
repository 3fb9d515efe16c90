// The Merkle tree of RFC 6962, section 2.1, by its own recursive definitions: slower than the
// loops of RFC 9162 and easier to hold against the text.
#pragma once

#include "verify/bytes.h"

namespace hearim_verify {

Hash leaf_hash(std::string_view entry);
Hash node_hash(const Hash& left, const Hash& right);

// The root that this proof of inclusion makes; nothing when its length is wrong.
std::optional<Hash> root_from_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                        std::span<const Hash> proof);

// Whether the tree with `size` entries begins with the tree of `old_size` entries.
bool consistent(std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root,
                std::span<const Hash> proof);

// A root from leaf hashes, one after the other.
class RootOf {
 public:
  void add(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;
};

}  // namespace hearim_verify
