// From a numeral outwards: currency before it, unit after it, the other end of a range, words for
// bounds before and after, then the noun phrase that it counts.
//
//   as many as | $ | 2 | to | 3 million | a year          number "2 to 3 million", USD/year, high
//   3e6
#include "read/quantity_draft.h"

#include <algorithm>
#include <cmath>

#include "read/counted_phrase.h"

namespace hearim {
namespace {

// "rose by 5 %", "down 49": a verb just before, with small words between; in Korean just after.
void note_change(const QuantityView& view, std::size_t start, std::size_t last, Quantity& q) {
  if (view.language(ReadLanguage::korean)) {
    if (view.has(last, view.classes.up)) q.value.change = ValueChange::up;
    if (view.has(last, view.classes.down)) q.value.change = ValueChange::down;
    return;
  }
  std::size_t i = start;
  for (int steps = 0; i > 0 && steps < 4; ++steps) {
    if (view.lexemes[i].break_before) return;
    --i;
    if (view.has(i, view.classes.up) || view.has(i, view.classes.down)) {
      q.value.change = view.has(i, view.classes.up) ? ValueChange::up : ValueChange::down;
      return;
    }
    if (!view.has(i, view.classes.link)) return;
    // "up from 1,250" says where it came from, not by how much
    if (view.english() && view.key(i) == U"from") return;
  }
}

enum class Bound : std::uint8_t { none, above, at_least, below, at_most };

// The stages run in their order; each moves the ends of the span outwards.
struct Drafting {
  const QuantityView& view;
  const Numeral& n;
  std::size_t numeral;
  const Lexeme& begin = view.lexemes[n.first];
  std::size_t first = n.first,
              last = n.last;  // of the figure, then with its unit and words after it
  std::size_t number_last = n.last, measure_last = n.last, money_first = n.first;
  std::size_t body_first = n.first, range_first = n.first, start = n.first;
  double low = n.low, high = n.high;
  std::string unit = {};
  Unit after = {};  // the unit behind the figure
  bool money = false, range = false, spelled_one = false, has_unit = false;
  bool approx = false, bounded = false;
  Bound bound = Bound::none;
  const LexiconEntry* found = nullptr;
  std::size_t length = 0;

  // The figure with its currency sign and unit; false if it is no quantity.
  bool read_figure() {
    // Currency before.
    money_first = view.ending_at(first, view.classes.currency_before, found);
    if (found != nullptr && view.key(money_first) == U"a" && !view.glued(money_first + 1)) {
      ++money_first;  // "a $300 million contract" is not in Australian dollars
      std::size_t sign = 0;
      found = entry_at(view.lexemes, view.lexicon, money_first, view.classes.currency_before, sign);
    }
    if (found != nullptr) {
      unit = view.value(found);
      money = true;
    }
    after = unit_after(view, last);
    if (n.unit_text != 0) {
      const std::string& both = view.lexicon.value_text(n.unit_text);
      unit = both.substr(both.find(' ') + 1);
    }
    if (n.percent) unit = "percent";
    spelled_one = !n.digits && n.kind == NumeralKind::cardinal && low == 1 &&
                  begin.kind == LexemeKind::word && n.last == n.first + 1;
    has_unit = after.last != 0 && !after.measure;
    if (n.weak && after.last == 0 && n.kind != NumeralKind::fraction) return false;
    if (view.language(ReadLanguage::chinese) && spelled_one && !has_unit) return false;
    if (!n.digits && begin.kind == LexemeKind::word && view.language(ReadLanguage::chinese) &&
        n.weak && after.last == 0)
      return false;

    return true;
  }

