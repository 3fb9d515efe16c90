#include "read/dates.h"

#include <algorithm>

namespace hearim {
namespace {

struct DateReader {
  const std::vector<Lexeme>& lexemes;
  const Numerals& numerals;
  const Lexicon& lexicon;
  const LanguageRules& rules;
  const std::optional<CalendarDay>& document_date;

  WordClass c_month_or_word, c_before, c_after, c_since, c_until, c_from, c_to, c_and, c_end, c_of,
      c_not_after, c_not_year_after, c_law, c_unit, c_percent, c_currency, c_currency_before,
      c_measure, c_since_after, c_before_x, c_until_after, c_duration, c_scale, c_multiplier,
      c_ordinal_suffix, c_ampm, c_bound;

  DateReader(const std::vector<Lexeme>& l, const Numerals& n, const LanguageRules& r,
             const std::optional<CalendarDay>& d)
      : lexemes(l), numerals(n), lexicon(r.lexicon), rules(r), document_date(d) {
    const auto named = [&](const char* name) { return lexicon.class_named(name); };
    c_month_or_word = named("month_or_word");
    c_before = named("before");
    c_after = named("after");
    c_since = named("since");
    c_until = named("until");
    c_from = named("date_from");
    c_to = named("date_to");
    c_and = named("date_and");
    c_end = named("date_end");
    c_of = named("of");
    c_not_after = named("not_date_after");
    c_not_year_after = named("not_year_after");
    c_law = named("law_before");
    c_unit = named("unit");
    c_percent = named("percent");
    c_currency = named("currency");
    c_currency_before = named("currency_before");
    c_measure = named("measure");
    c_since_after = named("since_after");
    c_before_x = named("before_after_x");
    c_until_after = named("until_after");
    c_duration = named("duration_after");
    c_scale = named("scale");
    c_multiplier = named("multiplier");
    c_ordinal_suffix = named("ordinal_suffix");
    c_ampm = named("ampm");
    c_bound = named("bound");
  }

  bool has(std::size_t i, WordClass c) const {
    return i < lexemes.size() && c != kNoClass && lexicon.classes(lexemes[i].word).test(c);
  }
  std::size_t length(std::size_t i, WordClass c) const {
    std::size_t n = 0;
    return has(i, c) && entry_at(lexemes, lexicon, i, c, n) != nullptr ? n : 0;
  }
  // An entry of the class that ends where `at` begins: its first lexeme, or `at` if there is none.
  std::size_t ending_at(std::size_t at, WordClass c) const {
    if (at == 0 || c == kNoClass || !lexicon.ending_classes(lexemes[at - 1].word).test(c))
      return at;
    for (std::size_t back = std::min<std::size_t>(at, 4); back > 0; --back) {
      if (length(at - back, c) == back && !lexemes[at].break_before) return at - back;
    }
    return at;
  }
  bool is(std::size_t i, char32_t c) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::punctuation &&
           lexemes[i].word != 0 && lexicon.key(lexemes[i].word).front() == c;
  }
  std::u32string_view key(std::size_t i) const { return lexicon.key(lexemes[i].word); }
  bool english() const {
    return lexicon.language() == ReadLanguage::english ||
           lexicon.language() == ReadLanguage::unknown;
  }
  bool korean() const { return lexicon.language() == ReadLanguage::korean; }
  bool chinese() const { return lexicon.language() == ReadLanguage::chinese; }

  bool preposition_before(std::size_t i) const {
    return i > 0 && (has(i - 1, c_of) || has(i - 1, c_since) || has(i - 1, c_until) ||
                     has(i - 1, c_before) || has(i - 1, c_after) || has(i - 1, c_from) ||
                     has(i - 1, c_to) || has(i - 1, c_and));
  }

