#include "casefile/compressed.h"

#include <zstd.h>

#include <new>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

// The fastest level that still halves a table: a list is written once and the disk is the limit.
constexpr int kLevel = 1;

}  // namespace

Compressor::Compressor() : context_(ZSTD_createCCtx()) {
  if (context_ == nullptr) throw std::bad_alloc();
}

Compressor::~Compressor() { ZSTD_freeCCtx(context_); }

ByteBuffer Compressor::compress(ByteView bytes) {
  ByteBuffer frame(ZSTD_compressBound(bytes.size()));
  const std::size_t size =
      ZSTD_compressCCtx(context_, frame.data(), frame.size(), bytes.data(), bytes.size(), kLevel);
  CHECK(ZSTD_isError(size) == 0);
  frame.resize(size);
  return frame;
}

ByteBuffer decompress(ByteView frame, std::size_t size_bytes_max) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > size_bytes_max)
    throw Error(ErrorCode::corrupt, "a compressed piece is damaged", {},
                "restore the case from a backup");
  ByteBuffer bytes(static_cast<std::size_t>(size));
  if (ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size()) != bytes.size())
    throw Error(ErrorCode::corrupt, "a compressed piece is damaged", {},
                "restore the case from a backup");
  return bytes;
}

}  // namespace hearim