  void read_range() {
    range_first = first;
    body_first = money ? money_first : first;
    std::size_t prefix = view.ending_at(body_first, view.classes.range_from, found);
    const bool opened = found != nullptr;
    for (int with_unit = 0; with_unit < 2 && !range; ++with_unit) {
      const std::size_t at = with_unit == 1 && after.last != 0 ? after.last : last;
      if (with_unit == 1 && after.last == 0) break;
      const LexiconEntry* link = view.entry(at, view.classes.range_to, length);
      // 2, 3명 and 两、三名: neighbours
      const bool comma = link == nullptr && view.syllabic() && with_unit == 0 && after.last == 0 &&
                         at < view.lexemes.size() &&
                         (view.is(at, U',') || view.text[view.lexemes[at].start] == U'、');
      if (link == nullptr && !comma) continue;
      if (comma) length = 1;
      std::size_t next = at + length;
      if (next >= view.lexemes.size() || view.lexemes[next].break_before) continue;
      std::size_t second_money = 0;
      if (view.entry(next, view.classes.currency_before, second_money) != nullptr && money)
        next += second_money;
      if (next < view.lexemes.size() && view.has(next, view.classes.range_from) && opened) ++next;
      if (next >= view.lexemes.size() || view.numerals.at[next] < 0 || view.in_date[next]) continue;
      const Numeral& m = view.numerals.all[static_cast<std::size_t>(view.numerals.at[next])];
      if (m.kind == NumeralKind::ordinal || m.kind == NumeralKind::vague ||
          n.kind == NumeralKind::vague)
        continue;
      const auto link_key = view.key(at);
      const bool dash = link_key == U"-" || link_key == U"~" || link_key == U"〜" ||
                        link_key == U"—" || link_key == U"～";
      const bool minus = link_key == U"-" && view.lexemes[at].space_before && view.glued(at + 1);
      if (minus) continue;
      const bool conjunction = link_key == U"and" || link_key == U"or" || link_key == U"y" ||
                               link_key == U"o" || link_key == U"و" || link_key == U"和" ||
                               link_key == U"与" || link_key == U"a";
      const Unit second_unit = unit_after(view, m.last);
      const bool closed = [&] {
        std::size_t ignored = 0;
        return view.entry(second_unit.last != 0 ? second_unit.last : m.last, view.classes.range_end,
                          ignored) != nullptr ||
               view.entry(m.last, view.classes.range_end, ignored) != nullptr;
      }();
      // "two or three": either, so both; "the 10 or the 300" is none
      const bool either =
          (link_key == U"or" || link_key == U"o") && with_unit == 0 && after.last == 0 && !money;
      if (conjunction && !opened && !closed && !either && !(link_key == U"a" && m.low > low))
        continue;
      if (view.language(ReadLanguage::korean) && !dash && !closed && !comma && link_key != U"내지")
        continue;
      double a = low;
      const double b = m.high;
      // "two or three hundred": the scale is of both
      if (!n.digits && n.kind == NumeralKind::cardinal && n.last == n.first + 1 && a < 100 &&
          b >= 100 && m.last > m.first + 1U) {
        for (const double scale : {1e12, 1e9, 1e6, 1e3, 1e2}) {
          if (b >= scale && b / scale < 100 && b / scale == std::floor(b / scale)) {
            if (a < b / scale) a *= scale;
            break;
          }
        }
      }
      // "2 to 3 million"
      if (n.digits && !m.digits && b >= 1000 && a < 1000) {
        for (const double scale : {1e12, 1e9, 1e8, 1e6, 1e4, 1e3}) {
          if (b >= scale && b / scale < 1000 && a < b / scale &&
              view.lexemes[m.first].kind == LexemeKind::digits) {
            a *= scale;
            break;
          }
        }
      }
      if (!(a < b) && !(opened && a != b)) continue;
      if (either && !opened && b > 2 * a) continue;
      if (comma && (b != a + 1 || b > 10 || second_unit.last == 0 || a != std::floor(a))) continue;
      if (dash && (view.lexemes[at].space_before != view.lexemes[next].space_before) &&
          !view.syllabic())
        continue;
      if (second_unit.last != 0 && after.last != 0 && with_unit == 1 &&
          after.name != second_unit.name && !after.measure)
        continue;
      range = true;
      low = std::min(a, b);
      high = std::max(a, b);
      number_last = m.last;
      last = m.last;
      after = second_unit;
      numeral = static_cast<std::size_t>(view.numerals.at[next]);
      if (opened) range_first = prefix;
      if (closed) {
        std::size_t end = 0;
        if (view.entry(after.last != 0 ? after.last : last, view.classes.range_end, end) !=
            nullptr) {
          (after.last != 0 ? after.last : last) += end;
        }
      }
    }
  }

