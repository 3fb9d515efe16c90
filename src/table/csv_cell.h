// One cell of a CSV file that people will open in a spreadsheet.
//
// Quoted as RFC 4180 says where it holds a comma, a quote, a line end or spaces at an end, and
// where it holds a semicolon or a tab, at which some spreadsheets would cut it. A text that a
// spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets take as "this
// is text": it begins with = + - @ (also in full width), a tab or a carriage return, and is no
// plain number. Source: OWASP, CSV Injection.
#pragma once

#include <string>
#include <string_view>

namespace hearim {

std::string csv_cell(std::string_view text);

// Quoted only, for what this program reads again and must find unchanged.
std::string csv_quoted(std::string_view text);

}  // namespace hearim
