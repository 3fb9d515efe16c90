// The one place where input files are read: a whole regular file as bytes, or one clear error.
//
// Throws Error with the path as its subject:
//   not_found      nothing is there
//   invalid_input  a folder, a pipe or device, or an empty file
//   io             the operating system refuses (no permission, a failing disk)
//   limit          larger than size_bytes_max
// A file that grows while it is read is taken as far as it goes at the last read.
#pragma once

#include <cstdint>
#include <string>

namespace hearim {

struct FileReadOptions {
  std::uint64_t size_bytes_max = std::uint64_t{4} << 30;
};

std::string read_file_bytes(const std::string& path, const FileReadOptions& options = {});

}  // namespace hearim
