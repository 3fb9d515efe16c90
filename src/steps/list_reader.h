// A list to link, read row by row, wherever it stands: a file, or a list of a case.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "table/table_reader.h"

namespace hearim {

class ListReader {
 public:
  using Step = TableReader::Step;
  virtual ~ListReader() = default;

  virtual const std::string& source() const = 0;  // for messages
  virtual const std::vector<std::string>& column_names() const = 0;
  virtual Step next() = 0;
  virtual std::string_view cell(std::size_t column) const = 0;  // of the row next() returned
  virtual RejectedRow rejected() const = 0;            // REQUIRES: next() returned rejected
  virtual std::string row_text() const = 0;            // as it was received
  virtual void rewind() = 0;                           // to the first row below the header
  virtual std::vector<std::string> notes() const = 0;  // complete at the end

  std::optional<std::size_t> column_index(std::string_view name) const;
};

// Delimited text in memory.
class TextListReader final : public ListReader {
 public:
  TextListReader(std::string bytes, std::string source)
      : table_(std::move(bytes), std::move(source)) {}

  const std::string& source() const override { return table_.source(); }
  const std::vector<std::string>& column_names() const override { return table_.column_names(); }
  Step next() override { return table_.next(); }
  std::string_view cell(std::size_t column) const override { return table_.cell(column); }
  RejectedRow rejected() const override { return table_.rejected(); }
  std::string row_text() const override { return std::string(table_.row_text()); }
  void rewind() override { table_.rewind(); }
  std::vector<std::string> notes() const override { return table_.notes(); }

  const TableReader& table() const { return table_; }

 private:
  TableReader table_;
};

}  // namespace hearim
