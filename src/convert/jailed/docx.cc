// WordprocessingML (ISO/IEC 29500-1, section 17) -> text. The body first, then notes, comments,
// heads and feet, each with its role; deleted text of tracked changes is kept as deleted. The older
// copy of a drawing's text (mc:Fallback) is left out: it is the same text again.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "convert/code_points.h"
#include "convert/jailed/flowing_text.h"
#include "convert/jailed/node_stack.h"
#include "convert/jailed/office_package.h"
#include "convert/jailed/parsers.h"
#include "convert/jailed/xml_events.h"

namespace hearim {
namespace {

bool is_on(const XmlElement& element) {
  const std::string_view value = element["val"];
  return value.empty() || (value != "0" && value != "false" && value != "off");
}

class WordPart : public XmlEvents {
 public:
  WordPart(AnswerWriter& out, FlowingText& text, std::string_view part, RunRole role)
      : text_(text), nodes_(out, part, 10'000), roles_{role} {}

  void start(const XmlElement& element) override {
    nodes_.open(element.full_name);
    roles_.push_back(roles_.back());
    const std::string_view name = element.name;
    if (skipped_ > 0 || name == "Fallback" || name == "instrText" || name == "pPrChange" ||
        name == "rPrChange") {
      ++skipped_;
      return;
    }
    if (name == "p") begin_paragraph();
    if (name == "tbl") text_.ask_break(TextBreak::paragraph);
    if (name == "tr") text_.ask_break(TextBreak::line);
    if (name == "tc") {
      ++in_cell_;
      text_.ask_break(TextBreak::cell);
      cell_begins_ = true;
    }
    if (name == "del" || name == "moveFrom") roles_.back() = RunRole::deleted;
    if (name == "r") run_hidden_ = false;
    if (name == "vanish") run_hidden_ = run_hidden_ || is_on(element);
    if (name == "t" || name == "delText") in_text_ = true;
    if (name == "docPr" && !element["descr"].empty()) {
      text_.ask_break(TextBreak::line);
      text_.add(element["descr"], nodes_.attribute("descr"), 0,
                role() == RunRole::body ? RunRole::caption : role(), FlowingText::Space::collapse);
      text_.ask_break(TextBreak::line);
    }
    if (name == "noBreakHyphen") add_mark("\u2011");
    if (name == "sym") add_mark("\uFFFD");
    in_run_ = in_run_ || name == "r";
    // A tab of a paragraph's settings is no text.
    if (name == "tab" && in_run_) add_mark("\t");
    if (name == "br" || name == "cr") text_.ask_break(TextBreak::line);
  }

  void end(std::string_view name) override {
    nodes_.close();
    roles_.pop_back();
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    if (name == "t" || name == "delText") in_text_ = false;
    if (name == "r") in_run_ = false;
    if (name == "tc") --in_cell_;
    if (name == "p" && in_cell_ == 0) text_.ask_break(TextBreak::paragraph);
  }

  void text(std::string_view utf8) override {
    if (!in_text_ || skipped_ > 0) return;
    const auto place = nodes_.add_text(count_code_points(utf8));
    text_.add(utf8, place.node, place.offset, role(), FlowingText::Space::keep);
  }

 private:
  RunRole role() const { return run_hidden_ ? RunRole::hidden : roles_.back(); }
  // The first one of a cell stands on the cell's own line.
  void begin_paragraph() {
    if (in_cell_ == 0)
      text_.ask_break(TextBreak::paragraph);
    else if (!cell_begins_)
      text_.ask_break(TextBreak::line);
    cell_begins_ = false;
  }
  void add_mark(std::string_view mark) {
    const auto place = nodes_.add_text(1);
    text_.add(mark, place.node, place.offset, role(), FlowingText::Space::keep);
  }

  FlowingText& text_;
  NodeStack nodes_;
  std::vector<RunRole> roles_;
  int skipped_ = 0;
  int in_cell_ = 0;
  bool cell_begins_ = false;

  bool in_text_ = false;
  bool in_run_ = false;
  bool run_hidden_ = false;
};

struct Companion {
  std::string_view relation;
  RunRole role;
};
constexpr std::array kCompanions = {
    Companion{"footnotes", RunRole::note},   Companion{"endnotes", RunRole::note},
    Companion{"comments", RunRole::comment}, Companion{"header", RunRole::header},
    Companion{"footer", RunRole::footer},
};

}  // namespace

void convert_docx(const Job& job) {
  job.out.format(DocumentFormat::docx);
  const OfficePackage package = open_office_package(job);
  FlowingText text(job.out);
  WordPart body(job.out, text, package.main_part, RunRole::body);
  read_xml(package.zip.file(package.main_part), package.main_part, body);
  for (const Companion& companion : kCompanions)
    for (const OfficeRelation& relation : package.relations) {
      if (relation.type != companion.relation || relation.external) continue;
      if (package.zip.file(relation.target).empty()) continue;
      text.ask_break(TextBreak::paragraph);
      WordPart part(job.out, text, relation.target, companion.role);
      read_xml(package.zip.file(relation.target), relation.target, part);
    }
}

}  // namespace hearim
