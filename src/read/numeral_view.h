// The lexemes of a text as the rules of numerals ask about them.
#pragma once

#include "read/numerals.h"

namespace hearim {

struct NumeralView {
  const std::vector<Lexeme>& lexemes;
  const Lexicon& lexicon;
  const NumeralClasses& classes;

  bool has(std::size_t i, WordClass c) const {
    return i < lexemes.size() && c != kNoClass && lexicon.classes(lexemes[i].word).test(c);
  }
  const LexiconEntry* entry(std::size_t i, WordClass c, std::size_t& length) const {
    return entry_at(lexemes, lexicon, i, c, length);
  }
  const LexiconEntry* word(std::size_t i, WordClass c) const {
    std::size_t length = 0;
    const LexiconEntry* found = has(i, c) ? entry(i, c, length) : nullptr;
    return found != nullptr && length == 1 ? found : nullptr;
  }
  bool joined(std::size_t i) const {  // nothing but at most a space before it
    return i < lexemes.size() && !lexemes[i].break_before;
  }
  bool is_punctuation(std::size_t i, char32_t c) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::punctuation &&
           lexemes[i].word != 0 && lexicon.key(lexemes[i].word).front() == c;
  }
  bool glued(std::size_t i) const { return i < lexemes.size() && !lexemes[i].space_before; }

  bool is(ReadLanguage language) const { return lexicon.language() == language; }
  bool english() const { return is(ReadLanguage::english) || is(ReadLanguage::unknown); }
};

// The numeral that begins at a lexeme; false if there is none. In an alphabet: number words,
// vague magnitudes, fractions, ordinals.
bool spelled_numeral(const NumeralView& view, std::size_t start, Numeral& out);
// In Han characters or Hangul.
bool syllabic_numeral(const NumeralView& view, std::size_t start, Numeral& out);

}  // namespace hearim