  void read_unit() {
    if (after.last != 0) {
      if (!after.name.empty()) unit = after.name;
      low *= after.factor;
      high *= after.factor;
      if (after.tenth) low = low <= 10 ? low * 10 : low, high = high <= 10 ? high * 10 : high;
      if (after.discount) low = low < 10 ? low * 10 : low, high = high < 10 ? high * 10 : high;
      last = after.last;
      money = money || after.money;
    }
    measure_last = last;
    if ((money || unit == "kilogram" || unit == "tonne" || unit == "barrel") && !range) {
      if (const LexiconEntry* rate = view.entry(last, view.classes.rate, length)) {
        // "a $105 million annual profit": the rate is no part of the words for the sum
        unit += "/" + view.value(rate);
      }
    }
    if (view.has(last, view.classes.duration_after) && !unit.empty() &&
        view.language(ReadLanguage::korean) &&
        view.entry(last, view.classes.duration_after, length) != nullptr) {
      last += length;
    }
  }

  void note(const std::string& code) {
    if (code == "~")
      approx = true;
    else if (code == ">")
      bound = Bound::above;
    else if (code == ">=")
      bound = Bound::at_least;
    else if (code == "<")
      bound = Bound::below;
    else if (code == "<=")
      bound = Bound::at_most;
  }

  // Words before and behind that say more, less, about; false if what is left is no quantity.
  bool read_bounds() {
    start = range ? range_first : body_first;
    for (int times = 0; times < 2; ++times) {
      const std::size_t at = view.ending_at(start, view.classes.bound, found);
      if (found == nullptr || view.in_date[at]) break;
      // ">" of a mark-up or an arrow is none.
      note(view.value(found));
      if (view.value(found) == "=" && !view.syllabic() && !view.english()) {
        start = at;
        continue;
      }
      if (view.value(found) == "=") break;
      bounded = true;
      start = at;
    }
    const std::size_t age_bound = view.ending_at(start, view.classes.age_bound, found);
    if (found != nullptr && unit.empty() && !range && low <= 120 && low > 0 &&
        n.kind == NumeralKind::cardinal) {
      const std::u32string_view word = view.key(age_bound);
      if (word == U"as" ||
          ((word == U"under" || word == U"over" || view.has(age_bound, view.classes.age_bound)) &&
           view.likely_end(last))) {
        note(view.value(found));
        unit = "year";
        start = age_bound;
        bounded = true;
      }
    } else if (bounded && unit.empty() && view.english() && !range && low <= 60 && low >= 5 &&
               view.likely_end(last)) {
      const auto word = view.key(start);
      if (word == U"under" || word == U"over") unit = "year";
    }
    const LexiconEntry* after_word = view.entry(last, view.classes.bound_after, length);
    // "5000 o menos de 6000": the words belong to the next figure
    if (after_word != nullptr && last + length < view.lexemes.size() &&
        (view.key(last + length) == U"من" || view.key(last + length) == U"de" ||
         view.key(last + length) == U"que" || view.key(last + length) == U"than") &&
        last + length + 1 < view.lexemes.size() && view.numerals.at[last + length + 1] >= 0) {
      after_word = nullptr;
    }
    if (const LexiconEntry* late = after_word;
        late != nullptr && (view.syllabic() || !view.is(last, U'+') || view.glued(last))) {
      // A particle such as Korean 까지 bounds only where no other word does.
      if (!(view.language(ReadLanguage::korean) && view.value(late) == "<=" &&
            bound != Bound::none)) {
        note(view.value(late));
        last += length;
        bounded = true;
      }
    }
    if (spelled_one && !range && !bounded && !has_unit && view.key(n.first) != U"하나")
      return false;
    if (spelled_one && view.english() && view.key(n.first) == U"one" &&
        view.has(n.last, view.classes.person) && !bounded)
      return false;
    if (unit.empty() && view.english() && !range) {
      view.ending_at(start, view.classes.age_before, found);
      if (found != nullptr && low <= 120) {
        unit = "year";
      } else if (n.digits && low >= 10 && low <= 110 && std::floor(low) == low && start > 1 &&
                 view.is(start - 1, U',') && view.lexemes[start - 2].capital &&
                 (view.is(last, U',') ||
                  (view.is(last, U'.') && last + 1 >= view.lexemes.size()))) {
        unit = "year";  // "Oma Teller, 43, told"
      }
    }
    return true;
  }

