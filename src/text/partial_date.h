// A date of which year, month and day are each known or not, as people write them in lists.
//
// Understood: ISO 8601 (1999-04-03, 1999-04, 19990403, a time after it is ignored), unknown parts
// written 00, 99, X or ?; numbers in any order parted by - / . or space; 1999년 4월 3일;
// 1999年4月3日 and 一九九九年四月三日; month names in English, Spanish, French, Portuguese, German,
// Russian, Korean and Arabic (both the Levantine and the international set); Hijri and Juche years.
// Digits of any script. Words for "about" set `approximate`. Anything else makes the whole text
// unreadable rather than half read.
//
//   "3 de abril de 1999"  "03/04/1999" (day first)  "٣ نيسان ١٩٩٩"  "주체88(1999)년 4월 3일"
//
// Not guessed: the century of a two-digit year; whether 1420 without a mark is a Hijri year (it is
// read as Gregorian); ranges of years (absent).
// Pure, thread-safe, a microsecond or two.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hearim {

struct PartialDate {
  std::optional<int> year;           // proleptic Gregorian
  std::optional<int> month;          // 1-12
  std::optional<int> day;            // 1-31
  bool day_month_ambiguous = false;  // 03/04/1999: could be either
  bool looks_like_default = false;   // 1 January, 1900-01-01, ...: may stand for "unknown"
  // The calendar it was written in; the parts above are Gregorian whatever it is. A full Hijri date
  // is converted by the tabular civil calendar and may be one day off; of a Hijri year or month
  // alone only `year` is given: the Gregorian year that holds its middle, possibly one off.
  enum class Calendar : std::uint8_t { gregorian, hijri, juche } calendar = Calendar::gregorian;
  // 0-99, of a year written with two digits: then `year` is absent, since its century is unknown.
  std::optional<int> year_of_century;
  bool approximate = false;  // "about 1999", "1999?", "약 1999년"

  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// Which part comes first in all-numeric dates, where the text itself does not tell.
enum class DateOrder : std::uint8_t { day_first, month_first };

// Absent when the text holds no date that exists (31/02/1999) or is empty.
std::optional<PartialDate> parse_partial_date(std::string_view text, DateOrder order);

// "1999-04-03", "1999-04-XX", "1999", with ~ when approximate: EDTF (ISO 8601-2:2019) level 1.
// An unknown part before a known one ("XXXX-04-03", "1999-XX-03", "XX99") needs level 2.
std::string to_edtf(const PartialDate& date);

// The same date with day and month exchanged; absent if that does not exist or changes nothing.
std::optional<PartialDate> day_month_swapped(const PartialDate& date);

// Whether the parts that are known can belong to one day (29 February needs a leap year).
bool exists_as_date(const PartialDate& date);

// The birth years of someone of this age (in completed years) at a date whose year is known:
// one year or two, narrowed by nothing else. Korean counting age ("세는나이") starts at one and
// grows on 1 January, so it gives one year. Absent when the year is not known or age is not 0-130.
struct YearRange {
  int first = 0;
  int last = 0;
  friend bool operator==(const YearRange&, const YearRange&) = default;
};
enum class AgeCustom : std::uint8_t { completed_years, korean_counting };
std::optional<YearRange> birth_years(int age, const PartialDate& at, AgeCustom custom);

}  // namespace hearim
