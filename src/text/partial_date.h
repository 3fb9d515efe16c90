// A date of which year, month and day are each known or not, as people write them in lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hearim {

struct PartialDate {
  std::optional<int> year;   // proleptic Gregorian
  std::optional<int> month;  // 1-12
  std::optional<int> day;    // 1-31
  bool day_month_ambiguous = false;  // 03/04/1999: could be either
  bool looks_like_default = false;   // 1 January, 1900-01-01, ...: may stand for "unknown"
  enum class Calendar : std::uint8_t { gregorian, hijri, juche } calendar = Calendar::gregorian;

  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// Which part comes first in all-numeric dates, where the text itself does not tell.
enum class DateOrder : std::uint8_t { day_first, month_first };

// Absent when the text holds no date that exists (31/02/1999) or is empty.
std::optional<PartialDate> parse_partial_date(std::string_view text, DateOrder order);

std::string to_edtf(const PartialDate& date);  // "1999-04-XX", "1999"

}  // namespace hearim
