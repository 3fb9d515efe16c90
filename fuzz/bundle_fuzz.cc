// hearim-verify: any bytes as a bundle, and any bytes as an age file, are answered, never believed.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "verify/age_reader.h"
#include "verify/bundle_check.h"

namespace {

hearim_verify::Source source_of(const std::uint8_t* data, std::size_t size) {
  return [data, size, at = std::size_t{0}](std::span<std::uint8_t> into) mutable {
    const std::size_t taken = std::min(into.size(), size - at);
    if (taken > 0) std::memcpy(into.data(), data + at, taken);
    at += taken;
    return taken;
  };
}

// A tar header around each piece the fuzzer gives: first byte the name, second the size.
std::string as_archive(const std::uint8_t* data, std::size_t size) {
  constexpr const char* kNames[] = {
      "hearim-bundle",  "key",          "checkpoint",   "kept/checkpoint",   "kept/proof",
      "item/1/entry",   "item/1/proof", "item/1/salts", "item/1/name",       "item/1/content.txt",
      "item/2/content", "log/entries",  "log/leaves",   "READ-ME-FIRST.txt", "item/x/y"};
  std::string tar;
  while (size >= 2) {
    const std::string name = kNames[data[0] % std::size(kNames)];
    const std::size_t length = std::min<std::size_t>(data[1] * 2u, size - 2);
    std::string header(512, '\0');
    header.replace(0, name.size(), name);
    char octal[13];
    std::snprintf(octal, sizeof octal, "%011zo", length);
    header.replace(124, 11, octal);
    header[156] = '0';
    unsigned sum = 8 * ' ';
    for (const char c : header) sum += static_cast<unsigned char>(c);
    std::snprintf(octal, sizeof octal, "%06o", sum & 0777777);
    header.replace(148, 6, octal);
    header[155] = ' ';
    tar += header;
    tar.append(reinterpret_cast<const char*>(data) + 2, length);
    tar.append((512 - length % 512) % 512, '\0');
    data += 2 + length;
    size -= 2 + length;
  }
  return tar + std::string(1024, '\0');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hearim_verify;
  if (check_bundle(source_of(data, size), {}).wrong.empty()) std::abort();
  const std::string tar = as_archive(data, size);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(tar.data());
  if (check_bundle(source_of(bytes, tar.size()), {}).wrong.empty()) std::abort();
  try {
    AgeKeys keys;
    keys.identities.emplace_back();
    keys.identities[0].fill(7);
    const std::string file =
        std::string(kAgeFirstLine) + std::string(reinterpret_cast<const char*>(data), size);
    const Source plain =
        open_age(source_of(reinterpret_cast<const std::uint8_t*>(file.data()), file.size()), keys);
    std::array<std::uint8_t, 100> piece{};
    while (plain(piece) > 0) {
    }
  } catch (const Wrong&) {
  } catch (const Cannot&) {
  }
  return 0;
}
