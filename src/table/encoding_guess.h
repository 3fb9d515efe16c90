// Which encoding are these bytes in, when they are not UTF-8? A ranking, best first.
//
// ICU's detector (ucsdet) knows letter and syllable frequencies, but needs more text than the
// header row of a table: for a Korean header of six syllables it says "English, ISO-8859-1". So
// its confidence (0 to 100) is corrected by what the bytes' structure says even of short text:
//   - Latin letters beyond ASCII stand alone among ASCII letters ("M\xFCller"); when most high
//     bytes stand side by side, Latin loses;
//   - in EUC-KR and GB18030 high bytes come in pairs; Korean syllables all begin with B0-C8,
//     which common Chinese characters do only six times in ten;
//   - Arabic in windows-1256 uses some forty byte values, all of them letters.
// Not for telling single-byte Latin encodings apart with certainty: nobody can, hence the note.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearim {

struct EncodingGuess {
  std::string name;  // ICU's name of the converter
  int score = 0;
};

std::vector<EncodingGuess> guess_encodings(std::string_view bytes);

// "Korean" for windows-949; empty where the name says nothing about the script.
std::string_view encoding_script(std::string_view name);

}  // namespace hearim
