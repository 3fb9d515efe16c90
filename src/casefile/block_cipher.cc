#include "casefile/block_cipher.h"

#include <sodium.h>

#include <cstring>
#include <utility>

#include "base/check.h"
#include "casefile/sodium_ready.h"

namespace hearim {
namespace {

constexpr std::string_view kDomain = "hearim-block-1";

struct AssociatedData {
  std::array<std::uint8_t, kDomain.size() + 1 + 8> bytes{};
  std::size_t size = 0;
};

AssociatedData associated_data(FileRole role, std::uint64_t number, PlantedFault fault) {
  AssociatedData data;
  if (fault == PlantedFault::skip_associated_data) return data;
  std::memcpy(data.bytes.data(), kDomain.data(), kDomain.size());
  data.bytes[kDomain.size()] = static_cast<std::uint8_t>(role);
  put_le(data.bytes, kDomain.size() + 1, number);
  data.size = data.bytes.size();
  return data;
}

}  // namespace

BlockCipher::BlockCipher(SecretBytes key, PlantedFault fault)
    : key_(std::move(key)), fault_(fault) {
  CHECK(key_.size_bytes() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  sodium_ready();
}

void BlockCipher::seal(FileRole role, std::uint64_t number,
                       std::span<const std::uint8_t, kBlockPayloadSize> payload,
                       std::span<std::uint8_t, kBlockSize> block) const {
  // 192 random bits a block: after 2^64 blocks the chance that two share a nonce is 2^-65.
  if (fault_ == PlantedFault::reuse_nonce)
    std::memset(block.data(), 7, kBlockNonceSize);
  else
    randombytes_buf(block.data(), kBlockNonceSize);
  const AssociatedData data = associated_data(role, number, fault_);
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(block.data() + kBlockNonceSize, &size, payload.data(),
                                             payload.size(), data.bytes.data(), data.size, nullptr,
                                             block.data(), key_.bytes().data());
  CHECK(size == kBlockSize - kBlockNonceSize);
}

bool BlockCipher::open(FileRole role, std::uint64_t number,
                       std::span<const std::uint8_t, kBlockSize> block,
                       std::span<std::uint8_t, kBlockPayloadSize> payload) const {
  const AssociatedData data = associated_data(role, number, fault_);
  unsigned long long size = 0;
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      payload.data(), &size, nullptr, block.data() + kBlockNonceSize, kBlockSize - kBlockNonceSize,
      data.bytes.data(), data.size, block.data(), key_.bytes().data());
  if (failed != 0) std::memset(payload.data(), 0, payload.size());
  return failed == 0;
}

}  // namespace hearim
