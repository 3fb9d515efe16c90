// Any bytes at all: the table parser ends with a table or with one Error of the documented codes,
// and reads every row as its slow twin does.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "hearim/error.h"
#include "table/row_reader.h"
#include "table/slow_rows.h"
#include "table/table.h"
#include "table/utf8.h"

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

void compare_with_twin(std::string_view text, char delimiter) {
  const hearim::SlowRows slow = hearim::read_slowly(text, delimiter);
  hearim::RowReader reader(text, delimiter);
  std::size_t row = 0;
  hearim::RowStatus status = reader.next();
  for (; status == hearim::RowStatus::row || status == hearim::RowStatus::malformed;
       status = reader.next(), ++row) {
    require(row < slow.rows.size(), "no row too many");
    const auto& expected = slow.rows[row];
    require(expected.line == reader.line(), "the same line");
    require(expected.malformed == (status == hearim::RowStatus::malformed), "the same fault");
    require(expected.fields.size() == reader.fields().size(), "as many fields");
    for (std::size_t i = 0; i < expected.fields.size(); ++i)
      require(expected.fields[i] == reader.fields()[i], "the same field");
  }
  require(row == slow.rows.size(), "no row too few");
  require((status == hearim::RowStatus::unclosed_quote) == slow.unclosed_quote,
          "the same end of the text");
}

void read_as_table(std::string bytes) {
  try {
    const hearim::Table table = hearim::read_table(std::move(bytes), "fuzz");
    std::uint64_t line = 0;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      require(table.line(row) > line, "lines ascend");
      line = table.line(row);
      for (std::size_t column = 0; column < table.column_count(); ++column)
        require(hearim::find_invalid_utf8(table.cell(row, column)) == std::string_view::npos,
                "cells are UTF-8");
    }
    for (const hearim::RejectedRow& rejected : table.rejected_rows())
      require(rejected.line > 1 && !rejected.reason.empty(), "a rejected row says where and why");
  } catch (const hearim::Error& error) {
    require(hearim::exit_status(error.code()) == 2, "an error of the input, not of the program");
    require(error.subject().file == "fuzz", "an error names the file");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (size > 0) {
    static constexpr char kDelimiters[] = {',', ';', '\t', '|'};
    compare_with_twin(std::string_view(bytes).substr(1), kDelimiters[data[0] % 4]);
  }
  read_as_table(bytes);
  return 0;
}
