// Names of people in words that are to be published, found so that they can be left out.
//
// First everything that may be published is considered; then every name that must not be is
// learned, a name at a time, so that lists of any length can be passed through in constant memory;
// then find() says where in a text one of them stands. Names are compared by their words with
// case, marks, letter variants and punctuation removed (text/letter_folding.h): "KIM Min-ji" is
// "Kim Min Ji". In scripts without spaces any run of characters inside a longer one is found, and
// an Arabic word also behind a one-letter prefix.
//
// A single word in a script with cases is a name only where the text writes it with a capital or
// with digits. Collisions of the hash can only leave out more. Thread-compatible.
// Not for spellings the case does not hold: a romanisation that stands nowhere is not known.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "hearim/read.h"

namespace hearim {

class PageMask {
 public:
  void consider(std::u32string_view text);
  void consider(std::string_view utf8) { consider(decode_text(utf8)); }

  // The name as a whole.
  void learn(std::string_view name);
  // And each of its words of three letters or more (two where a word is written without spaces).
  void learn_with_parts(std::string_view name);

  // In order, apart from each other.
  std::vector<TextSpan> find(std::u32string_view text) const;

  std::string masked(std::string_view utf8) const;  // each name found as kMaskedPerson

 private:
  std::unordered_set<std::uint64_t> considered_, names_;
};

inline constexpr std::string_view kMaskedPerson = "[person]";

}  // namespace hearim
