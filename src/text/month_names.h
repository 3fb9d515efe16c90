// Names of months in the languages lists are kept in, folded as fold_letters() does.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hearim {

enum class MonthCalendar : std::uint8_t { gregorian, hijri };

struct MonthName {
  int month = 0;  // 1-12
  MonthCalendar calendar = MonthCalendar::gregorian;
};

// The name may hold single spaces ("تشرين الاول", "rabi al awwal"), at most this many words.
inline constexpr int kMonthNameWordsMax = 3;
std::optional<MonthName> month_from_name(std::string_view folded);

}  // namespace hearim
