// Views of bytes, whole numbers in a stated byte order, and wiped scratch memory.
#pragma once

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

using ByteView = std::span<const std::uint8_t>;
using ByteBuffer = std::vector<std::uint8_t>;

inline ByteView view_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Little-endian: the byte order of every number in a case's own files, except where a published
// format (WAL, signed note, Merkle leaf) says otherwise.
template <typename Number>
void put_le(std::span<std::uint8_t> out, std::size_t offset, Number value) {
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    out[offset + i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
}

template <typename Number>
Number get_le(ByteView in, std::size_t offset) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    value |= static_cast<std::uint64_t>(in[offset + i]) << (8 * i);
  return static_cast<Number>(value);
}

// Scratch memory for plaintext, wiped when it goes.
class WipedBuffer {
 public:
  explicit WipedBuffer(std::size_t size) : bytes_(size) {}
  ~WipedBuffer() { sodium_memzero(bytes_.data(), bytes_.size()); }
  WipedBuffer(const WipedBuffer&) = delete;
  WipedBuffer& operator=(const WipedBuffer&) = delete;

  std::span<std::uint8_t> bytes() { return bytes_; }
  ByteView bytes() const { return bytes_; }
  std::uint8_t* data() { return bytes_.data(); }
  const std::uint8_t* data() const { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  ByteBuffer bytes_;
};

}  // namespace hearim
