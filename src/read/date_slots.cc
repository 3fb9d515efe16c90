// Day numbers after Hinnant's public algorithm (chrono-compatible low-level date algorithms);
// Easter after Meeus (Astronomical Algorithms, chapter 8; the anonymous Gregorian computus).
#include "read/date_slots.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace hearim {

long days_from_calendar(const CalendarDay& day) {
  const int y = day.year - (day.month <= 2);
  const long era = (y >= 0 ? y : y - 399) / 400;
  const auto yoe = static_cast<unsigned>(y - era * 400);
  const auto doy =
      static_cast<unsigned>((153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1);
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + static_cast<long>(doe) - 719468;
}

CalendarDay calendar_from_days(long z) {
  z += 719468;
  const long era = (z >= 0 ? z : z - 146096) / 146097;
  const auto doe = static_cast<unsigned>(z - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int y = static_cast<int>(yoe) + static_cast<int>(era) * 400;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const auto d = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  const int m = mp < 10 ? static_cast<int>(mp) + 3 : static_cast<int>(mp) - 9;
  return {y + (m <= 2), m, d};
}

int iso_weekday(long days) { return static_cast<int>(((days + 3) % 7 + 7) % 7) + 1; }

int month_length(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year < 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
  return month == 2 && leap ? 29 : kDays[month - 1];
}

namespace {

std::string iso(const CalendarDay& day) {
  return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
}
std::string iso(long days) { return iso(calendar_from_days(days)); }
std::string year_text(int year) { return year < 0 ? "XXXX" : fmt::format("{:04}", year); }

DateValue one(std::string edtf) { return {edtf, edtf, edtf}; }
DateValue interval(std::string first, std::string last) {
  return {first + "/" + last, first, last};
}

CalendarDay add_months(CalendarDay day, long months) {
  const long total = day.year * 12L + day.month - 1 + months;
  const long year = total >= 0 ? total / 12 : (total - 11) / 12;
  day.year = static_cast<int>(year);
  day.month = static_cast<int>(total - year * 12) + 1;
  day.day = std::min(day.day, month_length(day.year, day.month));
  return day;
}

long whole(double amount) { return std::lround(std::min(std::fabs(amount), 1e6)); }
bool is_whole(double amount) { return amount == std::floor(amount); }

// The day so many units from another.
CalendarDay moved(CalendarDay from, std::string_view unit, long amount) {
  if (unit == "month") return add_months(from, amount);
  if (unit == "quarter") return add_months(from, 3 * amount);
  if (unit == "year") return add_months(from, 12 * amount);
  if (unit == "decade") return add_months(from, 120 * amount);
  if (unit == "century") return add_months(from, 1200 * amount);
  const long days = unit == "week" || unit == "weekend" ? 7 * amount : amount;
  return calendar_from_days(days_from_calendar(from) + days);
}

bool reasonable(const CalendarDay& day) { return day.year >= 0 && day.year <= 9999; }

// The period `offset` units from the one that holds `day`: the week, month, year of it.
DateValue period(const CalendarDay& day, std::string_view unit, int offset) {
  const long today = days_from_calendar(day);
  if (unit == "day") return one(iso(today + offset));
  if (unit == "week" || unit == "weekend") {
    const long monday = today - (iso_weekday(today) - 1) + 7L * offset;
    return unit == "week" ? interval(iso(monday), iso(monday + 6))
                          : interval(iso(monday + 5), iso(monday + 6));
  }
  if (unit == "month") {
    const CalendarDay month = add_months({day.year, day.month, 1}, offset);
    return one(fmt::format("{:04}-{:02}", month.year, month.month));
  }
  if (unit == "quarter") {
    const CalendarDay start = add_months({day.year, (day.month - 1) / 3 * 3 + 1, 1}, 3L * offset);
    const CalendarDay last = add_months(start, 2);
    return interval(fmt::format("{:04}-{:02}", start.year, start.month),
                    fmt::format("{:04}-{:02}", last.year, last.month));
  }
  if (unit == "year") return one(year_text(day.year + offset));
  if (unit == "decade") return one(fmt::format("{:03}X", day.year / 10 + offset));
  if (unit == "century") return one(fmt::format("{:02}XX", day.year / 100 + offset));
  return {};
}

// From the document's day to the end of its week, month or year.
DateValue rest_of(const CalendarDay& day, std::string_view unit) {
  const long today = days_from_calendar(day);
  if (unit == "week") return interval(iso(day), iso(today + 7 - iso_weekday(today)));
  if (unit == "month")
    return interval(iso(day), iso({day.year, day.month, month_length(day.year, day.month)}));
  if (unit == "year") return interval(iso(day), iso({day.year, 12, 31}));
  return {};
}

CalendarDay easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
  const int f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7,
            m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31;
  return {year, month, (h + l - 7 * m + 114) % 31 + 1};
}

// The nth weekday of a month; from its end for a negative n.
CalendarDay nth_weekday(int year, int month, int weekday, int n) {
  if (n < 0) {
    const long last = days_from_calendar({year, month, month_length(year, month)});
    return calendar_from_days(last - (iso_weekday(last) - weekday + 7) % 7 + 7L * (n + 1));
  }
  const long first = days_from_calendar({year, month, 1});
  return calendar_from_days(first + (weekday - iso_weekday(first) + 7) % 7 + 7L * (n - 1));
}

// "12-25", "easter-2", "nth 11 4 4" (month, weekday, which), "lunar ..." (not computed).
DateValue holiday_value(std::string_view rule, int year) {
  const std::string text(rule);
  if (text.rfind("easter", 0) == 0) {
    if (year < 0) return {};
    return one(iso(days_from_calendar(easter(year)) + std::atoi(text.c_str() + 6)));
  }
  if (text.rfind("nth", 0) == 0) {
    int month = 0, weekday = 0, n = 0;
    if (std::sscanf(text.c_str(), "nth %d %d %d", &month, &weekday, &n) != 3 || year < 0) return {};
    return one(iso(nth_weekday(year, month, weekday, n)));
  }
  if (text.rfind("lunar", 0) == 0) return year < 0 ? DateValue{} : one(year_text(year));
  return one(year_text(year) + "-" + text);
}

int full_year_of_century(int yy, const std::optional<CalendarDay>&) {
  // 40-99 are of the last century, as in 05/05/89; 00-29 of this one; between is anyone's guess.
  return yy >= 40 ? 1900 + yy : yy <= 29 ? 2000 + yy : -1;
}

std::string calendar_text(int year, int month, int day) {
  if (month == 0 && day == 0) return year_text(year);
  if (day == 0) return fmt::format("{}-{:02}", year_text(year), month);
  if (month == 0) return fmt::format("{}-XX-{:02}", year_text(year), day);
  return fmt::format("{}-{:02}-{:02}", year_text(year), month, day);
}

std::string weekday_text(int weekday) { return fmt::format("XXXX-WXX-{}", weekday); }

// "The second week of May", "the last three days of 2015", "week 27": the ordinal-th unit of a
// period, counted from its end if the ordinal is negative. A week belongs to the period that holds
// its Thursday (ISO 8601).
DateValue part_of_period(long first, long last, std::string_view unit, int ordinal, long amount) {
  const bool from_end = ordinal < 0;
  const long n = from_end ? -ordinal : ordinal;
  const auto within = [&](long a, long b) { return a <= last && b >= first; };
  if (unit == "month" || unit == "quarter") {
    const long step = unit == "month" ? 1 : 3;
    const CalendarDay start = calendar_from_days(first);
    const CalendarDay end = calendar_from_days(last + 1);
    const CalendarDay a =
        from_end ? add_months(end, -step * (n + amount - 1)) : add_months(start, step * (n - 1));
    const CalendarDay z = add_months(a, step * amount - 1);
    if (a.day != 1 || !within(days_from_calendar(a), days_from_calendar(z))) return {};
    const std::string from = calendar_text(a.year, a.month, 0),
                      to = calendar_text(z.year, z.month, 0);
    return from == to ? one(from) : interval(from, to);
  }
  if (unit != "day" && unit != "week" && unit != "weekend") return {};
  long a = 0, length = 1;
  if (unit == "day") {
    a = from_end ? last - (n + amount - 1) + 1 : first + n - 1;
    length = amount;
  } else {
    const int day = unit == "week" ? 4 : 6;  // Thursday; Saturday
    const long nth = from_end ? last - (iso_weekday(last) - day + 7) % 7 - 7 * (n + amount - 2)
                              : first + (day - iso_weekday(first) + 7) % 7 + 7 * (n - 1);
    a = unit == "week" ? nth - 3 : nth;
    length = (amount - 1) * 7 + (unit == "week" ? 7 : 2);
  }
  if (!within(a, a + length - 1)) return {};
  return length == 1 ? one(iso(a)) : interval(iso(a), iso(a + length - 1));
}

// First and last day of a value without unknown digits.
std::optional<std::pair<long, long>> days_of(const DateValue& value) {
  const auto day = [](const std::string& text, bool end) -> std::optional<long> {
    int y = 0, m = 0, d = 0;
    if (text.find('X') != std::string::npos) return std::nullopt;
    const int parts = std::sscanf(text.c_str(), "%4d-%2d-%2d", &y, &m, &d);
    if (parts < 1 || (parts > 1 && (m < 1 || m > 12))) return std::nullopt;
    if (parts < 2) m = end ? 12 : 1;
    if (parts < 3) d = end ? month_length(y, m) : 1;
    return days_from_calendar({y, m, d});
  };
  const auto a = day(value.first, false), z = day(value.last, true);
  if (!a || !z) return std::nullopt;
  return std::make_pair(*a, *z);
}

// The number of a text like "year -1".
int offset_of(std::string_view anchor_unit) {
  const auto space = anchor_unit.rfind(' ');
  return space == std::string_view::npos
             ? 0
             : std::atoi(std::string(anchor_unit.substr(space + 1)).c_str());
}

}  // namespace

DateValue date_value(const DateSlots& in, const std::optional<CalendarDay>& ref) {
  DateSlots s = in;
  if (s.ordinal != 0 && s.unit == "quarter" && s.quarter == 0) s.quarter = s.ordinal;
  // "the 10 previous weeks": a day of the month only before a month
  if (s.day != 0 && s.rel && s.month == 0 && s.weekday == 0 && s.amounts == 0 && !s.unit.empty() &&
      s.unit != "month") {
    s.amount[s.amounts++] = s.day;
    s.day = 0;
  }
  if (s.is_named) {
    if (s.period_side && *s.period_side < 0 && !s.named.empty()) {
      const auto slash = s.named.find('/');
      return interval("..", std::string(s.named.substr(0, slash)));
    }
    if (s.named.empty() || s.named.front() == ' ') return {};
    const auto slash = s.named.find('/');
    const std::string first(s.named.substr(0, slash)), last(s.named.substr(slash + 1));
    if (s.period_side && *s.period_side > 0) return interval(last, "..");
    return interval(first, last);
  }
  if (s.vague_time || s.vague_amount) {
    return {};
  }
  if (s.few || s.narrative) return {};
  // A day of a lunar calendar is not computed; its year may end weeks into the next.
  if (s.lunar) return s.year < 0 ? DateValue{} : one(year_text(s.year) + "~");
  if (s.coming_day != 0 && s.day != 0) {
    if (!ref) return one(calendar_text(-1, 0, s.day));
    const bool here = s.coming_day > 0 ? s.day > ref->day : s.day < ref->day;
    const CalendarDay month = add_months({ref->year, ref->month, 1}, here               ? 0
                                                                     : s.coming_day > 0 ? 1
                                                                                        : -1);
    if (s.day > month_length(month.year, month.month)) return {};
    return one(iso({month.year, month.month, s.day}));
  }
  if (s.rel && s.plural_unit && s.amounts == 0 && s.ordinal == 0 && s.day == 0)
    return {};  // "the coming weeks"
  // "the first week of next month", "the last two days of May", "week 27 of 2018"
  if (s.ordinal != 0 && s.amount_units > 0 && s.weekday == 0 && s.holiday.empty() &&
      (s.year >= 0 || s.month != 0 || s.amount_units == 2 || !s.anchor_unit.empty())) {
    const std::string_view inner = s.amount_unit[0];
    DateValue whole_period;
    if (s.amount_units == 2 && s.rel && ref)
      whole_period = period(*ref, s.amount_unit[1], *s.rel);
    else if (!s.anchor_unit.empty() && ref)
      whole_period =
          period(*ref, s.anchor_unit.substr(0, s.anchor_unit.find(' ')), offset_of(s.anchor_unit));
    else if (s.year >= 0 || s.month != 0)
      whole_period = one(calendar_text(s.year, s.month, 0));
    if (whole_period.edtf.empty()) return {};
    const auto days = days_of(whole_period);
    if (!days) {  // of no known year
      return inner == "day" && s.ordinal > 0 && s.amounts == 0 &&
                     s.ordinal <= month_length(-1, s.month)
                 ? one(calendar_text(-1, s.month, s.ordinal))
                 : whole_period;
    }
    const double amount = s.amounts > 0 ? s.amount[0] : 1;
    if (!is_whole(amount) || amount < 1 || amount > 366) return {};
    return part_of_period(days->first, days->second, inner, s.ordinal, whole(amount));
  }
  if (s.year_to_date)
    return ref ? interval(fmt::format("{:04}-01-01", ref->year), iso(*ref)) : DateValue{};
  if (s.decade && s.amounts > 0 && s.year_of_century >= 0) {  // 十九世纪七十年代
    return one(fmt::format("{:03}X", (whole(s.amount[0]) - 1) * 10 + s.year_of_century / 10));
  }
  if (s.year < 0 && s.year_of_century >= 0) {
    if (s.decade)
      return one(s.year_of_century >= 40 && false ? ""
                                                  : fmt::format("XX{}X", s.year_of_century / 10));
    const int full = full_year_of_century(s.year_of_century, ref);
    if (full < 0)
      return one(fmt::format("XX{:02}", s.year_of_century) +
                 (s.month ? calendar_text(-1, s.month, s.day).substr(4) : ""));
    s.year = full;
  }
  if (s.decade && s.year >= 0) return one(fmt::format("{:03}X", s.year / 10));

  // "N units before / after today", "N units ago".
  int direction = s.direction != 0 ? s.direction : s.before_after.value_or(0);
  if (direction == 0 && s.amount_units > 0) direction = 1;  // "in two weeks"
  if (s.amounts > 0 && direction != 0 && !s.rel) {
    std::optional<CalendarDay> from = ref;
    if (s.anchor && ref) from = calendar_from_days(days_from_calendar(*ref) + *s.anchor);
    if (!s.anchor && s.before_after && s.month != 0 && s.day != 0) {
      if (s.year < 0 && !ref) return {};
      from = CalendarDay{s.year < 0 ? ref->year : s.year, s.month, s.day};
    }
    if (!from) return {};
    CalendarDay day = *from;
    bool rough = false;
    if (s.amounts == 2 && s.amount_units == 1 && is_whole(s.amount[0]) && is_whole(s.amount[1])) {
      // "two to three weeks ago"
      const CalendarDay a = moved(*from, s.amount_unit[0], direction * whole(s.amount[0])),
                        b = moved(*from, s.amount_unit[0], direction * whole(s.amount[1]));
      if (!reasonable(a) || !reasonable(b)) return {};
      const std::string near = iso(a) + "~", far = iso(b) + "~";
      return days_from_calendar(a) <= days_from_calendar(b) ? interval(near, far)
                                                            : interval(far, near);
    }
    for (int k = 0; k < s.amounts && k < s.amount_units; ++k) {
      const auto unit = s.amount_unit[k];
      if (unit == "hour" || unit == "minute" || unit == "second") return {};
      double amount = s.amount[k];
      std::string_view step = unit;
      if (!is_whole(amount)) {  // half a year is six months, half a month fifteen days
        step = unit == "year" ? "month" : "day";
        amount *= unit == "year" ? 12 : unit == "month" ? 30 : unit == "week" ? 7 : 1;
        if (unit != "year" && unit != "month" && unit != "week") return {};
        rough = true;
      }
      day = moved(day, step, direction * whole(amount));
      rough = rough || unit == "month" || unit == "year" || unit == "decade" || unit == "century" ||
              unit == "quarter";
      if (!reasonable(day)) return {};
    }
    if (!s.anchor && s.before_after && s.month != 0 && s.year < 0)
      return one(calendar_text(-1, day.month, day.day));
    if (s.span) return interval(iso(*from), iso(day));
    return one(iso(day) + (rough ? "~" : ""));
  }
  // "the last three weeks"
  if (s.amounts > 0 && s.rel) {
    if (!ref || *s.rel == 0) return {};
    if (s.unit == "quarter" || s.amount_unit[0] == "quarter") {  // whole quarters
      const long n = whole(s.amount[0]);
      if (n == 0) return {};
      const DateValue near_one = period(*ref, "quarter", *s.rel > 0 ? 1 : -1),
                      far_one = period(*ref, "quarter", static_cast<int>(*s.rel > 0 ? n : -n));
      return *s.rel > 0 ? interval(near_one.first, far_one.last)
                        : interval(far_one.first, near_one.last);
    }
    const CalendarDay other = moved(*ref, s.amount_unit[0].empty() ? s.unit : s.amount_unit[0],
                                    (*s.rel > 0 ? 1 : -1) * whole(s.amount[0]));
    if (!reasonable(other)) return {};
    const long today = days_from_calendar(*ref), end = days_from_calendar(other);
    return *s.rel > 0 ? interval(iso(today + 1), iso(end)) : interval(iso(end), iso(today - 1));
  }
  if (s.anchor) return ref ? one(iso(days_from_calendar(*ref) + *s.anchor)) : DateValue{};

  // A period relative to the document's: its unit and offset.
  std::string_view unit = s.unit.empty() && s.amount_units > 0 ? s.amount_unit[0] : s.unit;
  std::optional<int> offset = s.rel;
  if (!offset && s.modifier == "rest" && !unit.empty()) offset = 0;
  if (!s.anchor_unit.empty()) {
    const auto space = s.anchor_unit.find(' ');
    unit = s.anchor_unit.substr(0, space);
    offset = offset_of(s.anchor_unit);
  }
  if (!unit.empty() && offset) {
    if (!ref) {
      if (unit == "year" && s.month != 0) return one(calendar_text(-1, s.month, s.day));
      if (s.weekday != 0) return one(weekday_text(s.weekday));
      if (unit == "month" && s.day != 0) return one(calendar_text(-1, 0, s.day));
      return {};
    }
    if (unit == "year") {
      s.year = ref->year + *offset;
      if (s.month == 0 && s.season == 0 && s.quarter == 0 && s.half == 0 && s.holiday.empty())
        return one(year_text(s.year));
    } else if (unit == "month" && s.day != 0 && s.month == 0) {
      const CalendarDay month = add_months({ref->year, ref->month, 1}, *offset);
      if (s.day2 != 0)
        return interval(iso({month.year, month.month, s.day}),
                        iso({month.year, month.month, s.day2}));
      return one(iso({month.year, month.month, s.day}));
    } else if (unit == "month" && s.ordinal != 0 && s.weekday == 0) {
      const CalendarDay month = add_months({ref->year, ref->month, 1}, *offset);
      return one(iso({month.year, month.month, std::min(s.ordinal, 31)}));
    } else if (unit == "month" && s.ordinal != 0 && s.weekday != 0) {
      const CalendarDay month = add_months({ref->year, ref->month, 1}, *offset);
      return one(iso(nth_weekday(month.year, month.month, s.weekday, s.ordinal)));
    } else if ((unit == "week" || unit == "weekend") && s.weekday != 0) {
      const long today = days_from_calendar(*ref);
      const long monday = today - (iso_weekday(today) - 1) + 7L * *offset;
      if (s.weekday2 != 0)
        return interval(iso(monday + s.weekday - 1), iso(monday + s.weekday2 - 1));
      return one(iso(monday + s.weekday - 1));
    } else if (s.month == 0 && s.modifier == "rest" && *offset == 0) {
      return rest_of(*ref, unit);
    } else if (s.month == 0) {
      return period(*ref, unit, *offset);
    }
  }
  if (s.year < 0 && s.rel && s.month != 0 && ref && unit.empty()) {
    // "last March": the nearest before; "next June": the nearest after; "this May": of this year.
    s.year = ref->year;
    if (*s.rel > 0 && s.month <= ref->month) ++s.year;
    if (*s.rel < 0 && s.month >= ref->month) --s.year;
  }
  if (s.rel && s.weekday != 0 && unit.empty() && s.month == 0 && s.day == 0) {
    if (!ref) return one(weekday_text(s.weekday));
    const long today = days_from_calendar(*ref);
    if (s.nearest && *s.rel < 0)
      return one(iso(today - (iso_weekday(today) - s.weekday + 6) % 7 - 1));
    if (s.nearest && *s.rel > 0)
      return one(iso(today + (s.weekday - iso_weekday(today) + 6) % 7 + 1));
    const long monday = today - (iso_weekday(today) - 1) + 7L * *s.rel;
    return one(iso(monday + s.weekday - 1));
  }
  if (s.rel && ref && s.year < 0 &&
      (s.quarter != 0 || s.half != 0 || s.season != 0 || !s.holiday.empty()))
    s.year = ref->year + *s.rel;
  if (s.quarter != 0) {
    const int first = s.quarter * 3 - 2;
    if (s.year < 0) return {};
    return interval(calendar_text(s.year, first, 0), calendar_text(s.year, first + 2, 0));
  }
  if (s.half != 0) {
    if (s.year < 0) return {};
    return interval(calendar_text(s.year, s.half * 6 - 5, 0), calendar_text(s.year, s.half * 6, 0));
  }
  if (s.season != 0)
    return s.year < 0 ? one(fmt::format("XXXX-{}", s.season))
                      : one(fmt::format("{}-{}", year_text(s.year), s.season));
  if (!s.holiday.empty() && in.year < 0 && s.rel && ref && *s.rel != 0 && s.unit.empty()) {
    // "the next Easter": the nearest after the document's day
    for (int year = ref->year - 1; year <= ref->year + 1; ++year) {
      const DateValue day = holiday_value(s.holiday, *s.rel > 0 ? year : 2 * ref->year - year);
      if (*s.rel > 0 ? day.edtf > iso(*ref) : day.edtf < iso(*ref)) return day;
    }
  }
  if (!s.holiday.empty()) return holiday_value(s.holiday, s.year);
  if (s.ordinal != 0 && s.weekday != 0 && s.month != 0) {
    return s.year < 0 ? one(calendar_text(-1, s.month, 0))
                      : one(iso(nth_weekday(s.year, s.month, s.weekday, s.ordinal)));
  }
  if (s.ordinal != 0 && unit.empty() && s.weekday == 0 && s.month == 0 && s.year < 0 && !s.rel) {
    return one(fmt::format("{:02}XX", s.ordinal - 1));  // a century
  }
  if (s.ordinal != 0 && unit == "month" && s.year >= 0 && s.ordinal <= 12)
    return one(calendar_text(s.year, s.ordinal, 0));
  if (s.ordinal != 0 && unit == "week" && s.year >= 0) {
    const long fourth = days_from_calendar({s.year, 1, 4});
    const long monday = fourth - (iso_weekday(fourth) - 1) + 7L * (s.ordinal - 1);
    return interval(iso(monday), iso(monday + 6));
  }
  if (s.year >= 0 || s.month != 0 || s.day != 0) {
    // The year stands beside one end; over New Year the other end has another.
    int first_year = s.year, last_year = s.year2 >= 0 ? s.year2 : s.year;
    if (s.year >= 0 && s.year2 < 0 && s.month2 != 0 && s.month2 < s.month)
      s.year_leads ? ++last_year : --first_year;
    if (s.year2 >= 0 && s.month == 0 && s.day == 0)
      return interval(year_text(s.year), year_text(s.year2));
    if (s.month2 != 0 && s.day2 == 0)  // a lone day belongs to the second month
      return interval(calendar_text(first_year, s.month, 0),
                      calendar_text(last_year, s.month2, s.day));
    if (s.day2 != 0 && s.month2 == 0 && s.month != 0 && s.day > s.day2) {
      // "from the 27th to the 3rd of April" begins in March
      const int before = s.month == 1 ? 12 : s.month - 1;
      return interval(calendar_text(s.year < 0 || s.month > 1 ? s.year : s.year - 1, before, s.day),
                      calendar_text(s.year, s.month, s.day2));
    }
    if (s.day2 != 0)
      return interval(calendar_text(first_year, s.month, s.day),
                      calendar_text(last_year, s.month2 != 0 ? s.month2 : s.month, s.day2));
    // "Friday the 31st": the month around the document's in which that day is that weekday
    if (s.weekday != 0 && s.month == 0 && s.year < 0 && s.day != 0 && ref && !s.rel) {
      std::optional<CalendarDay> match;
      int matches = 0;
      for (const int months : {0, -1, 1}) {
        CalendarDay day = add_months({ref->year, ref->month, 1}, months);
        day.day = s.day;
        if (s.day > month_length(day.year, day.month) ||
            iso_weekday(days_from_calendar(day)) != s.weekday)
          continue;
        if (matches++ == 0) match = day;
      }
      if (matches == 1) return one(iso(*match));
    }
    return one(calendar_text(s.year, s.month, s.day));
  }
  if (s.weekday != 0) return one(weekday_text(s.weekday));
  return {};
}

}  // namespace hearim
