// From a numeral outwards: currency before it, unit after it, the other end of a range, words for
// bounds before and after, then the noun phrase that it counts.
//
//   as many as | $ | 2 | to | 3 million | a year          number "2 to 3 million", USD/year, high
//   3e6
//
// A ratio ("more than double the 100,000") takes the next quantity of its sentence as its base.
#include "read/quantities.h"

#include <algorithm>
#include <cmath>

#include "read/letter_key.h"

namespace hearim {
namespace {

constexpr std::size_t kCountedLexemesMax = 7;
constexpr std::size_t kRatioReach = 30;  // lexemes from a ratio word to its base

struct QuantityReader {
  std::u32string_view text;
  const std::vector<Lexeme>& lexemes;
  const Numerals& numerals;
  const std::vector<DateSpan>& dates;
  const Lexicon& lexicon;
  std::vector<bool> in_date;

  WordClass c_percent, c_currency, c_currency_before, c_unit, c_rate, c_age_after, c_age_before,
      c_age_bound, c_bound, c_bound_after, c_range_from, c_range_to, c_range_end, c_ratio, c_up,
      c_down, c_link, c_person, c_np_stop, c_np_skip, c_not_counted, c_measure, c_law, c_ampm,
      c_ordinal_prefix, c_ordinal_suffix, c_article, c_scale, c_duration_after, c_particle,
      c_month_word, c_glue, c_number, c_number_and, c_more, c_ago, c_act;

  QuantityReader(std::u32string_view t, const std::vector<Lexeme>& l, const Numerals& n,
                 const std::vector<DateSpan>& d, const LanguageRules& r)
      : text(t),
        lexemes(l),
        numerals(n),
        dates(d),
        lexicon(r.lexicon),
        in_date(l.size() + 1, false) {
    for (const DateSpan& date : dates) {
      for (std::uint32_t i = date.first; i < date.last; ++i) in_date[i] = true;
    }
    const auto named = [&](const char* name) { return lexicon.class_named(name); };
    c_percent = named("percent");
    c_currency = named("currency");
    c_currency_before = named("currency_before");
    c_unit = named("unit");
    c_rate = named("rate");
    c_age_after = named("age_after");
    c_age_before = named("age_before");
    c_age_bound = named("age_bound");
    c_bound = named("bound");
    c_bound_after = named("bound_after");
    c_range_from = named("range_from");
    c_range_to = named("range_to");
    c_range_end = named("range_end");
    c_ratio = named("ratio");
    c_up = named("change_up");
    c_down = named("change_down");
    c_link = named("change_link");
    c_person = named("person");
    c_np_stop = named("np_stop");
    c_np_skip = named("np_skip");
    c_not_counted = named("not_counted");
    c_measure = named("measure");
    c_law = named("law_before");
    c_ampm = named("ampm");
    c_ordinal_prefix = named("ordinal_prefix");
    c_ordinal_suffix = named("ordinal_suffix");
    c_article = named("article");
    c_scale = named("scale");
    c_duration_after = named("duration_after");
    c_particle = named("particle");
    c_month_word = named("month_word");
    c_glue = named("vague_of");
    c_number = named("number");
    c_number_and = named("number_and");
    c_more = named("more");
    c_ago = named("ago");
    c_act = named("act");
  }

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
  const std::string& value(const LexiconEntry* e) const { return lexicon.value_text(e->text); }

