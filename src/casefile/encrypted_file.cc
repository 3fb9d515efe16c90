// Implements docs/formats/case.md, "case.db" and "case.db-wal".
//
// How the log's offsets map, with H = 32 and F = 24 + 4096:
//     [0, H)                    the log's header      block 0
//     [H + i F, + 24)           header of frame i     block i + 1, first 24 bytes of its payload
//     [H + i F + 24, + 4096)    page of frame i       block i + 1, the other 4032, and 64 zeros
#include "casefile/encrypted_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "hearim/error.h"

namespace hearim {
namespace {

void require_reserved_zero(ByteView page) {
  const ByteView reserved = page.last(kPageReserved);
  CHECK(std::all_of(reserved.begin(), reserved.end(), [](std::uint8_t b) { return b == 0; }));
}

}  // namespace

EncryptedFile::EncryptedFile(FileSystem& files, std::string path, OpenMode mode,
                             const BlockCipher& cipher, FileRole role, PlantedFault fault)
    : files_(files),
      path_(std::move(path)),
      cipher_(cipher),
      role_(role),
      fault_(fault),
      folder_synced_(files.exists(path_)) {
  file_ = files.open(path_, mode);
}

EncryptedFile::~EncryptedFile() { sodium_memzero(payload_.data(), payload_.size()); }

bool EncryptedFile::drops_sync() const {
  return (role_ == FileRole::wal && fault_ == PlantedFault::drop_wal_sync) ||
         (role_ == FileRole::database && fault_ == PlantedFault::drop_database_sync);
}

void EncryptedFile::sync() {
  if (drops_sync()) return;
  if (sync_failed_)
    throw Error(ErrorCode::io, "an earlier write to the disk failed", {.file = path_},
                "close the case and open it again");
  try {
    file_->sync();
    if (!folder_synced_) files_.sync_folder(folder_of(path_));
    folder_synced_ = true;
  } catch (...) {
    sync_failed_ = true;
    throw;
  }
}

void EncryptedFile::truncate_blocks(std::uint64_t count) { file_->truncate(count * kBlockSize); }

EncryptedFile::BlockState EncryptedFile::load(std::uint64_t number) {
  const std::size_t got = file_->read_at(number * kBlockSize, block_);
  if (got < kBlockSize) {
    std::memset(payload_.data(), 0, payload_.size());
    return BlockState::past_end;
  }
  return cipher_.open(role_, number, block_, payload_) ? BlockState::good : BlockState::damaged;
}

void EncryptedFile::store(std::uint64_t number) {
  if (sync_failed_)
    throw Error(ErrorCode::io, "an earlier write to the disk failed", {.file = path_},
                "close the case and open it again");
  cipher_.seal(role_, number, payload_, block_);
  file_->write_at(number * kBlockSize, block_);
}

void EncryptedFile::damaged(std::uint64_t number) const {
  throw Error(
      ErrorCode::corrupt,
      fmt::format("block {} is not as it was written: altered, moved, or the disk failed", number),
      {.file = path_}, "restore the case from a backup");
}

ReadResult DatabaseFile::read(std::uint64_t offset, std::span<std::uint8_t> out) {
  const std::uint64_t number = offset / kPageSize;
  const std::size_t begin = offset % kPageSize;
  CHECK(begin + out.size() <= kPageSize);
  std::memset(out.data(), 0, out.size());
  switch (load(number)) {
    case BlockState::past_end:
      return ReadResult::short_at_end;
    case BlockState::damaged:
      if (number == 0 && begin == 0 && out.size() <= 100 &&
          fault() != PlantedFault::torn_page_one_is_an_error)
        return ReadResult::short_at_end;
      damaged(number);
    case BlockState::good:
      break;
  }
  if (begin < kPageContent)
    std::memcpy(out.data(), payload().data() + begin, std::min(out.size(), kPageContent - begin));
  return ReadResult::whole;
}

// Blocks that SQLite skips (a page freed before it was ever written, the page of the locks) are
// sealed zeros, so that every block of the file authenticates.
void DatabaseFile::extend_to(std::uint64_t block_count_wanted) {
  for (std::uint64_t number = block_count(); number < block_count_wanted; ++number) {
    std::memset(payload().data(), 0, payload().size());
    store(number);
  }
}

void DatabaseFile::write(std::uint64_t offset, ByteView bytes) {
  CHECK(offset % kPageSize == 0 && bytes.size() == kPageSize);
  require_reserved_zero(bytes);
  const std::uint64_t number = offset / kPageSize;
  extend_to(number);
  std::memset(payload().data(), 0, payload().size());
  std::memcpy(payload().data(), bytes.data(), kPageContent);
  store(number);
}

void DatabaseFile::truncate(std::uint64_t size_bytes) {
  const std::uint64_t count = (size_bytes + kPageSize - 1) / kPageSize;
  if (count < block_count())
    truncate_blocks(count);
  else
    extend_to(count);
}

std::vector<std::uint64_t> DatabaseFile::damaged_blocks() {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t number = 0; number < block_count(); ++number)
    if (load(number) != BlockState::good) numbers.push_back(number);
  if (ends_in_part_of_a_block()) numbers.push_back(block_count());
  return numbers;
}

