// The date patterns of a language (rules/LANGUAGE/dates.txt) as one tree of elements, and the
// longest match of them at a place. Patterns hold no repetition, so that a match costs a bounded
// number of steps; common beginnings are walked once.
//
// Elements: a word of the language; {class} of its lexicon; ^ where the date begins, if words
// before it are needed and no part of it ("on ^ {day_alone}"); {day}, {year} and the like, which
// are numerals of a certain kind (date_elements.h). Immutable, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "read/date_elements.h"

namespace hearim {

struct DateMatch {
  std::uint32_t first = 0, last = 0;  // lexemes, half-open; empty if nothing matched
  DateSlots slots;
  std::uint16_t pattern = 0;  // its line in the file, from 1
  bool bare_month = false, bare_year = false, bare_season = false, bare_ordinal = false;
};

class DatePatterns {
 public:
  DatePatterns(Lexicon& lexicon, std::string_view text);  // adds the patterns' words to the lexicon

  DateMatch longest(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                    const Numerals& numerals, std::uint32_t at) const;

 private:
  struct Atom {
    std::uint8_t kind = 0;  // 0 literal, 1 class, 2 special, 3 the date begins
    std::uint16_t value = 0;
    friend bool operator==(const Atom&, const Atom&) = default;
  };
  struct Node {
    std::vector<std::pair<Atom, std::uint32_t>> next;
    std::uint16_t pattern = 0;
    // What its edges ask for, so that most places are left at once.
    ClassMask classes;
    std::uint64_t literals = 0;  // one bit for 64 words each
    bool numerals = false, begins = false;
  };
  struct Walk;
  void insert(const std::vector<Atom>& atoms, std::uint16_t pattern);
  Atom atom_of(Lexicon& lexicon, std::string_view word, std::vector<Atom>& rest) const;

  std::vector<Node> nodes_;
  ClassMask first_classes_;
  bool figures_adjoin_ = false;       // some pattern begins with two numerals, the first not a year
  std::vector<bool> first_literals_;  // by word
  std::vector<DateSlot> slot_of_class_;
};

}  // namespace hearim
