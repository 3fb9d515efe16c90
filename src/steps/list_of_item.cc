#include "steps/list_of_item.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "hearim/error.h"
#include "table/streamed_table.h"

namespace hearim {
namespace {

std::string delimiter_name(char delimiter) {
  return delimiter == '\t' ? "tab" : fmt::format("'{}'", delimiter);
}

}  // namespace

bool is_list_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string ending(name.substr(dot + 1));
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending == "csv" || ending == "tsv" || ending == "tab";
}

ListOfItem add_list_of_item(const Case& from, CaseWork& work, std::int64_t item,
                            std::uint64_t size_bytes, const Run& run) {
  std::uint64_t shown = 0;
  const auto read = [&](std::uint64_t offset, std::span<char> into) {
    run.stop_if_cancelled();
    const std::string part = from.read_item_part(item, offset, into.size());
    if (run.progress && offset >= shown + (std::uint64_t{4} << 20)) {
      shown = offset;
      run.progress("reading rows", offset, size_bytes);
    }
    return part.copy(into.data(), part.size());
  };
  std::optional<StreamedTable> table;
  try {
    table.emplace(read, "");
  } catch (const Error& error) {
    if (error.code() != ErrorCode::invalid_input) throw;
    return {.list = 0, .why_not = error.what()};
  }
  NewList list{
      .item = item,
      .name = "",
      .columns = table->column_names(),
      .how_read = fmt::format("csv, {}, delimiter {}, header in line {}", table->encoding(),
                              delimiter_name(table->delimiter()), table->header_line())};
  for (const std::string& note : table->notes()) list.how_read += "; " + note;
  shown = 0;
  StreamedTable::Row row;
  const std::int64_t id = work.add_list(list, [&](ListRow& out) {
    if (!table->next(row)) return false;
    out = {.row = 0,
           .line = row.line,
           .offset = row.offset,
           .size_bytes = row.size_bytes,
           .cells = row.cells,
           .rejected = row.rejected,
           .rejected_column = row.rejected_column};
    return true;
  });
  return {.list = id, .why_not = ""};
}

}  // namespace hearim