  // The longest entry of the class that ends where `at` begins; its first lexeme, or `at`.
  std::size_t ending_at(std::size_t at, WordClass c, const LexiconEntry*& found) const {
    found = nullptr;
    if (at == 0 || at >= lexemes.size() || lexemes[at].break_before) return at;
    if (lexemes[at - 1].word == 0) return at;
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

  // Part of a name, a code, a law, an hour: no quantity.
  bool is_name_part(const Numeral& n) const {
    const std::size_t first = n.first, last = n.last;
    const Lexeme& begin = lexemes[first];
    const bool digits = begin.kind == LexemeKind::digits;
    if (begin.inert) return true;
    if (first > 0 && !begin.break_before) {
      const Lexeme& before = lexemes[first - 1];
      if (digits && !begin.space_before && before.kind == LexemeKind::word && before.latin &&
          !has(first - 1, c_currency_before))
        return true;
      if (digits && !begin.space_before && first > 1 &&
          (is(first - 1, U'-') || is(first - 1, U'_') || is(first - 1, U'#') ||
           is(first - 1, U'@')) &&
          !before.space_before) {
        const Lexeme& letter = lexemes[first - 2];
        if (letter.kind == LexemeKind::word && letter.latin && !has(first - 2, c_bound))
          return true;
        if (letter.kind == LexemeKind::digits && first > 3 && is(first - 3, U'-') &&
            lexemes[first - 4].kind == LexemeKind::digits)
          return true;
      }
      if (digits && is(first - 1, U'#')) return true;
      if (digits && !begin.space_before && is(first - 1, U':') && !before.space_before &&
          first > 1 && lexemes[first - 2].kind == LexemeKind::digits)
        return true;
      if (has(first - 1, c_law) && !(syllabic() && begin.space_before)) return true;
      if (has(first - 1, c_ordinal_prefix) && !begin.space_before) return true;
    }
    if (last < lexemes.size()) {
      const Lexeme& after = lexemes[last];
      if (lexemes[last - 1].kind == LexemeKind::digits && !after.space_before &&
          after.kind == LexemeKind::word && after.latin && !has(last, c_unit) &&
          !has(last, c_currency) && !has(last, c_percent) && !has(last, c_scale) && !syllabic()) {
        return true;
      }
      if (lexemes[last - 1].kind == LexemeKind::digits && !after.space_before && is(last, U':') &&
          last + 1 < lexemes.size() && lexemes[last + 1].kind == LexemeKind::digits &&
          glued(last + 1)) {
        return true;
      }
      // 222-2222-2222
      if (digits && n.digits && is(last, U'-') && glued(last) && glued(last + 1) &&
          is(last + 2, U'-') && last + 3 < lexemes.size() &&
          lexemes[last + 1].kind == LexemeKind::digits &&
          lexemes[last + 3].kind == LexemeKind::digits && glued(last + 3)) {
        return true;
      }
      std::size_t length = 0;
      if (entry(last, c_ampm, length) != nullptr && english() && !has(last, c_unit)) return true;
      if (has(last, c_ordinal_suffix) && syllabic()) return true;
    }
    return false;
  }

  struct Built {
    Quantity quantity;
    std::size_t first = 0, last = 0;  // lexemes of the span
    std::size_t measure_last = 0;
    std::string unit;
    bool person = false;
  };

  TextSpan span_of(std::size_t first, std::size_t last) const {
    return {lexemes[first].start, lexemes[last - 1].end};
  }

  static std::string strip_factor(const std::string& unit, double& factor) {
    const auto space = unit.rfind(' ');
    if (space == std::string::npos || unit.size() < 5) return unit;
    const std::string tail = unit.substr(space + 1);
    if (unit.rfind("XXX", 0) == 0) return "XXX";
    char* end = nullptr;
    const double by = std::strtod(tail.c_str(), &end);
    if (end == nullptr || *end != 0) return unit;
    factor = by;
    return unit.substr(0, space);
  }

  struct Unit {
    std::size_t last = 0;  // after it; 0: none
    std::string name;
    double factor = 1;
    bool person = false, age = false, money = false, measure = false, tenth = false,
         discount = false;
    std::size_t text_first = 0;
  };

  Unit unit_after(std::size_t at) const {
    Unit out;
    std::size_t length = 0;
    std::size_t from = at;
    if (is(at, U'-') && glued(at) && glued(at + 1) &&
        (has(at + 1, c_unit) || has(at + 1, c_currency)))
      from = at + 1;
    const auto take = [&](const LexiconEntry* e) {
      if (e == nullptr || from + length <= out.last) return false;
      out = Unit{};
      out.last = from + length;
      out.name = value(e);
      out.text_first = from;
      return true;
    };
    take(entry(from, c_unit, length));
    if (out.last == 0 && from == at && at + 2 < lexemes.size() &&
        (is(at, U'(') || is(at, U'[') || is(at, U'{'))) {
      // 20 (kg)
      if (const LexiconEntry* e = entry(at + 1, c_unit, length);
          e != nullptr && length == 1 &&
          (is(at + 2, U')') || is(at + 2, U']') || is(at + 2, U'}'))) {
        out.last = at + 3;
        out.name = value(e);
        out.text_first = at + 1;
      }
    }
    if (take(entry(from, c_percent, length))) {
      out.tenth = out.name == "tenth";
      out.discount = out.name == "discount";
      if (out.tenth || out.discount) out.name = "percent";
    }
    if (take(entry(from, c_currency, length))) {
      out.money = true;
      out.name = strip_factor(out.name, out.factor);
      // "75 USD million"
      if (const LexiconEntry* scale = entry(out.last, c_scale, length);
          scale != nullptr && !syllabic()) {
        out.factor *= scale->number;
        out.last += length;
      }
    }
    const std::size_t hyphen = from;
    from = at;
    if (take(entry(from, c_age_after, length))) out.age = true;
    from = hyphen;
    if (out.last == 0) {
      if (const LexiconEntry* e = entry(from, c_measure, length)) {
        out.last = from + length;
        out.name = "";
        out.measure = true;
        out.person = value(e) == "person";
        out.text_first = from;
      }
    }
    return out;
  }

  bool likely_end(std::size_t i) const {
    return i >= lexemes.size() || lexemes[i].kind == LexemeKind::punctuation ||
           lexemes[i].break_before;
  }

  // The noun phrase after `at`, of an alphabet.
  TextSpan counted_alphabetic(std::size_t at, bool& person) const {
    std::size_t i = at, length = 0;
    if (entry(i, c_np_skip, length) != nullptr) i += length;
    const std::size_t first = i;
    std::size_t last = i;
    bool noun = false;
    while (i < lexemes.size() && i - first < kCountedLexemesMax &&
           !(i > at && lexemes[i].break_before) && !(i == at && lexemes[i].break_before)) {
      const Lexeme& lexeme = lexemes[i];
      if (lexeme.kind == LexemeKind::punctuation) {
        if (is(i, U'-') && glued(i) && glued(i + 1) && i > first) {
          ++i;
          continue;
        }
        break;
      }
      if (lexeme.kind != LexemeKind::word || in_date[i] || numerals.at[i] >= 0) break;
      if (const LexiconEntry* p = entry(i, c_person, length)) {
        static_cast<void>(p);
        i += length;
        last = i;
        person = true;
        noun = true;
        // "women prisoners": a second noun may follow, a clause may not.
        if (has(i, c_person) && !lexemes[i].break_before) continue;
        break;
      }
      if (has(i, c_np_stop)) {
        if (entry(i, c_np_stop, length) != nullptr) break;
      }
      if (english() && noun) {
        const std::u32string_view word = text.substr(lexeme.start, lexeme.end - lexeme.start);
        if (word.size() > 3 &&
            (word.substr(word.size() - 2) == U"ed" || word.substr(word.size() - 3) == U"ing"))
          break;
        if (word.size() > 3 && word.substr(word.size() - 2) == U"ly") break;
      }
      const std::u32string_view word = text.substr(lexeme.start, lexeme.end - lexeme.start);
      if (word.size() > 2 && word.back() == U's') noun = true;
      if (lexicon.language() != ReadLanguage::english && i - first >= 1 && noun &&
          lexicon.language() == ReadLanguage::arabic)
        break;
      ++i;
      last = i;
    }
    if (last == first) return {};
    // "the 100,000 previously estimated": no noun
    if (english() && !person && !noun) {
      const Lexeme& end = lexemes[last - 1];
      const std::u32string_view word = text.substr(end.start, end.end - end.start);
      if (word.size() > 4 && word.substr(word.size() - 2) == U"ed") return {};
    }
    // A possessive's owner is not what is counted; a phrase that begins with a verb is none.
    return span_of(first, last);
  }

  TextSpan counted_chinese(std::size_t at, bool& person) const {
    std::size_t i = at, length = 0;
    if (has(i, c_np_skip)) ++i;
    const std::size_t first = i;
    while (i < lexemes.size() && i - first < 6 && lexemes[i].kind == LexemeKind::word &&
           !lexemes[i].break_before && !in_date[i] && numerals.at[i] < 0) {
      if (const LexiconEntry* p = entry(i, c_person, length)) {
        static_cast<void>(p);
        person = true;
        i += length;
        return span_of(first, i);
      }
      if (has(i, c_np_stop) || has(i, c_up) || has(i, c_down) || has(i, c_act)) break;
      ++i;
      if (i - first >= 4) break;
    }
    return i > first ? span_of(first, i) : TextSpan{};
  }

  // A Hangul word without its particles.
  TextSpan korean_noun(std::size_t i) const {
    std::uint32_t start = lexemes[i].start, end = lexemes[i].end;
    static constexpr std::u32string_view kEndings[] = {
        U"에서", U"에게", U"으로", U"이", U"가", U"을", U"를", U"은",
        U"는",   U"의",   U"에",   U"도", U"만", U"과", U"와", U"로"};
    if (lexemes[i].word == 0) {
      for (const auto ending : kEndings) {
        if (end - start > ending.size() + 1 &&
            text.substr(end - ending.size(), ending.size()) == ending) {
          end -= static_cast<std::uint32_t>(ending.size());
          break;
        }
      }
    }
    return {start, end};
  }

  TextSpan counted_korean(const Numeral& n, std::size_t first, std::size_t at, bool measured,
                          bool& person) const {
    std::size_t i = at, length = 0;
    if (i < lexemes.size() && glued(i) && key(i) == U"의") {
      ++i;
      if (i < lexemes.size() && lexemes[i].kind == LexemeKind::word && !lexemes[i].break_before &&
          numerals.at[i] < 0) {
        if (entry(i, c_person, length) != nullptr) {
          person = true;
          return span_of(i, i + length);
        }
        return korean_noun(i);
      }
      return {};
    }
    // "광부 45명": the noun stands before, without a particle.
    static_cast<void>(n);
    if (measured && first > 0 && !lexemes[first].break_before) {
      const std::size_t before = first - 1;
      if (entry_at(lexemes, lexicon, before, c_person, length) != nullptr && length == 1) {
        person = true;
        return span_of(before, before + 1);
      }
    }
    return {};
  }

  bool build(const Numeral& n, std::size_t index, Built& out, std::size_t& used_numeral) const {
    out = Built{};
    used_numeral = index;
    Quantity& q = out.quantity;
    const Lexeme& begin = lexemes[n.first];
    if (n.kind == NumeralKind::ordinal || in_date[n.first] || is_name_part(n)) return false;
    if (!std::isfinite(n.low) || std::fabs(n.low) > 1e18) return false;
    std::size_t length = 0;
    const LexiconEntry* found = nullptr;
    std::size_t first = n.first, number_last = n.last, last = n.last;
    double low = n.low, high = n.high;
    std::string unit;
    bool money = false, age = false;

    // Currency before.
    std::size_t money_first = ending_at(first, c_currency_before, found);
    if (found != nullptr && key(money_first) == U"a" && !glued(money_first + 1)) {
      ++money_first;  // "a $300 million contract" is not in Australian dollars
      std::size_t sign = 0;
      found = entry_at(lexemes, lexicon, money_first, c_currency_before, sign);
    }
    if (found != nullptr) {
      if (is(money_first, U'$') && money_first > 0 && glued(money_first) && false)
        money_first = first;
      unit = value(found);
      money = true;
    }
    Unit after = unit_after(last);
    if (n.unit_text != 0) {
      const std::string& both = lexicon.value_text(n.unit_text);
      unit = both.substr(both.find(' ') + 1);
    }
    if (n.percent) unit = "percent";
    const bool spelled_one = !n.digits && n.kind == NumeralKind::cardinal && low == 1 &&
                             begin.kind == LexemeKind::word && n.last == n.first + 1;
    const bool has_unit = after.last != 0 && !after.measure;
    if (n.weak && after.last == 0 && n.kind != NumeralKind::fraction) return false;
    if (lexicon.language() == ReadLanguage::chinese && spelled_one && !has_unit) return false;
    if (!n.digits && begin.kind == LexemeKind::word &&
        lexicon.language() == ReadLanguage::chinese && n.weak && after.last == 0)
      return false;

    // A range: the other number.
    bool range = false;
    std::size_t range_first = first;
    const std::size_t body_first = money ? money_first : first;
    std::size_t prefix = ending_at(body_first, c_range_from, found);
    const bool opened = found != nullptr;
    for (int with_unit = 0; with_unit < 2 && !range; ++with_unit) {
      const std::size_t at = with_unit == 1 && after.last != 0 ? after.last : last;
      if (with_unit == 1 && after.last == 0) break;
      const LexiconEntry* link = entry(at, c_range_to, length);
      if (link == nullptr) continue;
      std::size_t next = at + length;
      if (next >= lexemes.size() || lexemes[next].break_before) continue;
      std::size_t second_money = 0;
      if (entry(next, c_currency_before, second_money) != nullptr && money) next += second_money;
      if (next < lexemes.size() && has(next, c_range_from) && opened) ++next;
      if (next >= lexemes.size() || numerals.at[next] < 0 || in_date[next]) continue;
      const Numeral& m = numerals.all[static_cast<std::size_t>(numerals.at[next])];
      if (m.kind == NumeralKind::ordinal || m.kind == NumeralKind::vague ||
          n.kind == NumeralKind::vague)
        continue;
      const auto link_key = key(at);
      const bool dash = link_key == U"-" || link_key == U"~" || link_key == U"〜" ||
                        link_key == U"—" || link_key == U"～";
      const bool minus = link_key == U"-" && lexemes[at].space_before && glued(at + 1);
      if (minus) continue;
      const bool conjunction = link_key == U"and" || link_key == U"or" || link_key == U"y" ||
                               link_key == U"o" || link_key == U"و" || link_key == U"和" ||
                               link_key == U"与" || link_key == U"a";
      const Unit second_unit = unit_after(m.last);
      const bool closed = [&] {
        std::size_t ignored = 0;
        return entry(second_unit.last != 0 ? second_unit.last : m.last, c_range_end, ignored) !=
                   nullptr ||
               entry(m.last, c_range_end, ignored) != nullptr;
      }();
      if (conjunction && !opened && !closed && !(link_key == U"a" && m.low > low)) continue;
      if (lexicon.language() == ReadLanguage::korean && !dash && !closed && link_key != U"내지")
        continue;
      double a = low;
      const double b = m.high;
      // "2 to 3 million"
      if (n.digits && !m.digits && b >= 1000 && a < 1000) {
        for (const double scale : {1e12, 1e9, 1e8, 1e6, 1e4, 1e3}) {
          if (b >= scale && b / scale < 1000 && a < b / scale &&
              lexemes[m.first].kind == LexemeKind::digits) {
            a *= scale;
            break;
          }
        }
      }
      if (!(a < b) && !(opened && a != b)) continue;
      if (dash && (lexemes[at].space_before != lexemes[next].space_before) && !syllabic()) continue;
      if (second_unit.last != 0 && after.last != 0 && with_unit == 1 &&
          after.name != second_unit.name && !after.measure)
        continue;
      range = true;
      low = std::min(a, b);
      high = std::max(a, b);
      number_last = m.last;
      last = m.last;
      after = second_unit;
      used_numeral = static_cast<std::size_t>(numerals.at[next]);
      if (opened) range_first = prefix;
      if (closed) {
        std::size_t end = 0;
        if (entry(after.last != 0 ? after.last : last, c_range_end, end) != nullptr) {
          (after.last != 0 ? after.last : last) += end;
        }
      }
    }

    // The unit.
    if (after.last != 0) {
      if (after.money && money && after.name != unit && !(is(money_first, U'$'))) {
        // "$10 dollars": the sign wins
      }
      if (!after.name.empty()) unit = after.name;
      low *= after.factor;
      high *= after.factor;
      if (after.tenth) low = low <= 10 ? low * 10 : low, high = high <= 10 ? high * 10 : high;
      if (after.discount) low = low < 10 ? low * 10 : low, high = high < 10 ? high * 10 : high;
      out.person = after.person;
      age = after.age;
      last = after.last;
      money = money || after.money;
      q.unit_text = "";
      if (!after.measure || true) {
        // as written
      }
    }
    std::size_t measure_last = last;
    if ((money || unit == "kilogram" || unit == "tonne" || unit == "barrel") && !range) {
      if (const LexiconEntry* rate = entry(last, c_rate, length)) {
        // "a $105 million annual profit": the rate is no part of the words for the sum
        unit += "/" + value(rate);
      }
    }
    if (has(last, c_duration_after) && !unit.empty() &&
        lexicon.language() == ReadLanguage::korean &&
        entry(last, c_duration_after, length) != nullptr) {
      last += length;
    }

    // Bounds.
    bool low_inclusive = true, high_inclusive = true, approx = false;
    bool bounded = false;
    enum { kNoBound, kAbove, kAtLeast, kBelow, kAtMost } bound = kNoBound;
    const auto note = [&](const std::string& code) {
      if (code == "~")
        approx = true;
      else if (code == ">")
        bound = kAbove;
      else if (code == ">=")
        bound = kAtLeast;
      else if (code == "<")
        bound = kBelow;
      else if (code == "<=")
        bound = kAtMost;
    };
    std::size_t start = range ? range_first : body_first;
    for (int times = 0; times < 2; ++times) {
      const std::size_t at = ending_at(start, c_bound, found);
      if (found == nullptr || in_date[at]) break;
      // ">" of a mark-up or an arrow is none.
      note(value(found));
      if (value(found) == "=" && !syllabic() && !english()) {
        start = at;
        continue;
      }
      if (value(found) == "=") break;
      bounded = true;
      start = at;
    }
    const std::size_t age_bound = ending_at(start, c_age_bound, found);
    if (found != nullptr && unit.empty() && !range && low <= 120 && low > 0 &&
        n.kind == NumeralKind::cardinal) {
      const std::u32string_view word = key(age_bound);
      if (word == U"as" || ((word == U"under" || word == U"over" || has(age_bound, c_age_bound)) &&
                            likely_end(last))) {
        note(value(found));
        unit = "year";
        start = age_bound;
        bounded = true;
      }
    } else if (bounded && unit.empty() && english() && !range && low <= 60 && low >= 5 &&
               likely_end(last)) {
      const auto word = key(start);
      if (word == U"under" || word == U"over") unit = "year";
    }
    const LexiconEntry* after_word = entry(last, c_bound_after, length);
    // "5000 o menos de 6000": the words belong to the next figure
    if (after_word != nullptr && last + length < lexemes.size() &&
        (key(last + length) == U"من" || key(last + length) == U"de" ||
         key(last + length) == U"que" || key(last + length) == U"than") &&
        last + length + 1 < lexemes.size() && numerals.at[last + length + 1] >= 0) {
      after_word = nullptr;
    }
    if (const LexiconEntry* late = after_word;
        late != nullptr && (syllabic() || !is(last, U'+') || glued(last))) {
      // A particle such as Korean 까지 bounds only where no other word does.
      if (!(lexicon.language() == ReadLanguage::korean && value(late) == "<=" &&
            bound != kNoBound)) {
        note(value(late));
        last += length;
        bounded = true;
      }
    }
    if (spelled_one && !range && !bounded && !has_unit && key(n.first) != U"하나") return false;
    if (spelled_one && english() && key(n.first) == U"one" && has(n.last, c_person) && !bounded)
      return false;
    if (unit.empty() && english() && !range) {
      const std::size_t aged = ending_at(start, c_age_before, found);
      if (found != nullptr && low <= 120) {
        unit = "year";
        static_cast<void>(aged);
        age = true;
      } else if (n.digits && low >= 10 && low <= 110 && std::floor(low) == low && start > 1 &&
                 is(start - 1, U',') && lexemes[start - 2].capital &&
                 (is(last, U',') || (is(last, U'.') && last + 1 >= lexemes.size()))) {
        unit = "year";  // "Oma Teller, 43, told"
        age = true;
      }
    }
    if (n.unit_text == 0 && unit.empty() && n.kind == NumeralKind::fraction) unit = "fraction";

    q.value.low = low;
    q.value.high = high;
    q.value.approx = approx;
    q.value.form = range                          ? ValueForm::range
                   : n.kind == NumeralKind::vague ? ValueForm::vague
                   : approx                       ? ValueForm::approximate
                                                  : ValueForm::exact;
    if (n.more && bound == kNoBound) bound = kAbove;
    switch (bound) {
      case kAbove:
      case kAtLeast:
        if (n.kind != NumeralKind::vague || true) q.value.high.reset();
        low_inclusive = bound == kAtLeast;
        break;
      case kBelow:
      case kAtMost:
        q.value.low.reset();
        high_inclusive = bound == kAtMost;
        break;
      case kNoBound:
        break;
    }
    if (bound != kNoBound && n.kind != NumeralKind::vague) q.value.form = ValueForm::bound;
    q.value.low_inclusive = low_inclusive;
    q.value.high_inclusive = high_inclusive;
    // 四百多: the word for "more" bounds the figure and is no part of it
    const std::size_t trailing =
        !range && n.more && number_last > n.first + 1U && has(number_last - 1, c_more) ? 1 : 0;
    q.number = span_of(n.first, number_last - trailing);
    q.measure = span_of(money ? std::min(money_first, static_cast<std::size_t>(n.first)) : n.first,
                        measure_last);
    q.unit = unit;
    if (after.last != 0)
      q.unit_text = utf8(after.text_first, after.last);
    else if (money)
      q.unit_text = utf8(money_first, n.first);
    out.first = start;
    out.last = last;
    out.measure_last = measure_last;
    q.span = span_of(start, last);
    note_change(start, last, q);

    // What is counted.
    const bool measured_thing = !unit.empty() && unit != "percent" && unit != "fraction";
    if (!measured_thing && !(n.kind == NumeralKind::fraction && n.weak) && last < lexemes.size() &&
        !has(last, c_not_counted)) {
      bool person = out.person;
      if (lexicon.language() == ReadLanguage::chinese) {
        std::size_t at = last;
        q.counted = counted_chinese(at, person);
        if (q.counted.empty() && after.person && key(after.text_first) == U"人")
          q.counted = span_of(after.text_first, after.text_first + 1);
      } else if (lexicon.language() == ReadLanguage::korean) {
        q.counted = counted_korean(n, start, last, after.measure, person);
      } else if (unit != "percent" && unit != "fraction") {
        q.counted = counted_alphabetic(last, person);
      } else if (entry(last, c_glue, length) != nullptr ||
                 entry(last, c_np_skip, length) != nullptr) {
        q.counted = counted_of(last, person);
      }
      out.person = person;
    } else if (last >= lexemes.size() && lexicon.language() == ReadLanguage::korean &&
               !measured_thing) {
      bool person = out.person;
      q.counted = counted_korean(n, start, last, after.measure, person);
      out.person = person;
    }
    if (q.unit.empty() && out.person) q.unit = "person";
    static_cast<void>(age);
    return true;
  }

  // "65 percent of them": the phrase with its article.
  TextSpan counted_of(std::size_t at, bool& person) const {
    std::size_t i = at;
    if (has(i, c_glue) || (lexicon.language() != ReadLanguage::english && has(i, c_np_skip))) ++i;
    bool ignored = false;
    if (i >= lexemes.size()) return {};
    TextSpan phrase = counted_alphabetic(i, ignored);
    static_cast<void>(person);
    if (phrase.empty()) {
      if (i < lexemes.size() && (key(i) == U"those" || key(i) == U"them") &&
          !lexemes[i].break_before)
        return span_of(i, i + 1);
      return {};
    }
    phrase.start = lexemes[i].start;
    return phrase;
  }

  std::string utf8(std::size_t first, std::size_t last) const {
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

  // "rose by 5 %", "down 49": a verb just before, with small words between; in Korean just after.
  void note_change(std::size_t start, std::size_t last, Quantity& q) const {
    if (lexicon.language() == ReadLanguage::korean) {
      if (has(last, c_up)) q.value.change = ValueChange::up;
      if (has(last, c_down)) q.value.change = ValueChange::down;
      return;
    }
    std::size_t i = start;
    for (int steps = 0; i > 0 && steps < 4; ++steps) {
      if (lexemes[i].break_before) return;
      --i;
      if (has(i, c_up) || has(i, c_down)) {
        q.value.change = has(i, c_up) ? ValueChange::up : ValueChange::down;
        return;
      }
      if (!has(i, c_link)) return;
      // "up from 1,250" says where it came from, not by how much
      if (english() && key(i) == U"from") return;
    }
  }

  std::vector<Quantity> run() {
    std::vector<Built> built;
    built.reserve(std::min<std::size_t>(numerals.all.size(), 1 << 16));
    for (std::size_t k = 0; k < numerals.all.size(); ++k) {
      // "por ciento" after a figure is its unit and no figure
      if (!built.empty() && numerals.all[k].first < built.back().last) continue;
      Built one;
      std::size_t used = k;
      if (build(numerals.all[k], k, one, used)) {
        built.push_back(std::move(one));
        k = used;
      }
    }
    join_bounds(built);
    add_article_durations(built);
    add_ratios(built);
    const auto earlier = [](const Built& a, const Built& b) {
      return a.quantity.span.start != b.quantity.span.start
                 ? a.quantity.span.start < b.quantity.span.start
                 : a.quantity.span.end > b.quantity.span.end;
    };
    if (!std::is_sorted(built.begin(), built.end(), earlier)) {
      std::stable_sort(built.begin(), built.end(), earlier);
    }
    std::vector<Quantity> out;
    out.reserve(built.size());
    // Bases are kept as places while the order is open, and become ids now.
    const bool any_base = std::any_of(built.begin(), built.end(), [](const Built& each) {
      return !each.quantity.value.base.empty();
    });
    std::vector<std::pair<std::uint32_t, std::string>> ids;
    for (std::size_t k = 0; k < built.size(); ++k) {
      built[k].quantity.id = "q" + std::to_string(k + 1);
      if (any_base) ids.emplace_back(built[k].quantity.number.start, built[k].quantity.id);
    }
    std::sort(ids.begin(), ids.end());
    for (Built& each : built) {
      if (!each.quantity.value.base.empty()) {
        const auto place = static_cast<std::uint32_t>(std::stoul(each.quantity.value.base));
        const auto id =
            std::lower_bound(ids.begin(), ids.end(), place,
                             [](const auto& a, std::uint32_t b) { return a.first < b; });
        each.quantity.value.base = id->second;
      }
      out.push_back(std::move(each.quantity));
    }
    return out;
  }

  // "more than 20 and less than 35" is one range.
  void join_bounds(std::vector<Built>& built) const {
    std::size_t kept = 0;  // built[0, kept) is what stays
    for (Built& each : built) {
      if (kept > 0) {
        Built& before = built[kept - 1];
        QuantityValue& a = before.quantity.value;
        const QuantityValue& b = each.quantity.value;
        const bool one_each = a.form == ValueForm::bound && b.form == ValueForm::bound &&
                              a.low.has_value() != a.high.has_value() &&
                              b.low.has_value() != b.high.has_value() &&
                              a.low.has_value() == b.high.has_value();
        const std::size_t gap = each.first - before.last;
        const bool linked =
            gap == 0 ? syllabic()
                     : gap == 1 && (is(before.last, U',') || has(before.last, c_number_and) ||
                                    key(before.last) == U"에서");
        // "thirteen dollars and forty-five cents"
        const bool small_change =
            a.form == ValueForm::exact && b.form == ValueForm::exact && gap == 1 &&
            has(before.last, c_number_and) && before.quantity.unit == each.quantity.unit &&
            before.quantity.unit.size() == 3 &&
            std::isupper(static_cast<unsigned char>(before.quantity.unit[0])) != 0 && a.low &&
            b.low && *a.low >= 1 && *b.low < 1 && *a.low == std::floor(*a.low);
        if (small_change) {
          a.low = a.high = *a.low + *b.low;
          before.last = each.last;
          before.quantity.span.end = each.quantity.span.end;
          before.quantity.number.end = each.quantity.number.end;
          before.quantity.measure.end = each.quantity.measure.end;
          continue;
        }
        if (one_each && linked && !lexemes[each.first].break_before &&
            (before.quantity.unit == each.quantity.unit || before.quantity.unit.empty() ||
             each.quantity.unit.empty()) &&
            (a.low ? *a.low < *b.high : *b.low < *a.high)) {
          if (b.low) {
            a.low = b.low;
            a.low_inclusive = b.low_inclusive;
          } else {
            a.high = b.high;
            a.high_inclusive = b.high_inclusive;
          }
          a.form = ValueForm::range;
          before.last = each.last;
          Quantity& q = before.quantity;
          q.span.end = each.quantity.span.end;
          q.number.end = each.quantity.number.end;
          q.measure.end = each.quantity.measure.end;
          q.counted = each.quantity.counted;
          if (q.unit.empty()) q.unit = each.quantity.unit;
          continue;
        }
      }
      if (&built[kept] != &each) built[kept] = std::move(each);
      ++kept;
    }
    built.resize(kept);
  }

  // "for a year", "within a month": a duration whose number is the article.
  void add_article_durations(std::vector<Built>& built) const {
    if (!english()) return;
    static constexpr std::u32string_view kBefore[] = {U"for",  U"within", U"after",  U"least",
                                                      U"than", U"about",  U"nearly", U"almost",
                                                      U"over", U"only"};
    for (std::size_t i = 1; i + 1 < lexemes.size(); ++i) {
      if (!has(i, c_article) || in_date[i] || lexemes[i].break_before ||
          lexemes[i + 1].break_before)
        continue;
      if (numerals.at[i] >= 0 ||
          std::find(std::begin(kBefore), std::end(kBefore), key(i - 1)) == std::end(kBefore))
        continue;
      std::size_t length = 0;
      const LexiconEntry* unit = entry(i + 1, c_unit, length);
      if (unit == nullptr || has(i + 1 + length, c_ago)) continue;
      const std::string& name = value(unit);
      if (name != "second" && name != "minute" && name != "hour" && name != "day" &&
          name != "night" && name != "week" && name != "month" && name != "year" &&
          name != "decade" && name != "century" && name != "fortnight") {
        continue;
      }
      Built one;
      Quantity& q = one.quantity;
      const LexiconEntry* found = nullptr;
      const std::size_t start = ending_at(i, c_bound, found);
      q.value.low = q.value.high = 1;
      if (found != nullptr) {
        const std::string& code = value(found);
        if (code == "<=" || code == "<") q.value.low.reset();
        if (code == ">=" || code == ">") q.value.high.reset();
        q.value.low_inclusive = code != ">";
        q.value.high_inclusive = code != "<";
        q.value.approx = code == "~";
        q.value.form = code == "~" ? ValueForm::approximate : ValueForm::bound;
        if (code == "=") q.value.form = ValueForm::exact;
      }
      one.first = found != nullptr ? start : i;
      one.last = i + 1 + length;
      q.span = span_of(one.first, one.last);
      q.number = span_of(i, i + 1);
      q.measure = span_of(i, one.last);
      q.unit = name;
      q.unit_text = utf8(i + 1, one.last);
      built.push_back(std::move(one));
    }
  }

  // A full stop that is not part of an abbreviation ("U.N.", "6 p.m.").
  bool ends_sentence(std::size_t i) const {
    if (!is(i, U'.')) return false;
    if (i + 1 >= lexemes.size()) return true;
    const bool letter =
        i > 0 && lexemes[i - 1].end - lexemes[i - 1].start == 1 && lexemes[i - 1].latin;
    return lexemes[i + 1].space_before && !letter;
  }

  void add_ratios(std::vector<Built>& built) const {
    if (c_ratio == kNoClass) return;
    const bool any = std::any_of(lexemes.begin(), lexemes.end(), [&](const Lexeme& lexeme) {
      return lexicon.classes(lexeme.word).test(c_ratio);
    });
    if (!any) return;
    std::vector<std::pair<std::size_t, std::size_t>> starts;  // lexeme, index in built
    for (std::size_t k = 0; k < built.size(); ++k) starts.emplace_back(built[k].first, k);
    std::sort(starts.begin(), starts.end());
    std::vector<Built> ratios;
    for (std::size_t i = 0; i < lexemes.size(); ++i) {
      std::size_t length = 0;
      const LexiconEntry* ratio = entry(i, c_ratio, length);
      if (ratio == nullptr || in_date[i]) continue;
      const auto next = std::lower_bound(starts.begin(), starts.end(),
                                         std::make_pair(i + length, std::size_t{0}));
      if (next == starts.end() || next->first - i > kRatioReach) continue;
      bool same_sentence = true;
      for (std::size_t j = i + length; j < next->first && same_sentence; ++j) {
        same_sentence =
            !ends_sentence(j) && !is(j, U'?') && !is(j, U';') && !lexemes[j].break_before;
      }
      const Quantity& base = built[next->second].quantity;
      if (!same_sentence || !base.value.low || !base.unit.empty()) {
        if (!same_sentence || !base.value.low || (base.unit != "person")) continue;
      }
      Built one;
      Quantity& q = one.quantity;
      const LexiconEntry* found = nullptr;
      const std::size_t start = ending_at(i, c_bound, found);
      q.value.low = q.value.high = *base.value.low * ratio->number;
      q.value.form = ValueForm::ratio;
      q.value.approx = base.value.approx;
      if (found != nullptr) {
        const std::string& code = value(found);
        if (code == ">" || code == ">=") q.value.high.reset();
        if (code == "<" || code == "<=") q.value.low.reset();
        q.value.low_inclusive = code != ">";
        q.value.high_inclusive = code != "<";
        if (code == "~") q.value.approx = true;
      }
      q.value.base = std::to_string(base.number.start);
      one.first = found != nullptr ? start : i;
      one.last = i + length;
      q.span = span_of(one.first, one.last);
      q.number = q.measure = span_of(i, i + length);
      q.unit = base.unit;
      ratios.push_back(std::move(one));
    }
    for (Built& each : ratios) built.push_back(std::move(each));
  }
};

}  // namespace

std::vector<Quantity> quantities_of(std::u32string_view text, const std::vector<Lexeme>& lexemes,
                                    const Numerals& numerals, const std::vector<DateSpan>& dates,
                                    const LanguageRules& rules) {
  return QuantityReader(text, lexemes, numerals, dates, rules).run();
}

}  // namespace hearim
