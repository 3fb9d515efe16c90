// The row that names a table's columns, and what is said of rows that do not fit it: the same words
// whether a table is read whole or as a stream.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "table/row_reader.h"

namespace hearim {

// Every name present, no name twice, not numbers only. REQUIRES: next() of the reader returned
// `status`, and not too_long or unclosed_quote. Throws Error(invalid_input).
std::vector<std::string> column_names_of(const RowReader& row, RowStatus status,
                                         const std::string& source, std::uint64_t line,
                                         std::size_t fields_max);

std::string field_count_reason(std::size_t seen, std::size_t expected);
inline constexpr std::string_view kTextAfterQuoteReason =
    "text after the closing quotation mark; inside a quoted field a quotation mark is written "
    "twice";

}  // namespace hearim
