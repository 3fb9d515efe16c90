// Everything the reader knows of one language, compiled once and immutable: words, date patterns.
#pragma once

#include "read/date_pattern.h"
#include "read/lexicon.h"
#include "read/numerals.h"
#include "read/story_words.h"

namespace hearim {

struct LanguageRules {
  explicit LanguageRules(ReadLanguage language);

  Lexicon lexicon;
  DatePatterns date_patterns;
  NumeralClasses numeral_classes;
  StoryWords story_words;

  // Of the language; for `unknown` the English ones. Thread-safe.
  static const LanguageRules& of(ReadLanguage language);
};

// Whether a word in Latin letters begins an entry of the class in the English or Spanish rules:
// what a name in a text of another language says of itself ("Institute", "Observatorio"). Two
// lookups.
bool latin_word_is(std::u32string_view word, StoryClass c);

}  // namespace hearim
