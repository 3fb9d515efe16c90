// Bytes of a text file -> UTF-8.
//
// In this order: a byte-order mark decides (UTF-8, UTF-16, UTF-32, GB18030); valid UTF-8 without
// NUL is UTF-8; NUL bytes mean UTF-16 without a mark, where that reads as text, or else binary; the
// rest is guessed (see encoding_guess.h) and said in a note. UTF-8 with a few damaged places is
// never read as something else: a table is refused (a name would be changed), a document is read
// with each damaged byte as U+FFFD and a note that names the first. Only the guess and the
// conversion touch ICU, so that plain UTF-8 costs one pass over the bytes.
//
// Throws Error(invalid_input): binary, with the byte's offset; an invalid sequence, with line and
// byte. `source` is the file's name, for these messages.
#pragma once

#include <string>
#include <vector>

namespace hearim {

struct DecodedText {
  std::string text;      // valid UTF-8, without byte-order mark and NUL
  std::string encoding;  // "UTF-8", "UTF-16LE", "windows-949", ...
  std::vector<std::string> notes;
};

enum class TextUse { table, document };

DecodedText decode_text(std::string bytes, const std::string& source, TextUse use = TextUse::table);

}  // namespace hearim
