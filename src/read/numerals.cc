// One pass over the lexemes: at each that may begin a numeral, the longest one of its script; then
// what stands around it: a minus sign, a power, a whole before its fraction.
#include "read/numerals.h"

#include <cmath>

#include "read/numeral_view.h"

namespace hearim {

NumeralClasses::NumeralClasses(const Lexicon& lexicon) {
  const auto named = [&](const char* name) { return lexicon.class_named(name); };
  number = named("number");
  hundred = named("hundred");
  scale = named("scale");
  ordinal = named("ordinal");
  fraction = named("fraction");
  plural_fraction = named("plural_fraction");
  conjunction = named("number_and");
  negative = named("negative");
  no_sign_after = named("no_sign_after");
  point = named("point");
  vague = named("vague");
  few = named("few");
  half = named("half");
  article = named("article");
  vulgar = named("vulgar_fraction");
  suffix_scale = named("suffix_scale");
  out_of = named("out_of");
  ordinal_suffix = named("ordinal_suffix");
  tens_unit = named("multiplier");
  more = named("more");
  part = named("part_of");
  native = named("native");
  glue = named("vague_of");
  measure = named("measure");
  unit = named("unit");
  percent = named("percent");
  currency = named("currency");
  positional_zero = named("zero");
  linker = named("particle");
  prefix_ordinal = named("ordinal_prefix");
  with_unit = named("number_with_unit");
  not_number = named("not_number");
  age = named("age_after");
}

Numerals numerals_of(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                     const NumeralClasses& classes) {
  Numerals out;
  out.at.assign(lexemes.size(), -1);
  const bool syllabic =
      lexicon.language() == ReadLanguage::chinese || lexicon.language() == ReadLanguage::korean;
  const NumeralView view{lexemes, lexicon, classes};
  ClassMask starts;
  for (const WordClass c :
       {classes.number, classes.hundred, classes.scale, classes.ordinal, classes.vague, classes.few,
        classes.half, classes.article, classes.vulgar, classes.negative, classes.fraction,
        classes.plural_fraction, classes.tens_unit, classes.native, classes.with_unit}) {
    if (c != kNoClass) starts.set(c);
  }
  for (std::size_t i = 0; i < lexemes.size();) {
    const Lexeme& lexeme = lexemes[i];
    Numeral found;
    const bool possible = !lexeme.inert && (lexeme.kind == LexemeKind::digits ||
                                            (lexicon.classes(lexeme.word) & starts).any());
    std::size_t not_number_length = 0;
    const bool not_number = possible && classes.not_number != kNoClass &&
                            lexeme.kind == LexemeKind::word &&
                            view.entry(i, classes.not_number, not_number_length) != nullptr;
    if (possible && !not_number &&
        (syllabic ? syllabic_numeral(view, i, found) : spelled_numeral(view, i, found)) &&
        found.last > i) {
      // A minus sign before digits, where nothing stands before the sign.
      if (i > 0 && view.is_punctuation(i - 1, U'-') && lexeme.kind == LexemeKind::digits &&
          !lexeme.space_before && (lexemes[i - 1].space_before || i == 1) &&
          (out.all.empty() || out.all.back().last < i)) {
        found.first = static_cast<std::uint32_t>(i - 1);
        found.low = -found.low;
        found.high = -found.high;
        found.digits = false;
        out.at[i - 1] = static_cast<std::int32_t>(out.all.size());
      } else {
        out.at[i] = static_cast<std::int32_t>(out.all.size());
      }
      // 1.1^23
      if (found.kind == NumeralKind::cardinal &&
          found.last == found.first + (out.at[i] >= 0 ? 1U : 2U) &&
          view.is_punctuation(found.last, U'^') && view.glued(found.last) &&
          found.last + 1 < lexemes.size() && lexemes[found.last + 1].kind == LexemeKind::digits &&
          view.glued(found.last + 1)) {
        const double power = std::pow(std::fabs(found.low), lexemes[found.last + 1].value);
        found.low = found.high = found.low < 0 ? -power : power;
        found.last += 2;
        found.digits = false;
      }
      i = found.last;
      // "一百万又五十万分之二十五", "일과 이분의 일": a whole and its fraction
      if (syllabic && found.kind == NumeralKind::fraction && !out.all.empty()) {
        Numeral& whole = out.all.back();
        const auto link = lexicon.key(lexemes[found.first - (found.first > 0 ? 1 : 0)].word);
        if (whole.kind == NumeralKind::cardinal && whole.last + 1 == found.first &&
            !lexemes[whole.last].space_before &&
            (link == U"又" || link == U"과" || link == U"와")) {
          out.at[found.first] = -1;
          whole.low += whole.low < 0 ? -found.low : found.low;
          whole.high = whole.low;
          whole.last = found.last;
          whole.kind = NumeralKind::fraction;
          whole.weak = false;
          continue;
        }
      }
      out.all.push_back(found);
    } else {
      ++i;
    }
  }
  return out;
}

}  // namespace hearim
