#include "convert/jailed/stated_date.h"

namespace hearim {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool are_digits(std::string_view text) {
  for (char c : text)
    if (!is_digit(c)) return false;
  return !text.empty();
}

// Year, and month and day where they are there and possible.
std::string compose(std::string_view year, std::string_view month, std::string_view day) {
  if (year.size() != 4 || !are_digits(year) || year == "0000") return {};
  std::string date(year);
  if (month.size() != 2 || !are_digits(month) || month < "01" || month > "12") return date;
  date += '-';
  date += month;
  if (day.size() != 2 || !are_digits(day) || day < "01" || day > "31") return date;
  date += '-';
  date += day;
  return date;
}

}  // namespace

std::string stated_date(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const auto piece = [&](std::size_t at, std::size_t size) {
    return text.size() >= at + size ? text.substr(at, size) : std::string_view();
  };
  const bool dashed = text.size() > 4 && text[4] == '-';
  if (text.size() > 4 && !dashed) return {};
  const bool has_day = text.size() > 7 && text[7] == '-';
  if (text.size() > 7 && !has_day) return {};
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ' && text[10] != 't') return {};
  return compose(piece(0, 4), piece(5, 2), has_day ? piece(8, 2) : std::string_view());
}

std::string stated_pdf_date(std::string_view text) {
  if (text.starts_with("D:")) text.remove_prefix(2);
  if (text.size() < 4) return {};
  return compose(text.substr(0, 4), text.size() >= 6 ? text.substr(4, 2) : std::string_view(),
                 text.size() >= 8 ? text.substr(6, 2) : std::string_view());
}

}  // namespace hearim
