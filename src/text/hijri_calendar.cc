#include "text/hijri_calendar.h"

namespace hearim {
namespace {

constexpr long kEpochJulianDay = 1948440;  // 1 Muharram 1

bool is_leap(int year) { return (14L + 11L * year) % 30 < 11; }

// Richards, Explanatory Supplement to the Astronomical Almanac (3rd ed. 2013), section 15.11.3.
CivilDay gregorian_from_julian_day(long julian_day) {
  const long f = julian_day + 1401 + (((4 * julian_day + 274277) / 146097) * 3) / 4 - 38;
  const long e = 4 * f + 3;
  const long g = (e % 1461) / 4;
  const long h = 5 * g + 2;
  CivilDay date;
  date.day = static_cast<int>((h % 153) / 5 + 1);
  date.month = static_cast<int>((h / 153 + 2) % 12 + 1);
  date.year = static_cast<int>(e / 1461 - 4716 + (14 - date.month) / 12);
  return date;
}

}  // namespace

int hijri_month_length(int year, int month) {
  if (month == 12) return is_leap(year) ? 30 : 29;
  return month % 2 == 1 ? 30 : 29;
}

std::optional<CivilDay> gregorian_from_hijri(const CivilDay& hijri) {
  if (hijri.year < 1 || hijri.year > 9000 || hijri.month < 1 || hijri.month > 12) return {};
  if (hijri.day < 1 || hijri.day > hijri_month_length(hijri.year, hijri.month)) return {};
  const long days_before = 354L * (hijri.year - 1) + (3 + 11L * hijri.year) / 30 +
                           29L * (hijri.month - 1) + hijri.month / 2 + hijri.day - 1;
  return gregorian_from_julian_day(kEpochJulianDay + days_before);
}

}  // namespace hearim
