// OpenDocument text (ISO/IEC 26300, sections 3 to 6) -> text, with notes, annotations and tracked
// deletions as what they are. White space is collapsed as the standard says (6.1.2).
#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "convert/code_points.h"
#include "convert/jailed/flowing_text.h"
#include "convert/jailed/node_stack.h"
#include "convert/jailed/open_document.h"
#include "convert/jailed/parsers.h"
#include "convert/jailed/xml_events.h"

namespace hearim {
namespace {

class TextContent : public XmlEvents {
 public:
  // `whole`: everything in the part is text; else only heads and feet (of styles.xml).
  TextContent(AnswerWriter& out, FlowingText& text, std::string_view part, bool whole)
      : text_(text),
        nodes_(out, part, 10'000),
        states_{{.role = RunRole::body, .read = false}},
        whole_(whole) {}

  void start(const XmlElement& element) override {
    nodes_.open(element.full_name);
    State state = states_.back();
    const std::string_view name = element.full_name;
    if (whole_ && name == "office:text") state.read = true;
    if (!whole_ && (name == "style:header" || name == "style:header-left"))
      state = {RunRole::header, true};
    if (!whole_ && (name == "style:footer" || name == "style:footer-left"))
      state = {RunRole::footer, true};
    if (name == "text:note-body") state.role = RunRole::note;
    if (name == "office:annotation") state.role = RunRole::comment;
    if (name == "text:tracked-changes") state.role = RunRole::deleted;
    if (name == "svg:title" || name == "svg:desc") state.role = RunRole::caption;
    if (name == "office:change-info" || name == "dc:creator" || name == "dc:date" ||
        name == "text:note-citation" || name == "office:forms" ||
        name == "office:event-listeners" || name == "text:index-title-template")
      state.read = false;
    const bool is_block = name == "text:p" || name == "text:h";
    state.in_block = state.in_block || is_block || name == "svg:title" || name == "svg:desc";
    if (state.read) {
      if (is_block) begin_paragraph();
      if (name == "table:table") text_.ask_break(TextBreak::paragraph);
      if (name == "table:table-row") text_.ask_break(TextBreak::line);
      if (name == "table:table-cell") {
        text_.ask_break(TextBreak::cell);
        cell_begins_ = true;
      }
      if (name == "svg:title" || name == "svg:desc") text_.ask_break(TextBreak::line);
      if (name == "text:line-break") text_.ask_break(TextBreak::line);
      if (name == "text:tab") add_mark("\t", state.role);
      if (name == "text:s") add_spaces(element["c"], state.role);
    }
    if (name == "table:table-cell") ++in_cell_;
    states_.push_back(state);
  }

  void end(std::string_view name) override {
    const State state = states_.back();
    nodes_.close();
    states_.pop_back();
    if (name == "table-cell") --in_cell_;
    if (state.read && (name == "p" || name == "h") && in_cell_ == 0)
      text_.ask_break(TextBreak::paragraph);
  }

  void text(std::string_view utf8) override {
    const State& state = states_.back();
    if (!state.read || !state.in_block) return;
    const auto place = nodes_.add_text(count_code_points(utf8));
    text_.add(utf8, place.node, place.offset, state.role, FlowingText::Space::collapse);
  }

 private:
  struct State {
    RunRole role;
    bool read;
    bool in_block = false;
  };
  // The first one of a cell stands on the cell's own line.
  void begin_paragraph() {
    if (in_cell_ == 0)
      text_.ask_break(TextBreak::paragraph);
    else if (!cell_begins_)
      text_.ask_break(TextBreak::line);
    cell_begins_ = false;
  }
  void add_mark(std::string_view mark, RunRole role) {
    const auto place = nodes_.add_text(count_code_points(mark));
    text_.add(mark, place.node, place.offset, role, FlowingText::Space::keep);
  }
  void add_spaces(std::string_view count_text, RunRole role) {
    unsigned count = 1;
    std::from_chars(count_text.data(), count_text.data() + count_text.size(), count);
    add_mark(std::string(std::clamp(count, 1U, 1000U), ' '), role);
  }

  FlowingText& text_;
  NodeStack nodes_;
  std::vector<State> states_;
  bool whole_;
  int in_cell_ = 0;
  bool cell_begins_ = false;
};

}  // namespace

void convert_odt(const Job& job) {
  job.out.format(DocumentFormat::odt);
  const ZipPackage package = open_open_document(job);
  FlowingText text(job.out);
  TextContent content(job.out, text, "content.xml", true);
  read_xml(package.file("content.xml"), "content.xml", content);
  if (package.file("styles.xml").empty()) return;
  text.ask_break(TextBreak::paragraph);
  TextContent styles(job.out, text, "styles.xml", false);
  read_xml(package.file("styles.xml"), "styles.xml", styles);
}

}  // namespace hearim
