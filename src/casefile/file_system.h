// The one seam between a case and the disk. Everything a case reads or writes goes through these
// two interfaces, so that the tests can put a disk under it that loses power at any call.
//
// Two implementations: PosixFileSystem, and SimulatedDisk of the tests.
//
// What may be relied on after a power cut is only what POSIX promises: bytes of a file are there
// once sync() of that file returned; a name (created, removed, renamed) once sync_folder() of its
// folder returned; rename() is atomic. Anything else may be there, in part, in any order.
//
// Errors: Error with the path as its subject; not_found (open, rename, remove of what is not
// there), conflict (create_new of what is), io (everything else). After a failed sync() the
// caller must take the bytes written since the last one as lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "casefile/bytes.h"

namespace hearim {

class File {
 public:
  virtual ~File() = default;
  // Fewer bytes than asked for only at the end of the file.
  virtual std::size_t read_at(std::uint64_t offset, std::span<std::uint8_t> out) = 0;
  virtual void write_at(std::uint64_t offset, ByteView bytes) = 0;
  virtual void truncate(std::uint64_t size_bytes) = 0;
  virtual void sync() = 0;
  virtual std::uint64_t size_bytes() = 0;
};

enum class OpenMode { read, read_write, create_or_open, create_new };

// Held as long as it lives.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual std::unique_ptr<File> open(const std::string& path, OpenMode mode) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual void remove(const std::string& path) = 0;  // a file, or an empty folder
  virtual void rename(const std::string& from, const std::string& to) = 0;
  virtual void make_folder(const std::string& path) = 0;
  virtual void sync_folder(const std::string& path) = 0;
  virtual std::vector<std::string> list_folder(const std::string& path) = 0;  // sorted names
  // Nothing when another program holds the lock. The file must exist.
  virtual std::unique_ptr<FileLock> try_lock(const std::string& path) = 0;
};

// "a/b" -> "a"; "b" -> "."; "/b" -> "/".
std::string folder_of(const std::string& path);

ByteBuffer read_whole(FileSystem& files, const std::string& path, std::uint64_t size_bytes_max);

enum class Durability { name_may_lag, durable };

// Either the old file or the whole new one, never half of either. `name_may_lag`: after a power
// cut it may be the old one still.
void replace_file(FileSystem& files, const std::string& path, ByteView bytes,
                  Durability durability = Durability::durable);

}  // namespace hearim
