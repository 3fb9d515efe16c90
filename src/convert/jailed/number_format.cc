#include "convert/jailed/number_format.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace hearim {

bool is_date_format(unsigned id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
         (id >= 50 && id <= 58);
}

bool is_date_format_code(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    switch (code[i]) {
      case '"':
        i = code.find('"', i + 1);
        if (i == std::string_view::npos) return false;
        break;
      case '\\':
      case '_':
      case '*':
        ++i;
        break;
      case '[': {
        const std::size_t end = code.find(']', i);
        if (end == std::string_view::npos) return false;
        const char first = i + 1 < end ? code[i + 1] : ' ';
        // [h], [mm], [ss] are times; [Red], [$-409], [>100] are not.
        if (end - i <= 3 && std::string_view("hHmMsS").find(first) != std::string_view::npos)
          return true;
        i = end;
        break;
      }
      case 'G':  // General
        if (code.substr(i, 7) != "General") return false;
        i += 6;
        break;
      case 'y':
      case 'Y':
      case 'm':
      case 'M':
      case 'd':
      case 'D':
      case 'h':
      case 'H':
      case 's':
      case 'S':
        return true;
      default:
        break;
    }
  }
  return false;
}

std::optional<std::string> date_of_serial(double serial, DateSystem system) {
  if (!(serial >= 0) || serial >= 2'958'466) return std::nullopt;  // the end of year 9999
  const double whole = std::floor(serial);
  auto seconds = static_cast<std::int64_t>(std::llround((serial - whole) * 86'400));
  auto day = static_cast<std::int64_t>(whole);
  if (seconds == 86'400) ++day, seconds = 0;
  const std::string time =
      fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (day == 0 && system == DateSystem::from_1900) return time;
  using std::chrono::days, std::chrono::sys_days;
  sys_days date;
  if (system == DateSystem::from_1904) {
    date = sys_days(std::chrono::year(1904) / 1 / 1) + days(day);
  } else {
    if (day == 60) return std::nullopt;
    date = sys_days(std::chrono::year(1899) / 12 / 31) + days(day > 60 ? day - 1 : day);
  }
  const std::chrono::year_month_day ymd(date);
  const std::string text =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return seconds == 0 ? text : text + "T" + time;
}

std::string plain_number(std::string_view literal) {
  if (literal.find_first_of("eE") == std::string_view::npos) return std::string(literal);
  const std::string text(literal);
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end != text.c_str() + text.size() || std::abs(value) >= 0x1p53 || value != std::floor(value))
    return text;
  return fmt::format("{}", static_cast<std::int64_t>(value));
}

}  // namespace hearim
