// A pattern with optional elements and alternatives is written out as all the plain sequences it
// stands for; these make a tree. Matching walks the tree from one lexeme on, all branches whose
// element fits, and keeps the deepest end. The depth is the length of the longest pattern.
#include "read/date_pattern.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"

namespace hearim {
namespace {

enum Special : std::uint16_t {
  kDay,
  kYear,
  kYearWords,
  kYearOfCentury,
  kAmount,
  kNumericDate,
  kMonthNumber,
  kDayDigits,
  kCjkYear,
  kYearOrYy,
  kDecadeEs,
  kDayOrdinal,
  kCjkTens,
  kOrdinal,
};
constexpr std::array<std::string_view, 14> kSpecials = {
    "day",        "year",     "year_words", "yy",        "n",      "numdate",  "n_month",
    "day_digits", "cjk_year", "year_or_yy", "decade_es", "day_th", "cjk_tens", "ordinal"};

enum Slot : std::uint8_t {
  kNone,
  kMonth,
  kWeekday,
  kAnchor,
  kAnchorUnit,
  kUnit,
  kRel,
  kDirection,
  kBeforeAfter,
  kModifier,
  kSeason,
  kQuarter,
  kHalf,
  kHoliday,
  kNamed,
  kPeriodSide,
  kVagueTime,
  kDecade,
  kDualUnit,
  kDayOrdinalSlot,
  kWeekAnchor,
  kMonthAnchor,
  kYearAnchor,
  kBareWeekday,
  kLunar,
  kDayCount,
  kArticle,
  kOrdinalPhrase,
  kFewSlot,
  kNarrative,
  kYearToDate,
  kCentury,
  kSpan,
};
struct ClassSlot {
  std::string_view name;
  Slot slot;
};
constexpr ClassSlot kClassSlots[] = {
    {"month", kMonth},
    {"weekday", kWeekday},
    {"anchor", kAnchor},
    {"anchor_unit", kAnchorUnit},
    {"date_unit", kUnit},
    {"rel", kRel},
    {"rel_plural", kRel},
    {"rel_after", kRel},
    {"ago", kDirection},
    {"before_after", kBeforeAfter},
    {"mod", kModifier},
    {"season", kSeason},
    {"quarter", kQuarter},
    {"half_year", kHalf},
    {"holiday", kHoliday},
    {"named_period", kNamed},
    {"period_before", kPeriodSide},
    {"period_after", kPeriodSide},
    {"vague_time", kVagueTime},
    {"decade_s", kDecade},
    {"decade_word", kDecade},
    {"dual_unit", kDualUnit},
    {"day_ordinal", kDayOrdinalSlot},
    {"week_anchor", kWeekAnchor},
    {"month_anchor", kMonthAnchor},
    {"year_anchor", kYearAnchor},
    {"bare_weekday", kBareWeekday},
    {"lunar", kLunar},
    {"day_count", kDayCount},
    {"ordinal_phrase", kOrdinalPhrase},
    {"article", kArticle},
    {"few_units", kFewSlot},
    {"later", kNarrative},
    {"century_word", kCentury},
    {"year_to_date", kYearToDate},
    {"span_from", kSpan},
};

void set_day(DateSlots& s, int day) { (s.day == 0 ? s.day : s.day2) = day; }
void set_month(DateSlots& s, int month) { (s.month == 0 ? s.month : s.month2) = month; }

bool is_integer(double v) { return v == std::floor(v); }

}  // namespace

struct DatePatterns::Walk {
  const DatePatterns& patterns;
  const std::vector<Lexeme>& lexemes;
  const Lexicon& lexicon;
  const Numerals& numerals;
  DateMatch best;
  std::uint32_t start = 0;

  bool is(std::size_t i, char32_t c) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::punctuation &&
           lexemes[i].word != 0 && lexicon.key(lexemes[i].word).front() == c;
  }
  bool digits(std::size_t i) const {
    return i < lexemes.size() && lexemes[i].kind == LexemeKind::digits && !lexemes[i].grouped &&
           !lexemes[i].decimal;
  }

