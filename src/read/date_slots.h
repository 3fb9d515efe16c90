// What the words of one date say, before they are put together: "the 20th of next month" is
// day 20, relative +1, unit month. And putting them together as EDTF (ISO 8601-2:2019).
//
//   day 20, rel +1, unit month, written on 2016-11-07   -> 2016-12-20
//   weekday 5                                            -> XXXX-WXX-5
//   month 4                                              -> XXXX-04
//
// What is relative has no value without a document date. A date some months or years away is
// given to the day as the day so many months away, and marked approximate (~).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hearim/read.h"

namespace hearim {

struct DateSlots {
  int year = -1, month = 0, day = 0, weekday = 0;
  int month2 = 0, day2 = 0, weekday2 = 0, year2 = -1;
  int year_of_century = -1;
  std::optional<int> rel;
  std::string_view unit;            // "day", "week", ...
  double amount[3] = {-1, -1, -1};  // of "2 years 21 days ago"
  std::string_view amount_unit[3];
  int amounts = 0, amount_units = 0;
  bool vague_amount = false;
  int direction = 0;          // -1 ago, +1 later
  std::optional<int> anchor;  // days from the document's day
  std::optional<int> before_after;
  std::string_view anchor_unit;  // "year -1"
  int ordinal = 0;
  int season = 0, quarter = 0, half = 0;
  std::string_view holiday, named, modifier;
  bool narrative = false;  // "two weeks later": counted from something told before
  bool nearest = false;    // "this past Wednesday", "the coming Friday": the nearest one
  int coming_day = 0;  // 오는 15일 (1), 지난 3일 (-1): the next or last such day of a month
  bool few = false;    // "the past few weeks"
  bool span = false;   // "three weeks from tomorrow on": all of them
  bool is_named = false, decade = false, vague_time = false, lunar = false, year_to_date = false;
  std::optional<int> period_side;
  bool plural_unit = false;  // "weeks", of a language whose plurals end in s
  bool year_leads = false;   // the year stands before the month
  std::uint32_t begin = 0;   // the lexeme at which the date begins, if not where its pattern does
  int atoms = 0;             // how many elements were matched
};

// The value and its first and last part where it is an interval; empty if there is none.
struct DateValue {
  std::string edtf;
  std::string first, last;  // both `edtf` if it is no interval
};

DateValue date_value(const DateSlots& slots, const std::optional<CalendarDay>& document_date);

// Days since 1970-01-01 in the proleptic Gregorian calendar, and back.
long days_from_calendar(const CalendarDay& day);
CalendarDay calendar_from_days(long days);
int iso_weekday(long days);  // 1 Monday ... 7 Sunday
int month_length(int year, int month);

}  // namespace hearim
