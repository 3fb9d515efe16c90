// Names taken out of a text before it leaves: every place where a known name stands is replaced,
// however it is written there.
//
// A name matches with its letters folded (letter_folding.h: case, marks, widths, composed or not),
// whatever stands between its words or nothing ("Kim, Min-ji", "KIM_MINJI"), its words in any order
// (names of up to three words; of longer ones in turn and backwards), two of three or more of its
// words together, and, for names in other scripts than Latin, in customary Latin spellings. In
// scripts with spaces a match begins and ends where a word does (Arabic: after joined particles,
// too); in Hangul and Han it may stand anywhere, as particles are joined to it.
//
// What it does not do: find a name that was not given to it, one word of a name of several, or a
// misspelling. It errs on the side of masking: a Rose of the list masks a rose of the text.
// Pure. Adding costs a few microseconds and 8 to 200 bytes a name; mask() is linear in the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace hearim {

inline constexpr std::string_view kMaskedName = "[name]";

class NameMask {
 public:
  void add(std::string_view name);
  // A number of a person (telephone, passport, e-mail), as it stands; shorter than six letters and
  // digits it is passed over, as it would mask other numbers.
  void add_number(std::string_view number);
  void ready();  // once, after the last name

  // REQUIRES: ready().
  std::string mask(std::string_view utf8) const;
  bool finds(std::string_view utf8) const;
  bool empty() const { return patterns_.empty(); }

 private:
  struct Match {
    std::size_t begin = 0, end = 0;  // bytes
  };
  std::vector<Match> matches(std::string_view utf8) const;
  void add_words(const std::vector<std::u32string>& words);
  void add_spelled(std::string_view name);
  void add_pattern(std::u32string_view letters);

  std::vector<std::uint64_t> patterns_;                       // hashes, sorted by ready()
  std::unordered_map<std::uint64_t, std::uint64_t> lengths_;  // of patterns, by how they begin
  std::unordered_set<std::uint64_t> known_;                   // values added; empty after ready()
};

}  // namespace hearim
