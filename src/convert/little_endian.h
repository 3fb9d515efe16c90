// Numbers of fixed width in the frames between host and jail.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearim {

template <typename Number>
void put_number(std::string& out, Number number) {
  for (std::size_t i = 0; i < sizeof(Number); ++i)
    out += static_cast<char>((static_cast<std::uint64_t>(number) >> (8 * i)) & 0xFF);
}
inline void put_float(std::string& out, float number) {
  put_number(out, std::bit_cast<std::uint32_t>(number));
}
template <typename Size>
void put_text(std::string& out, std::string_view text) {
  put_number(out, static_cast<Size>(text.size()));
  out += text;
}

// Reads what a frame holds; a read past its end gives 0 and sets overrun().
class FrameReader {
 public:
  explicit FrameReader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Number>
  Number number() {
    if (bytes_.size() - at_ < sizeof(Number)) {
      overrun_ = true;
      at_ = bytes_.size();
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
      value |= std::uint64_t{static_cast<unsigned char>(bytes_[at_ + i])} << (8 * i);
    at_ += sizeof(Number);
    return static_cast<Number>(value);
  }
  float real() { return std::bit_cast<float>(number<std::uint32_t>()); }
  template <typename Size>
  std::string_view text() {
    const std::size_t size = number<Size>();
    if (bytes_.size() - at_ < size) {
      overrun_ = true;
      return {};
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  bool at_end() const { return at_ == bytes_.size(); }
  bool overrun() const { return overrun_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool overrun_ = false;
};

}  // namespace hearim
