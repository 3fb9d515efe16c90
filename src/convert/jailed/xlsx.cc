// SpreadsheetML (ISO/IEC 29500-1, section 18) -> sheets of cells. Numbers stay as the file writes
// them; those formatted as dates become ISO 8601. Formulas are not computed: the result that the
// file holds is taken and marked. Read event by event, one sheet in memory at a time.
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "convert/jailed/number_format.h"
#include "convert/jailed/office_package.h"
#include "convert/jailed/parsers.h"
#include "convert/jailed/sheet_cells.h"
#include "convert/jailed/xml_events.h"

namespace hearim {
namespace {

template <typename Number>
Number number_of(std::string_view text, Number otherwise) {
  Number value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Excel writes characters that XML cannot hold as _x000D_ (section 22.4.2.4).
std::string without_escapes(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "_x" && i + 6 < text.size() && text[i + 6] == '_') {
      unsigned code = 0;
      const auto [end, error] = std::from_chars(&text[i + 2], &text[i + 6], code, 16);
      if (error == std::errc() && end == &text[i + 6] && code < 0x80) {
        if (code == '\n' || code == '\t' || code >= 0x20) result += static_cast<char>(code);
        i += 6;
        continue;
      }
    }
    result += text[i];
  }
  return result;
}

struct SheetEntry {
  std::string name, relation;
  bool hidden = false;
};

class Workbook : public XmlEvents {
 public:
  void start(const XmlElement& element) override {
    if (element.name == "sheet")
      sheets.push_back({.name = std::string(element["name"]),
                        .relation = std::string(element["id"]),
                        .hidden = !element["state"].empty() && element["state"] != "visible"});
    if (element.name == "workbookPr" &&
        (element["date1904"] == "1" || element["date1904"] == "true"))
      dates = DateSystem::from_1904;
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::vector<SheetEntry> sheets;
  DateSystem dates = DateSystem::from_1900;
};

// Text of <si> and <is>: all <t> but those of phonetic guides.
class SharedStrings : public XmlEvents {
 public:
  void start(const XmlElement& element) override {
    if (element.name == "si") strings.emplace_back();
    if (element.name == "rPh") in_guide_ = true;
    in_text_ = element.name == "t" && !in_guide_;
  }
  void end(std::string_view name) override {
    if (name == "rPh") in_guide_ = false;
    if (name == "t") in_text_ = false;
    if (name == "si") strings.back() = without_escapes(strings.back());
  }
  void text(std::string_view utf8) override {
    if (in_text_ && !strings.empty()) strings.back() += utf8;
  }
  std::vector<std::string> strings;

 private:
  bool in_text_ = false, in_guide_ = false;
};

class Styles : public XmlEvents {
 public:
  void start(const XmlElement& element) override {
    if (element.name == "numFmt")
      codes_[number_of(element["numFmtId"], 0U)] = is_date_format_code(element["formatCode"]);
    if (element.name == "cellXfs") in_cell_formats_ = true;
    if (element.name == "xf" && in_cell_formats_)
      formats_.push_back(number_of(element["numFmtId"], 0U));
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_cell_formats_ = false;
  }
  void text(std::string_view) override {}
  bool is_date(std::size_t format) const {
    if (format >= formats_.size()) return false;
    const auto own = codes_.find(formats_[format]);
    return own != codes_.end() ? own->second : is_date_format(formats_[format]);
  }

 private:
  std::unordered_map<unsigned, bool> codes_;
  std::vector<unsigned> formats_;
  bool in_cell_formats_ = false;
};

class SheetReader : public XmlEvents {
 public:
  SheetReader(const Workbook& book, const SharedStrings& strings, const Styles& styles)
      : book_(book), strings_(strings), styles_(styles) {}

  void start(const XmlElement& element) override {
    const std::string_view name = element.name;
    if (name == "row") {
      row_ = number_of(element["r"], row_ + 2) - 1;
      next_column_ = 0;
    } else if (name == "c") {
      cell_ = {.row = row_, .column = next_column_, .kind = {}, .computed = false, .text = {}};
      take_reference(element["r"]);
      next_column_ = cell_.column + 1;
      type_ = element["t"];
      format_ = number_of(element["s"], std::size_t{0});
    } else if (name == "f") {
      cell_.computed = true;
    } else if (name == "rPh") {
      in_guide_ = true;
    }
    in_value_ = name == "v" || (name == "t" && !in_guide_);
  }

