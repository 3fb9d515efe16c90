#include "read/counted_phrase.h"

namespace hearim {
namespace {

constexpr std::size_t kCountedLexemesMax = 7;

// The noun phrase after `at`, of an alphabet.
TextSpan counted_alphabetic(const QuantityView& view, std::size_t at, bool& person) {
  std::size_t i = at, length = 0;
  if (view.entry(i, view.classes.np_skip, length) != nullptr) i += length;
  const std::size_t first = i;
  std::size_t last = i;
  bool noun = false;
  while (i < view.lexemes.size() && i - first < kCountedLexemesMax &&
         !view.lexemes[i].break_before) {
    const Lexeme& lexeme = view.lexemes[i];
    if (lexeme.kind == LexemeKind::punctuation) {
      if (view.is(i, U'-') && view.glued(i) && view.glued(i + 1) && i > first) {
        ++i;
        continue;
      }
      break;
    }
    if (lexeme.kind != LexemeKind::word || view.in_date[i] || view.numerals.at[i] >= 0) break;
    if (view.entry(i, view.classes.person, length) != nullptr) {
      i += length;
      last = i;
      person = true;
      noun = true;
      // "women prisoners": a second noun may follow, a clause may not.
      if (view.has(i, view.classes.person) && !view.lexemes[i].break_before) continue;
      break;
    }
    if (view.has(i, view.classes.np_stop)) {
      if (view.entry(i, view.classes.np_stop, length) != nullptr) break;
    }
    if (view.english() && noun) {
      const std::u32string_view word = view.text.substr(lexeme.start, lexeme.end - lexeme.start);
      if (word.size() > 3 &&
          (word.substr(word.size() - 2) == U"ed" || word.substr(word.size() - 3) == U"ing"))
        break;
      if (word.size() > 3 && word.substr(word.size() - 2) == U"ly") break;
    }
    const std::u32string_view word = view.text.substr(lexeme.start, lexeme.end - lexeme.start);
    if (word.size() > 2 && word.back() == U's') noun = true;
    if (view.language(ReadLanguage::arabic) && i - first >= 1 && noun) break;
    ++i;
    last = i;
  }
  if (last == first) return {};
  // "the 100,000 previously estimated": no noun
  if (view.english() && !person && !noun) {
    const Lexeme& end = view.lexemes[last - 1];
    const std::u32string_view word = view.text.substr(end.start, end.end - end.start);
    if (word.size() > 4 && word.substr(word.size() - 2) == U"ed") return {};
  }
  return view.span_of(first, last);
}

TextSpan counted_chinese(const QuantityView& view, std::size_t at, bool& person) {
  std::size_t i = at, length = 0;
  if (view.has(i, view.classes.np_skip)) ++i;
  const std::size_t first = i;
  while (i < view.lexemes.size() && i - first < 6 && view.lexemes[i].kind == LexemeKind::word &&
         !view.lexemes[i].break_before && !view.in_date[i] && view.numerals.at[i] < 0) {
    if (view.entry(i, view.classes.person, length) != nullptr) {
      person = true;
      i += length;
      return view.span_of(first, i);
    }
    if (view.has(i, view.classes.np_stop) || view.has(i, view.classes.up) ||
        view.has(i, view.classes.down) || view.has(i, view.classes.act))
      break;
    ++i;
    if (i - first >= 4) break;
  }
  return i > first ? view.span_of(first, i) : TextSpan{};
}

// A Hangul word without its particles.
TextSpan korean_noun(const QuantityView& view, std::size_t i) {
  std::uint32_t start = view.lexemes[i].start, end = view.lexemes[i].end;
  static constexpr std::u32string_view kEndings[] = {U"에서", U"에게", U"으로", U"이", U"가", U"을",
                                                     U"를",   U"은",   U"는",   U"의", U"에", U"도",
                                                     U"만",   U"과",   U"와",   U"로"};
  if (view.lexemes[i].word == 0) {
    for (const auto ending : kEndings) {
      if (end - start > ending.size() + 1 &&
          view.text.substr(end - ending.size(), ending.size()) == ending) {
        end -= static_cast<std::uint32_t>(ending.size());
        break;
      }
    }
  }
  return {start, end};
}

TextSpan counted_korean(const QuantityView& view, std::size_t first, std::size_t at, bool measured,
                        bool& person) {
  std::size_t i = at, length = 0;
  if (i < view.lexemes.size() && view.glued(i) && view.key(i) == U"의") {
    ++i;
    if (i < view.lexemes.size() && view.lexemes[i].kind == LexemeKind::word &&
        !view.lexemes[i].break_before && view.numerals.at[i] < 0) {
      if (view.entry(i, view.classes.person, length) != nullptr) {
        person = true;
        return view.span_of(i, i + length);
      }
      return korean_noun(view, i);
    }
    return {};
  }
  // "광부 45명": the noun stands before, without a particle.
  if (measured && first > 0 && !view.lexemes[first].break_before) {
    const std::size_t before = first - 1;
    if (entry_at(view.lexemes, view.lexicon, before, view.classes.person, length) != nullptr &&
        length == 1) {
      person = true;
      return view.span_of(before, before + 1);
    }
  }
  return {};
}

// "65 percent of them": the phrase with its article.
TextSpan counted_of(const QuantityView& view, std::size_t at) {
  std::size_t i = at;
  if (view.has(i, view.classes.glue) ||
      (!view.language(ReadLanguage::english) && view.has(i, view.classes.np_skip)))
    ++i;
  bool ignored = false;
  if (i >= view.lexemes.size()) return {};
  TextSpan phrase = counted_alphabetic(view, i, ignored);
  if (phrase.empty()) {
    if (i < view.lexemes.size() && (view.key(i) == U"those" || view.key(i) == U"them") &&
        !view.lexemes[i].break_before)
      return view.span_of(i, i + 1);
    return {};
  }
  phrase.start = view.lexemes[i].start;
  return phrase;
}

}  // namespace

CountedPhrase counted_phrase(const QuantityView& view, std::size_t first, std::size_t last,
                             const Unit& unit, bool share) {
  CountedPhrase out{{}, unit.person};
  const bool korean = view.language(ReadLanguage::korean);
  if (last >= view.lexemes.size()) {
    if (korean) out.span = counted_korean(view, first, last, unit.measure, out.person);
    if (unit.person && view.key(unit.text_first) == U"人")
      out.span = view.span_of(unit.text_first, unit.text_first + 1);
    return out;
  }
  if (view.has(last, view.classes.not_counted)) return out;
  std::size_t length = 0;
  if (view.language(ReadLanguage::chinese)) {
    out.span = counted_chinese(view, last, out.person);
    if (out.span.empty() && unit.person && view.key(unit.text_first) == U"人")
      out.span = view.span_of(unit.text_first, unit.text_first + 1);
  } else if (korean) {
    out.span = counted_korean(view, first, last, unit.measure, out.person);
  } else if (!share) {
    out.span = counted_alphabetic(view, last, out.person);
  } else if (view.entry(last, view.classes.glue, length) != nullptr ||
             view.entry(last, view.classes.np_skip, length) != nullptr) {
    out.span = counted_of(view, last);
  }
  return out;
}

}  // namespace hearim