  bool accepted(const DateMatch& match) const {
    const std::size_t first = match.first, last = match.last;
    const DateSlots& s = match.slots;
    const bool alone = s.atoms == 1;
    const Lexeme& begin = lexemes[first];
    // Inside a longer code or number: B2016, 1.2016, 12:30.
    if (first > 0 && !begin.space_before && begin.kind == LexemeKind::digits) {
      const Lexeme& before = lexemes[first - 1];
      if (before.kind == LexemeKind::word && before.latin) return false;
      if ((is(first - 1, U'.') || is(first - 1, U':') || is(first - 1, U'#')) && first > 1 &&
          !before.space_before)
        return false;
      if (is(first - 1, U'-') && s.year < 0 && s.day != 0 && alone &&
          !(first > 1 && lexemes[first - 2].kind == LexemeKind::digits))
        return false;  // -3/2
      if (is(first - 1, U'-') && first > 1 && !before.space_before &&
          lexemes[first - 2].kind == LexemeKind::word && lexemes[first - 2].latin &&
          lexemes[first - 2].capital && s.day == 0) {
        return false;  // COVID-19, SCP-2000
      }
    }
    if (last < lexemes.size() && !lexemes[last].space_before &&
        lexemes[last - 1].kind == LexemeKind::digits) {
      if (is(last, U':') && last + 1 < lexemes.size() &&
          lexemes[last + 1].kind == LexemeKind::digits && !lexemes[last + 1].space_before && alone)
        return false;
      if (lexemes[last].kind == LexemeKind::word && lexemes[last].latin &&
          lexicon.language() != ReadLanguage::korean && !chinese())
        return false;
    }
    if (match.bare_year && begin.kind == LexemeKind::digits &&
        in_digit_code(lexemes, lexicon, first))
      return false;
    // "$ 12 December 27"
    if (s.day != 0 && begin.kind == LexemeKind::digits && first > 0 &&
        ending_at(first, c_currency_before) < first)
      return false;
    if (match.bare_year) {
      // "nineteen seventy two" is a year only where a word before it says when
      if (begin.kind == LexemeKind::word && english() && !preposition_before(first)) return false;
      if (!(s.year >= 1500 && preposition_before(first)) && !(s.year >= 1900 && s.year <= 2099))
        return false;
      if (has(last, c_not_year_after) || has(last, c_unit) || has(last, c_percent) ||
          has(last, c_currency) || has(last, c_measure) || has(last, c_scale) ||
          has(last, c_multiplier)) {
        return false;
      }
      if (first > 0 && (has(first - 1, c_law) || has(first - 1, c_currency_before))) return false;
      if (is(last, U'.') && last + 1 < lexemes.size() &&
          lexemes[last + 1].kind == LexemeKind::digits && !lexemes[last + 1].space_before)
        return false;
    }
    // "in two thousand tents": a year in words is followed by nothing it could count
    if (s.year >= 0 && s.month == 0 && lexemes[last - 1].kind == LexemeKind::word &&
        lexicon.language() == ReadLanguage::english && last < lexemes.size() &&
        lexemes[last].kind == LexemeKind::word && !lexemes[last].break_before && !s.rel &&
        !has(last, c_to) && !has(last, c_and))
      return false;
    if (s.month != 0 && s.day == 0 && s.year < 0 &&
        (lexicon.language() == ReadLanguage::english ||
         lexicon.language() == ReadLanguage::unknown)) {
      if (has(first, c_month_or_word) && !(preposition_before(first) && begin.capital))
        return false;
      // "This may take long."
      if (s.rel && has(last - 1, c_month_or_word) && !lexemes[last - 1].capital &&
          key(last - 1) == U"may")
        return false;
    }
    if (match.bare_month && lexicon.language() == ReadLanguage::spanish && key(first).size() <= 3 &&
        !preposition_before(first)) {
      return false;
    }
    if (match.bare_month && lexicon.language() == ReadLanguage::arabic && key(first) == U"اب")
      return false;
    if (match.bare_season) {
      // "spring" and "fall" mean other things as well; "winter coats" are no date.
      if (english() && ((s.season != 22 && s.season != 24 && key(first) != U"autumn") ||
                        (last < lexemes.size() && lexemes[last].kind == LexemeKind::word &&
                         lexemes[last].word == 0 && !lexemes[last].break_before) ||
                        is(last, U'-')))
        return false;
      if (lexemes[last - 1].end - begin.start < 2) return false;
      if (lexicon.language() == ReadLanguage::arabic) return false;
    }
    if (alone && s.weekday != 0 && begin.latin && key(first).size() <= 4 && !begin.capital &&
        lexicon.language() != ReadLanguage::spanish)
      return false;
    if (alone && s.weekday != 0 && lexicon.language() == ReadLanguage::arabic &&
        begin.end - begin.start < 5 &&
        !(first > 0 && length(first, lexicon.class_named("weekday")) > 1)) {
      if (key(first) == U"احد" || key(first) == U"سبت" || key(first) == U"خميس") {
        return begin.end - begin.start >= 4;  // with its article
      }
    }
    if (alone && s.anchor) {
      const auto word = key(first);
      if ((word == U"now" && !(first > 0 && (has(first - 1, c_from) || has(first - 1, c_and) ||
                                             has(first - 1, c_to)))) ||
          word == U"ahora" || word == U"지금" || word == U"现在" || word == U"الان")
        return false;
      if (word == U"manana" && first > 0) {
        const auto before = key(first - 1);
        if (before == U"la" || before == U"esta" || before == U"cada" || before == U"una")
          return false;
      }
    }
    // "One may ask": a small word after a spelled number
    if (s.atoms == 2 && s.day != 0 && has(last - 1, c_month_or_word) &&
        !lexemes[last - 1].capital && begin.kind == LexemeKind::word) {
      return false;
    }
    // "only 3 next week"
    if (english() && s.rel && s.ordinal == 0 && s.amounts == 1 && s.amount[0] > 1 &&
        !s.plural_unit && s.unit != "quarter" && lexemes[last - 1].space_before)
      return false;
    // اثنين is two, الاثنين Monday
    if (alone && s.weekday != 0 && lexicon.language() == ReadLanguage::arabic && !begin.definite)
      return false;
    const bool ends_in_day = s.day != 0 && lexemes[last - 1].kind != LexemeKind::word;
    if (ends_in_day && has(last, c_not_after)) return false;
    if (s.day != 0 && s.month == 0 && has(last, c_not_after)) return false;
    if (s.day != 0 && s.month == 0 && s.weekday == 0 && !s.rel && !s.anchor &&
        s.anchor_unit.empty()) {
      if (has(last, c_duration)) return false;  // 10일 동안
      // "the 24th North" may be one of many; a noun in small letters that follows is counted.
      if (lexicon.language() == ReadLanguage::english && last < lexemes.size() &&
          lexemes[last].kind == LexemeKind::word && !lexemes[last].break_before &&
          lexemes[last].word == 0) {
        return false;
      }
    }
    if (s.weekday != 0 && s.day != 0 && s.month == 0 && has(last, c_ampm)) return false;
    return true;
  }

