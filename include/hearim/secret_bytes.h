// Bytes that must not outlive their use: a passphrase, a key. They lie in memory that is locked
// against swapping where the system allows it, between guard pages, left out of core dumps, and
// wiped when the value goes. Move-only. Thread-compatible.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hearim {

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size_bytes);  // zeros
  static SecretBytes copy_of(std::span<const std::uint8_t> bytes);
  static SecretBytes copy_of(std::string_view text);
  static SecretBytes random(std::size_t size_bytes);

  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  SecretBytes clone() const { return copy_of(bytes()); }
  std::span<std::uint8_t> bytes() { return {data_, size_bytes_}; }
  std::span<const std::uint8_t> bytes() const { return {data_, size_bytes_}; }
  std::size_t size_bytes() const { return size_bytes_; }
  bool empty() const { return size_bytes_ == 0; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_bytes_ = 0;
};

// For main, first of all: no core dumps, and no other process of the same user may read this
// one's memory. Says nothing when the system refuses; it is a second line.
void forbid_core_dumps();

}  // namespace hearim