  void end(std::string_view name) override {
    in_value_ = false;
    if (name == "rPh") in_guide_ = false;
    if (name == "c") finish_cell();
  }
  void text(std::string_view utf8) override {
    if (in_value_) cell_.text += utf8;
  }
  std::vector<FoundCell> cells;
  std::size_t lost_strings = 0;
  std::size_t odd_dates = 0;

 private:
  void take_reference(std::string_view reference) {
    std::uint64_t column = 0;
    std::size_t i = 0;
    for (; i < reference.size() && i < 4 && reference[i] >= 'A' && reference[i] <= 'Z'; ++i)
      column = column * 26 + static_cast<std::uint64_t>(reference[i] - 'A' + 1);
    const auto row = number_of(reference.substr(i), std::uint32_t{0});
    if (column == 0 || row == 0) return;
    cell_.column = static_cast<std::uint32_t>(column - 1);
    cell_.row = row - 1;
  }

  void finish_cell() {
    if (cell_.text.empty()) return;
    if (type_ == "s") {
      const auto index = number_of(cell_.text, ~std::size_t{0});
      if (index < strings_.strings.size()) {
        cell_.text = strings_.strings[index];
      } else {
        cell_.text = "\uFFFD";
        ++lost_strings;
      }
    } else if (type_ == "inlineStr" || type_ == "str") {
      cell_.text = without_escapes(cell_.text);
    } else if (type_ == "b") {
      cell_.kind = CellKind::boolean;
      cell_.text = cell_.text == "0" ? "FALSE" : "TRUE";
    } else if (type_ == "e") {
      cell_.kind = CellKind::error;
    } else if (type_ == "d") {
      cell_.kind = CellKind::date;
    } else {
      cell_.kind = CellKind::number;
      if (styles_.is_date(format_)) {
        const auto date = date_of_serial(std::strtod(cell_.text.c_str(), nullptr), book_.dates);
        if (date) {
          cell_.kind = CellKind::date;
          cell_.text = *date;
        } else {
          ++odd_dates;
        }
      } else {
        cell_.text = plain_number(cell_.text);
      }
    }
    cells.push_back(std::move(cell_));
    cell_ = {};
  }

  const Workbook& book_;
  const SharedStrings& strings_;
  const Styles& styles_;
  FoundCell cell_;
  std::string type_;
  std::size_t format_ = 0;
  std::uint32_t row_ = ~std::uint32_t{0};  // before the first
  std::uint32_t next_column_ = 0;
  bool in_value_ = false, in_guide_ = false;
};

}  // namespace

void convert_xlsx(const Job& job) {
  job.out.format(DocumentFormat::xlsx);
  const OfficePackage package = open_office_package(job);
  Workbook book;
  read_xml(package.zip.file(package.main_part), package.main_part, book);
  SharedStrings strings;
  Styles styles;
  std::unordered_map<std::string, std::string> targets;
  std::size_t unread = 0;
  for (const OfficeRelation& relation : package.relations) {
    const std::string_view part = package.zip.file(relation.target);
    if (relation.external || part.empty()) continue;
    if (relation.type == "sharedStrings") read_xml(part, relation.target, strings);
    if (relation.type == "styles") read_xml(part, relation.target, styles);
    targets[relation.id] = relation.target;
  }
  for (const auto& [name, bytes] : package.zip.files)
    unread += name.starts_with("xl/comments") || name.starts_with("xl/threadedComments") ||
                      (name.starts_with("xl/drawings/") && name.ends_with(".xml"))
                  ? 1
                  : 0;
  if (unread > 0) job.out.remark("holds comments or drawings, whose text is not read");
  std::size_t missing = 0;
  for (const SheetEntry& entry : book.sheets) {
    const auto target = targets.find(entry.relation);
    if (target == targets.end()) {
      ++missing;
      continue;
    }
    SheetReader sheet(book, strings, styles);
    read_xml(package.zip.file(target->second), target->second, sheet);
    if (sheet.lost_strings > 0)
      job.out.remark(fmt::format("{} cells of sheet \"{}\" refer to texts that are not in the file",
                                 sheet.lost_strings, entry.name));
    if (sheet.odd_dates > 0)
      job.out.remark(
          fmt::format("{} cells of sheet \"{}\" are formatted as dates and are no days of "
                      "the calendar; their numbers stand in the text",
                      sheet.odd_dates, entry.name));
    write_sheet(job.out, entry.name, entry.hidden, std::move(sheet.cells));
  }
  if (missing > 0)
    throw ConvertProblem{
        ConvertReason::damaged,
        fmt::format("is damaged: {} of its {} sheets are not there", missing, book.sheets.size())};
}

}  // namespace hearim
