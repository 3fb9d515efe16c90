// Seals 4096-byte blocks of a file: docs/formats/case.md, "Block".
//
//     nonce (24, random) | ciphertext of the payload (4056) | tag (16)
//
// XChaCha20-Poly1305; the associated data binds a block to its file's role and its number, so
// that a block moved elsewhere does not open. An older version of the same block in the same place
// does open: that is the custody log's affair. Thread-compatible.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "casefile/bytes.h"
#include "casefile/planted_fault.h"
#include "hearim/secret_bytes.h"

namespace hearim {

inline constexpr std::size_t kBlockSize = 4096;
inline constexpr std::size_t kBlockNonceSize = 24;
inline constexpr std::size_t kBlockPayloadSize = kBlockSize - kBlockNonceSize - 16;

enum class FileRole : std::uint8_t { database = 1, wal = 2 };

class BlockCipher {
 public:
  // REQUIRES: a key of 32 bytes.
  explicit BlockCipher(SecretBytes key, PlantedFault fault = PlantedFault::none);

  void seal(FileRole role, std::uint64_t number, std::span<const std::uint8_t, kBlockPayloadSize>,
            std::span<std::uint8_t, kBlockSize> block) const;
  // False, and a payload of zeros, when the block is not one that seal() made for this place.
  [[nodiscard]] bool open(FileRole role, std::uint64_t number,
                          std::span<const std::uint8_t, kBlockSize> block,
                          std::span<std::uint8_t, kBlockPayloadSize> payload) const;

 private:
  SecretBytes key_;
  PlantedFault fault_;
};

}  // namespace hearim
