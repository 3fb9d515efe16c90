#include "read/quantity_view.h"

#include <algorithm>

namespace hearim {

QuantityClasses::QuantityClasses(const Lexicon& lexicon) {
  const auto named = [&](const char* name) { return lexicon.class_named(name); };
  percent = named("percent");
  currency = named("currency");
  currency_before = named("currency_before");
  unit = named("unit");
  rate = named("rate");
  age_after = named("age_after");
  age_before = named("age_before");
  age_bound = named("age_bound");
  bound = named("bound");
  bound_after = named("bound_after");
  range_from = named("range_from");
  range_to = named("range_to");
  range_end = named("range_end");
  ratio = named("ratio");
  up = named("change_up");
  down = named("change_down");
  link = named("change_link");
  person = named("person");
  np_stop = named("np_stop");
  np_skip = named("np_skip");
  not_counted = named("not_counted");
  measure = named("measure");
  law = named("law_before");
  ampm = named("ampm");
  ordinal_prefix = named("ordinal_prefix");
  ordinal_suffix = named("ordinal_suffix");
  article = named("article");
  scale = named("scale");
  duration_after = named("duration_after");
  particle = named("particle");
  month_word = named("month_word");
  glue = named("vague_of");
  number = named("number");
  number_and = named("number_and");
  more = named("more");
  ago = named("ago");
  act = named("act");
}

QuantityView::QuantityView(std::u32string_view t, const std::vector<Lexeme>& l, const Numerals& n,
                           const std::vector<DateSpan>& dates, const Lexicon& words)
    : text(t),
      lexemes(l),
      numerals(n),
      lexicon(words),
      classes(words),
      in_date(l.size() + 1, false) {
  for (const DateSpan& date : dates) {
    for (std::uint32_t i = date.first; i < date.last; ++i) in_date[i] = true;
  }
}

std::size_t QuantityView::ending_at(std::size_t at, WordClass c, const LexiconEntry*& found) const {
  found = nullptr;
  if (c == kNoClass || at == 0 || at >= lexemes.size() || lexemes[at].break_before) return at;
  if (!lexicon.ending_classes(lexemes[at - 1].word).test(c)) return at;
  for (std::size_t back = std::min<std::size_t>(at, 6); back > 0; --back) {
    std::size_t length = 0;
    if (const LexiconEntry* e = entry_at(lexemes, lexicon, at - back, c, length);
        e != nullptr && length == back) {
      found = e;
      return at - back;
    }
  }
  return at;
}

bool QuantityView::ends_sentence(std::size_t i) const {
  if (!is(i, U'.')) return false;
  if (i + 1 >= lexemes.size()) return true;
  const bool letter =
      i > 0 && lexemes[i - 1].end - lexemes[i - 1].start == 1 && lexemes[i - 1].latin;
  return lexemes[i + 1].space_before && !letter;
}

std::string QuantityView::utf8(std::size_t first, std::size_t last) const {
  std::string out;
  for (std::uint32_t i = lexemes[first].start; i < lexemes[last - 1].end; ++i) {
    const char32_t c = text[i];
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      out += static_cast<char>(0xF0 | (c >> 18));
      out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

bool is_name_part(const QuantityView& view, const Numeral& n) {
  const std::size_t first = n.first, last = n.last;
  const Lexeme& begin = view.lexemes[first];
  const bool digits = begin.kind == LexemeKind::digits;
  if (begin.inert) return true;
  if (digits && in_digit_code(view.lexemes, view.lexicon, first)) return true;  // 222-2222-2222
  if (first > 0 && !begin.break_before) {
    const Lexeme& before = view.lexemes[first - 1];
    if (digits && !begin.space_before && before.kind == LexemeKind::word && before.latin &&
        !view.has(first - 1, view.classes.currency_before))
      return true;
    if (digits && !begin.space_before && first > 1 &&
        (view.is(first - 1, U'-') || view.is(first - 1, U'_') || view.is(first - 1, U'#') ||
         view.is(first - 1, U'@')) &&
        !before.space_before) {
      const Lexeme& letter = view.lexemes[first - 2];
      if (letter.kind == LexemeKind::word && letter.latin &&
          !view.has(first - 2, view.classes.bound))
        return true;
    }
    if (digits && view.is(first - 1, U'#')) return true;
    if (digits && !begin.space_before && view.is(first - 1, U':') && !before.space_before &&
        first > 1 && view.lexemes[first - 2].kind == LexemeKind::digits)
      return true;
    if (view.has(first - 1, view.classes.law) && !(view.syllabic() && begin.space_before))
      return true;
    if (view.has(first - 1, view.classes.ordinal_prefix) && !begin.space_before) return true;
  }
  if (last < view.lexemes.size()) {
    const Lexeme& after = view.lexemes[last];
    if (view.lexemes[last - 1].kind == LexemeKind::digits && !after.space_before &&
        after.kind == LexemeKind::word && after.latin && !view.has(last, view.classes.unit) &&
        !view.has(last, view.classes.currency) && !view.has(last, view.classes.percent) &&
        !view.has(last, view.classes.scale) && !view.syllabic()) {
      return true;
    }
    if (view.lexemes[last - 1].kind == LexemeKind::digits && !after.space_before &&
        view.is(last, U':') && last + 1 < view.lexemes.size() &&
        view.lexemes[last + 1].kind == LexemeKind::digits && view.glued(last + 1)) {
      return true;
    }
    std::size_t length = 0;
    if (view.entry(last, view.classes.ampm, length) != nullptr && view.english() &&
        !view.has(last, view.classes.unit))
      return true;
    if (view.has(last, view.classes.ordinal_suffix) && view.syllabic()) return true;
  }
  return false;
}

}  // namespace hearim
