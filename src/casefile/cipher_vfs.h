// SQLite's way to the disk: a virtual file system that hands its database and its write-ahead log
// to EncryptedFile, keeps what is temporary in wiped memory, and opens nothing else. No journal
// (the case is WAL only), no shared memory (locking_mode=EXCLUSIVE), no loading of code.
//
// An exception of the file system is kept, SQLite is told of an I/O error, and whoever called
// SQLite asks for the exception: take_failure(). REQUIRES: outlives the connections that use it.
// Thread-compatible, as its one connection is.
#pragma once

#include <exception>
#include <memory>
#include <string>

#include "casefile/block_cipher.h"
#include "casefile/file_system.h"

namespace hearim {

class CipherVfs {
 public:
  // REQUIRES: `files` and `cipher` outlive it.
  CipherVfs(FileSystem& files, const BlockCipher& cipher, PlantedFault fault = PlantedFault::none);
  ~CipherVfs();
  CipherVfs(const CipherVfs&) = delete;
  CipherVfs& operator=(const CipherVfs&) = delete;

  const std::string& name() const;  // for sqlite3_open_v2
  // The first exception since the last call; null when there was none.
  std::exception_ptr take_failure();

  struct State;  // internal

 private:
  std::unique_ptr<State> state_;
};

}  // namespace hearim
