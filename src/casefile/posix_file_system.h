// The real disk. Files are made readable by their owner alone. Interrupted calls are repeated,
// short reads and writes continued.
#pragma once

#include "casefile/file_system.h"

namespace hearim {

class PosixFileSystem : public FileSystem {
 public:
  std::unique_ptr<File> open(const std::string& path, OpenMode mode) override;
  bool exists(const std::string& path) override;
  void remove(const std::string& path) override;
  void rename(const std::string& from, const std::string& to) override;
  void make_folder(const std::string& path) override;
  void sync_folder(const std::string& path) override;
  std::vector<std::string> list_folder(const std::string& path) override;
  std::unique_ptr<FileLock> try_lock(const std::string& path) override;
};

}  // namespace hearim
