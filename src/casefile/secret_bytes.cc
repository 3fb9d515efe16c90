#include "hearim/secret_bytes.h"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstring>
#include <utility>

#include "casefile/sodium_ready.h"
#include "hearim/error.h"

namespace hearim {

SecretBytes::SecretBytes(std::size_t size_bytes) : size_bytes_(size_bytes) {
  if (size_bytes == 0) return;
  sodium_ready();
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size_bytes));
  if (data_ == nullptr)
    throw Error(ErrorCode::limit, "no protected memory is left for keys", {},
                "close other programs, or raise the limit on locked memory (ulimit -l)");
  std::memset(data_, 0, size_bytes);
}

SecretBytes SecretBytes::copy_of(std::span<const std::uint8_t> bytes) {
  SecretBytes copy(bytes.size());
  if (!bytes.empty()) std::memcpy(copy.data_, bytes.data(), bytes.size());
  return copy;
}

SecretBytes SecretBytes::copy_of(std::string_view text) {
  SecretBytes copy(text.size());
  if (!text.empty()) std::memcpy(copy.data_, text.data(), text.size());
  return copy;
}

SecretBytes SecretBytes::random(std::size_t size_bytes) {
  SecretBytes bytes(size_bytes);
  randombytes_buf(bytes.data_, size_bytes);
  return bytes;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_bytes_(std::exchange(other.size_bytes_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    sodium_free(data_);
    data_ = std::exchange(other.data_, nullptr);
    size_bytes_ = std::exchange(other.size_bytes_, 0);
  }
  return *this;
}

SecretBytes::~SecretBytes() { sodium_free(data_); }  // wipes

void forbid_core_dumps() {
  const rlimit none{0, 0};
  static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
  static_cast<void>(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

}  // namespace hearim
