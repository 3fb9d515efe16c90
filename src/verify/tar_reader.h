// A tar archive as a bundle has it: plain files, ustar, read as a stream. Anything else in it is
// refused, so that two readers cannot see two different archives.
#pragma once

#include "verify/bytes.h"

namespace hearim_verify {

class TarReader {
 public:
  explicit TarReader(Source source) : source_(std::move(source)) {}

  // The next file's name and size; nothing at the archive's end. What was not read of the one
  // before is skipped. Throws Wrong.
  struct File {
    std::string name;
    std::uint64_t size = 0;
  };
  std::optional<File> next();

  // Of the file that next() named: 0 at its end.
  std::size_t read(std::span<std::uint8_t> into);
  // All of it; throws Wrong above `size_max`.
  std::string read_all(std::size_t size_max);

 private:
  bool fill(std::span<std::uint8_t> into);  // false at a clean end

  Source source_;
  File file_;
  std::uint64_t left_ = 0, padding_ = 0;
};

}  // namespace hearim_verify
