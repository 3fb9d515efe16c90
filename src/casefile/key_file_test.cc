#include "casefile/key_file.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>

#include "base/rng.h"
#include "casefile/case_trial.h"
#include "hearim/error.h"

namespace hearim {
namespace {

const KeyCost kCheap{.passes = 1, .memory_bytes = kKeyMemoryMin};

SecretBytes passphrase(std::string_view text) { return SecretBytes::copy_of(text); }

bool same(const SecretBytes& a, const SecretBytes& b) {
  return std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin(), b.bytes().end());
}

TEST(KeyFile, each_slot_opens_the_same_keys_and_nothing_else_does) {
  const KeySet keys = KeySet::random();
  KeyFile made;
  made.add_passphrase(keys, passphrase("one"), kCheap);
  made.add_passphrase(keys, passphrase("two"), kCheap);
  const ByteBuffer bytes = made.seal(keys);
  EXPECT_EQ(bytes.size(), kKeyFileSize);
  const KeyFile file = KeyFile::parse(bytes, "k");
  for (const char* text : {"one", "two"}) {
    const auto opened = file.unlock(passphrase(text));
    ASSERT_TRUE(opened);
    EXPECT_TRUE(same(opened->coded, keys.coded));
    EXPECT_TRUE(same(opened->identities, keys.identities));
    EXPECT_NO_THROW(file.verify(*opened, "k"));
  }
  for (const char* text : {"", "On", "one ", "three"}) EXPECT_FALSE(file.unlock(passphrase(text)));
}

TEST(KeyFile, an_analysts_slot_opens_the_coded_part_alone) {
  const KeySet keys = KeySet::random();
  KeySet coded = keys.clone();
  coded.identities = SecretBytes();
  KeyFile file;
  file.add_passphrase(coded, passphrase("analyst"), kCheap);
  const auto opened = file.unlock(passphrase("analyst"));
  ASSERT_TRUE(opened);
  EXPECT_TRUE(same(opened->coded, keys.coded));
  EXPECT_TRUE(opened->identities.empty());
  EXPECT_FALSE(file.slots()[0].opens_identities);
}

TEST(KeyFile, a_removed_slot_opens_no_more_and_the_last_cannot_be_removed) {
  const KeySet keys = KeySet::random();
  KeyFile file;
  const int first = file.add_passphrase(keys, passphrase("one"), kCheap);
  EXPECT_THROW(file.remove(first), Error);
  file.add_passphrase(keys, passphrase("two"), kCheap);
  file.remove(first);
  EXPECT_FALSE(file.unlock(passphrase("one")));
  EXPECT_TRUE(file.unlock(passphrase("two")));
  EXPECT_THROW(file.remove(first), Error);
  EXPECT_THROW(file.remove(99), Error);
}

TEST(KeyFile, sixteen_slots_and_no_more) {
  const KeySet keys = KeySet::random();
  KeyFile file;
  for (int i = 0; i < kSlotCount; ++i) file.add_passphrase(keys, passphrase("p"), kCheap);
  EXPECT_THROW(file.add_passphrase(keys, passphrase("p"), kCheap), Error);
}

TEST(KeyFile, costs_and_passphrases_out_of_bounds_are_refused) {
  const KeySet keys = KeySet::random();
  KeyFile file;
  for (const KeyCost cost : {KeyCost{0, kKeyMemoryMin}, KeyCost{1, 1}, KeyCost{17, kKeyMemoryMin},
                             KeyCost{1, kKeyMemoryMax + 1}, KeyCost{16, kKeyMemoryMax}})
    EXPECT_THROW(file.add_passphrase(keys, passphrase("p"), cost), Error);
  EXPECT_THROW(file.add_passphrase(keys, passphrase(""), kCheap), Error);
  EXPECT_THROW(file.add_passphrase(keys, passphrase(std::string(5000, 'p')), kCheap), Error);
  EXPECT_TRUE(file.slots().empty());
}

TEST(KeyFile, a_hostile_file_cannot_ask_for_64_gigabytes) {
  const KeySet keys = KeySet::random();
  KeyFile made;
  made.add_passphrase(keys, passphrase("p"), kCheap);
  ByteBuffer bytes = made.seal(keys);
  put_le(bytes, 64 + 8, std::uint64_t{64} << 30);
  try {
    KeyFile::parse(bytes, "k");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::corrupt);
    EXPECT_NE(std::string(error.what()).find("68719476736"), std::string::npos);
  }
  put_le(bytes, 64 + 8, kKeyMemoryMax);
  put_le(bytes, 64 + 4, std::uint32_t{16});  // each within its bound, together not
  EXPECT_THROW(KeyFile::parse(bytes, "k"), Error);
}

