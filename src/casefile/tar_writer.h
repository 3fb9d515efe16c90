// Writes a tar archive (POSIX.1-1988 ustar) as a stream: plain files with short names, sizes above
// 8 GiB in the base-256 form that GNU tar, bsdtar and Python read. Everything else about a file
// (times, owners) is the same for all, so that an archive says nothing but its contents.
#pragma once

#include <cstdint>
#include <string_view>

#include "casefile/bytes.h"
#include "hearim/case.h"

namespace hearim {

class TarWriter {
 public:
  explicit TarWriter(ByteSink sink) : sink_(std::move(sink)) {}

  void add(std::string_view name, ByteView bytes);
  // Then write() exactly that many bytes, in any pieces. REQUIRES: a name of at most 100 bytes.
  void begin(std::string_view name, std::uint64_t size_bytes);
  void write(ByteView bytes);
  void finish();  // once, last

 private:
  ByteSink sink_;
  std::uint64_t left_ = 0;
  std::uint64_t padding_ = 0;
};

}  // namespace hearim
