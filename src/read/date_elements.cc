#include "read/date_elements.h"

#include <algorithm>
#include <array>
#include <cmath>

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
  kOrdinalDigits,
  kQuarters,
  kDayAlone,
  kMonthDay,
  kYearEnd,
  kYear3,
};
constexpr std::array<std::string_view, 20> kSpecials = {
    "day",        "year",      "year_words", "yy",       "n",
    "numdate",    "n_month",   "day_digits", "cjk_year", "year_or_yy",
    "decade_es",  "day_th",    "cjk_tens",   "ordinal",  "ordinal_digits",
    "n_quarters", "day_alone", "month_day",  "year_end", "year_3"};

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
  kHalfAmount,
  kAndAHalf,
  kDecadeName,
  kComingDay,
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
    {"holiday_moving", kHoliday},
    {"half_amount", kHalfAmount},
    {"and_a_half", kAndAHalf},
    {"decade_name", kDecadeName},
    {"coming_day", kComingDay},
};

void set_day(DateSlots& s, int day) { (s.day == 0 ? s.day : s.day2) = day; }
void set_month(DateSlots& s, int month) { (s.month == 0 ? s.month : s.month2) = month; }

bool is_integer(double v) { return v == std::floor(v); }

}  // namespace

std::optional<DateElement> date_element_named(std::string_view name) {
  const auto found = std::find(kSpecials.begin(), kSpecials.end(), name);
  if (found == kSpecials.end()) return std::nullopt;
  return static_cast<DateElement>(found - kSpecials.begin());
}

std::vector<DateSlot> date_slots_of_classes(const Lexicon& lexicon) {
  std::vector<DateSlot> slots(kNoClass + 1, kNone);
  for (const ClassSlot& each : kClassSlots) slots[lexicon.class_named(each.name)] = each.slot;
  return slots;
}

bool never_before_digits(DateElement element) {
  return element == kYear || element == kNumericDate || element == kMonthDay ||
         element == kOrdinal || element == kDayOrdinal || element == kDayAlone;
}

bool may_be_date_element(const DateText& text, DateElement element, std::size_t at) {
  const Lexeme& lexeme = text.lexemes[at];
  const bool digits = lexeme.kind == LexemeKind::digits;
  if (text.numerals.at[at] < 0 && !digits) return false;
  switch (element) {
    case kNumericDate:
    case kMonthDay:
      return digits && at + 2 < text.lexemes.size() &&
             text.lexemes[at + 1].kind == LexemeKind::punctuation;
    case kYear:
      return digits && lexeme.digit_count == 4;
    case kYearOrYy:
      return digits && (lexeme.digit_count == 4 || lexeme.digit_count == 2);
    case kDecadeEs:
    case kYearOfCentury:
    case kYearEnd:
      return digits && lexeme.digit_count == 2;
    case kYear3:
      return digits && lexeme.digit_count == 3;
    case kYearWords:
    case kCjkYear:
    case kCjkTens:
      return !digits || lexeme.grouped || lexeme.decimal;
    case kOrdinal:
    case kDayOrdinal:
      return text.numerals.at[at] >= 0 &&
             text.numerals.all[static_cast<std::size_t>(text.numerals.at[at])].kind ==
                 NumeralKind::ordinal;
    default:
      return true;
  }
}

