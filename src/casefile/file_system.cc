#include "casefile/file_system.h"

#include <fmt/format.h>

#include "hearim/error.h"

namespace hearim {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

ByteBuffer read_whole(FileSystem& files, const std::string& path, std::uint64_t size_bytes_max) {
  const auto file = files.open(path, OpenMode::read);
  const std::uint64_t size = file->size_bytes();
  if (size > size_bytes_max)
    throw Error(ErrorCode::corrupt,
                fmt::format("has {} bytes; at most {} belong here", size, size_bytes_max),
                {.file = path});
  ByteBuffer bytes(size);
  bytes.resize(file->read_at(0, bytes));
  return bytes;
}

void replace_file(FileSystem& files, const std::string& path, ByteView bytes,
                  Durability durability) {
  const std::string staged = path + ".new";
  {
    const auto file = files.open(staged, OpenMode::create_or_open);
    file->truncate(0);
    file->write_at(0, bytes);
    file->sync();
  }
  files.rename(staged, path);
  if (durability == Durability::durable) files.sync_folder(folder_of(path));
}

}  // namespace hearim
