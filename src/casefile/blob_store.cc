// Implements docs/formats/case.md, "Blobs": the STREAM construction (Hoang, Reyhanitabar, Rogaway
// & Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015):
// chunk i of n has the nonce (i, whether it is the last), so chunks cannot be swapped, left out,
// repeated, or the file cut. Nonces that count are safe because every file has a key of its own,
// used for it alone.
#include "casefile/blob_store.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "casefile/padded_size.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::string_view kDomain = "hearim-blob-1";
constexpr std::string_view kIncoming = "incoming-";
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kStoredChunkSize = kBlobChunkSize + kTagSize;
constexpr std::size_t kLengthSize = 8;  // the content's size ends the padded plaintext
constexpr std::size_t kKeyBytes = 32;

std::array<std::uint8_t, 24> chunk_nonce(std::uint64_t index, bool is_last) {
  std::array<std::uint8_t, 24> nonce{};
  put_le(nonce, 15, index);
  nonce[23] = is_last ? 1 : 0;
  return nonce;
}

std::string hex_of(ByteView bytes) {
  std::string hex;
  for (const std::uint8_t byte : bytes) hex += fmt::format("{:02x}", byte);
  return hex;
}

// Cuts a stream into sealed chunks. The last chunk must be known as such, so one is held back.
class ChunkWriter {
 public:
  ChunkWriter(File& file, const SecretBytes& key) : file_(file), key_(key) {}

  // What is to be written next goes here; never empty.
  std::span<std::uint8_t> room() {
    if (fill_ == kBlobChunkSize) flush(false);
    return chunk_.bytes().subspan(fill_);
  }
  void filled(std::size_t size) {
    CHECK(size <= kBlobChunkSize - fill_);
    fill_ += size;
    total_ += size;
  }

  void write(ByteView bytes) {
    while (!bytes.empty()) {
      const std::span<std::uint8_t> into = room();
      const std::size_t taken = std::min(bytes.size(), into.size());
      std::memcpy(into.data(), bytes.data(), taken);
      filled(taken);
      bytes = bytes.subspan(taken);
    }
  }

  void finish() {
    const std::uint64_t content = total_;
    std::uint64_t zeros = padded_size(content + kLengthSize) - content - kLengthSize;
    static constexpr std::array<std::uint8_t, 4096> kZeros{};
    while (zeros > 0) {
      const std::size_t part = std::min<std::uint64_t>(zeros, kZeros.size());
      write(ByteView(kZeros).first(part));
      zeros -= part;
    }
    std::array<std::uint8_t, kLengthSize> length{};
    put_le(length, 0, content);
    write(length);
    flush(true);
  }

 private:
  void flush(bool is_last) {
    const auto nonce = chunk_nonce(index_, is_last);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed_.data(), &size, chunk_.data(), fill_,
                                               view_of(kDomain).data(), kDomain.size(), nullptr,
                                               nonce.data(), key_.bytes().data());
    file_.write_at(index_ * kStoredChunkSize, {sealed_.data(), static_cast<std::size_t>(size)});
    ++index_;
    fill_ = 0;
  }

  File& file_;
  const SecretBytes& key_;
  WipedBuffer chunk_{kBlobChunkSize};
  ByteBuffer sealed_ = ByteBuffer(kStoredChunkSize);
  std::size_t fill_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t index_ = 0;
};

// A content's file, chunk by chunk, in any order. Each chunk authenticates with its place.
class ChunkReader {
 public:
  ChunkReader(FileSystem& files, std::string path, const BlobStore::Kept& kept)
      : path_(std::move(path)), kept_(kept) {
    if (!files.exists(path_)) throw damaged("is missing");
    file_ = files.open(path_, OpenMode::read);
    const std::uint64_t padded = padded_size(kept.size_bytes + kLengthSize);
    count_ = (padded + kBlobChunkSize - 1) / kBlobChunkSize;
    if (file_->size_bytes() != padded + count_ * kTagSize) throw damaged("is of the wrong size");
  }

  std::uint64_t count() const { return count_; }

  ByteView read(std::uint64_t index) {
    const std::size_t got = file_->read_at(index * kStoredChunkSize, sealed_);
    const auto nonce = chunk_nonce(index, index + 1 == count_);
    unsigned long long size = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(chunk_.data(), &size, nullptr, sealed_.data(),
                                                   got, view_of(kDomain).data(), kDomain.size(),
                                                   nonce.data(), kept_.key->bytes().data()) != 0)
      throw damaged("is not as it was written: altered, or the disk failed");
    const ByteView plain = std::as_const(chunk_).bytes().first(size);
    if (index + 1 == count_ &&
        get_le<std::uint64_t>(plain, plain.size() - kLengthSize) != kept_.size_bytes)
      throw damaged("is of the wrong length");
    return plain;
  }

  Error damaged(const char* what) const {
    return Error(ErrorCode::corrupt, what, {.file = path_}, "restore the case from a backup");
  }

 private:
  std::string path_;
  const BlobStore::Kept& kept_;
  std::unique_ptr<File> file_;
  std::uint64_t count_ = 0;
  ByteBuffer sealed_ = ByteBuffer(kStoredChunkSize);
  WipedBuffer chunk_{kBlobChunkSize};
};

}  // namespace

