// The contents of items: docs/formats/case.md, "Blobs". Small ones lie in the database, larger
// ones each in a file of blobs/, encrypted under a key of their own in chunks of 64 KiB, padded,
// and named by a keyed hash of their SHA-256, so that a name tells nobody which document it is.
//
// Streaming, in constant memory. receive() leaves a flushed file under a passing name; keep()
// names it, and sync_names() makes the names durable; only then may the database refer to it.
// Errors: as the file system; Error(corrupt) for content that is not what was kept.
// Thread-compatible.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "casefile/bytes.h"
#include "casefile/file_system.h"
#include "casefile/planted_fault.h"
#include "hearim/case.h"
#include "hearim/secret_bytes.h"

namespace hearim {

inline constexpr std::size_t kBlobChunkSize = 65536;

class BlobStore {
 public:
  struct Received {
    Sha256Digest sha256{};
    std::uint64_t size_bytes = 0;
    std::unique_ptr<WipedBuffer> content;  // when small
    SecretBytes key;                       // of the file, when not
    std::string incoming;                  // its passing name
  };
  struct Kept {
    Sha256Digest sha256{};
    std::uint64_t size_bytes = 0;
    const SecretBytes* key = nullptr;
  };

  // REQUIRES: `files` outlives it; a key of 32 bytes for the names.
  BlobStore(FileSystem& files, std::string folder, SecretBytes name_key,
            std::size_t inline_size_max, PlantedFault fault);

  Received receive(const ByteSource& source);
  void discard(const Received& received) noexcept;
  void keep(const Received& received);
  void sync_names();
  void remove(const Sha256Digest& sha256);

  void read(const Kept& kept, const ByteSink& sink) const;
  // A part, which authenticates by its chunks and not by the whole content's hash.
  void read_part(const Kept& kept, std::uint64_t offset, std::uint64_t size_bytes,
                 const ByteSink& sink) const;
  std::string name_of(const Sha256Digest& sha256) const;
  void remove_incoming();  // what an interrupted receive() left
  std::vector<std::string> names() const;

 private:
  std::string path_of(const Sha256Digest& sha256) const { return folder_ + "/" + name_of(sha256); }

  FileSystem& files_;
  std::string folder_;
  SecretBytes name_key_;
  std::size_t inline_size_max_;
  PlantedFault fault_;
};

}  // namespace hearim