TEST(KeyFile, every_flipped_bit_is_found) {
  const KeySet keys = KeySet::random();
  KeyFile made;
  made.add_passphrase(keys, passphrase("p"), kCheap);
  std::vector<RecoveryShare> shares;
  made.add_recovery(keys, {.needed = 2, .count = 3}, shares);
  const ByteBuffer bytes = made.seal(keys);
  const std::size_t step = static_cast<std::size_t>(trial_count(13, 1));
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += step) {
    ByteBuffer flipped = bytes;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    try {
      const KeyFile file = KeyFile::parse(flipped, "k");
      const auto opened = file.unlock(passphrase("p"));
      if (!opened) continue;  // found: nothing opens
      EXPECT_THROW(file.verify(*opened, "k"), Error) << bit;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::corrupt) << bit;
    }
  }
  for (std::size_t size = 0; size < bytes.size(); size += 97)
    EXPECT_THROW(KeyFile::parse(ByteView(bytes).first(size), "k"), Error);
}

TEST(KeyFile, a_slot_moved_to_another_case_or_place_does_not_open) {
  const KeySet keys = KeySet::random();
  KeyFile made;
  made.add_passphrase(keys, passphrase("p"), kCheap);
  ByteBuffer bytes = made.seal(keys);
  std::copy_n(bytes.begin() + 64, 512, bytes.begin() + 64 + 512);
  std::fill_n(bytes.begin() + 64, 512, std::uint8_t{0});
  EXPECT_FALSE(KeyFile::parse(bytes, "k").unlock(passphrase("p")));
  bytes = made.seal(keys);
  bytes[24] ^= 1;  // the case's id
  EXPECT_FALSE(KeyFile::parse(bytes, "k").unlock(passphrase("p")));
}

std::vector<RecoveryShare> retyped(const std::vector<RecoveryShare>& shares,
                                   std::initializer_list<std::size_t> which) {
  std::vector<RecoveryShare> again;
  for (const std::size_t i : which)
    again.push_back(parse_recovery_share(text_of(to_text(shares[i]).bytes())));
  return again;
}

TEST(RecoveryShares, any_two_of_three_open_and_one_does_not) {
  const KeySet keys = KeySet::random();
  KeyFile file;
  std::vector<RecoveryShare> shares;
  file.add_recovery(keys, {.needed = 2, .count = 3}, shares);
  const std::initializer_list<std::size_t> pairs[] = {{0, 1}, {0, 2}, {2, 1}, {0, 1, 2}};
  for (const auto& which : pairs)
    EXPECT_TRUE(same(file.unlock(retyped(shares, which)).coded, keys.coded));
  EXPECT_THROW(file.unlock(retyped(shares, {1})), Error);
  EXPECT_THROW(file.unlock(retyped(shares, {1, 1})), Error);
  EXPECT_THROW(file.unlock(std::vector<RecoveryShare>{}), Error);
}

