// Number words of alphabets add and multiply. Each word may follow only if it is smaller than what
// the last one leaves open: after "twenty" a digit (open: 10), after "hundred" anything below 100.
// A scale word closes a section:
//
//   two hundred thousand and five   g=2, g=200, total=200*1000 open=1000, g=5 -> 200005
//
// Not for parsing arithmetic, roman numerals, or telephone numbers.
#include "read/number_words.h"

#include <array>
#include <cmath>
#include <limits>

namespace hearim {
namespace {

constexpr double kOpen = std::numeric_limits<double>::infinity();

// What may still follow a number word.
double left_open(double v) {
  if (v < 20) return 1;
  if (v < 100) return std::fmod(v, 10) == 0 ? 10 : 1;
  if (v < 1000) return std::fmod(v, 100) == 0 ? 100 : 1;
  return std::fmod(v, 1000) == 0 ? 1000 : 1;
}

}  // namespace

double denominator(const NumeralView& view, std::size_t i, double numerator, std::size_t& end) {
  std::size_t length = 0;
  if (const LexiconEntry* plural = view.has(i, view.classes.plural_fraction)
                                       ? view.entry(i, view.classes.plural_fraction, length)
                                       : nullptr) {
    end = i + length;
    return plural->number;
  }
  if (numerator != 1) return 0;
  if (const LexiconEntry* single = view.has(i, view.classes.fraction)
                                       ? view.entry(i, view.classes.fraction, length)
                                       : nullptr) {
    end = i + length;
    return single->number;
  }
  return 0;
}

Cardinal cardinal_of(const NumeralView& view, std::size_t start) {
  Cardinal out;
  double group = 0, total = 0, open = kOpen, last_scale = kOpen;
  // What has been closed by a scale, largest scale first: 3 billones, then 455 mil inside it.
  std::array<std::pair<double, double>, 8> closed{};
  std::size_t closed_count = 0;
  bool any = false;  // something in this group
  std::size_t i = start;
  const std::size_t stop = std::min(view.lexemes.size(), start + kNumeralLexemesMax);
  double previous = -1;
  while (i < stop) {
    if (i > start && !view.joined(i)) break;
    std::size_t at = i;
    // A conjunction or hyphen counts only if a fitting number word follows.
    bool after_and = false;
    if (i > start) {
      if (view.is_punctuation(i, U'-') && open == 10) {
        if (view.word(i + 1, view.classes.number) == nullptr &&
            view.word(i + 1, view.classes.ordinal) == nullptr)
          break;
        at = i + 1;
      } else if (view.has(i, view.classes.conjunction)) {
        at = i + 1;
        after_and = true;
      }
    }
    if (at >= stop || (at > i && !view.joined(at))) break;
    const Lexeme& lexeme = view.lexemes[at];
    if (lexeme.kind == LexemeKind::digits) {
      if (i != start) break;
      group = lexeme.value;
      any = true;
      open = 1;
      out.digits = true;
      out.decimal = lexeme.decimal;
      i = at + 1;
      continue;
    }
    if (const LexiconEntry* number = view.word(at, view.classes.number)) {
      const double v = number->number;
      if (v == 1 && lexeme.definite) break;  // الأحد is Sunday
      if (after_and && view.english() && !(open == 100 || (open == kOpen && out.scaled))) break;
      if (view.english() && !after_and && at == i && any && previous >= 11 && previous <= 20 &&
          total == 0 && ((v >= 10 && v < 100) || v == 0) && group == previous) {
        // nineteen seventy two
        double w = v;
        std::size_t end = at + 1;
        std::size_t next = view.is_punctuation(end, U'-') ? end + 1 : end;
        if (v >= 20 || v == 0) {
          if (const LexiconEntry* digit = view.word(next, view.classes.number);
              digit != nullptr && digit->number < 10 && digit->number > 0) {
            w += digit->number;
            end = next + 1;
          }
        }
        out.end = end;
        out.value = previous * 100 + w;
        out.year_words = true;
        return out;
      }
      const bool units_first = view.is(ReadLanguage::arabic) && any && v >= 20 && v < 100 &&
                               previous < 10 && previous > 0 && after_and;
      if (any && !(v < open) && !units_first &&
          !(view.is(ReadLanguage::arabic) && v == 10 && previous > 0 && previous < 10 &&
            !after_and))
        break;
      // "three and one fourth", ثلاثة وخمس: a fraction follows
      std::size_t fraction_end = 0;
      if (after_and && denominator(view, at + 1, v == 1 ? 1 : 2, fraction_end) > 0) break;
      if (!any && total > 0 && !(v < last_scale)) break;
      if (out.digits && !any && !out.scaled) break;
      // "one two": no
      if (view.is(ReadLanguage::arabic) && any && v >= 10 && v < 100 && open == 1 &&
          previous < 10 && previous > 0 && after_and) {
        group += v;  // خمسة وأربعون: units before tens
        open = 1;
      } else if (view.is(ReadLanguage::arabic) && any && v == 10 && previous < 10 && !after_and) {
        group += v;  // اثني عشر
        open = 1;
      } else {
        group += v;
        open = left_open(v);
      }
      any = true;
      previous = v;
      i = at + 1;
      continue;
    }
    if (const LexiconEntry* hundred = view.word(at, view.classes.hundred)) {
      static_cast<void>(hundred);
      if (after_and && !view.is(ReadLanguage::arabic)) break;
      if (any && (group >= 100 || group < 1)) break;
      if (!any && out.scaled == false && i != start) break;
      group = (any ? group : 1) * 100;
      open = 100;
      any = true;
      previous = -1;
      if (i == start) out.weak = true;
      i = at + 1;
      continue;
    }
    std::size_t scale_length = 0;
    if (const LexiconEntry* scale = view.has(at, view.classes.scale)
                                        ? view.entry(at, view.classes.scale, scale_length)
                                        : nullptr) {
      const double s = scale->number;
      if (after_and && !(view.is(ReadLanguage::arabic) && s < last_scale)) break;
      if (!any && total == 0) {
        if (i != start) break;
        group = 1;
        out.weak = true;
      }
      double part = any || total == 0 ? group : s < last_scale ? 1 : 0;
      while (closed_count > 0 && closed[closed_count - 1].first <= s) {
        part += closed[--closed_count].second;
      }
      if (closed_count == closed.size()) break;
      closed[closed_count++] = {s, part * s};
      total = 0;
      for (std::size_t k = 0; k < closed_count; ++k) total += closed[k].second;
      last_scale = s;
      group = 0;
      any = false;
      open = kOpen;
      previous = -1;
      out.scaled = true;
      i = at + scale_length;
      continue;
    }
    if (i > start || !out.digits) {
      if (const LexiconEntry* suffix =
              out.digits && view.glued(at) ? view.word(at, view.classes.suffix_scale) : nullptr) {
        total = group * suffix->number;
        group = 0;
        any = false;
        out.scaled = true;
        last_scale = suffix->number;
        i = at + 1;
        break;
      }
      if (const LexiconEntry* ordinal = view.word(at, view.classes.ordinal)) {
        const double v = ordinal->number;
        if ((!any || v < open) && (!after_and || open == 100 || out.scaled)) {
          out.ordinal = true;
          group += v;
          any = true;
          i = at + 1;
        }
      }
    }
    break;
  }
  if (i == start) return out;
  if (view.lexemes[start].kind == LexemeKind::digits && view.lexemes[start].value > 1e300)
    return out;
  out.end = i;
  out.value = total + group;
  return out;
}

void add_spoken_decimals(const NumeralView& view, Cardinal& number) {
  if (number.end == 0 || number.decimal || number.ordinal ||
      !view.has(number.end, view.classes.point))
    return;
  std::size_t i = number.end + 1;
  double part = 0, scale = 1;
  int count = 0;
  while (count < 18 && i < view.lexemes.size()) {
    const LexiconEntry* digit = view.word(i, view.classes.number);
    if (digit == nullptr || digit->number >= 100 || (digit->number >= 10 && count > 0)) break;
    if (digit->number >= 10) {
      double v = digit->number;
      ++i;
      const std::size_t next = view.is_punctuation(i, U'-') ? i + 1 : i;
      if (const LexiconEntry* unit =
              std::fmod(v, 10) == 0 ? view.word(next, view.classes.number) : nullptr;
          unit != nullptr && unit->number < 10) {
        v += unit->number;
        i = next + 1;
      }
      part = v;
      scale = 100;
      count = 2;
      break;
    }
    part = part * 10 + digit->number;
    scale *= 10;
    ++count;
    ++i;
  }
  if (count == 0) return;
  number.value += part / scale;
  number.end = i;
  number.decimal = true;
  std::size_t length = 0;
  if (const LexiconEntry* by = view.entry(i, view.classes.scale, length)) {
    number.value *= by->number;
    number.end = i + length;
  }
}

}  // namespace hearim
