// OpenDocument spreadsheets (ISO/IEC 26300, section 9) -> sheets of cells. Values are the stated
// ones (office:value, office:date-value), texts the paragraphs of the cell. Repeated cells that
// hold something are written out, as far as the limits go; repeated empty ones cost nothing.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "convert/jailed/number_format.h"
#include "convert/jailed/open_document.h"
#include "convert/jailed/parsers.h"
#include "convert/jailed/sheet_cells.h"
#include "convert/jailed/xml_events.h"

namespace hearim {
namespace {

constexpr std::size_t kCellsMax = 20'000'000;

std::uint32_t repeated(std::string_view text) {
  std::uint32_t count = 1;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::clamp(count, 1U, 1U << 24);
}

class Spreadsheet : public XmlEvents {
 public:
  explicit Spreadsheet(AnswerWriter& out) : out_(out) {}

  void start(const XmlElement& element) override {
    const std::string_view name = element.full_name;
    if (name == "style:style") style_ = element["name"];
    if (name == "style:table-properties" && element["display"] == "false")
      hidden_styles_.insert(style_);
    if (name == "table:table") {
      ++table_depth_;
      if (table_depth_ > 1) return;
      sheet_ = element["name"];
      hidden_ = hidden_styles_.count(std::string(element["style-name"])) > 0;
      row_ = 0;
      cells_.clear();
    } else if (name == "table:table-row") {
      column_ = 0;
      row_repeat_ = repeated(element["number-rows-repeated"]);
      row_begin_ = cells_.size();
    } else if (element.name == "table-cell" || element.name == "covered-table-cell") {
      begin_cell(element);
    } else if (name == "office:annotation") {
      ++skipped_;
      has_annotations_ = true;
    } else if (name == "text:p" && in_cell_) {
      if (paragraphs_++ > 0) shown_ += '\n';
    } else if (name == "text:s" && in_cell_ && skipped_ == 0) {
      shown_.append(std::min(repeated(element["c"]), 1000U), ' ');
    } else if (name == "text:tab" && skipped_ == 0) {
      shown_ += '\t';
    } else if (name == "text:line-break" && skipped_ == 0) {
      shown_ += '\n';
    }
    if (name == "text:p") ++in_paragraph_;
  }

  void end(std::string_view name) override {
    if (name == "table") {
      if (--table_depth_ == 0) write_sheet(out_, sheet_, hidden_, std::move(cells_));
      cells_ = {};
    } else if (name == "table-row") {
      end_row();
    } else if (name == "table-cell" || name == "covered-table-cell") {
      end_cell();
    } else if (name == "annotation") {
      --skipped_;
    } else if (name == "p") {
      --in_paragraph_;
    }
  }

  void text(std::string_view utf8) override {
    if (in_cell_ && in_paragraph_ > 0 && skipped_ == 0) shown_ += utf8;
  }
  bool has_annotations() const { return has_annotations_; }

 private:
  void begin_cell(const XmlElement& element) {
    in_cell_ = true;
    paragraphs_ = 0;
    shown_.clear();
    cell_ = {.row = row_, .column = column_, .kind = {}, .computed = false, .text = {}};
    cell_.computed = element.has("formula");
    column_repeat_ = repeated(element["number-columns-repeated"]);
    const std::string_view type = element["value-type"];
    if (type == "float" || type == "percentage" || type == "currency") {
      cell_.kind = CellKind::number;
      cell_.text = plain_number(element["value"]);
    } else if (type == "date") {
      cell_.kind = CellKind::date;
      cell_.text = element["date-value"];
    } else if (type == "time") {
      cell_.kind = CellKind::date;
      cell_.text = element["time-value"];
    } else if (type == "boolean") {
      cell_.kind = CellKind::boolean;
      cell_.text = element["boolean-value"] == "true" ? "TRUE" : "FALSE";
    } else if (element.has("string-value")) {
      cell_.text = element["string-value"];
    }
  }

  void end_cell() {
    in_cell_ = false;
    if (cell_.text.empty()) cell_.text = std::move(shown_);
    for (std::uint32_t i = 0; i < column_repeat_ && !cell_.text.empty(); ++i) {
      keep(cell_);
      ++cell_.column;
    }
    column_ += column_repeat_;
  }

  void end_row() {
    const std::size_t row_end = cells_.size();
    for (std::uint32_t i = 1; i < row_repeat_ && row_end > row_begin_; ++i)
      for (std::size_t at = row_begin_; at < row_end; ++at) {
        FoundCell copy = cells_[at];
        copy.row = row_ + i;
        keep(copy);
      }
    row_ += row_repeat_;
  }

  void keep(const FoundCell& cell) {
    if (cells_.size() >= kCellsMax)
      throw ConvertProblem{ConvertReason::too_large,
                           fmt::format("sheet \"{}\" repeats cells beyond {}", sheet_, kCellsMax)};
    cells_.push_back(cell);
  }

  AnswerWriter& out_;
  std::string style_, sheet_, shown_;
  std::set<std::string> hidden_styles_;
  std::vector<FoundCell> cells_;
  FoundCell cell_;
  std::uint32_t row_ = 0, column_ = 0, row_repeat_ = 1, column_repeat_ = 1;
  std::size_t row_begin_ = 0;
  int table_depth_ = 0, skipped_ = 0, in_paragraph_ = 0, paragraphs_ = 0;
  bool hidden_ = false, in_cell_ = false, has_annotations_ = false;
};

}  // namespace

void convert_ods(const Job& job) {
  job.out.format(DocumentFormat::ods);
  const ZipPackage package = open_open_document(job);
  Spreadsheet reader(job.out);
  read_xml(package.file("content.xml"), "content.xml", reader);
  if (reader.has_annotations()) job.out.remark("holds annotations, whose text is not read");
}

}  // namespace hearim
