// Writes an age file (age-encryption.org/v1): a stream sealed for whoever holds an X25519 identity,
// or for whoever knows a passphrase (scrypt). `age -d` opens it; so does hearim-verify.
//
// Streaming, in constant memory. Errors: Error(invalid_input) for a recipient that is none.
// Thread-compatible.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "casefile/bytes.h"
#include "hearim/case.h"

namespace hearim {

using AgeRecipient = std::array<std::uint8_t, 32>;

// "age1…", Bech32 of an X25519 public key. Throws Error(invalid_input).
AgeRecipient parse_age_recipient(std::string_view text);

class AgeWriter {
 public:
  // For any of the recipients. REQUIRES: one or more.
  AgeWriter(ByteSink sink, const std::vector<AgeRecipient>& recipients);
  // For whoever knows the passphrase. `log2_work`: scrypt's N is 2 to its power.
  AgeWriter(ByteSink sink, const SecretBytes& passphrase, int log2_work = 18);

  void write(ByteView bytes);
  void finish();  // once, last; without it the file is cut short, and says so when it is opened

 private:
  enum class Chunk { inner, last };
  void begin(const std::string& stanzas, const SecretBytes& file_key);
  void seal_chunk(Chunk kind);

  ByteSink sink_;
  SecretBytes payload_key_;
  WipedBuffer chunk_;
  std::size_t fill_ = 0;
  std::uint64_t counter_ = 0;
};

}  // namespace hearim