TEST(RecoveryShares, a_forged_share_is_named) {
  const KeySet keys = KeySet::random();
  KeyFile file;
  std::vector<RecoveryShare> shares;
  file.add_recovery(keys, {.needed = 2, .count = 3}, shares);
  shares[1].share.y.bytes()[5] ^= 1;  // its check would fit again
  try {
    file.unlock(retyped(shares, {0, 1}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("share 2 is not the one"), std::string::npos);
  }
}

TEST(RecoveryShares, a_share_of_another_case_or_a_withdrawn_set_is_refused) {
  const KeySet keys = KeySet::random();
  KeyFile file, other;
  std::vector<RecoveryShare> shares;
  const int slot = file.add_recovery(keys, {.needed = 2, .count = 2}, shares);
  EXPECT_THROW(other.unlock(retyped(shares, {0, 1})), Error);
  file.add_passphrase(keys, passphrase("p"), kCheap);
  file.remove(slot);
  EXPECT_THROW(file.unlock(retyped(shares, {0, 1})), Error);
}

TEST(RecoveryShares, every_slip_of_the_pen_is_found_in_the_share_where_it_is) {
  const KeySet keys = KeySet::random();
  KeyFile file;
  std::vector<RecoveryShare> shares;
  file.add_recovery(keys, {.needed = 3, .count = 5}, shares);
  const std::string text(text_of(to_text(shares[3]).bytes()));
  EXPECT_EQ(parse_recovery_share("\n  " + text + " \n").share.x, 4);
  std::string upper = text;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  EXPECT_EQ(parse_recovery_share(upper).share.x, 4);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string slip = text;
    slip[i] = slip[i] == '7' ? '1' : '7';
    EXPECT_THROW(parse_recovery_share(slip), Error) << i;
    EXPECT_THROW(parse_recovery_share(text.substr(0, i)), Error) << i;
  }
}

TEST(Shamir, multiplication_is_that_of_the_field) {
  EXPECT_EQ(gf256_multiply(0x53, 0xca), 0x01);  // FIPS 197's example of an inverse pair
  EXPECT_EQ(gf256_multiply(0x57, 0x83), 0xc1);  // FIPS 197, 4.2
  for (unsigned a = 0; a < 256; ++a)
    for (unsigned b = 0; b < 256; ++b) {
      unsigned product = 0;  // carry-less, then reduced by long division
      for (int i = 0; i < 8; ++i)
        if ((b >> i & 1) != 0) product ^= a << i;
      for (int i = 14; i >= 8; --i)
        if ((product >> i & 1) != 0) product ^= 0x11bu << (i - 8);
      ASSERT_EQ(gf256_multiply(static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b)),
                product);
    }
}

TEST(Shamir, every_choice_of_enough_shares_gives_the_secret_and_too_few_give_another) {
  const SecretBytes secret = SecretBytes::random(32);
  for (int needed = 2; needed <= 4; ++needed) {
    const auto shares = split_secret(secret, needed, 5);
    for (unsigned chosen = 1; chosen < 32; ++chosen) {
      std::vector<SecretShare> some;
      for (int i = 0; i < 5; ++i)
        if ((chosen >> i & 1) != 0) some.push_back({shares[i].x, shares[i].y.clone()});
      EXPECT_EQ(same(join_shares(some), secret), static_cast<int>(some.size()) >= needed);
    }
  }
}

TEST(Shamir, one_share_of_two_fits_every_secret_equally) {
  // For a fixed secret the first share runs over all bytes as the slope does: each once.
  std::vector<int> seen(256);
  for (unsigned slope = 0; slope < 256; ++slope)
    ++seen[static_cast<std::size_t>(0x42 ^ gf256_multiply(static_cast<std::uint8_t>(slope), 1))];
  EXPECT_EQ(std::count(seen.begin(), seen.end(), 1), 256);
  // And drawn shares do spread, over 5,000 splittings of one byte.
  const SecretBytes secret = SecretBytes::copy_of("B");
  std::vector<int> drawn(256);
  for (int i = 0; i < 5000; ++i) ++drawn[split_secret(secret, 2, 2)[0].y.bytes()[0]];
  double chi2 = 0;
  for (const int count : drawn) chi2 += (count - 19.53125) * (count - 19.53125) / 19.53125;
  EXPECT_LT(chi2, 420);  // 255 degrees of freedom: exceeded once in 10^9
}

}  // namespace
}  // namespace hearim
