// Dates as digits in either order, or a year alone; compact YYYYMMDD too.
#include "text/partial_date.h"

#include <array>
#include <cstdio>
#include <vector>

namespace hearim {
namespace {

bool exists(int year, int month, int day) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= days[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

}  // namespace

std::optional<PartialDate> parse_partial_date(std::string_view text, DateOrder order) {
  std::vector<int> numbers;
  std::vector<int> widths;
  int value = 0;
  int width = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool digit = i < text.size() && text[i] >= '0' && text[i] <= '9';
    if (digit && width < 9) {
      value = value * 10 + (text[i] - '0');
      ++width;
    } else if (width > 0) {
      numbers.push_back(value);
      widths.push_back(width);
      value = width = 0;
    }
  }
  PartialDate date;
  if (numbers.size() == 1 && widths[0] == 8) {
    numbers = {numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100};
    widths = {4, 2, 2};
  }
  if (numbers.size() == 1 && widths[0] == 4) {
    date.year = numbers[0];
    return date;
  }
  if (numbers.size() == 2 && widths[0] == 4 && numbers[1] >= 1 && numbers[1] <= 12) {
    date.year = numbers[0];
    date.month = numbers[1];
    return date;
  }
  if (numbers.size() != 3) return std::nullopt;
  int month = numbers[1];
  int day = numbers[2];
  if (widths[0] == 4) {
    date.year = numbers[0];
  } else if (widths[2] == 4) {
    date.year = numbers[2];
    day = order == DateOrder::day_first ? numbers[0] : numbers[1];
    month = order == DateOrder::day_first ? numbers[1] : numbers[0];
  } else {
    return std::nullopt;
  }
  if (!exists(*date.year, month, day)) {
    if (!exists(*date.year, day, month)) return std::nullopt;
    std::swap(day, month);
  } else if (widths[0] != 4) {
    date.day_month_ambiguous = day != month && exists(*date.year, day, month);
  }
  date.month = month;
  date.day = day;
  date.looks_like_default = month == 1 && day == 1;
  return date;
}

std::string to_edtf(const PartialDate& date) {
  char buffer[48];
  if (!date.year) return "XXXX";
  if (!date.month) {
    std::snprintf(buffer, sizeof buffer, "%04d", *date.year);
  } else if (!date.day) {
    std::snprintf(buffer, sizeof buffer, "%04d-%02d", *date.year, *date.month);
  } else {
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", *date.year, *date.month, *date.day);
  }
  return buffer;
}

}  // namespace hearim
