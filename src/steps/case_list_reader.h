// A list of a case, row by row as it was received: a block of rows in memory at a time.
#pragma once

#include "hearim/case.h"
#include "steps/list_reader.h"

namespace hearim {

class CaseListReader final : public ListReader {
 public:
  // `from` outlives it. `source`: the list's name, for messages.
  CaseListReader(const Case& from, List list, std::string source);

  const std::string& source() const override { return source_; }
  const std::vector<std::string>& column_names() const override { return list_.columns; }
  Step next() override;
  std::string_view cell(std::size_t column) const override;
  RejectedRow rejected() const override;
  std::string row_text() const override;
  void rewind() override;
  std::vector<std::string> notes() const override { return {}; }

 private:
  struct Row {
    std::uint64_t line = 0, offset = 0, size_bytes = 0, rejected_column = 0;
    std::string rejected;
    std::size_t first_cell = 0;  // in cells_
  };
  void fetch();

  const Case& from_;
  List list_;
  std::string source_;
  std::vector<Row> rows_;
  std::vector<std::pair<std::size_t, std::size_t>> cells_;  // place and size in text_
  std::string text_;
  std::uint64_t fetched_ = 0;  // rows before rows_ and in it
  std::size_t at_ = 0;         // one past the row next() returned, in rows_
};

}  // namespace hearim