  // 2016-03-04, 4/3/2016, 4.3.2016, 4/3, 2016-11: how many lexemes; 0 if it is none.
  std::size_t numeric_date(std::size_t at, DateSlots& s) const {
    if (at >= lexemes.size() || lexemes[at].kind != LexemeKind::digits || lexemes[at].grouped)
      return 0;
    const auto separator = [&](std::size_t i) -> char32_t {
      for (const char32_t c : {U'-', U'/', U'.'}) {
        if (is(i, c)) return c;
      }
      return 0;
    };
    if (lexemes[at].decimal || !digits(at)) return 0;
    const char32_t first = separator(at + 1);
    if (first == 0 || !digits(at + 2) || lexemes[at].digit_count > 4) return 0;
    const bool tight = !lexemes[at + 1].space_before && !lexemes[at + 2].space_before;
    const auto value = [&](std::size_t i) {
      return static_cast<int>(std::min(lexemes[i].value, 99999.0));
    };
    const int a = value(at), b = value(at + 2);
    const int na = lexemes[at].digit_count, nb = lexemes[at + 2].digit_count;
    const bool day_first =
        lexicon.language() == ReadLanguage::spanish || lexicon.language() == ReadLanguage::arabic;
    const bool year_first =
        lexicon.language() == ReadLanguage::korean || lexicon.language() == ReadLanguage::chinese;
    if (separator(at + 3) == first && digits(at + 4) && tight && !lexemes[at + 4].space_before) {
      const int c = value(at + 4);
      const int nc = lexemes[at + 4].digit_count;
      if (separator(at + 5) != 0 && digits(at + 6) && !lexemes[at + 6].space_before &&
          !lexemes[at + 5].space_before)
        return 0;
      int y = -1, m = 0, d = 0, yy = -1;
      if (na == 4 && nb <= 2 && nc <= 2) {
        y = a, m = b, d = c;
      } else if (na <= 2 && nb <= 2 && (nc == 4 || nc == 2)) {
        m = day_first ? b : a, d = day_first ? a : b;
        if (m > 12) std::swap(m, d);
        if (year_first && nc == 2)
          m = b, d = c, yy = a;
        else if (nc == 4)
          y = c;
        else
          yy = c;
      }
      if (m < 1 || m > 12 || d < 1 || d > month_length(y, m)) return 0;
      s.year = y;
      s.year_of_century = yy;
      s.month = m;
      s.day = d;
      return 5;
    }
    if (first == U'.') return 0;
    if (na == 4 && nb <= 2 && b >= 1 && b <= 12 && a >= 1000 && a <= 2199) {
      s.year = a;
      s.month = b;
      return 3;
    }
    if (nb == 4 && na <= 2 && a >= 1 && a <= 12 && b >= 1000 && b <= 2199) {
      s.year = b;
      s.month = a;
      return 3;
    }
    // 4/22: only if it can be no fraction of small numbers, and as one word.
    if (first == U'/' && tight && na <= 2 && nb <= 2) {
      int m = day_first ? b : a, d = day_first ? a : b;
      if (m > 12) std::swap(m, d);
      if (m < 1 || m > 12 || d < 1 || d > month_length(-1, m)) return 0;
      if (a < b && b <= 10 && a <= 9 && na == 1) return 0;
      s.month = m;
      s.day = d;
      return 3;
    }
    return 0;
  }

