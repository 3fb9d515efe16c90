// What SQLite sees as its database and its write-ahead log, kept as sealed 4096-byte blocks:
// docs/formats/case.md, "case.db" and "case.db-wal".
//
// A database page of 4096 bytes ends in 64 reserved bytes that SQLite leaves alone (and that must
// be zero), so its 4032 bytes of content fit one block. A frame of the log, 24 bytes of header and
// one page, fits one block exactly: no two frames share a sector, so a write that is torn by a
// power cut cannot damage a frame that was committed before.
//
// A block that does not authenticate is data loss, with two exceptions that recovery rests on: the
// read of the first 100 bytes of a database is short (SQLite then takes page 1 from the log), and
// a frame read whole, which only recovery does, is zeros (SQLite ends the log there).
//
// Errors: what the file system throws; Error(corrupt) naming the block. After a failed sync every
// later write and sync fails, until the file is opened again: what the kernel dropped then cannot
// be known. Thread-compatible.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "casefile/block_cipher.h"
#include "casefile/file_system.h"

namespace hearim {

inline constexpr std::size_t kPageSize = kBlockSize;
inline constexpr std::size_t kPageReserved = 64;
inline constexpr std::size_t kPageContent = kPageSize - kPageReserved;
inline constexpr std::size_t kWalHeaderSize = 32;
inline constexpr std::size_t kFrameHeaderSize = 24;
inline constexpr std::size_t kFrameSize = kFrameHeaderSize + kPageSize;
static_assert(kFrameHeaderSize + kPageContent == kBlockPayloadSize);

enum class ReadResult { whole, short_at_end };

// What both share: blocks in and out, and the flush.
class EncryptedFile {
 public:
  EncryptedFile(FileSystem& files, std::string path, OpenMode mode, const BlockCipher& cipher,
                FileRole role, PlantedFault fault);
  virtual ~EncryptedFile();
  EncryptedFile(const EncryptedFile&) = delete;
  EncryptedFile& operator=(const EncryptedFile&) = delete;

  // Offsets and sizes as SQLite sees them. What lies past the end reads as zeros.
  virtual ReadResult read(std::uint64_t offset, std::span<std::uint8_t> out) = 0;
  virtual void write(std::uint64_t offset, ByteView bytes) = 0;
  virtual void truncate(std::uint64_t size_bytes) = 0;
  virtual void sync();
  virtual std::uint64_t size_bytes() = 0;

 protected:
  std::uint64_t block_count() { return file_->size_bytes() / kBlockSize; }
  bool ends_in_part_of_a_block() { return file_->size_bytes() % kBlockSize != 0; }
  void truncate_blocks(std::uint64_t count);
  enum class BlockState { good, damaged, past_end };
  BlockState load(std::uint64_t number);  // into payload_
  void store(std::uint64_t number);       // from payload_
  [[noreturn]] void damaged(std::uint64_t number) const;
  std::span<std::uint8_t, kBlockPayloadSize> payload() { return payload_; }
  PlantedFault fault() const { return fault_; }
  bool drops_sync() const;

 private:
  FileSystem& files_;
  std::string path_;
  std::unique_ptr<File> file_;
  const BlockCipher& cipher_;
  FileRole role_;
  PlantedFault fault_;
  bool folder_synced_;  // the file's own name must outlast a power cut, too
  bool sync_failed_ = false;
  std::array<std::uint8_t, kBlockSize> block_{};
  std::array<std::uint8_t, kBlockPayloadSize> payload_{};  // wiped when the file is closed
};

class DatabaseFile : public EncryptedFile {
 public:
  DatabaseFile(FileSystem& files, std::string path, OpenMode mode, const BlockCipher& cipher,
               PlantedFault fault)
      : EncryptedFile(files, std::move(path), mode, cipher, FileRole::database, fault) {}

  ReadResult read(std::uint64_t offset, std::span<std::uint8_t> out) override;
  void write(std::uint64_t offset, ByteView bytes) override;
  void truncate(std::uint64_t size_bytes) override;
  std::uint64_t size_bytes() override { return block_count() * kPageSize; }
  std::vector<std::uint64_t> damaged_blocks();  // reads the whole file

 private:
  void extend_to(std::uint64_t block_count_wanted);
};

class WalFile : public EncryptedFile {
 public:
  WalFile(FileSystem& files, std::string path, OpenMode mode, const BlockCipher& cipher,
          PlantedFault fault)
      : EncryptedFile(files, std::move(path), mode, cipher, FileRole::wal, fault) {}

  ReadResult read(std::uint64_t offset, std::span<std::uint8_t> out) override;
  void write(std::uint64_t offset, ByteView bytes) override;
  void truncate(std::uint64_t size_bytes) override;
  void sync() override;
  std::uint64_t size_bytes() override;

 private:
  // SQLite writes a frame's header, then its page. The header waits here for the page, or, when
  // only the header is rewritten, for the next call that touches another frame.
  struct PendingHeader {
    std::uint64_t frame;
    std::array<std::uint8_t, kFrameHeaderSize> bytes;
  };
  void flush_pending();

  std::optional<PendingHeader> pending_;
};

}  // namespace hearim
