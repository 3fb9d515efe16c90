#include "casefile/key_set.h"

#include <sodium.h>

#include "base/check.h"

namespace hearim {

SecretBytes derive_key(const SecretBytes& key, KeyPurpose purpose) {
  static_assert(crypto_kdf_KEYBYTES == kKeySize);
  CHECK(key.size_bytes() == kKeySize);
  SecretBytes derived(kKeySize);
  CHECK(crypto_kdf_derive_from_key(derived.bytes().data(), kKeySize,
                                   static_cast<std::uint64_t>(purpose), "hearimK1",
                                   key.bytes().data()) == 0);
  return derived;
}

}  // namespace hearim