  std::size_t special(std::uint16_t what, std::size_t at, DateSlots& s) const {
    if (what == kNumericDate) return numeric_date(at, s);
    const std::int32_t index = numerals.at[at];
    const bool have = index >= 0;
    const Numeral numeral = have ? numerals.all[static_cast<std::size_t>(index)] : Numeral{};
    const std::size_t length = have ? numeral.last - numeral.first : 0;
    const Lexeme& lexeme = lexemes[at];
    const bool cardinal =
        have && numeral.kind == NumeralKind::cardinal && is_integer(numeral.low) && !numeral.more;
    const bool plain_digits =
        lexeme.kind == LexemeKind::digits && !lexeme.grouped && !lexeme.decimal;
    const auto slot_year = [&](int y) { (s.year < 0 ? s.year : s.year2) = y; };
    switch (what) {
      case kDay: {
        if (plain_digits && lexeme.digit_count <= 2 && lexeme.value >= 1 && lexeme.value <= 31) {
          std::size_t used = 1;
          if (have && numeral.kind == NumeralKind::ordinal)
            used = length;
          else if (have && length > 1 && numeral.kind != NumeralKind::fraction &&
                   !(numeral.low <= 31))
            return 0;
          set_day(s, static_cast<int>(lexeme.value));
          return used;
        }
        if (cardinal && lexeme.kind == LexemeKind::word && at > start && is(at - 1, U',')) {
          return 0;  // "In April, seven clinics"
        }
        if ((cardinal || (have && numeral.kind == NumeralKind::ordinal)) &&
            lexeme.kind == LexemeKind::word && numeral.low >= 1 && numeral.low <= 31) {
          set_day(s, static_cast<int>(numeral.low));
          return length;
        }
        return 0;
      }
      case kDayOrdinal:
        if (have && numeral.kind == NumeralKind::ordinal && plain_digits &&
            lexeme.digit_count <= 2 && numeral.low >= 1 && numeral.low <= 31) {
          set_day(s, static_cast<int>(numeral.low));
          return length;
        }
        return 0;
      case kDayDigits:
        if (((plain_digits && lexeme.digit_count <= 2) ||
             (cardinal && lexeme.kind == LexemeKind::word && numeral.low >= 10)) &&
            have && cardinal && numeral.low >= 1 && numeral.low <= 31) {
          set_day(s, static_cast<int>(numeral.low));
          return length;
        }
        return 0;
      case kMonthNumber:
        if (cardinal && numeral.low >= 1 && numeral.low <= 12 &&
            (!plain_digits || lexeme.digit_count <= 2)) {
          set_month(s, static_cast<int>(numeral.low));
          return length;
        }
        return 0;
      case kYear:
      case kYearOrYy:
      case kDecadeEs:
        if (plain_digits && lexeme.digit_count == 4 && lexeme.value >= 1000 &&
            lexeme.value <= 2199) {
          if (have && numeral.kind == NumeralKind::ordinal) return 0;
          if (what == kDecadeEs) return 0;
          slot_year(static_cast<int>(lexeme.value));
          return 1;
        }
        if (what == kYear) return 0;
        [[fallthrough]];
      case kYearOfCentury:
        if (plain_digits && lexeme.digit_count == 2 &&
            (what != kDecadeEs || std::fmod(lexeme.value, 10) == 0)) {
          s.year_of_century = static_cast<int>(lexeme.value);
          if (what == kDecadeEs) s.decade = true;
          return 1;
        }
        return 0;
      case kYearWords:
        if (cardinal && !plain_digits && numeral.low >= 1000 && numeral.low <= 2199) {
          slot_year(static_cast<int>(numeral.low));
          return length;
        }
        return 0;
      case kCjkYear:
        if (cardinal && lexeme.kind == LexemeKind::word && numeral.low >= 1000 &&
            numeral.low <= 2199) {
          slot_year(static_cast<int>(numeral.low));
          return length;
        }
        return 0;
      case kCjkTens:
        if (cardinal && lexeme.kind == LexemeKind::word && numeral.low >= 10 && numeral.low <= 90 &&
            std::fmod(numeral.low, 10) == 0) {
          s.year_of_century = static_cast<int>(numeral.low);
          return length;
        }
        return 0;
      case kAmount:
        if (have && (numeral.kind == NumeralKind::cardinal || numeral.kind == NumeralKind::vague) &&
            s.amounts < 3 && numeral.low >= 0 && numeral.low <= 500 && numeral.unit_text == 0 &&
            !(lexeme.digit_count == 2 && lexeme.value < 10)) {
          s.amount[s.amounts++] = numeral.low;
          if (numeral.kind == NumeralKind::vague || numeral.more || !is_integer(numeral.low))
            s.vague_amount = true;
          return length;
        }
        return 0;
      case kOrdinal:
        if (have && numeral.kind == NumeralKind::ordinal && numeral.low >= 1 && numeral.low <= 60) {
          s.ordinal = static_cast<int>(numeral.low);
          return length;
        }
        return 0;
      default:
        return 0;
    }
  }