BlobStore::BlobStore(FileSystem& files, std::string folder, SecretBytes name_key,
                     std::size_t inline_size_max, PlantedFault fault)
    : files_(files),
      folder_(std::move(folder)),
      name_key_(std::move(name_key)),
      inline_size_max_(inline_size_max),
      fault_(fault) {}

BlobStore::Received BlobStore::receive(const ByteSource& source) {
  Received received;
  Sha256 hash;
  WipedBuffer head(inline_size_max_ + 1);  // one more than what stays small
  std::size_t head_size = 0;
  while (head_size < head.size()) {
    const std::size_t got = source(head.bytes().subspan(head_size));
    CHECK(got <= head.size() - head_size);
    if (got == 0) break;
    head_size += got;
  }
  hash.update(text_of(std::as_const(head).bytes().first(head_size)));
  if (head_size <= inline_size_max_) {
    received.size_bytes = head_size;
    received.sha256 = hash.finish();
    received.content = std::make_unique<WipedBuffer>(head_size);
    std::copy_n(head.data(), head_size, received.content->data());
    return received;
  }
  std::array<std::uint8_t, 16> random{};
  randombytes_buf(random.data(), random.size());
  received.incoming = fmt::format("{}/{}{}", folder_, kIncoming, hex_of(random));
  received.key = SecretBytes::random(kKeyBytes);
  try {
    const auto file = files_.open(received.incoming, OpenMode::create_new);
    ChunkWriter writer(*file, received.key);
    writer.write(std::as_const(head).bytes().first(head_size));
    received.size_bytes = head_size;
    for (;;) {
      const std::span<std::uint8_t> into = writer.room();
      const std::size_t got = source(into);
      if (got == 0) break;
      writer.filled(got);
      hash.update(text_of(ByteView(into).first(got)));
      received.size_bytes += got;
    }
    writer.finish();
    if (fault_ != PlantedFault::drop_blob_sync) file->sync();
  } catch (...) {
    discard(received);
    throw;
  }
  received.sha256 = hash.finish();
  return received;
}

void BlobStore::discard(const Received& received) noexcept {
  if (received.incoming.empty()) return;
  try {
    if (files_.exists(received.incoming)) files_.remove(received.incoming);
  } catch (...) {
    // Left behind: unreadable, for its key is gone; removed when the case is next opened.
  }
}

void BlobStore::keep(const Received& received) {
  if (!received.incoming.empty()) files_.rename(received.incoming, path_of(received.sha256));
}

void BlobStore::sync_names() {
  if (fault_ != PlantedFault::drop_folder_sync) files_.sync_folder(folder_);
}

void BlobStore::remove(const Sha256Digest& sha256) { files_.remove(path_of(sha256)); }

std::string BlobStore::name_of(const Sha256Digest& sha256) const {
  std::array<std::uint8_t, 32> name{};
  crypto_generichash(name.data(), name.size(), sha256.data(), sha256.size(),
                     name_key_.bytes().data(), name_key_.size_bytes());
  return hex_of(name);
}

void BlobStore::read(const Kept& kept, const ByteSink& sink) const {
  ChunkReader chunks(files_, path_of(kept.sha256), kept);
  Sha256 hash;
  std::uint64_t left = kept.size_bytes;
  for (std::uint64_t index = 0; index < chunks.count(); ++index) {
    const ByteView plain = chunks.read(index);
    const ByteView content = plain.first(std::min<std::uint64_t>(left, plain.size()));
    left -= content.size();
    if (content.empty()) continue;
    hash.update(text_of(content));
    sink(content);
  }
  if (hash.finish() != kept.sha256) throw chunks.damaged("is not the content that was received");
}

void BlobStore::read_part(const Kept& kept, std::uint64_t offset, std::uint64_t size_bytes,
                          const ByteSink& sink) const {
  ChunkReader chunks(files_, path_of(kept.sha256), kept);
  if (offset >= kept.size_bytes) return;
  const std::uint64_t end = offset + std::min(size_bytes, kept.size_bytes - offset);
  while (offset < end) {
    const std::uint64_t index = offset / kBlobChunkSize, begin = index * kBlobChunkSize;
    const ByteView plain = chunks.read(index);
    const std::uint64_t stop = std::min<std::uint64_t>(end, begin + plain.size());
    sink(plain.subspan(offset - begin, stop - offset));
    offset = stop;
  }
}

void BlobStore::remove_incoming() {
  for (const std::string& name : files_.list_folder(folder_))
    if (name.starts_with(kIncoming)) files_.remove(folder_ + "/" + name);
}

std::vector<std::string> BlobStore::names() const { return files_.list_folder(folder_); }

}  // namespace hearim
