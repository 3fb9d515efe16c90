// A text as the parts that read names, speech and testimonies see it: lexemes with the classes of
// their words, and sentences. Cheap to pass by reference; holds references, owns the sentences.
//
// A sentence ends at . ! ? 。 and their like, with the closing marks after them, at a blank line,
// and at the end of a short line that is a heading of its own (a by-line); one of more than 256
// lexemes is cut, so that looking around in a sentence costs a bounded number of steps. Full stops
// of abbreviations, initials and "U.N." end none, nor does a mark before a word in lower case
// ("Where?" she said). Linear.
#pragma once

#include <string_view>
#include <vector>

#include "read/dates.h"
#include "read/language_rules.h"

namespace hearim {

struct Sentence {
  std::uint32_t first = 0, last = 0;  // lexemes, half-open
  std::uint32_t paragraph = 0;        // number of its paragraph
  bool headline = false;              // a line of its own, most words with capitals
};

struct StoryView {
  StoryView(std::u32string_view text, const std::vector<Lexeme>& lexemes,
            const std::vector<DateSpan>& dates, const LanguageRules& rules);

  std::u32string_view text;
  const std::vector<Lexeme>& lexemes;
  const Lexicon& lexicon;
  const StoryWords& words;
  std::vector<Sentence> sentences;
  std::vector<std::uint32_t> sentence_of;  // by lexeme
  std::vector<bool> in_date;

  std::size_t size() const { return lexemes.size(); }
  bool has(std::size_t i, StoryClass c) const {
    return i < lexemes.size() && words.begins(lexemes[i].word, c);
  }
  // The longest entry of the class at a lexeme; null if there is none; its length in lexemes.
  const LexiconEntry* entry(std::size_t i, StoryClass c, std::size_t& length) const {
    length = 0;
    return has(i, c) ? entry_at(lexemes, lexicon, i, words.of(c), length) : nullptr;
  }
  // As entry(), but of those that end right before `to` within a few lexemes; the first lexeme.
  const LexiconEntry* ending(std::size_t to, StoryClass c, std::size_t& first) const;
  const std::string& value(const LexiconEntry& e) const { return lexicon.value_text(e.text); }

  // Of punctuation, else 0. Commas, colons and semicolons of every script as the plain ones.
  char32_t sign(std::size_t i) const {
    if (i >= lexemes.size() || lexemes[i].kind != LexemeKind::punctuation) return 0;
    const char32_t c = text[lexemes[i].start];
    if (c < 0x500) return c;
    return c == U'،' || c == U'，' ? U',' : c == U'：' ? U':' : c == U'；' || c == U'؛' ? U';' : c;
  }
  bool is_word(std::size_t i) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::word;
  }
  bool is_quote_mark(std::size_t i) const;
  bool is_opening_mark(std::size_t i) const;  // of a quotation; a straight mark counts as both
  bool glued(std::size_t i) const { return i < lexemes.size() && !lexemes[i].space_before; }
  std::u32string_view letters(std::size_t i) const {
    return text.substr(lexemes[i].start, lexemes[i].end - lexemes[i].start);
  }
  bool all_capitals(std::size_t i) const;  // two letters at least
  TextSpan span(std::size_t first, std::size_t last) const {
    return {lexemes[first].start, lexemes[last - 1].end};
  }
  // The lexeme that holds or follows a code point.
  std::size_t lexeme_at(std::uint32_t code_point) const;
  // Of the words first..last folded, blanks as one, full stops dropped.
  std::uint64_t key(std::size_t first, std::size_t last) const;
  bool syllabic() const {
    return lexicon.language() == ReadLanguage::chinese ||
           lexicon.language() == ReadLanguage::korean;
  }

 private:
  void cut();
  bool ends_sentence(std::size_t i) const;
};

}  // namespace hearim