std::size_t read_date_element(const DateText& text, DateElement what, std::size_t at,
                              std::size_t start, DateSlots& s) {
  if (what == kNumericDate) return read_numeric_date(text, at, s);
  const std::int32_t index = text.numerals.at[at];
  const bool have = index >= 0;
  const Numeral numeral = have ? text.numerals.all[static_cast<std::size_t>(index)] : Numeral{};
  const std::size_t length = have ? numeral.last - numeral.first : 0;
  const Lexeme& lexeme = text.lexemes[at];
  const bool cardinal =
      have && numeral.kind == NumeralKind::cardinal && is_integer(numeral.low) && !numeral.more;
  const bool plain_digits = lexeme.kind == LexemeKind::digits && !lexeme.grouped && !lexeme.decimal;
  const auto slot_year = [&](int y) {
    if (s.year < 0 && s.month == 0) s.year_leads = true;
    (s.year < 0 ? s.year : s.year2) = y;
  };
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
      if (cardinal && lexeme.kind == LexemeKind::word && at > start && text.is(at - 1, U',')) {
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
      if (have && numeral.kind == NumeralKind::ordinal && plain_digits && lexeme.digit_count <= 2 &&
          numeral.low >= 1 && numeral.low <= 31) {
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
      if (plain_digits && lexeme.digit_count == 4 && lexeme.value >= 1000 && lexeme.value <= 2199) {
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
      // In words: "2,000" is a count.
      if (cardinal && lexeme.kind == LexemeKind::word && numeral.low >= 1000 &&
          numeral.low <= 2199) {
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
        if (numeral.kind == NumeralKind::vague || numeral.more || !is_integer(2 * numeral.low))
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
    case kOrdinalDigits:  // week 27
      if (cardinal && plain_digits && length == 1 && numeral.low >= 1 && numeral.low <= 53) {
        s.ordinal = static_cast<int>(numeral.low);
        return length;
      }
      return 0;
    case kQuarters:  // "three quarters", which is a fraction elsewhere
      if (have && numeral.kind == NumeralKind::fraction && numeral.low < 10 && length >= 2 &&
          is_integer(4 * numeral.low) &&
          text.lexicon.key(text.lexemes[at + length - 1].word) == U"quarters" && s.amounts < 3) {
        s.amount[s.amounts++] = 4 * numeral.low;
        s.unit = "quarter";
        if (s.amount_units < 3) s.amount_unit[s.amount_units++] = "quarter";
        return length;
      }
      return 0;
    case kDayAlone: {  // "on 15.": digits with nothing behind that they could count
      const std::size_t next = at + 1;
      const bool end = next >= text.lexemes.size() || text.lexemes[next].break_before ||
                       text.is(next, U'.') || text.is(next, U',') || text.is(next, U'!') ||
                       text.is(next, U'?') || text.is(next, U';') || text.is(next, U')');
      if (plain_digits && lexeme.digit_count <= 2 && lexeme.value >= 1 && lexeme.value <= 31 &&
          end && have && length == 1 &&
          !(next + 1 < text.lexemes.size() && text.lexemes[next + 1].kind == LexemeKind::digits)) {
        set_day(s, static_cast<int>(lexeme.value));
        return 1;
      }
      return 0;
    }
    case kYearEnd:  // 1944-45; 2010-12 is a month
      if (plain_digits && lexeme.digit_count == 2 && lexeme.value > 12 && s.year >= 0 &&
          !lexeme.space_before && lexeme.value > s.year % 100) {
        s.year2 = s.year - s.year % 100 + static_cast<int>(lexeme.value);
        return 1;
      }
      return 0;
    case kYear3:  // 247년에: a year where the particle says when, else so many years
      if (plain_digits && lexeme.digit_count == 3 && cardinal && length == 1 &&
          at + 2 < text.lexemes.size() && text.lexemes[at + 2].word != 0 &&
          text.lexicon.key(text.lexemes[at + 2].word) == U"에" &&
          !text.lexemes[at + 2].space_before) {
        slot_year(static_cast<int>(lexeme.value));
        return 1;
      }
      return 0;
    case kMonthDay: {  // 4-22
      if (at + 2 >= text.lexemes.size() || !text.digits(at) || !text.is(at + 1, U'-') ||
          !text.digits(at + 2) || text.lexemes[at + 1].space_before ||
          text.lexemes[at + 2].space_before || text.is(at + 3, U'-'))
        return 0;
      const int month = static_cast<int>(std::min(lexeme.value, 99.0)),
                day = static_cast<int>(std::min(text.lexemes[at + 2].value, 99.0));
      if (month < 1 || month > 12 || day < 1 || day > month_length(-1, month)) return 0;
      set_month(s, month);
      set_day(s, day);
      return 3;
    }
    default:
      return 0;
  }
}

std::size_t read_date_words(const DateText& text, DateSlot slot, std::size_t at,
                            WordClass word_class, DateSlots& s) {
  std::size_t length = 0;
  const LexiconEntry* entry = entry_at(text.lexemes, text.lexicon, at, word_class, length);
  if (entry == nullptr) return 0;
  const std::string_view value = text.lexicon.value_text(entry->text);
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
      s.anchor_unit = value;
      break;
    case kUnit:
      s.unit = value;
      if (s.amount_units < 3) s.amount_unit[s.amount_units++] = value;
      s.plural_unit = text.lexicon.language() == ReadLanguage::english &&
                      text.lexicon.key(text.lexemes[at].word).back() == U's';
      break;
    case kHalfAmount:
      if (s.amounts < 3) s.amount[s.amounts++] = entry->number;
      break;
    case kAndAHalf:
      if (s.amounts > 0) s.amount[s.amounts - 1] += 0.5;
      break;
    case kComingDay:
      s.coming_day = number;
      break;
    case kDecadeName:
      s.year_of_century = number;
      s.decade = true;
      break;
    case kRel:
      s.rel = s.rel.value_or(0) + number;
      s.nearest = value.find("nearest") != std::string_view::npos;
      break;
    case kDirection:
      s.direction = number;
      break;
    case kBeforeAfter:
      s.before_after = number;
      break;
    case kModifier:
      s.modifier = value;
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
      s.holiday = value;
      break;
    case kNamed:
      s.is_named = true;
      s.named = value;
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
      s.unit = value;
      if (s.amount_units < 3) s.amount_unit[s.amount_units++] = value;
      break;
    case kDayCount: {
      const auto space = value.find(' ');
      s.amount[s.amounts < 3 ? s.amounts++ : 2] = number;
      if (s.amount_units < 3) s.amount_unit[s.amount_units++] = value.substr(space + 1);
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

}  // namespace hearim
