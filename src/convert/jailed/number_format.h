// Spreadsheet numbers that stand for dates (ISO/IEC 29500-1, sections 18.8.30 and 18.17.4.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hearim {

enum class DateSystem { from_1900, from_1904 };

bool is_date_format(unsigned built_in_id);
bool is_date_format_code(std::string_view code);  // "yyyy-mm-dd", "[h]:mm"; not "0.0", "General"

// "2023-03-24", "2023-03-24T08:00:00", "08:00:00" for less than a day. Nothing for what is no day
// of the calendar: negative numbers, and the 29 February 1900 that the 1900 system believes in.
std::optional<std::string> date_of_serial(double serial, DateSystem system);

// A number as the file writes it; whole ones in exponent form are written out.
std::string plain_number(std::string_view literal);

}  // namespace hearim