  struct Node {
    std::uint32_t first, last;
    DateSlots slots;
    DateValue value;
    bool alone_now = false;
  };

  // What "two days before May 5", "a week ago" are counted from.
  DateValue counted_from(DateSlots slots) const {
    slots.amounts = slots.amount_units = 0;
    slots.unit = {};
    slots.direction = 0;
    slots.before_after.reset();
    if (!slots.anchor && slots.month == 0) slots.anchor = 0;
    return date_value(slots, document_date);
  }

  // "in | two days from today": what begins behind the preposition goes further.
  bool outreached(const DateMatch& match) const {
    if (!english() || key(match.first) != U"in") return false;
    for (std::uint32_t i = match.first + 1; i < match.last && i <= match.first + 2; ++i) {
      const DateMatch next = rules.date_patterns.longest(lexemes, lexicon, numerals, i);
      if (next.last > match.last && accepted(next)) return true;
    }
    return false;
  }

  std::vector<DateSpan> run() {
    std::vector<Node> nodes;
    for (std::uint32_t i = 0; i < lexemes.size();) {
      const DateMatch match = rules.date_patterns.longest(lexemes, lexicon, numerals, i);
      if (match.last > i && accepted(match) && !outreached(match)) {
        nodes.push_back(
            {match.first, match.last, match.slots, date_value(match.slots, document_date)});
        i = match.last;
      } else {
        // The rest of a number that is no date is no date either; a minus sign is no number.
        const std::int32_t numeral = numerals.at[i];
        i = numeral >= 0 && match.last <= i && lexemes[i].kind != LexemeKind::punctuation
                ? numerals.all[static_cast<std::size_t>(numeral)].last
                : i + 1;
      }
    }
    std::vector<DateSpan> out;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      Node& a = nodes[k];
      DateSpan span{a.first, a.last, a.value.edtf};
      if (k + 1 < nodes.size()) {
        Node& b = nodes[k + 1];
        const std::size_t prefix = ending_at(a.first, c_from);
        const std::size_t to = length(a.last, c_to);
        const std::size_t both = length(a.last, c_and);
        const std::size_t end = length(b.last, c_end);
        const bool joined = (to > 0 && a.last + to == b.first) ||
                            (both > 0 && a.last + both == b.first && (prefix < a.first || end > 0));
        const bool single = a.value.edtf.find('/') == std::string::npos || !a.slots.unit.empty() ||
                            a.slots.quarter != 0;
        if (joined && single && !lexemes[b.first].break_before) {
          // A year that stands at one end is of both, unless New Year lies between.
          const int over = a.slots.month > b.slots.month ? 1 : 0;
          if (a.slots.year < 0 && b.slots.year >= 0 && a.slots.month != 0 && b.slots.month != 0 &&
              !a.slots.rel) {
            a.slots.year = b.slots.year - over;
            a.value = date_value(a.slots, document_date);
          }
          if (b.slots.year < 0 && a.slots.year >= 0 && b.slots.month != 0 && b.slots.day != 0 &&
              a.slots.month != 0 && !b.slots.rel && (chinese() || korean())) {
            b.slots.year = a.slots.year + over;
            b.value = date_value(b.slots, document_date);
          }
          span.first = static_cast<std::uint32_t>(prefix);
          span.last = static_cast<std::uint32_t>(b.last + end);
          span.edtf = a.value.edtf.empty() || b.value.edtf.empty()
                          ? ""
                          : a.value.first + "/" + b.value.last;
          out.push_back(std::move(span));
          ++k;
          continue;
        }
      }
      // "more than two weeks ago": before that day; "about two weeks ago": near it
      if (a.slots.amounts > 0 && (a.slots.direction != 0 || a.slots.before_after)) {
        std::size_t n = 0;
        for (std::size_t back = std::min<std::size_t>(a.first, 4); back > 0; --back) {
          const LexiconEntry* bound = entry_at(lexemes, lexicon, a.first - back, c_bound, n);
          if (bound == nullptr || n != back || lexemes[a.first].break_before) continue;
          const std::string& code = lexicon.value_text(bound->text);
          if (code == "=") break;
          const int side = a.slots.direction != 0 ? a.slots.direction : *a.slots.before_after;
          span.first = static_cast<std::uint32_t>(a.first - back);
          if (!span.edtf.empty() && code == "~") {
            if (span.edtf.back() != '~') span.edtf += '~';
          } else if (!span.edtf.empty()) {
            // "less than two weeks ago": between that day and the one it is counted from
            if (code[0] == '>') {
              span.edtf = side > 0 ? a.value.first + "/.." : "../" + a.value.last;
            } else {
              const DateValue from = counted_from(a.slots);
              span.edtf = from.edtf.empty() ? ""
                          : side > 0        ? from.first + "/" + a.value.last
                                            : a.value.first + "/" + from.last;
            }
          }
          break;
        }
        if (span.first < a.first) {
          out.push_back(std::move(span));
          continue;
        }
      }
      // before, after, since, until
      const bool closed = a.value.edtf.find("..") == std::string::npos && !a.slots.is_named;
      // "from 2016 January 10 to 12": the pair is one date already; its first word belongs to it.
      if (a.slots.day2 != 0 || a.slots.month2 != 0) {
        span.first = static_cast<std::uint32_t>(ending_at(a.first, c_from));
        span.last = static_cast<std::uint32_t>(a.last + length(a.last, c_end));
        out.push_back(std::move(span));
        continue;
      }
      if (closed) {
        const auto put = [&](std::size_t first, std::size_t last, int side) {
          span.first = static_cast<std::uint32_t>(first);
          span.last = static_cast<std::uint32_t>(last);
          if (!span.edtf.empty())
            span.edtf = side < 0 ? "../" + a.value.last : a.value.first + "/..";
          if (side == -2 && !a.value.edtf.empty()) span.edtf = "../" + a.value.first;
          if (side == 2 && !a.value.edtf.empty()) span.edtf = a.value.last + "/..";
        };
        std::size_t n = 0;
        std::size_t at = a.first;
        if (at > 0 && key(at - 1) == U"the") --at;
        if (const auto p = ending_at(at, c_since); p < at)
          put(p, a.last + length(a.last, c_since_after), 1);
        else if (const auto p2 = ending_at(at, c_until); p2 < at)
          put(p2, a.last, -1);
        else if (const auto p3 = ending_at(at, c_before); p3 < at)
          put(p3, a.last, -2);
        else if (const auto p4 = ending_at(at, c_after); p4 < at)
          put(p4, a.last, 2);
        else if ((n = length(a.last, c_since_after)) > 0 && !lexemes[a.last].break_before)
          put(a.first, a.last + n, 1);
        else if ((n = length(a.last, c_before_x)) > 0 && a.slots.direction == 0)
          put(a.first, a.last + n, -2);
        else if ((n = length(a.last, c_until_after)) > 0)
          put(a.first, a.last + n, -1);
      }
      out.push_back(std::move(span));
    }
    return out;
  }
};

}  // namespace

std::vector<DateSpan> dates_of(const std::vector<Lexeme>& lexemes, const Numerals& numerals,
                               const LanguageRules& rules,
                               const std::optional<CalendarDay>& document_date) {
  return DateReader(lexemes, numerals, rules, document_date).run();
}

}  // namespace hearim
