// The keys a slot opens, and the keys derived from them: docs/formats/case.md, "Keys".
#pragma once

#include <cstdint>

#include "hearim/secret_bytes.h"

namespace hearim {

inline constexpr std::size_t kKeySize = 32;

struct KeySet {
  SecretBytes coded;       // everything but the identities
  SecretBytes identities;  // names and contacts; empty when the slot does not grant them
  int slot = -1;           // that opened them

  static KeySet random() {
    return {SecretBytes::random(kKeySize), SecretBytes::random(kKeySize), -1};
  }
  KeySet clone() const { return {coded.clone(), identities.clone(), slot}; }
};

// What a derived key is for; the numbers are part of the format.
enum class KeyPurpose : std::uint64_t { blocks = 1, key_file = 2, blob_names = 3, identity = 4 };

// BLAKE2b by libsodium's crypto_kdf, context "hearimK1". REQUIRES: a key of 32 bytes.
SecretBytes derive_key(const SecretBytes& key, KeyPurpose purpose);

}  // namespace hearim
