#include "casefile/tar_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace hearim {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kOctalSizeMax = (std::uint64_t{1} << 33) - 1;

}  // namespace

void TarWriter::add(std::string_view name, ByteView bytes) {
  begin(name, bytes.size());
  write(bytes);
}

void TarWriter::begin(std::string_view name, std::uint64_t size_bytes) {
  CHECK(left_ == 0 && name.size() <= 100);
  std::array<std::uint8_t, kBlock> header{};
  const auto put = [&](std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + at);
  };
  put(0, name);
  put(100, "0000600");
  put(108, "0000000");
  put(116, "0000000");
  if (size_bytes <= kOctalSizeMax) {
    put(124, fmt::format("{:011o}", size_bytes));
  } else {
    header[124] = 0x80;
    for (int i = 0; i < 8; ++i) header[135 - i] = static_cast<std::uint8_t>(size_bytes >> (8 * i));
  }
  put(136, "00000000000");
  put(148, "        ");
  header[156] = '0';
  put(257, std::string_view("ustar\00000", 8));
  unsigned sum = 0;
  for (const std::uint8_t byte : header) sum += byte;
  put(148, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
  sink_(header);
  left_ = size_bytes;
  padding_ = (kBlock - size_bytes % kBlock) % kBlock;
}

void TarWriter::write(ByteView bytes) {
  CHECK(bytes.size() <= left_);
  if (!bytes.empty()) sink_(bytes);
  left_ -= bytes.size();
  if (left_ > 0 || padding_ == 0) return;
  const std::array<std::uint8_t, kBlock> zeros{};
  sink_(ByteView(zeros).first(padding_));
  padding_ = 0;
}

void TarWriter::finish() {
  CHECK(left_ == 0);
  const std::array<std::uint8_t, 2 * kBlock> zeros{};
  sink_(zeros);
}

}  // namespace hearim
