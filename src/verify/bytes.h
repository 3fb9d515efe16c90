// Bytes in and out. This folder is the small program hearim-verify; it shares no code with the
// program that writes cases, so that a mistake there is not repeated here. It uses OpenSSL for
// SHA-256 and libsodium for Ed25519 and age files, and nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hearim_verify {

using Hash = std::array<std::uint8_t, 32>;

// Fills `into` as far as there is more; how many bytes, 0 at the end.
using Source = std::function<std::size_t(std::span<std::uint8_t> into)>;

// What is given is no bundle, or is damaged; the bundle does not hold.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// It cannot be looked at: no such file, no identity that opens it.
struct Cannot : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// SHA-256 of pieces one after the other.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  Sha256& add(std::string_view bytes);
  Hash finish();

 private:
  void* context_;
};

std::string hex_of(const Hash& hash);
std::optional<std::string> from_hex(std::string_view text);
// Strict: one spelling for each value. `padded`: with '=' to a multiple of four.
std::optional<std::string> from_base64(std::string_view text, bool padded);
inline std::string_view text_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
// The number, if the text is its decimal spelling and nothing else.
std::optional<std::uint64_t> from_decimal(std::string_view text);
// Takes the text up to the next newline off the front; nothing when there is no newline.
std::optional<std::string_view> take_line(std::string_view& text);

}  // namespace hearim_verify
