#include "casefile/signed_note.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hearim/error.h"

namespace hearim {
namespace {

// The example of the signed-note documentation: keys and note of "PeterNeumann".
constexpr char kVerifier[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kSeed[] = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr char kText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kSignature[] =
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n";

SecretBytes published_seed() {
  const auto bytes = from_base64(kSeed);
  return SecretBytes::copy_of(ByteView(*bytes).subspan(1));
}

TEST(SignedNote, keys_and_signature_are_those_of_the_published_example) {
  const NoteSigner signer("PeterNeumann", published_seed());
  EXPECT_EQ(signer.verifier().to_text(), kVerifier);
  EXPECT_EQ(NoteVerifier::parse(kVerifier), signer.verifier());
  EXPECT_EQ(signer.sign(kText), std::string(kText) + "\n" + kSignature);
  EXPECT_EQ(open_note(std::string(kText) + "\n" + kSignature, NoteVerifier::parse(kVerifier)),
            kText);
}

TEST(SignedNote, every_flipped_bit_of_a_note_is_found) {
  const NoteVerifier verifier = NoteVerifier::parse(kVerifier);
  const std::string note = std::string(kText) + "\n" + kSignature;
  for (std::size_t i = 0; i < note.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = note;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      EXPECT_FALSE(open_note(flipped, verifier)) << i << " " << bit;
    }
  for (std::size_t size = 0; size < note.size(); ++size)
    EXPECT_FALSE(open_note(note.substr(0, size), verifier)) << size;
}

TEST(SignedNote, a_second_signature_of_somebody_else_does_not_matter) {
  const NoteSigner other("witness.example", SecretBytes::random(32));
  const std::string signed_by_other = other.sign(kText);
  const std::string note = std::string(kText) + "\n" + kSignature +
                           signed_by_other.substr(signed_by_other.rfind("\u2014"));
  EXPECT_TRUE(open_note(note, NoteVerifier::parse(kVerifier)));
  EXPECT_TRUE(open_note(note, other.verifier()));
  EXPECT_FALSE(open_note(signed_by_other, NoteVerifier::parse(kVerifier)));
}

TEST(SignedNote, malformed_public_keys_are_refused) {
  for (const char* text : {"", "PeterNeumann", "PeterNeumann+c74f20a3",
                           "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                           "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                           "PeterNeumann+c74f20a3+AhpcAA=="})
    EXPECT_THROW(NoteVerifier::parse(text), Error) << text;
}

TEST(SignedNote, base64_has_one_spelling) {
  EXPECT_EQ(to_base64(view_of("ab")), "YWI=");
  EXPECT_TRUE(from_base64("YWI="));
  EXPECT_FALSE(from_base64("YWJ="));  // stray bits
  EXPECT_FALSE(from_base64("YWI"));
  EXPECT_FALSE(from_base64("YW I="));
}

TEST(Checkpoint, is_three_lines_and_comes_back) {
  const Checkpoint checkpoint{"hearim.case/00ff", {1234, sha256("x")}};
  const std::string text = to_text(checkpoint);
  EXPECT_EQ(text, "hearim.case/00ff\n1234\n" + to_base64(sha256("x")) + "\n");
  const Checkpoint again = parse_checkpoint(text + "an extension\n");
  EXPECT_EQ(again.origin, checkpoint.origin);
  EXPECT_EQ(again.head.size, 1234u);
  EXPECT_EQ(again.head.root, sha256("x"));
  for (const char* bad : {"", "a\n", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n",
                          "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"})
    EXPECT_THROW(parse_checkpoint(bad), Error) << bad;
}

}  // namespace
}  // namespace hearim
