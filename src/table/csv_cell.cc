#include "table/csv_cell.h"

#include <algorithm>

namespace hearim {
namespace {

bool is_plain_number(std::string_view text) {
  if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
  bool digits = false, point = false;
  for (const char c : text) {
    if (c == '.' && !point)
      point = true;
    else if (c >= '0' && c <= '9')
      digits = true;
    else
      return false;
  }
  return digits;
}

bool may_run(std::string_view text) {
  for (const std::string_view start :
       {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"})
    if (text.substr(0, start.size()) == start) return !is_plain_number(text);
  return false;
}

}  // namespace

std::string csv_quoted(std::string_view text) {
  const bool plain = text.find_first_of(",\"\r\n\t;") == std::string_view::npos &&
                     (text.empty() || (text.front() != ' ' && text.back() != ' '));
  if (plain) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csv_cell(std::string_view text) {
  // Spaces in front do not stop a spreadsheet.
  const auto first = text.find_first_not_of(' ');
  if (first != std::string_view::npos && may_run(text.substr(first)))
    return csv_quoted("'" + std::string(text));
  return csv_quoted(text);
}

}  // namespace hearim
