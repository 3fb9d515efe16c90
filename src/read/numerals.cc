// Number words of alphabets add and multiply. Each word may follow only if it is smaller than what
// the last one leaves open: after "twenty" a digit (open: 10), after "hundred" anything below 100.
// A scale word closes a section:
//
//   two hundred thousand and five   g=2, g=200, total=200*1000 open=1000, g=5 -> 200005
//
// Han and Sino-Korean numerals are digits with multipliers (十百千) inside sections closed by
// scales (万亿兆); digits without multipliers are positional (二〇一九); after a multiplier a last
// digit may stand for the next lower place (两千四百五 is 2450).
// Not for parsing arithmetic, roman numerals, or telephone numbers.
#include "read/numerals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace hearim {

const LexiconEntry* entry_at(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                             std::size_t at, WordClass word_class, std::size_t& length) {
  if (at >= lexemes.size() || word_class == kNoClass) return nullptr;
  const WordId first = lexemes[at].word;
  if (!lexicon.classes(first).test(word_class)) return nullptr;
  for (const LexiconEntry& entry : lexicon.entries(first)) {
    if (entry.word_class != word_class) continue;
    bool same = at + entry.words.size() <= lexemes.size();
    for (std::size_t k = 1; same && k < entry.words.size(); ++k) {
      same = lexicon.bare(lexemes[at + k].word) == lexicon.bare(entry.words[k]) &&
             !lexemes[at + k].break_before;
    }
    if (same) {
      length = entry.words.size();
      return &entry;
    }
  }
  return nullptr;
}

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
}

namespace {

constexpr double kOpen = std::numeric_limits<double>::infinity();

struct Reader {
  const std::vector<Lexeme>& lexemes;
  const Lexicon& lexicon;
  const NumeralClasses& classes;
  bool syllabic;

  bool has(std::size_t i, WordClass c) const {
    return i < lexemes.size() && c != kNoClass && lexicon.classes(lexemes[i].word).test(c);
  }
  const LexiconEntry* entry(std::size_t i, WordClass c, std::size_t& length) const {
    return entry_at(lexemes, lexicon, i, c, length);
  }
  const LexiconEntry* word(std::size_t i, WordClass c) const {
    std::size_t length = 0;
    const LexiconEntry* found = has(i, c) ? entry(i, c, length) : nullptr;
    return found != nullptr && length == 1 ? found : nullptr;
  }
  bool joined(std::size_t i) const {  // nothing but at most a space before it
    return i < lexemes.size() && !lexemes[i].break_before;
  }
  bool is_punctuation(std::size_t i, char32_t c) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::punctuation &&
           lexemes[i].word != 0 && lexicon.key(lexemes[i].word).front() == c;
  }
  bool glued(std::size_t i) const { return i < lexemes.size() && !lexemes[i].space_before; }

  // Cardinal of an alphabet; 0 lexemes if there is none. Sets `open`: what may still follow.
  struct Cardinal {
    std::size_t end = 0;
    double value = 0;
    bool digits = false, decimal = false, scaled = false, year_words = false, ordinal = false;
    bool weak = false;
  };

  static double left_open(double v) {
    if (v < 20) return 1;
    if (v < 100) return std::fmod(v, 10) == 0 ? 10 : 1;
    if (v < 1000) return std::fmod(v, 100) == 0 ? 100 : 1;
    return std::fmod(v, 1000) == 0 ? 1000 : 1;
  }

