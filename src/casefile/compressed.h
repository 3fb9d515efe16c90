// Zstandard (RFC 8878) for what lies in the database in pieces: blocks of rows, texts, maps. One
// frame each, with its size in its header. Only our own, authenticated bytes are unpacked with it.
#pragma once

#include <memory>

#include "casefile/bytes.h"

struct ZSTD_CCtx_s;

namespace hearim {

// Keeps its working memory from one piece to the next. Thread-compatible.
class Compressor {
 public:
  Compressor();
  ~Compressor();
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ByteBuffer compress(ByteView bytes);

 private:
  ZSTD_CCtx_s* context_;
};

// Throws Error(corrupt) for what is no whole frame, or says it holds more than `size_bytes_max`.
ByteBuffer decompress(ByteView frame, std::size_t size_bytes_max);

}  // namespace hearim
