// The words and phrases of one language that rules speak of, by class: "month 1: january, jan".
//
// Made once per language from rules/LANGUAGE/words.txt (and the words shared by all languages,
// rules/all/words.txt; names.txt,
// speech.txt and acts.txt beside it) and immutable then; thread-safe. Format:
//
//     [class]
//     value: word, a phrase of words, another word
//     # a comment
//
// Words are compared by their letter_key()s. A phrase is a sequence of words; hyphens and
// apostrophes are words of their own. A word may be in several classes.
#pragma once

#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hearim/read.h"

namespace hearim {

using WordId = std::uint16_t;    // 0: not in the lexicon
using WordClass = std::uint8_t;  // below kNoClass
using ClassMask = std::bitset<192>;
inline constexpr WordClass kNoClass = 191;
inline constexpr WordClass kContinuation = 190;  // a later word of some phrase

struct LexiconEntry {
  WordClass word_class = 0;
  double number = 0;          // the value, if it is one
  std::uint16_t text = 0;     // the value as text: Lexicon::value_text()
  std::vector<WordId> words;  // the phrase, at least one word
};

class Lexicon {
 public:
  WordId find(std::u32string_view key) const;
  // The longest Han or Hangul word that begins at `at`; its length, 0 if there is none.
  std::size_t longest(std::u32string_view keys, std::size_t at, WordId& word) const;
  const ClassMask& classes(WordId word) const {
    return masks_[word];
  }  // of entries that begin with it
  // The classes of entries that end with it, with or without the Arabic article.
  const ClassMask& ending_classes(WordId word) const { return ends_[bare_[word]]; }
  const std::vector<LexiconEntry>& entries(WordId word) const { return entries_[word]; }
  const std::string& value_text(std::uint16_t text) const { return texts_[text]; }
  const std::u32string& key(WordId word) const { return keys_[word]; }
  // The word without the Arabic article, so that phrases match with and without it.
  WordId bare(WordId word) const { return bare_[word]; }
  WordClass class_named(std::string_view name) const;  // kNoClass if there is none
  ReadLanguage language() const { return language_; }
  std::size_t word_count() const { return keys_.size(); }

  // The words of a phrase; adds those that are missing (while rules are compiled).
  std::vector<WordId> intern_phrase(std::string_view utf8);

  // The classes of several files are one list; a class may go on in a later file.
  Lexicon(ReadLanguage language, std::initializer_list<std::string_view> texts);

 private:
  void read(std::string_view text);
  WordId intern(const std::u32string& key);

  struct TrieNode {
    std::unordered_map<char32_t, std::uint32_t> next;
    WordId word = 0;
  };
  ReadLanguage language_;
  std::unordered_map<std::u32string_view, WordId> ids_;
  std::vector<std::u32string> keys_;
  std::vector<ClassMask> masks_;
  std::vector<ClassMask> ends_;  // by bare word
  std::vector<WordId> bare_;
  std::vector<std::vector<LexiconEntry>> entries_;
  std::vector<std::string> texts_;
  std::vector<std::string> class_names_;
  std::vector<TrieNode> trie_;
};

}  // namespace hearim
