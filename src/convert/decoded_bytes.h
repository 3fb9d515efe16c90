// Bytes of a document -> UTF-8, and for each character the bytes it came from.
//
// The encoding is found as for tables (table/text_encoding.h), but nothing is refused for damage:
// an invalid byte becomes U+FFFD, is counted, and said in a note. A byte 0 means that this is no
// text, unless the bytes are UTF-16 or UTF-32.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/convert.h"

namespace hearim {

struct DecodedBytes {
  std::string text;  // valid UTF-8 without NUL and byte-order mark
  std::uint32_t code_points = 0;
  std::string encoding;
  std::vector<std::string> notes;
  std::vector<TextRun> runs;  // of source bytes
};

// Nothing: this is no text. `stated` is an encoding the document names itself, tried after a
// byte-order mark and before the guess; empty if it names none. REQUIRES: fewer than 2^31 bytes.
// Throws Error(limit) where characters of one width follow those of another more than
// kByteRunsMax times: the map would need more memory than a document is given.
inline constexpr std::size_t kByteRunsMax = std::size_t{8} << 20;
std::optional<DecodedBytes> decode_bytes(std::string_view bytes, const std::string& stated = {});

}  // namespace hearim
