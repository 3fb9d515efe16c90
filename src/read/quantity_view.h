// The lexemes, numerals and dates of a text as the rules of quantities ask about them.
#pragma once

#include <string>
#include <vector>

#include "read/dates.h"

namespace hearim {

struct QuantityClasses {
  explicit QuantityClasses(const Lexicon& lexicon);
  WordClass percent, currency, currency_before, unit, rate, age_after, age_before, age_bound, bound,
      bound_after, range_from, range_to, range_end, ratio, up, down, link, person, np_stop, np_skip,
      not_counted, measure, law, ampm, ordinal_prefix, ordinal_suffix, article, scale,
      duration_after, particle, month_word, glue, number, number_and, more, ago, act;
};

struct QuantityView {
  std::u32string_view text;
  const std::vector<Lexeme>& lexemes;
  const Numerals& numerals;
  const Lexicon& lexicon;
  const QuantityClasses classes;
  std::vector<bool> in_date;  // by lexeme

  QuantityView(std::u32string_view t, const std::vector<Lexeme>& l, const Numerals& n,
               const std::vector<DateSpan>& dates, const Lexicon& words);

  bool has(std::size_t i, WordClass c) const {
    return i < lexemes.size() && c != kNoClass && lexicon.classes(lexemes[i].word).test(c);
  }
  const LexiconEntry* entry(std::size_t i, WordClass c, std::size_t& length) const {
    length = 0;
    if (!has(i, c) || lexemes[i].break_before) return nullptr;
    return entry_at(lexemes, lexicon, i, c, length);
  }
  bool is(std::size_t i, char32_t c) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::punctuation &&
           lexemes[i].word != 0 && lexicon.key(lexemes[i].word).front() == c;
  }
  bool glued(std::size_t i) const { return i < lexemes.size() && !lexemes[i].space_before; }
  std::u32string_view key(std::size_t i) const { return lexicon.key(lexemes[i].word); }
  bool english() const {
    return lexicon.language() == ReadLanguage::english ||
           lexicon.language() == ReadLanguage::unknown;
  }
  bool syllabic() const {
    return lexicon.language() == ReadLanguage::chinese ||
           lexicon.language() == ReadLanguage::korean;
  }
  bool language(ReadLanguage one) const { return lexicon.language() == one; }
  const std::string& value(const LexiconEntry* e) const { return lexicon.value_text(e->text); }
  TextSpan span_of(std::size_t first, std::size_t last) const {
    return {lexemes[first].start, lexemes[last - 1].end};
  }
  std::string utf8(std::size_t first, std::size_t last) const;  // as written

  // The longest entry of the class that ends where `at` begins; its first lexeme, or `at`.
  std::size_t ending_at(std::size_t at, WordClass c, const LexiconEntry*& found) const;

  // Punctuation, a break or the end of the text.
  bool likely_end(std::size_t i) const {
    return i >= lexemes.size() || lexemes[i].kind == LexemeKind::punctuation ||
           lexemes[i].break_before;
  }
  // A full stop that is not part of an abbreviation ("U.N.", "6 p.m.").
  bool ends_sentence(std::size_t i) const;
};

// The numeral is part of a name, a code, a law, an hour: no quantity.
bool is_name_part(const QuantityView& view, const Numeral& n);

}  // namespace hearim
