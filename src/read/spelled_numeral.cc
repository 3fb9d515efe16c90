// Numerals of alphabets around their cardinal: vague magnitudes ("tens of thousands", "several
// hundred"), halves and parts ("half a million", "two and a half", "two thirds of a million",
// "one in five", 1/2), ordinals.
#include <cmath>
#include <cstdlib>

#include "read/number_words.h"

namespace hearim {

bool spelled_numeral(const NumeralView& view, std::size_t start, Numeral& out) {
  std::size_t i = start;
  double sign = 1;
  // "menos 3" is -3; "al menos 3" is at least 3.
  const bool no_sign = i > 0 && view.has(i - 1, view.classes.no_sign_after);
  if (!no_sign && view.has(i, view.classes.negative) && view.joined(i + 1) &&
      i + 1 < view.lexemes.size() &&
      (view.lexemes[i + 1].kind == LexemeKind::digits || view.has(i + 1, view.classes.number))) {
    sign = -1;
    ++i;
  }
  out = Numeral{};
  out.first = static_cast<std::uint32_t>(start);
  std::size_t length = 0;
  // Vague: "tens of thousands", "several hundred", "dozens".
  const LexiconEntry* vague = view.entry(i, view.classes.vague, length);
  const LexiconEntry* few = vague == nullptr ? view.entry(i, view.classes.few, length) : nullptr;
  if (vague != nullptr || few != nullptr) {
    const std::string& range = view.lexicon.value_text((vague != nullptr ? vague : few)->text);
    const auto dash = range.find('-');
    double low = std::atof(range.c_str()),
           high = dash == std::string::npos ? low : std::atof(range.c_str() + dash + 1);
    std::size_t end = i + length;
    bool multiplied = false;
    for (int step = 0; step < 3; ++step) {
      std::size_t next = end;
      if (view.has(next, view.classes.glue)) ++next;
      if (!view.joined(next)) break;
      std::size_t by_length = 0;
      double by = 0;
      if (const LexiconEntry* scale = view.entry(next, view.classes.scale, by_length))
        by = scale->number;
      else if (const LexiconEntry* hundred = view.entry(next, view.classes.hundred, by_length);
               hundred != nullptr && few != nullptr)
        by = 100;
      else if (const LexiconEntry* again = view.entry(next, view.classes.vague, by_length)) {
        by = std::atof(view.lexicon.value_text(again->text).c_str()) / 2;
        if (by != 100 && by != 1000 && by != 1e6 && by != 1e9 && by != 12) by = 0;
        if (by == 0) break;
      } else
        break;
      low *= by;
      high = high * by + (by - 1);
      end = next + by_length;
      multiplied = true;
    }
    if (vague != nullptr || multiplied) {
      out.last = static_cast<std::uint32_t>(end);
      out.kind = NumeralKind::vague;
      out.low = low;
      out.high = high;
      return true;
    }
    return false;
  }
  if (const LexiconEntry* pair = view.entry(i, view.classes.with_unit, length)) {
    const std::string& text = view.lexicon.value_text(pair->text);
    out.last = static_cast<std::uint32_t>(i + length);
    out.low = out.high = out.unit_value = pair->number;
    out.unit_text = pair->text;
    return !text.empty();
  }
  // "half a million", "quarter million", "half a dozen", "a half"
  if (const LexiconEntry* half = view.entry(i, view.classes.half, length)) {
    std::size_t next = i + length;
    if (view.has(next, view.classes.article)) ++next;
    std::size_t by_length = 0;
    if (const LexiconEntry* scale =
            view.joined(next) ? view.entry(next, view.classes.scale, by_length) : nullptr) {
      out.last = static_cast<std::uint32_t>(next + by_length);
      out.low = out.high = half->number * scale->number;
      return true;
    }
  }
  if (const LexiconEntry* vulgar = view.entry(i, view.classes.vulgar, length)) {
    out.last = static_cast<std::uint32_t>(i + 1);
    out.kind = NumeralKind::fraction;
    out.low = out.high = vulgar->number;
    return true;
  }
  Cardinal number;
  std::size_t end = 0;
  if (view.has(i, view.classes.article) && i + 1 < view.lexemes.size() && view.joined(i + 1)) {
    // "a hundred", "a third", "an eighth"
    if (view.has(i + 1, view.classes.hundred) || view.has(i + 1, view.classes.scale)) {
      number = cardinal_of(view, i + 1);
      number.weak = false;
    } else if (const double by = denominator(view, i + 1, 1, end); by > 0) {
      out.last = static_cast<std::uint32_t>(end);
      out.kind = NumeralKind::fraction;
      out.low = out.high = 1 / by;
      // "a third" may be one more; only before "of" is it surely a part.
      out.weak = !view.has(end, view.classes.glue);
      return true;
    } else if (view.word(i + 1, view.classes.number) == nullptr) {
      return false;
    }
    if (number.end == 0) return false;
  } else if ((view.has(i, view.classes.plural_fraction) || view.has(i, view.classes.fraction)) &&
             !(view.has(i, view.classes.number) &&
               !(i + 1 < view.lexemes.size() && view.lexemes[i + 1].definite &&
                 view.joined(i + 1)))) {
    if (const LexiconEntry* alone = view.entry(i, view.classes.fraction, length);
        alone != nullptr && !view.has(i, view.classes.ordinal)) {
      number.end = 0;
      out.last = static_cast<std::uint32_t>(i + length);
      out.kind = NumeralKind::fraction;
      out.low = out.high = 1 / alone->number;
      out.weak = !view.is(ReadLanguage::arabic);
      if (!view.has(i + length, view.classes.glue) && !view.is(ReadLanguage::arabic)) return false;
      return true;
    }
    if (const LexiconEntry* two = view.entry(i, view.classes.plural_fraction, length);
        two != nullptr && view.is(ReadLanguage::arabic)) {
      out.last = static_cast<std::uint32_t>(i + length);
      out.kind = NumeralKind::fraction;
      out.low = out.high = 2 / two->number;  // the dual: ثلثان
      return true;
    }
    number = cardinal_of(view, i);
  } else {
    number = cardinal_of(view, i);
  }
  if (number.end == 0) return false;
  add_spoken_decimals(view, number);
  out.kind = number.ordinal ? NumeralKind::ordinal : NumeralKind::cardinal;
  out.digits = number.digits && number.end == i + 1;
  out.year_words = number.year_words;
  // mil, ألف and مئة stand alone, "thousand" does not
  out.weak = number.weak && number.end == i + 1 && !view.is(ReadLanguage::arabic) &&
             !view.is(ReadLanguage::spanish);
  double value = number.value;
  end = number.end;
  if (!number.ordinal) {
    std::size_t at = end;
    if (view.is_punctuation(at, U'-') && view.glued(at) && view.glued(at + 1)) ++at;
    std::size_t fraction_end = 0;
    if (const double by = view.joined(at) ? denominator(view, at, value, fraction_end) : 0;
        by > 0 && !number.digits) {
      value /= by;
      end = fraction_end;
      out.kind = NumeralKind::fraction;
    } else if (view.has(end, view.classes.conjunction) && view.joined(end)) {
      // "two and a half", "three and one fourth"
      std::size_t next = end + 1;
      double numerator =
          view.is(ReadLanguage::arabic) && view.has(next, view.classes.plural_fraction) ? 2 : 1;
      if (view.has(next, view.classes.article)) {
        ++next;
      } else if (const LexiconEntry* of = view.word(next, view.classes.number); of != nullptr) {
        numerator = of->number;
        ++next;
        if (view.is_punctuation(next, U'-')) ++next;
      }
      if (const double part =
              view.joined(next) ? denominator(view, next, numerator, fraction_end) : 0;
          part > 0) {
        // "two million and one half" is two and a half million
        double base = 1;
        if (number.scaled && view.is(ReadLanguage::english) && value >= 1e6 &&
            std::fmod(value, 1e6) == 0)
          base = 1e6;
        value += base * numerator / part;
        end = fraction_end;
      } else if (const LexiconEntry* half = view.word(end + 1, view.classes.half)) {
        value += half->number;
        end += 2;
      }
    }
    // 2 ½
    if (number.digits && out.kind == NumeralKind::cardinal && view.has(end, view.classes.vulgar) &&
        view.joined(end)) {
      value += view.word(end, view.classes.vulgar)->number;
      ++end;
    }
    // 1/2
    if (number.digits && end == i + 1 && view.is_punctuation(end, U'/') && view.glued(end) &&
        view.glued(end + 1) && end + 1 < view.lexemes.size() &&
        view.lexemes[end + 1].kind == LexemeKind::digits && view.lexemes[end + 1].value > 0 &&
        !view.is_punctuation(end + 2, U'/') && !view.lexemes[end + 1].decimal && !number.decimal) {
      value /= view.lexemes[end + 1].value;
      end += 2;
      out.kind = NumeralKind::fraction;
    }
    // "one in five", "two out of five hundred", "one over three"
    std::size_t link = 0;
    if (const LexiconEntry* of = out.kind == NumeralKind::cardinal && view.joined(end)
                                     ? view.entry(end, view.classes.out_of, link)
                                     : nullptr;
        of != nullptr && view.joined(end + link)) {
      const Cardinal whole = cardinal_of(view, end + link);
      const bool sure = of->number > 0;
      if (whole.end != 0 && !whole.ordinal && whole.value > value && value > 0 &&
          value == std::floor(value) &&
          (sure || (whole.value <= 100 && value <= 10 &&
                    !(number.digits && view.lexemes[i].digit_count > 1)))) {
        value /= whole.value;
        end = whole.end;
        out.kind = NumeralKind::fraction;
      }
    }
  }
  // "two thirds of a million"
  if (out.kind == NumeralKind::fraction && view.has(end, view.classes.glue) &&
      view.has(end + 1, view.classes.article) && view.joined(end + 2)) {
    std::size_t by_length = 0;
    if (const LexiconEntry* by = view.entry(end + 2, view.classes.scale, by_length)) {
      value *= by->number;
      end += 2 + by_length;
      out.kind = NumeralKind::cardinal;
    }
  }
  if (number.digits && end == i + 1 && view.has(end, view.classes.ordinal_suffix) &&
      view.glued(end)) {
    out.kind = NumeralKind::ordinal;
    out.digits = false;
    ++end;
  }
  // A minus sign: "-9.2" after a space or at the beginning.
  out.low = out.high = sign * value;
  out.last = static_cast<std::uint32_t>(end);
  return true;
}

}  // namespace hearim
