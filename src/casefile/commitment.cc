#include "casefile/commitment.h"

#include <sodium.h>

#include "casefile/sodium_ready.h"

namespace hearim {
namespace {

void update_sized(Sha256& hash, std::string_view bytes) {
  std::array<char, 8> size{};
  for (int i = 0; i < 8; ++i)
    size[7 - i] = static_cast<char>(static_cast<std::uint64_t>(bytes.size()) >> (8 * i));
  hash.update({size.data(), size.size()});
  hash.update(bytes);
}

}  // namespace

Salt random_salt() {
  sodium_ready();
  Salt salt{};
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

Sha256Digest commitment(const Salt& salt, std::string_view field, ByteView value) {
  Sha256 hash;
  hash.update("hearim-commitment-1");
  hash.update(text_of(salt));
  update_sized(hash, field);
  update_sized(hash, text_of(value));
  return hash.finish();
}

}  // namespace hearim