std::uint64_t WalFile::size_bytes() {
  flush_pending();
  const std::uint64_t count = block_count();
  return count == 0 ? 0 : kWalHeaderSize + (count - 1) * kFrameSize;
}

ReadResult WalFile::read(std::uint64_t offset, std::span<std::uint8_t> out) {
  flush_pending();
  std::memset(out.data(), 0, out.size());
  const bool in_header = offset < kWalHeaderSize;
  const std::uint64_t number = in_header ? 0 : (offset - kWalHeaderSize) / kFrameSize + 1;
  const std::size_t begin = in_header ? offset : (offset - kWalHeaderSize) % kFrameSize;
  CHECK(begin + out.size() <= (in_header ? kWalHeaderSize : kFrameSize));
  switch (load(number)) {
    case BlockState::past_end:
      return ReadResult::short_at_end;
    case BlockState::damaged:
      // Only recovery reads from the beginning of a frame; zeros there end the log.
      if (begin == 0 && fault() != PlantedFault::torn_wal_block_is_an_error)
        return ReadResult::whole;
      damaged(number);
    case BlockState::good:
      break;
  }
  if (begin < kBlockPayloadSize)
    std::memcpy(out.data(), payload().data() + begin,
                std::min(out.size(), kBlockPayloadSize - begin));
  return ReadResult::whole;
}

void WalFile::flush_pending() {
  if (!pending_) return;
  const PendingHeader header = *pending_;
  pending_.reset();
  if (load(header.frame + 1) != BlockState::good) damaged(header.frame + 1);
  std::memcpy(payload().data(), header.bytes.data(), header.bytes.size());
  store(header.frame + 1);
}

void WalFile::write(std::uint64_t offset, ByteView bytes) {
  if (offset == 0) {
    CHECK(bytes.size() == kWalHeaderSize);
    pending_.reset();  // a new log: what the old one was about to rewrite is gone
    std::memset(payload().data(), 0, payload().size());
    std::memcpy(payload().data(), bytes.data(), bytes.size());
    store(0);
    return;
  }
  CHECK(offset >= kWalHeaderSize);
  const std::uint64_t frame = (offset - kWalHeaderSize) / kFrameSize;
  const std::size_t begin = (offset - kWalHeaderSize) % kFrameSize;
  if (pending_ && pending_->frame != frame) flush_pending();
  if (begin == 0) {
    CHECK(bytes.size() == kFrameHeaderSize);
    pending_ = PendingHeader{frame, {}};
    std::memcpy(pending_->bytes.data(), bytes.data(), bytes.size());
    return;
  }
  CHECK(begin == kFrameHeaderSize && bytes.size() == kPageSize);
  require_reserved_zero(bytes);
  if (pending_) {
    std::memcpy(payload().data(), pending_->bytes.data(), kFrameHeaderSize);
    pending_.reset();  // whether or not the write succeeds
  } else if (load(frame + 1) != BlockState::good) {
    damaged(frame + 1);
  }
  std::memcpy(payload().data() + kFrameHeaderSize, bytes.data(), kPageContent);
  store(frame + 1);
}

void WalFile::truncate(std::uint64_t size_bytes) {
  pending_.reset();
  const std::uint64_t count =
      size_bytes == 0
          ? 0
          : 1 + (size_bytes - std::min(size_bytes, std::uint64_t{kWalHeaderSize})) / kFrameSize;
  if (count < block_count()) truncate_blocks(count);
}

void WalFile::sync() {
  flush_pending();
  EncryptedFile::sync();
}

}  // namespace hearim