  void write(Quantity& q) {
    if (n.unit_text == 0 && unit.empty() && n.kind == NumeralKind::fraction) unit = "fraction";

    q.value.low = low;
    q.value.high = high;
    q.value.approx = approx;
    q.value.form = range                          ? ValueForm::range
                   : n.kind == NumeralKind::vague ? ValueForm::vague
                   : approx                       ? ValueForm::approximate
                                                  : ValueForm::exact;
    if (n.more && bound == Bound::none) bound = Bound::above;
    switch (bound) {
      case Bound::above:
      case Bound::at_least:
        q.value.high.reset();
        q.value.low_inclusive = bound == Bound::at_least;
        break;
      case Bound::below:
      case Bound::at_most:
        q.value.low.reset();
        q.value.high_inclusive = bound == Bound::at_most;
        break;
      case Bound::none:
        break;
    }
    if (bound != Bound::none && n.kind != NumeralKind::vague) q.value.form = ValueForm::bound;
    // 四百多: the word for "more" bounds the figure and is no part of it
    const std::size_t trailing = !range && n.more && number_last > n.first + 1U &&
                                         view.has(number_last - 1, view.classes.more)
                                     ? 1
                                     : 0;
    q.number = view.span_of(n.first, number_last - trailing);
    q.measure = view.span_of(
        money ? std::min(money_first, static_cast<std::size_t>(n.first)) : n.first, measure_last);
    q.unit = unit;
    if (after.last != 0)
      q.unit_text = view.utf8(after.text_first, after.last);
    else if (money)
      q.unit_text = view.utf8(money_first, n.first);
    q.span = view.span_of(start, last);
    note_change(view, start, last, q);

    const bool share = unit == "percent" || unit == "fraction";
    bool person = after.person;
    if ((unit.empty() || share) && !(n.kind == NumeralKind::fraction && n.weak)) {
      const CountedPhrase counted = counted_phrase(view, start, last, after, share);
      q.counted = counted.span;
      person = counted.person;
    }
    if (q.unit.empty() && person) q.unit = "person";
  }
};

}  // namespace

bool draft_quantity(const QuantityView& view, std::size_t& numeral, QuantityDrafts& out) {
  const Numeral& n = view.numerals.all[numeral];
  if (n.kind == NumeralKind::ordinal || view.in_date[n.first] || view.in_date[n.last - 1] ||
      is_name_part(view, n))
    return false;
  if (!std::isfinite(n.low) || std::fabs(n.low) > 1e18) return false;
  Drafting drafting{view, n, numeral};
  if (!drafting.read_figure()) return false;
  drafting.read_range();
  drafting.read_unit();
  if (!drafting.read_bounds()) return false;
  drafting.write(out.add(
      {static_cast<std::uint32_t>(drafting.start), static_cast<std::uint32_t>(drafting.last)}));
  numeral = drafting.numeral;
  return true;
}

}  // namespace hearim