  std::size_t apply(Slot slot, std::size_t at, WordClass word_class, DateSlots& s) const {
    std::size_t length = 0;
    const LexiconEntry* entry = entry_at(lexemes, lexicon, at, word_class, length);
    if (entry == nullptr) return 0;
    const std::string_view text = lexicon.value_text(entry->text);
    const auto number = static_cast<int>(entry->number);
    switch (slot) {
      case kMonth:
        set_month(s, number);
        break;
      case kWeekday:
      case kBareWeekday:
        (s.weekday == 0 ? s.weekday : s.weekday2) = number;
        break;
      case kAnchor:
        s.anchor = number;
        break;
      case kAnchorUnit:
        s.anchor_unit = text;
        break;
      case kUnit:
        s.unit = text;
        if (s.amount_units < 3) s.amount_unit[s.amount_units++] = text;
        break;
      case kRel:
        s.rel = s.rel.value_or(0) + number;
        s.nearest = text.find("past") != std::string_view::npos;
        break;
      case kDirection:
        s.direction = number;
        break;
      case kBeforeAfter:
        s.before_after = number;
        break;
      case kModifier:
        s.modifier = text;
        break;
      case kSeason:
        s.season = number;
        break;
      case kQuarter:
        s.quarter = number;
        break;
      case kHalf:
        s.half = number;
        break;
      case kHoliday:
        s.holiday = text;
        break;
      case kNamed:
        s.is_named = true;
        s.named = text;
        break;
      case kPeriodSide:
        s.period_side = number;
        break;
      case kVagueTime:
        s.vague_time = true;
        break;
      case kDecade:
        s.decade = true;
        break;
      case kDualUnit:
        s.amount[s.amounts < 3 ? s.amounts++ : 2] = 2;
        s.unit = text;
        if (s.amount_units < 3) s.amount_unit[s.amount_units++] = text;
        break;
      case kDayCount: {
        const auto space = text.find(' ');
        s.amount[s.amounts < 3 ? s.amounts++ : 2] = number;
        if (s.amount_units < 3) s.amount_unit[s.amount_units++] = text.substr(space + 1);
        break;
      }
      case kArticle:
        if (s.amounts < 3) s.amount[s.amounts++] = 1;
        break;
      case kDayOrdinalSlot:
        set_day(s, number);
        break;
      case kWeekAnchor:
        s.unit = "week";
        s.rel = number;
        break;
      case kMonthAnchor:
        s.unit = "month";
        s.rel = number;
        break;
      case kYearAnchor:
        s.unit = "year";
        s.rel = number;
        break;
      case kCentury:
        s.ordinal = s.day;
        s.day = 0;
        break;
      case kYearToDate:
        s.year_to_date = true;
        break;
      case kSpan:
        s.span = true;
        break;
      case kNarrative:
        s.narrative = true;
        break;
      case kFewSlot:
        s.few = true;
        break;
      case kOrdinalPhrase:
        s.ordinal = number;
        break;
      case kLunar:
        s.lunar = true;
        break;
      case kNone:
        break;
    }
    return length;
  }

  void walk(std::uint32_t node_index, std::size_t at, const DateSlots& slots) {
    const Node& node = patterns.nodes_[node_index];
    if (node.pattern != 0 && at > best.last && !is(at - 1, U'.') && !is(at - 1, U',') &&
        !is(at - 1, U'،')) {
      best.last = static_cast<std::uint32_t>(at);
      best.slots = slots;
      best.pattern = node.pattern;
    }
    if (at >= lexemes.size() || (at > start && lexemes[at].break_before) || lexemes[at].inert)
      return;
    const WordId word = lexemes[at].word;
    for (const auto& [atom, next] : node.next) {
      if (atom.kind == 0) {
        if (word == atom.value && word != 0) {
          DateSlots more = slots;
          ++more.atoms;
          walk(next, at + 1, more);
        }
      } else if (atom.kind == 1) {
        if (!lexicon.classes(word).test(atom.value)) continue;
        DateSlots more = slots;
        ++more.atoms;
        if (const auto length = apply(static_cast<Slot>(patterns.slot_of_class_[atom.value]), at,
                                      static_cast<WordClass>(atom.value), more)) {
          walk(next, at + length, more);
        }
      } else {
        if (numerals.at[at] < 0 && lexemes[at].kind != LexemeKind::digits) continue;
        DateSlots more = slots;
        ++more.atoms;
        if (const auto length = special(atom.value, at, more)) walk(next, at + length, more);
      }
    }
  }
};

void DatePatterns::insert(const std::vector<Atom>& atoms, std::uint16_t pattern) {
  std::uint32_t node = 0;
  for (const Atom& atom : atoms) {
    auto& next = nodes_[node].next;
    const auto found = std::find_if(next.begin(), next.end(),
                                    [&](const auto& edge) { return edge.first == atom; });
    if (found != next.end()) {
      node = found->second;
    } else {
      const auto fresh = static_cast<std::uint32_t>(nodes_.size());
      next.emplace_back(atom, fresh);
      nodes_.emplace_back();
      node = fresh;
    }
  }
  if (nodes_[node].pattern == 0) nodes_[node].pattern = pattern;
}

// One word of a pattern; a word that the lexer parts in several leaves the others in `rest`.
DatePatterns::Atom DatePatterns::atom_of(Lexicon& lexicon, std::string_view word,
                                         std::vector<Atom>& rest) const {
  if (word.front() == '{') {
    const auto name = word.substr(1, word.size() - 2);
    const auto special = std::find(kSpecials.begin(), kSpecials.end(), name);
    if (special != kSpecials.end())
      return {2, static_cast<std::uint16_t>(special - kSpecials.begin())};
    return {1, lexicon.class_named(name)};
  }
  const auto words = lexicon.intern_phrase(word);
  CHECK(!words.empty());
  for (std::size_t i = 1; i < words.size(); ++i) rest.push_back({0, words[i]});
  return {0, words.front()};
}

