// Han and Sino-Korean numerals are digits with multipliers (十百千) inside sections closed by
// scales (万亿兆); digits without multipliers are positional (二〇一九); after a multiplier a last
// digit may stand for the next lower place (两千四百五 is 2450). Beside them the native Korean
// words (마흔다섯), figures in digits with scales (1만 2천), decimals (点), fractions (三分之一).
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "read/numeral_view.h"

namespace hearim {
namespace {

constexpr double kOpen = std::numeric_limits<double>::infinity();

// A Hangul numeral inside a longer unknown word is no numeral: 천막, 이것은.
bool ends_well(const NumeralView& view, std::size_t end) {
  if (!view.is(ReadLanguage::korean) || end >= view.lexemes.size() || !view.glued(end)) return true;
  const Lexeme& next = view.lexemes[end];
  if (next.kind != LexemeKind::word || next.latin ||
      view.lexemes[end - 1].kind == LexemeKind::digits)
    return true;
  return view.lexicon.classes(next.word).any() && !view.has(end, view.classes.not_number);
}

// Two digits that follow each other before a multiplier or a measure are both said: 两三百 is 200
// to 300, 十五六岁 15 or 16 years; 二三四 is a row of digits.
bool is_pair(const NumeralView& view, std::size_t i, double before, double digit) {
  const NumeralClasses& c = view.classes;
  if (digit != before + 1 || before < 1 || !view.glued(i)) return false;
  if (view.is(ReadLanguage::korean) && before < 2) return false;  // 일이 is "a matter" oftener
  const std::size_t next = i + 1;
  if (!view.joined(next) || view.has(next, c.number) || view.has(next, c.positional_zero) ||
      view.has(next, c.point))
    return false;
  return view.has(next, c.tens_unit) || view.has(next, c.scale) || view.has(next, c.measure) ||
         view.has(next, c.unit) || view.has(next, c.age) || view.has(next, c.currency) ||
         view.has(next, c.percent);
}

// `spread`: how much more than the value it may be, after a pair of digits.
std::size_t sino(const NumeralView& view, std::size_t start, double& value, double& spread,
                 bool& more, Numeral& out) {
  spread = 0;
  double total = 0, section = 0, pending = -1, last_multiplier = kOpen, last_scale = kOpen,
         last_unit = 0;
  bool zero = false, words = false, positional = false, any_multiplier = false,
       digit_lexeme = false;
  std::size_t i = start;
  std::size_t word_count = 0;
  const std::size_t stop = std::min(view.lexemes.size(), start + kNumeralLexemesMax);
  double positional_value = 0;
  int positional_count = 0;
  while (i < stop) {
    if (i > start && (!view.joined(i))) break;
    const Lexeme& lexeme = view.lexemes[i];
    if (lexeme.kind == LexemeKind::digits) {
      if (pending >= 0 || positional) break;
      if (i > start && !(lexeme.value < (last_multiplier == kOpen ? last_scale : last_multiplier)))
        break;
      if (i > start && !any_multiplier && last_scale == kOpen) break;
      pending = lexeme.value;
      digit_lexeme = true;
      ++i;
      if (const LexiconEntry* k =
              view.glued(i) ? view.word(i, view.classes.suffix_scale) : nullptr) {
        pending *= k->number;
        ++i;
      }
      continue;
    }
    if (const LexiconEntry* digit = view.word(i, view.classes.number)) {
      const double v = digit->number;
      if (v >= 10) {  // 廿
        if (pending >= 0) break;
        section += v;
        last_multiplier = 10;
        words = true;
        ++i;
        continue;
      }
      if (v == 0 && (any_multiplier || last_scale != kOpen) && pending < 0) {
        zero = true;
        ++i;
        words = true;
        continue;
      }
      if (pending >= 0) {
        if (!digit_lexeme && !positional && spread == 0 && is_pair(view, i, pending, v)) {
          spread = 1;
          words = true;
          ++word_count;
          ++i;
          continue;
        }
        // 삼일 is the third day oftener than 31
        if (view.is(ReadLanguage::korean) && view.word(i + 1, view.classes.number) == nullptr &&
            positional_count == 1)
          break;
        if (digit_lexeme || any_multiplier || last_scale != kOpen || lexeme.space_before) break;
        positional = true;
      }
      positional_value = positional_value * 10 + v;
      ++positional_count;
      pending = v;
      words = true;
      ++word_count;
      ++i;
      continue;
    }
    if (positional) break;
    if (const LexiconEntry* by = view.word(i, view.classes.tens_unit)) {
      if (!(by->number < last_multiplier)) break;

      section += (pending < 0 ? 1 : pending) * by->number;
      if (pending >= 0) spread *= by->number;
      last_multiplier = by->number;
      last_unit = by->number;
      pending = -1;
      zero = false;
      any_multiplier = true;
      words = true;
      ++word_count;
      ++i;
      if (view.has(i, view.classes.more) && view.joined(i) &&
          (view.word(i + 1, view.classes.scale) != nullptr)) {
        more = true;
        ++i;
      }
      continue;
    }
    if (const LexiconEntry* by = view.word(i, view.classes.scale)) {
      const double s = by->number;
      const double here = section + std::max(pending, 0.0);
      spread *= s;
      if (i == start && here == 0) {
        total += s;
      } else if (s < last_scale) {
        total += (here == 0 ? 1 : here) * s;
      } else {
        if (here == 0 && !(s >= last_scale)) break;
        total = (total + here) * s;
      }
      last_scale = s;
      last_unit = s;
      section = 0;
      pending = -1;
      zero = false;
      last_multiplier = kOpen;
      words = true;
      ++word_count;
      any_multiplier = false;
      ++i;
      continue;
    }
    break;
  }
  if (i == start) return start;
  double here = section;
  if (pending >= 0) {
    if (positional)
      here = positional_value;
    else if (!zero && last_unit > 0 && !digit_lexeme && view.is(ReadLanguage::chinese) &&
             last_unit >= 100 && (any_multiplier || last_scale != kOpen) &&
             view.has(i - 1, view.classes.number)) {
      here += pending * last_unit / 10;
    } else {
      here += pending;
    }
  }
  value = total + here;
  out.digits = digit_lexeme && i == start + 1;
  out.weak = words && !digit_lexeme && word_count == 1;
  return i;
}
}  // namespace

bool syllabic_numeral(const NumeralView& view, std::size_t start, Numeral& out) {
  out = Numeral{};
  out.first = static_cast<std::uint32_t>(start);
  std::size_t i = start, length = 0;
  double sign = 1;
  if (view.has(i, view.classes.negative) && i + 1 < view.lexemes.size() &&
      (view.lexemes[i + 1].kind == LexemeKind::digits || view.has(i + 1, view.classes.number) ||
       view.has(i + 1, view.classes.tens_unit))) {
    sign = -1;
    ++i;
  }
  if (const LexiconEntry* pair = view.entry(i, view.classes.with_unit, length)) {
    out.last = static_cast<std::uint32_t>(i + length);
    out.low = out.high = out.unit_value = pair->number;
    out.unit_text = pair->text;
    return true;
  }
  if (const LexiconEntry* vague = view.entry(i, view.classes.vague, length)) {
    const std::string& range = view.lexicon.value_text(vague->text);
    const auto dash = range.find('-');
    out.kind = NumeralKind::vague;
    out.low = std::atof(range.c_str());
    out.high = dash == std::string::npos ? out.low : std::atof(range.c_str() + dash + 1);
    out.last = static_cast<std::uint32_t>(i + length);
    return true;
  }
  if (view.has(i, view.classes.vulgar)) {
    out.low = out.high = view.word(i, view.classes.vulgar)->number;
    out.last = static_cast<std::uint32_t>(i + 1);
    out.kind = NumeralKind::fraction;
    return true;
  }
  if (const LexiconEntry* native = view.word(i, view.classes.native)) {
    double v = native->number;
    std::size_t end = i + 1;
    if (v >= 10 && view.glued(end)) {
      if (const LexiconEntry* unit = view.word(end, view.classes.native);
          unit != nullptr && unit->number < 10) {
        v += unit->number;
        ++end;
      }
    }
    out.low = out.high = v;
    out.last = static_cast<std::uint32_t>(end);
    // 한, 두, 세 stand before what they count; 하나 and 다섯 stand alone too.
    out.weak = view.lexicon.key(view.lexemes[end - 1].word).size() < 2 || v < 5;
    if (view.lexicon.key(view.lexemes[i].word) == U"하나") out.weak = false;
    return ends_well(view, end);
  }
  double low_factor = 1, high_factor = 1;
  bool few = false;
  if (const LexiconEntry* some = view.word(i, view.classes.few)) {
    if (!(view.has(i + 1, view.classes.tens_unit) || view.has(i + 1, view.classes.scale)) ||
        !view.glued(i + 1))
      return false;
    low_factor = some->number > 0 ? some->number : 2;
    high_factor = 9;
    if (some->number == 1) high_factor = 1;
    few = true;
    ++i;
  }
  // 하나만: a particle, no ten thousand
  if (view.is(ReadLanguage::korean) && start > 0 && view.glued(start) &&
      (view.has(start, view.classes.scale) || view.has(start, view.classes.tens_unit)) &&
      view.lexemes[start - 1].kind == LexemeKind::word &&
      view.lexemes[start - 1].end == view.lexemes[start].start) {
    return false;
  }
  double value = 0, spread = 0;
  bool more = false;
  std::size_t end = sino(view, i, value, spread, more, out);
  if (end == i) return false;
  out.more = more;
  if (few) {
    out.kind = NumeralKind::vague;
    double smallest = value;
    out.low = value * low_factor;
    out.high = value * high_factor + (smallest - 1);
    if (high_factor == 1) {  // 上百: a hundred or more
      out.kind = NumeralKind::cardinal;
      out.more = true;
      out.high = out.low;
    }
    out.weak = false;
    out.last = static_cast<std::uint32_t>(end);
    return ends_well(view, end);
  }
  // 点 / 점
  if (view.has(end, view.classes.point) && end + 1 < view.lexemes.size() &&
      (view.has(end + 1, view.classes.number) || view.has(end + 1, view.classes.positional_zero))) {
    double scale = 0.1;
    std::size_t next = end + 1;
    double part = 0;
    while (next < view.lexemes.size() && view.joined(next) && next - start < kNumeralLexemesMax) {
      const LexiconEntry* digit = view.word(next, view.classes.number);
      if (digit == nullptr || digit->number >= 10) break;
      part += digit->number * scale;
      scale /= 10;
      ++next;
    }
    value = std::round((value + part) * 1e12) / 1e12;
    end = next;
    if (const LexiconEntry* by = view.word(end, view.classes.scale)) {
      value *= by->number;
      ++end;
    }
    out.weak = false;
  }
  // 三分之一, 3분의 1: the denominator comes first.
  std::size_t link = 0;
  if (const LexiconEntry* part =
          view.joined(end) ? view.entry(end, view.classes.part, link) : nullptr;
      part != nullptr && view.joined(end + link)) {
    double numerator = 0;
    bool more_above = false;
    double spread_above = 0;
    Numeral ignored;
    double numerator_sign = 1;
    std::size_t above = end + link;
    if (view.has(above, view.classes.negative)) {
      numerator_sign = -1;
      ++above;
    }
    std::size_t above_end = sino(view, above, numerator, spread_above, more_above, ignored);
    if (above_end > above && view.has(above_end, view.classes.point) &&
        (view.has(above_end + 1, view.classes.number) ||
         (above_end + 1 < view.lexemes.size() &&
          view.lexemes[above_end + 1].kind == LexemeKind::digits))) {
      double scale = 0.1;
      std::size_t next = above_end + 1;
      while (const LexiconEntry* digit = view.word(next, view.classes.number)) {
        if (digit->number >= 10 || next - start >= kNumeralLexemesMax) break;
        numerator += digit->number * scale;
        scale /= 10;
        ++next;
      }
      numerator = std::round(numerator * 1e12) / 1e12;
      above_end = next;
    }
    if (above_end > above && value > 0) {
      out.kind = NumeralKind::fraction;
      out.weak = false;
      if (value == 100 && view.is(ReadLanguage::chinese)) {
        out.percent = true;
        out.low = out.high = numerator_sign * numerator;
      } else {
        out.low = out.high = sign * numerator_sign * numerator / value;
      }
      out.last = static_cast<std::uint32_t>(above_end);
      return true;
    }
  }
  // digits: 3/5
  if (out.digits && end == i + 1 && view.is_punctuation(end, U'/') &&
      end + 1 < view.lexemes.size() && view.lexemes[end + 1].kind == LexemeKind::digits &&
      view.glued(end) && view.glued(end + 1) && view.lexemes[end + 1].value > 0 &&
      !view.is_punctuation(end + 2, U'/')) {
    value /= view.lexemes[end + 1].value;
    out.kind = NumeralKind::fraction;
    out.digits = false;
    end += 2;
  }
  if (view.has(end, view.classes.more) && view.glued(end)) {
    out.more = true;
    ++end;
    if (const LexiconEntry* by = view.word(end, view.classes.scale);
        by != nullptr && view.joined(end)) {
      value *= by->number;
      ++end;
    }
  }
  if (sign < 0) out.weak = false;
  out.low = out.high = sign * value;
  if (spread > 0 && out.kind == NumeralKind::cardinal) {
    out.high += sign * spread;
    if (sign < 0) std::swap(out.low, out.high);
    out.kind = NumeralKind::vague;
    out.weak = false;
  }
  out.last = static_cast<std::uint32_t>(end);
  return ends_well(view, end);
}

}  // namespace hearim
