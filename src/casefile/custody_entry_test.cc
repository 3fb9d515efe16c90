#include "casefile/custody_entry.h"

#include <gtest/gtest.h>

#include "casefile/commitment.h"
#include "hearim/error.h"

namespace hearim {
namespace {

CustodyEntry example() {
  return {.sequence = 258,
          .time = "2001-02-03T04:05:06Z",
          .clock = "system",
          .actor = "actor:1",
          .action = "item-added",
          .object = "item:17",
          .tool = "hearim 0.1.0",
          .parameters = "",
          .committed = {{"content", sha256("a")}, {"name", sha256("b")}}};
}

TEST(CustodyEntry, bytes_are_pinned) {
  const ByteBuffer bytes = encode(example());
  EXPECT_EQ(text_of(ByteView(bytes).first(30)),
            std::string_view("\0\0\0\x0ehearim-entry-1\0\0\0\x08\0\0\0\0\0\0\x01\x02", 30));
  EXPECT_EQ(
      to_hex(sha256(text_of(bytes))),
      "ac1b8c1f7a0dbb830da2d5f72e16f8c2f335ab1b9ceab3c56ccff569c9bd9452");  // by Python's hashlib
                                                                            // and struct
}

TEST(CustodyEntry, comes_back_as_it_was) {
  EXPECT_EQ(decode_custody_entry(encode(example())), example());
}

TEST(CustodyEntry, every_cut_and_every_addition_is_refused) {
  ByteBuffer bytes = encode(example());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(decode_custody_entry(ByteView(bytes).first(size)), Error) << size;
  bytes.push_back(0);
  EXPECT_THROW(decode_custody_entry(bytes), Error);
}

TEST(CustodyEntry, a_flipped_bit_is_refused_or_another_entry) {
  const ByteBuffer bytes = encode(example());
  for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
    ByteBuffer flipped = bytes;
    flipped[i / 8] ^= static_cast<std::uint8_t>(1 << (i % 8));
    try {
      const CustodyEntry entry = decode_custody_entry(flipped);
      EXPECT_FALSE(entry == example()) << i;
      EXPECT_EQ(encode(entry), flipped) << i;  // one spelling
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::corrupt);
    }
  }
}

TEST(Commitment, depends_on_salt_field_and_value_and_on_where_they_part) {
  Salt salt{};
  const Sha256Digest base = commitment(salt, "name", view_of("Invented"));
  EXPECT_EQ(
      to_hex(base),
      "cdf0098827c0f99d88d3004a3c8bcd692795775e21106e572b5b4a0281a5cc34");  // by Python's hashlib
  EXPECT_NE(base, commitment(salt, "nam", view_of("eInvented")));
  EXPECT_NE(base, commitment(salt, "place", view_of("Invented")));
  EXPECT_NE(base, commitment(salt, "name", view_of("invented")));
  salt[31] = 1;
  EXPECT_NE(base, commitment(salt, "name", view_of("Invented")));
  EXPECT_NE(random_salt(), random_salt());
}

}  // namespace
}  // namespace hearim