DatePatterns::DatePatterns(Lexicon& lexicon, std::string_view text) {
  nodes_.emplace_back();
  slot_of_class_.assign(kNoClass + 1, kNone);
  for (const ClassSlot& each : kClassSlots)
    slot_of_class_[lexicon.class_named(each.name)] = each.slot;
  std::uint16_t line_number = 0;
  std::size_t line_start = 0;
  while (line_start < text.size()) {
    const auto line_end = std::min(text.find('\n', line_start), text.size());
    const auto line = text.substr(line_start, line_end - line_start);
    line_start = line_end + 1;
    ++line_number;
    if (line.empty() || line.front() == '#' || line.front() == ' ') continue;
    // Every plain sequence the pattern stands for.
    std::vector<std::vector<Atom>> sequences(1);
    std::size_t i = 0;
    while (i < line.size()) {
      if (line[i] == ' ') {
        ++i;
        continue;
      }
      std::size_t end = i;
      std::vector<std::string_view> choices;
      if (line[i] == '(') {
        end = line.find(')', i);
        CHECK(end != std::string_view::npos);
        auto inside = line.substr(i + 1, end - i - 1);
        while (true) {
          const auto bar = inside.find('|');
          choices.push_back(inside.substr(0, bar));
          if (bar == std::string_view::npos) break;
          inside.remove_prefix(bar + 1);
        }
        ++end;
      } else {
        while (end < line.size() && line[end] != ' ' && line[end] != '?') ++end;
        choices.push_back(line.substr(i, end - i));
      }
      const bool optional = end < line.size() && line[end] == '?';
      if (optional) ++end;
      std::vector<std::vector<Atom>> grown;
      if (optional) grown = sequences;
      for (const auto choice : choices) {
        std::vector<Atom> atoms;
        std::size_t at = 0;
        bool missing = false;
        while (at < choice.size()) {
          auto space = choice.find(' ', at);
          if (space == std::string_view::npos) space = choice.size();
          if (space > at) {
            std::vector<Atom> rest;
            const Atom atom = atom_of(lexicon, choice.substr(at, space - at), rest);
            missing = missing || (atom.kind == 1 && atom.value == kNoClass);
            atoms.push_back(atom);
            atoms.insert(atoms.end(), rest.begin(), rest.end());
          }
          at = space + 1;
        }
        if (missing) continue;  // the language has no such class
        for (const auto& before : sequences) {
          auto sequence = before;
          sequence.insert(sequence.end(), atoms.begin(), atoms.end());
          grown.push_back(std::move(sequence));
        }
      }
      sequences = std::move(grown);
      i = end;
    }
    for (const auto& sequence : sequences) {
      if (!sequence.empty()) insert(sequence, line_number);
    }
  }
  for (const auto& [atom, next] : nodes_[0].next) {
    if (atom.kind == 1) first_classes_.set(atom.value);
    if (atom.kind == 0) {
      if (first_literals_.size() <= atom.value) first_literals_.resize(atom.value + 1U);
      first_literals_[atom.value] = true;
    }
  }
}

DateMatch DatePatterns::longest(const std::vector<Lexeme>& lexemes, const Lexicon& lexicon,
                                const Numerals& numerals, std::uint32_t at) const {
  const Lexeme& lexeme = lexemes[at];
  DateMatch none;
  none.first = none.last = at;
  const bool literal = lexeme.word < first_literals_.size() && first_literals_[lexeme.word];
  if (!literal && lexeme.kind != LexemeKind::digits && numerals.at[at] < 0 &&
      (lexicon.classes(lexeme.word) & first_classes_).none()) {
    return none;
  }
  if (lexeme.inert) return none;
  Walk walk{*this, lexemes, lexicon, numerals, none, at};
  if (walk.is(at, U',') || walk.is(at, U'.') || walk.is(at, U'،')) return none;
  walk.walk(0, at, DateSlots{});
  DateMatch& best = walk.best;
  const DateSlots& s = best.slots;
  const bool alone = s.atoms == 1;
  best.bare_month = alone && s.month != 0 && s.day == 0 && s.year < 0;
  best.bare_year = alone && s.year >= 0 && s.month == 0;
  best.bare_season = alone && s.season != 0;
  return best;
}

}  // namespace hearim
