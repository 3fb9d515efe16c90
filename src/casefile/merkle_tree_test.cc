#include "casefile/merkle_tree.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/rng.h"
#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

using Hashes = std::vector<Sha256Digest>;

// The inputs and hashes of Certificate Transparency's own tests of RFC 6962 trees.
const std::vector<std::string>& ct_inputs() {
  static const std::vector<std::string> inputs = {
      "", std::string("\0", 1), "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"};
  return inputs;
}

MerkleTree tree_of(std::size_t size) {
  MerkleTree tree;
  for (std::size_t i = 0; i < size; ++i) tree.append(merkle_leaf(view_of(ct_inputs()[i])));
  return tree;
}

std::vector<std::string> hex(const Hashes& hashes) {
  std::vector<std::string> texts;
  for (const Sha256Digest& hash : hashes) texts.push_back(to_hex(hash));
  return texts;
}

TEST(MerkleTree, roots_are_those_of_the_certificate_transparency_vectors) {
  const char* const roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                               "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  MerkleFrontier frontier;
  for (std::size_t size = 0; size <= 8; ++size) {
    EXPECT_EQ(to_hex(tree_of(size).root()), roots[size]);
    EXPECT_EQ(to_hex(tree_of(8).root_at(size)), roots[size]);
    EXPECT_EQ(to_hex(frontier.root()), roots[size]);
    if (size < 8) frontier.append(merkle_leaf(view_of(ct_inputs()[size])));
  }
}

TEST(MerkleTree, proofs_are_those_of_the_certificate_transparency_vectors) {
  const MerkleTree tree = tree_of(8);
  EXPECT_EQ(hex(tree.inclusion_proof(0, 8)),
            (std::vector<std::string>{
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex(tree.inclusion_proof(5, 8)),
            (std::vector<std::string>{
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex(tree.consistency_proof(6, 8)),
            (std::vector<std::string>{
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(hex(tree.consistency_proof(2, 5)),
            (std::vector<std::string>{
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

// RFC 6962, 2.1, word for word.
Sha256Digest slow_root(std::span<const Sha256Digest> leaves) {
  if (leaves.empty()) return sha256("");
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  return merkle_parent(slow_root(leaves.first(k)), slow_root(leaves.subspan(k)));
}

Hashes slow_path(std::size_t m, std::span<const Sha256Digest> leaves) {
  if (leaves.size() == 1) return {};
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  Hashes path = m < k ? slow_path(m, leaves.first(k)) : slow_path(m - k, leaves.subspan(k));
  path.push_back(slow_root(m < k ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

Hashes slow_subproof(std::size_t m, std::span<const Sha256Digest> leaves, bool whole) {
  if (m == leaves.size()) return whole ? Hashes{} : Hashes{slow_root(leaves)};
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  Hashes proof = m <= k ? slow_subproof(m, leaves.first(k), whole)
                        : slow_subproof(m - k, leaves.subspan(k), false);
  proof.push_back(slow_root(m <= k ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

TEST(MerkleTree, agrees_with_the_slow_twin_and_every_proof_holds_and_no_other_does) {
  const auto size_max = static_cast<std::size_t>(trial_count(33, 130));
  MerkleTree tree;
  MerkleFrontier frontier;
  Hashes leaves;
  for (std::size_t size = 1; size <= size_max; ++size) {
    leaves.push_back(sha256(std::to_string(size)));
    tree.append(leaves.back());
    frontier.append(leaves.back());
    const std::span<const Sha256Digest> all(leaves);
    const Sha256Digest root = slow_root(all);
    ASSERT_EQ(tree.root(), root);
    ASSERT_EQ(frontier.root(), root);
    ASSERT_EQ(MerkleFrontier(size, frontier.roots()).root(), root);
    for (std::size_t index = 0; index < size; ++index) {
      Hashes proof = tree.inclusion_proof(index, size);
      ASSERT_EQ(proof, slow_path(index, all));
      ASSERT_TRUE(inclusion_holds(leaves[index], index, size, proof, root));
      // The planted off-by-ones: another index, another size, a hash more or less or altered.
      ASSERT_FALSE(inclusion_holds(leaves[index], index + 1, size, proof, root));
      ASSERT_FALSE(index > 0 && inclusion_holds(leaves[index], index - 1, size, proof, root));
      ASSERT_FALSE(inclusion_holds(merkle_leaf({}), index, size, proof, root));
      proof.push_back(root);
      ASSERT_FALSE(inclusion_holds(leaves[index], index, size, proof, root));
      proof.pop_back();
      if (!proof.empty()) {
        proof[proof.size() / 2][7] ^= 1;
        ASSERT_FALSE(inclusion_holds(leaves[index], index, size, proof, root));
        proof[proof.size() / 2][7] ^= 1;
        proof.pop_back();
        ASSERT_FALSE(inclusion_holds(leaves[index], index, size, proof, root));
      }
    }
    for (std::size_t old_size = 1; old_size < size; ++old_size) {
      const LogHead earlier{old_size, slow_root(all.first(old_size))}, later{size, root};
      Hashes proof = tree.consistency_proof(old_size, size);
      ASSERT_EQ(proof, slow_subproof(old_size, all, true));
      ASSERT_TRUE(consistency_holds(earlier, later, proof));
      ASSERT_FALSE(consistency_holds({old_size, root}, later, proof));
      ASSERT_FALSE(consistency_holds({old_size + 1, earlier.root}, later, proof));
      ASSERT_FALSE(consistency_holds(earlier, {size, earlier.root}, proof));
      proof.push_back(root);
      ASSERT_FALSE(consistency_holds(earlier, later, proof));
      proof.pop_back();
      proof.pop_back();
      ASSERT_FALSE(consistency_holds(earlier, later, proof));
    }
  }
}

TEST(MerkleTree, proofs_at_an_older_size_hold_against_the_root_then) {
  MerkleTree tree;
  for (int i = 0; i < 40; ++i) tree.append(sha256(std::to_string(i)));
  for (std::uint64_t size = 1; size <= 40; ++size)
    for (std::uint64_t index = 0; index < size; ++index)
      ASSERT_TRUE(inclusion_holds(sha256(std::to_string(index)), index, size,
                                  tree.inclusion_proof(index, size), tree.root_at(size)));
}

TEST(MerkleTree, a_frontier_that_does_not_fit_its_size_is_refused) {
  EXPECT_THROW(MerkleFrontier(3, {sha256("a")}), Error);
  EXPECT_NO_THROW(MerkleFrontier(4, {sha256("a")}));
}

}  // namespace
}  // namespace hearim
