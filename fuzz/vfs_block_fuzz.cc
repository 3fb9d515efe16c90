// Blocks of the database and its log: no bytes but those that were sealed for a place open there.
#include <algorithm>
#include <cstdlib>

#include "casefile/block_cipher.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hearim;
  static const BlockCipher cipher(SecretBytes(32));
  std::array<std::uint8_t, kBlockPayloadSize> payload{}, opened{};
  std::copy_n(data, std::min(size, payload.size()), payload.begin());
  std::array<std::uint8_t, kBlockSize> block{}, altered{};
  cipher.seal(FileRole::database, size, payload, block);
  if (!cipher.open(FileRole::database, size, block, opened) || opened != payload) std::abort();
  if (cipher.open(FileRole::database, size + 1, block, opened)) std::abort();
  if (cipher.open(FileRole::wal, size, block, opened)) std::abort();
  altered = block;
  for (std::size_t i = 0; i + 3 <= size; i += 3)
    altered[(data[i] | data[i + 1] << 8) % kBlockSize] ^= data[i + 2];
  if (altered != block && cipher.open(FileRole::database, size, altered, opened)) std::abort();
  std::fill(altered.begin(), altered.end(), 0);
  std::copy_n(data, std::min(size, altered.size()), altered.begin());
  if (cipher.open(FileRole::database, 0, altered, opened)) std::abort();
  return 0;
}
