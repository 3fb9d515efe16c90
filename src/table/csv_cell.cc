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

std::string csv_cell(std::string_view text) {
  std::string cell;
  // Spaces in front do not stop a spreadsheet.
  const auto first = text.find_first_not_of(' ');
  if (first != std::string_view::npos && may_run(text.substr(first))) cell = "'";
  cell += text;
  const bool quoted = cell.find_first_of(",\"\r\n\t;") != std::string::npos ||
                      (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
  if (!quoted) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace hearim