  Cardinal alphabetic(std::size_t start) const {
    Cardinal out;
    double group = 0, total = 0, open = kOpen, last_scale = kOpen;
    // What has been closed by a scale, largest scale first: 3 billones, then 455 mil inside it.
    std::array<std::pair<double, double>, 8> closed{};
    std::size_t closed_count = 0;
    bool any = false;  // something in this group
    std::size_t i = start;
    const std::size_t stop = std::min(lexemes.size(), start + kNumeralLexemesMax);
    double previous = -1;
    while (i < stop) {
      if (i > start && !joined(i)) break;
      std::size_t at = i;
      // A conjunction or hyphen counts only if a fitting number word follows.
      bool after_and = false;
      if (i > start) {
        if (is_punctuation(i, U'-') && open == 10) {
          if (word(i + 1, classes.number) == nullptr && word(i + 1, classes.ordinal) == nullptr)
            break;
          at = i + 1;
        } else if (has(i, classes.conjunction)) {
          at = i + 1;
          after_and = true;
        }
      }
      if (at >= stop || (at > i && !joined(at))) break;
      const Lexeme& lexeme = lexemes[at];
      if (lexeme.kind == LexemeKind::digits) {
        if (i != start && !(after_and == false && out.scaled && !any && lexeme.value < last_scale &&
                            !lexeme.decimal && last_scale >= 1000 && false)) {
          break;
        }
        group = lexeme.value;
        any = true;
        open = 1;
        out.digits = true;
        out.decimal = lexeme.decimal;
        i = at + 1;
        continue;
      }
      if (const LexiconEntry* number = word(at, classes.number)) {
        const double v = number->number;
        if (v == 1 && lexeme.definite) break;  // الأحد is Sunday
        const bool english = lexicon.language() == ReadLanguage::english ||
                             lexicon.language() == ReadLanguage::unknown;
        if (after_and && english && !(open == 100 || (open == kOpen && out.scaled))) break;
        if (english && !after_and && at == i && any && previous >= 11 && previous <= 20 &&
            total == 0 && ((v >= 10 && v < 100) || v == 0) && group == previous) {
          // nineteen seventy two
          double w = v;
          std::size_t end = at + 1;
          std::size_t next = is_punctuation(end, U'-') ? end + 1 : end;
          if (v >= 20 || v == 0) {
            if (const LexiconEntry* digit = word(next, classes.number);
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
        const bool units_first = lexicon.language() == ReadLanguage::arabic && any && v >= 20 &&
                                 v < 100 && previous < 10 && previous > 0 && after_and;
        if (any && !(v < open) && !units_first &&
            !(lexicon.language() == ReadLanguage::arabic && v == 10 && previous > 0 &&
              previous < 10 && !after_and))
          break;
        // "three and one fourth", ثلاثة وخمس: a fraction follows
        std::size_t fraction_end = 0;
        if (after_and && denominator(at + 1, v == 1 ? 1 : 2, fraction_end) > 0) break;
        if (!any && total > 0 && !(v < last_scale)) break;
        if (out.digits && !any && !out.scaled) break;
        // "one two": no
        if (lexicon.language() == ReadLanguage::arabic && any && v >= 10 && v < 100 && open == 1 &&
            previous < 10 && previous > 0 && after_and) {
          group += v;  // خمسة وأربعون: units before tens
          open = 1;
        } else if (lexicon.language() == ReadLanguage::arabic && any && v == 10 && previous < 10 &&
                   !after_and) {
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
      if (const LexiconEntry* hundred = word(at, classes.hundred)) {
        static_cast<void>(hundred);
        if (after_and && lexicon.language() != ReadLanguage::arabic) break;
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
      if (const LexiconEntry* scale =
              has(at, classes.scale) ? entry(at, classes.scale, scale_length) : nullptr) {
        const double s = scale->number;
        if (after_and && !(lexicon.language() == ReadLanguage::arabic && s < last_scale)) break;
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
                out.digits && glued(at) ? word(at, classes.suffix_scale) : nullptr) {
          total = group * suffix->number;
          group = 0;
          any = false;
          out.scaled = true;
          last_scale = suffix->number;
          i = at + 1;
          break;
        }
        if (const LexiconEntry* ordinal = word(at, classes.ordinal)) {
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
    if (lexemes[start].kind == LexemeKind::digits && lexemes[start].value > 1e300) return out;
    out.end = i;
    out.value = total + group;
    return out;
  }

  // "point seventy-one", "point five": digits one by one, or one number read as decimals.
  void spoken_decimals(Cardinal& number) const {
    if (number.end == 0 || number.decimal || number.ordinal || !has(number.end, classes.point))
      return;
    std::size_t i = number.end + 1;
    double part = 0, scale = 1;
    int count = 0;
    while (count < 18 && i < lexemes.size()) {
      const LexiconEntry* digit = word(i, classes.number);
      if (digit == nullptr || digit->number >= 100 || (digit->number >= 10 && count > 0)) break;
      if (digit->number >= 10) {
        double v = digit->number;
        ++i;
        const std::size_t next = is_punctuation(i, U'-') ? i + 1 : i;
        if (const LexiconEntry* unit = std::fmod(v, 10) == 0 ? word(next, classes.number) : nullptr;
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
    if (const LexiconEntry* by = entry(i, classes.scale, length)) {
      number.value *= by->number;
      number.end = i + length;
    }
  }

  // The denominator that begins at i, as its value; 0 if there is none.
  double denominator(std::size_t i, double numerator, std::size_t& end) const {
    std::size_t length = 0;
    if (const LexiconEntry* plural =
            has(i, classes.plural_fraction) ? entry(i, classes.plural_fraction, length) : nullptr) {
      end = i + length;
      return plural->number;
    }
    if (numerator != 1) return 0;
    if (const LexiconEntry* single =
            has(i, classes.fraction) ? entry(i, classes.fraction, length) : nullptr) {
      end = i + length;
      return single->number;
    }
    return 0;
  }

  bool alphabetic_numeral(std::size_t start, Numeral& out) const {
    std::size_t i = start;
    double sign = 1;
    if (has(i, classes.negative) && joined(i + 1) && i + 1 < lexemes.size() &&
        (lexemes[i + 1].kind == LexemeKind::digits || has(i + 1, classes.number))) {
      sign = -1;
      ++i;
    }
    out = Numeral{};
    out.first = static_cast<std::uint32_t>(start);
    std::size_t length = 0;
    // Vague: "tens of thousands", "several hundred", "dozens".
    const LexiconEntry* vague = entry(i, classes.vague, length);
    const LexiconEntry* few = vague == nullptr ? entry(i, classes.few, length) : nullptr;
    if (vague != nullptr || few != nullptr) {
      const std::string& range = lexicon.value_text((vague != nullptr ? vague : few)->text);
      const auto dash = range.find('-');
      double low = std::atof(range.c_str()),
             high = dash == std::string::npos ? low : std::atof(range.c_str() + dash + 1);
      std::size_t end = i + length;
      bool multiplied = false;
      for (int step = 0; step < 3; ++step) {
        std::size_t next = end;
        if (has(next, classes.glue)) ++next;
        if (!joined(next)) break;
        std::size_t by_length = 0;
        double by = 0;
        if (const LexiconEntry* scale = entry(next, classes.scale, by_length))
          by = scale->number;
        else if (const LexiconEntry* hundred = entry(next, classes.hundred, by_length);
                 hundred != nullptr && few != nullptr)
          by = 100;
        else if (const LexiconEntry* again = entry(next, classes.vague, by_length)) {
          by = std::atof(lexicon.value_text(again->text).c_str()) / 2;
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
    if (const LexiconEntry* pair = entry(i, classes.with_unit, length)) {
      const std::string& text = lexicon.value_text(pair->text);
      out.last = static_cast<std::uint32_t>(i + length);
      out.low = out.high = out.unit_value = pair->number;
      out.unit_text = pair->text;
      return !text.empty();
    }
    // "half a million", "quarter million", "half a dozen", "a half"
    if (const LexiconEntry* half = entry(i, classes.half, length)) {
      std::size_t next = i + length;
      if (has(next, classes.article)) ++next;
      std::size_t by_length = 0;
      if (const LexiconEntry* scale =
              joined(next) ? entry(next, classes.scale, by_length) : nullptr) {
        out.last = static_cast<std::uint32_t>(next + by_length);
        out.low = out.high = half->number * scale->number;
        return true;
      }
    }
    if (const LexiconEntry* vulgar = entry(i, classes.vulgar, length)) {
      out.last = static_cast<std::uint32_t>(i + 1);
      out.kind = NumeralKind::fraction;
      out.low = out.high = vulgar->number;
      return true;
    }
    Cardinal number;
    std::size_t end = 0;
    if (has(i, classes.article) && i + 1 < lexemes.size() && joined(i + 1)) {
      // "a hundred", "a third", "an eighth"
      if (has(i + 1, classes.hundred) || has(i + 1, classes.scale)) {
        number = alphabetic(i + 1);
        number.weak = false;
      } else if (const double by = denominator(i + 1, 1, end); by > 0) {
        out.last = static_cast<std::uint32_t>(end);
        out.kind = NumeralKind::fraction;
        out.low = out.high = 1 / by;
        // "a third" may be one more; only before "of" is it surely a part.
        out.weak = !has(end, classes.glue);
        return true;
      } else if (word(i + 1, classes.number) == nullptr) {
        return false;
      }
      if (number.end == 0) return false;
    } else if ((has(i, classes.plural_fraction) || has(i, classes.fraction)) &&
               !(has(i, classes.number) &&
                 !(i + 1 < lexemes.size() && lexemes[i + 1].definite && joined(i + 1)))) {
      if (const LexiconEntry* alone = entry(i, classes.fraction, length);
          alone != nullptr && !has(i, classes.ordinal)) {
        number.end = 0;
        out.last = static_cast<std::uint32_t>(i + length);
        out.kind = NumeralKind::fraction;
        out.low = out.high = 1 / alone->number;
        out.weak = lexicon.language() != ReadLanguage::arabic;
        if (!has(i + length, classes.glue) && lexicon.language() != ReadLanguage::arabic)
          return false;
        return true;
      }
      if (const LexiconEntry* two = entry(i, classes.plural_fraction, length);
          two != nullptr && lexicon.language() == ReadLanguage::arabic) {
        out.last = static_cast<std::uint32_t>(i + length);
        out.kind = NumeralKind::fraction;
        out.low = out.high = 2 / two->number;  // the dual: ثلثان
        return true;
      }
      number = alphabetic(i);
    } else {
      number = alphabetic(i);
    }
    if (number.end == 0) return false;
    spoken_decimals(number);
    out.kind = number.ordinal ? NumeralKind::ordinal : NumeralKind::cardinal;
    out.digits = number.digits && number.end == i + 1;
    out.year_words = number.year_words;
    // mil, ألف and مئة stand alone, "thousand" does not
    out.weak = number.weak && number.end == i + 1 && lexicon.language() != ReadLanguage::arabic &&
               lexicon.language() != ReadLanguage::spanish;
    double value = number.value;
    end = number.end;
    if (!number.ordinal) {
      std::size_t at = end;
      if (is_punctuation(at, U'-') && glued(at) && glued(at + 1)) ++at;
      std::size_t fraction_end = 0;
      if (const double by = joined(at) ? denominator(at, value, fraction_end) : 0;
          by > 0 && !number.digits) {
        value /= by;
        end = fraction_end;
        out.kind = NumeralKind::fraction;
      } else if (has(end, classes.conjunction) && joined(end)) {
        // "two and a half", "three and one fourth"
        std::size_t next = end + 1;
        double numerator =
            lexicon.language() == ReadLanguage::arabic && has(next, classes.plural_fraction) ? 2
                                                                                             : 1;
        if (has(next, classes.article)) {
          ++next;
        } else if (const LexiconEntry* of = word(next, classes.number); of != nullptr) {
          numerator = of->number;
          ++next;
          if (is_punctuation(next, U'-')) ++next;
        }
        if (const double part = joined(next) ? denominator(next, numerator, fraction_end) : 0;
            part > 0) {
          // "two million and one half" is two and a half million
          double base = 1;
          if (number.scaled && lexicon.language() == ReadLanguage::english && value >= 1e6 &&
              std::fmod(value, 1e6) == 0)
            base = 1e6;
          value += base * numerator / part;
          end = fraction_end;
        } else if (const LexiconEntry* half = word(end + 1, classes.half)) {
          value += half->number;
          end += 2;
        }
      }
      // 2 ½
      if (number.digits && out.kind == NumeralKind::cardinal && has(end, classes.vulgar) &&
          joined(end)) {
        value += word(end, classes.vulgar)->number;
        ++end;
      }
      // 1/2
      if (number.digits && end == i + 1 && is_punctuation(end, U'/') && glued(end) &&
          glued(end + 1) && end + 1 < lexemes.size() &&
          lexemes[end + 1].kind == LexemeKind::digits && lexemes[end + 1].value > 0 &&
          !is_punctuation(end + 2, U'/') && !lexemes[end + 1].decimal && !number.decimal) {
        value /= lexemes[end + 1].value;
        end += 2;
        out.kind = NumeralKind::fraction;
      }
      // "one in five", "two out of five hundred", "one over three"
      std::size_t link = 0;
      if (const LexiconEntry* of = out.kind == NumeralKind::cardinal && joined(end)
                                       ? entry(end, classes.out_of, link)
                                       : nullptr;
          of != nullptr && joined(end + link)) {
        const Cardinal whole = alphabetic(end + link);
        const bool sure = of->number > 0;
        if (whole.end != 0 && !whole.ordinal && whole.value > value && value > 0 &&
            value == std::floor(value) &&
            (sure || (whole.value <= 100 && value <= 10 &&
                      !(number.digits && lexemes[i].digit_count > 1)))) {
          value /= whole.value;
          end = whole.end;
          out.kind = NumeralKind::fraction;
        }
      }
    }
    // "two thirds of a million"
    if (out.kind == NumeralKind::fraction && has(end, classes.glue) &&
        has(end + 1, classes.article) && joined(end + 2)) {
      std::size_t by_length = 0;
      if (const LexiconEntry* by = entry(end + 2, classes.scale, by_length)) {
        value *= by->number;
        end += 2 + by_length;
        out.kind = NumeralKind::cardinal;
      }
    }
    if (number.digits && end == i + 1 && has(end, classes.ordinal_suffix) && glued(end)) {
      out.kind = NumeralKind::ordinal;
      out.digits = false;
      ++end;
    }
    // A minus sign: "-9.2" after a space or at the beginning.
    out.low = out.high = sign * value;
    out.last = static_cast<std::uint32_t>(end);
    return true;
  }

  // Han and Hangul.
  bool syllabic_numeral(std::size_t start, Numeral& out) const {
    out = Numeral{};
    out.first = static_cast<std::uint32_t>(start);
    std::size_t i = start, length = 0;
    double sign = 1;
    if (has(i, classes.negative) && i + 1 < lexemes.size() &&
        (lexemes[i + 1].kind == LexemeKind::digits || has(i + 1, classes.number) ||
         has(i + 1, classes.tens_unit))) {
      sign = -1;
      ++i;
    }
    if (const LexiconEntry* pair = entry(i, classes.with_unit, length)) {
      out.last = static_cast<std::uint32_t>(i + length);
      out.low = out.high = out.unit_value = pair->number;
      out.unit_text = pair->text;
      return true;
    }
    if (const LexiconEntry* vague = entry(i, classes.vague, length)) {
      const std::string& range = lexicon.value_text(vague->text);
      const auto dash = range.find('-');
      out.kind = NumeralKind::vague;
      out.low = std::atof(range.c_str());
      out.high = dash == std::string::npos ? out.low : std::atof(range.c_str() + dash + 1);
      out.last = static_cast<std::uint32_t>(i + length);
      return true;
    }
    if (has(i, classes.vulgar)) {
      out.low = out.high = word(i, classes.vulgar)->number;
      out.last = static_cast<std::uint32_t>(i + 1);
      out.kind = NumeralKind::fraction;
      return true;
    }
    if (const LexiconEntry* native = word(i, classes.native)) {
      double v = native->number;
      std::size_t end = i + 1;
      if (v >= 10 && glued(end)) {
        if (const LexiconEntry* unit = word(end, classes.native);
            unit != nullptr && unit->number < 10) {
          v += unit->number;
          ++end;
        }
      }
      out.low = out.high = v;
      out.last = static_cast<std::uint32_t>(end);
      // 한, 두, 세 stand before what they count; 하나 and 다섯 stand alone too.
      out.weak = lexicon.key(lexemes[end - 1].word).size() < 2 || v < 5;
      if (lexicon.key(lexemes[i].word) == U"하나") out.weak = false;
      return ends_well(end, out.weak);
    }
    double low_factor = 1, high_factor = 1;
    bool few = false;
    if (const LexiconEntry* some = word(i, classes.few)) {
      if (!(has(i + 1, classes.tens_unit) || has(i + 1, classes.scale)) || !glued(i + 1))
        return false;
      low_factor = some->number > 0 ? some->number : 2;
      high_factor = 9;
      if (some->number == 1) high_factor = 1;
      few = true;
      ++i;
    }
    // 하나만: a particle, no ten thousand
    if (lexicon.language() == ReadLanguage::korean && start > 0 && glued(start) &&
        (has(start, classes.scale) || has(start, classes.tens_unit)) &&
        lexemes[start - 1].kind == LexemeKind::word &&
        lexemes[start - 1].end == lexemes[start].start) {
      return false;
    }
    double value = 0;
    bool more = false;
    std::size_t end = sino(i, value, more, out);
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
      return ends_well(end, false);
    }
    // 点 / 점
    if (has(end, classes.point) && end + 1 < lexemes.size() &&
        (has(end + 1, classes.number) || has(end + 1, classes.positional_zero))) {
      double scale = 0.1;
      std::size_t next = end + 1;
      double part = 0;
      while (next < lexemes.size() && joined(next) && next - start < kNumeralLexemesMax) {
        const LexiconEntry* digit = word(next, classes.number);
        if (digit == nullptr || digit->number >= 10) break;
        part += digit->number * scale;
        scale /= 10;
        ++next;
      }
      value = std::round((value + part) * 1e12) / 1e12;
      end = next;
      if (const LexiconEntry* by = word(end, classes.scale)) {
        value *= by->number;
        ++end;
      }
      out.weak = false;
    }
    // 三分之一, 3분의 1: the denominator comes first.
    std::size_t link = 0;
    if (const LexiconEntry* part = joined(end) ? entry(end, classes.part, link) : nullptr;
        part != nullptr && joined(end + link)) {
      double numerator = 0;
      bool more_above = false;
      Numeral ignored;
      double numerator_sign = 1;
      std::size_t above = end + link;
      if (has(above, classes.negative)) {
        numerator_sign = -1;
        ++above;
      }
      std::size_t above_end = sino(above, numerator, more_above, ignored);
      if (above_end > above && has(above_end, classes.point) &&
          (has(above_end + 1, classes.number) ||
           (above_end + 1 < lexemes.size() && lexemes[above_end + 1].kind == LexemeKind::digits))) {
        double scale = 0.1;
        std::size_t next = above_end + 1;
        while (const LexiconEntry* digit = word(next, classes.number)) {
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
        if (value == 100 && lexicon.language() == ReadLanguage::chinese) {
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
    if (out.digits && end == i + 1 && is_punctuation(end, U'/') && end + 1 < lexemes.size() &&
        lexemes[end + 1].kind == LexemeKind::digits && glued(end) && glued(end + 1) &&
        lexemes[end + 1].value > 0 && !is_punctuation(end + 2, U'/')) {
      value /= lexemes[end + 1].value;
      out.kind = NumeralKind::fraction;
      out.digits = false;
      end += 2;
    }
    if (has(end, classes.more) && glued(end)) {
      out.more = true;
      ++end;
      if (const LexiconEntry* by = word(end, classes.scale); by != nullptr && joined(end)) {
        value *= by->number;
        ++end;
      }
    }
    if (sign < 0) out.weak = false;
    out.low = out.high = sign * value;
    out.last = static_cast<std::uint32_t>(end);
    return ends_well(end, out.weak);
  }

  // A Hangul numeral inside a longer unknown word is no numeral: 천막, 이것은.
  bool ends_well(std::size_t end, bool) const {
    if (lexicon.language() != ReadLanguage::korean || end >= lexemes.size() || !glued(end))
      return true;
    const Lexeme& next = lexemes[end];
    if (next.kind != LexemeKind::word || next.latin || lexemes[end - 1].kind == LexemeKind::digits)
      return true;
    return lexicon.classes(next.word).any() && !has(end, classes.not_number);
  }

  std::size_t sino(std::size_t start, double& value, bool& more, Numeral& out) const {
    double total = 0, section = 0, pending = -1, last_multiplier = kOpen, last_scale = kOpen,
           last_unit = 0;
    bool zero = false, words = false, positional = false, any_multiplier = false,
         digit_lexeme = false;
    std::size_t i = start;
    std::size_t word_count = 0;
    const std::size_t stop = std::min(lexemes.size(), start + kNumeralLexemesMax);
    double positional_value = 0;
    int positional_count = 0;
    while (i < stop) {
      if (i > start && (!joined(i))) break;
      const Lexeme& lexeme = lexemes[i];
      if (lexeme.kind == LexemeKind::digits) {
        if (pending >= 0 || positional) break;
        if (i > start &&
            !(lexeme.value < (last_multiplier == kOpen ? last_scale : last_multiplier)))
          break;
        if (i > start && !any_multiplier && last_scale == kOpen) break;
        pending = lexeme.value;
        digit_lexeme = true;
        ++i;
        if (const LexiconEntry* k = glued(i) ? word(i, classes.suffix_scale) : nullptr) {
          pending *= k->number;
          ++i;
        }
        continue;
      }
      if (const LexiconEntry* digit = word(i, classes.number)) {
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
          // 삼일 is the third day oftener than 31
          if (lexicon.language() == ReadLanguage::korean &&
              word(i + 1, classes.number) == nullptr && positional_count == 1)
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
      if (const LexiconEntry* by = word(i, classes.tens_unit)) {
        if (!(by->number < last_multiplier)) break;
        if (zero && pending < 0 && false) break;
        section += (pending < 0 ? 1 : pending) * by->number;
        last_multiplier = by->number;
        last_unit = by->number;
        pending = -1;
        zero = false;
        any_multiplier = true;
        words = true;
        ++word_count;
        ++i;
        if (has(i, classes.more) && joined(i) && (word(i + 1, classes.scale) != nullptr)) {
          more = true;
          ++i;
        }
        continue;
      }
      if (const LexiconEntry* by = word(i, classes.scale)) {
        const double s = by->number;
        const double here = section + std::max(pending, 0.0);
        if (i == start && here == 0) {
          if (lexicon.language() == ReadLanguage::chinese && s < 1e8 && false) break;
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
      else if (!zero && last_unit > 0 && !digit_lexeme &&
               lexicon.language() == ReadLanguage::chinese && last_unit >= 100 &&
               (any_multiplier || last_scale != kOpen) && word_is_digit(i - 1)) {
        here += pending * last_unit / 10;
      } else {
        here += pending;
      }
    }
    value = total + here;
    out.digits = digit_lexeme && i == start + 1;
    out.weak = words && !digit_lexeme && word_count == 1;
    if (out.weak && value >= 10000 && lexicon.language() == ReadLanguage::chinese) out.weak = true;
    return i;
  }
  bool word_is_digit(std::size_t i) const { return has(i, classes.number); }
};

}  // namespace

Numerals numerals_of(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                     const NumeralClasses& classes) {
  Numerals out;
  out.at.assign(lexemes.size(), -1);
  const bool syllabic =
      lexicon.language() == ReadLanguage::chinese || lexicon.language() == ReadLanguage::korean;
  const Reader reader{lexemes, lexicon, classes, syllabic};
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
    const bool not_number = possible && classes.not_number != kNoClass &&
                            lexeme.kind == LexemeKind::word && reader.has(i, classes.not_number);
    if (possible && !not_number &&
        (syllabic ? reader.syllabic_numeral(i, found) : reader.alphabetic_numeral(i, found)) &&
        found.last > i) {
      // A minus sign before digits, where nothing stands before the sign.
      if (i > 0 && reader.is_punctuation(i - 1, U'-') && lexeme.kind == LexemeKind::digits &&
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
          reader.is_punctuation(found.last, U'^') && reader.glued(found.last) &&
          found.last + 1 < lexemes.size() && lexemes[found.last + 1].kind == LexemeKind::digits &&
          reader.glued(found.last + 1)) {
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
