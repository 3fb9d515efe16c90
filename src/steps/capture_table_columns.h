// What each column of a capture table is for: a list, the count, the draw, or a stratum.
//
// `count` and `draw` are recognised in any case (Count, DRAW), so that a column of counts with a
// capital is never taken for a list. Everything not named in `by` is a list; whether its cells
// really are 0 and 1 shows when the rows are read, and explain_bad_mark() then says what the
// column probably is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/error.h"
#include "table/table_reader.h"

namespace hearim {

struct CaptureTableColumns {
  std::vector<std::size_t> lists;
  std::vector<std::size_t> by;  // in the order asked for
  std::optional<std::size_t> count;
  std::optional<std::size_t> draw;
};

// Throws Error(invalid_input): a column of `by` is not there or named twice, two count or draw
// columns, more than 63 lists.
CaptureTableColumns find_columns(const TableReader& table, const std::vector<std::string>& by);

// The one error for a list cell that is neither 0 nor 1, when a stop is made at `line`. Reads the
// table again from the start to tell a slip in a list from a column that is no list.
Error explain_bad_mark(TableReader& table, const CaptureTableColumns& columns,
                       std::size_t bad_column, std::uint64_t line, const std::string& cell);

std::string join(const std::vector<std::string>& words, std::string_view separator);

}  // namespace hearim
