#include "verify/tar_reader.h"

#include <algorithm>

namespace hearim_verify {
namespace {

constexpr std::size_t kBlock = 512;
using Header = std::array<std::uint8_t, kBlock>;

bool all_zero(const Header& header) {
  return std::all_of(header.begin(), header.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::uint64_t number_at(const Header& header, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  if (header[at] == 0x80) {  // base 256
    for (std::size_t i = at + 1; i < at + width; ++i) {
      if (value >> 55 != 0) throw Wrong("the archive has a file of an impossible size");
      value = value << 8 | header[i];
    }
    return value;
  }
  std::size_t i = at;
  for (; i < at + width && header[i] >= '0' && header[i] <= '7'; ++i)
    value = value << 3 | (header[i] - '0');
  if (i == at || (i < at + width && header[i] != 0 && header[i] != ' '))
    throw Wrong("the archive has a number that is none");
  return value;
}

}  // namespace

bool TarReader::fill(std::span<std::uint8_t> into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const std::size_t got = source_(into.subspan(filled));
    if (got == 0) break;
    filled += got;
  }
  if (filled == 0) return false;
  if (filled < into.size()) throw Wrong("the archive is cut short");
  return true;
}

std::optional<TarReader::File> TarReader::next() {
  std::array<std::uint8_t, 65536> skipped{};
  while (left_ > 0) read(skipped);
  if (padding_ > 0 && !fill(std::span(skipped).first(padding_)))
    throw Wrong("the archive is cut short");
  padding_ = 0;
  Header header{};
  if (!fill(header)) throw Wrong("the archive is cut short: it has no end");
  if (all_zero(header)) {
    if (!fill(header) || !all_zero(header)) throw Wrong("the archive's end is not one");
    while (const std::size_t got = source_(skipped))
      if (std::any_of(skipped.begin(), skipped.begin() + static_cast<std::ptrdiff_t>(got),
                      [](std::uint8_t byte) { return byte != 0; }))
        throw Wrong("the archive goes on after its end");
    return std::nullopt;
  }
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) sum += i >= 148 && i < 156 ? ' ' : header[i];
  if (sum != number_at(header, 148, 8)) throw Wrong("the archive has a damaged header");
  if (header[156] != '0' && header[156] != 0)
    throw Wrong("the archive holds something that is not a plain file");
  if (header[345] != 0) throw Wrong("the archive holds a name that is too long");
  const auto end = std::find(header.begin(), header.begin() + 100, 0);
  file_.name.assign(header.begin(), end);
  file_.size = left_ = number_at(header, 124, 12);
  padding_ = (kBlock - file_.size % kBlock) % kBlock;
  return file_;
}

std::size_t TarReader::read(std::span<std::uint8_t> into) {
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, into.size()));
  if (wanted == 0) return 0;
  if (!fill(into.first(wanted))) throw Wrong("the archive is cut short");
  left_ -= wanted;
  return wanted;
}

std::string TarReader::read_all(std::size_t size_max) {
  if (file_.size > size_max)
    throw Wrong(file_.name + " has " + std::to_string(file_.size) + " bytes; at most " +
                std::to_string(size_max) + " belong there");
  std::string bytes(static_cast<std::size_t>(file_.size), '\0');
  std::size_t at = 0;
  while (at < bytes.size())
    at += read({reinterpret_cast<std::uint8_t*>(bytes.data()) + at, bytes.size() - at});
  return bytes;
}

}  // namespace hearim_verify
