#include "table/whole_number.h"

#include <algorithm>

namespace hearim {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const std::string_view digits = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(digits.size());
  return digits;
}

}  // namespace

WholeNumber parse_whole_number(std::string_view cell, std::int64_t value_max) {
  const auto fault = [](NumberFault what) { return WholeNumber{.value = 0, .fault = what}; };
  const std::size_t begin = cell.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return fault(NumberFault::empty);
  std::string_view rest = cell.substr(begin, cell.find_last_not_of(" \t") + 1 - begin);

  bool negative = false;
  if (rest.front() == '-' || rest.front() == '+') {
    negative = rest.front() == '-';
    rest.remove_prefix(1);
  } else if (rest.starts_with("−")) {  // U+2212
    negative = true;
    rest.remove_prefix(std::string_view("−").size());
  }
  std::string digits(take_digits(rest));
  if (digits.empty()) return fault(NumberFault::not_a_number);

  std::string_view fraction;
  if (!rest.empty() && (rest.front() == ',' || rest.front() == '.')) {
    const bool is_comma = rest.front() == ',';
    rest.remove_prefix(1);
    fraction = take_digits(rest);
    const bool only_number = rest.find_first_not_of("0123456789.,") == std::string_view::npos;
    if (is_comma) return fault(only_number ? NumberFault::comma : NumberFault::not_a_number);
    const bool more_points = !rest.empty() && only_number;
    if (more_points || (rest.empty() && fraction.size() == 3)) return fault(NumberFault::point);
  }
  std::size_t exponent = 0;
  if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E')) {
    rest.remove_prefix(1);
    const bool down = rest.starts_with('-');
    if (down || rest.starts_with('+')) rest.remove_prefix(1);
    const std::string_view power = take_digits(rest);
    if (power.empty()) return fault(NumberFault::not_a_number);
    for (const char c : power) exponent = std::min<std::size_t>(10 * exponent + (c - '0'), 1000);
    if (down && exponent > 0 && rest.empty()) return fault(NumberFault::fraction);
  }
  if (!rest.empty()) return fault(NumberFault::not_a_number);

  // Move the decimal point: digits of the fraction that the exponent covers become whole.
  const std::size_t moved = std::min(exponent, fraction.size());
  digits += fraction.substr(0, moved);
  if (fraction.find_first_not_of('0', moved) != std::string_view::npos)
    return fault(NumberFault::fraction);
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  if (negative && !zero) return fault(NumberFault::negative);
  if (!zero) digits.append(exponent - moved, '0');

  std::int64_t value = 0;
  for (const char c : digits) {
    const std::int64_t digit = c - '0';
    if (value > (value_max - digit) / 10) return fault(NumberFault::too_large);
    value = 10 * value + digit;
  }
  return {.value = value};
}

}  // namespace hearim
