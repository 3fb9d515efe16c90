// Dates of the Hijri calendar as Gregorian ones, by the tabular civil calendar: months of 30 and 29
// days by turns, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of a cycle of 30, epoch
// 16 July 622 Julian. A date fixed by sighting the moon, or by the calculated calendar of a state,
// may differ by one day, rarely two.
// Source: Reingold and Dershowitz, Calendrical Calculations (4th ed. 2018), chapter 7.
#pragma once

#include <optional>

namespace hearim {

struct CivilDay {
  int year = 0, month = 0, day = 0;
  friend bool operator==(const CivilDay&, const CivilDay&) = default;
};

// Absent if there is no such day: month outside 1-12, or day beyond the month's length.
std::optional<CivilDay> gregorian_from_hijri(const CivilDay& hijri);

int hijri_month_length(int year, int month);

}  // namespace hearim
