#include "convert/jailed/flowing_text.h"

#include <algorithm>

#include "convert/code_points.h"
#include "table/utf8.h"

namespace hearim {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

}  // namespace

// A break between two roles is of the body: without the text that is set aside, what stood before
// and after it must not run together.
void FlowingText::write_break(RunRole role) {
  constexpr std::string_view kBreaks[] = {"", " ", "\t", "\n", "\n\n"};
  if (!at_beginning_)
    out_.separator(kBreaks[static_cast<std::size_t>(asked_)],
                   role == last_role_ ? role : RunRole::body);
  asked_ = TextBreak::none;
  last_role_ = role;
  at_beginning_ = false;
}

void FlowingText::add(std::string_view utf8, std::uint32_t node, std::uint64_t offset, RunRole role,
                      Space space) {
  TextRun run;
  run.source = RunSource::node;
  run.role = role;
  run.index = node;
  if (space == Space::keep) {
    if (utf8.empty()) return;
    write_break(role);
    run.offset = offset;
    out_.text(utf8, run);
    return;
  }
  std::size_t at = 0;
  while (at < utf8.size()) {
    if (is_space(utf8[at])) {
      ask_break(TextBreak::space);
      ++at;
      ++offset;
      continue;
    }
    // A stretch in which each single space is a character of its own.
    std::size_t end = at;
    while (end < utf8.size() &&
           (!is_space(utf8[end]) ||
            (utf8[end] == ' ' && end + 1 < utf8.size() && !is_space(utf8[end + 1]))))
      ++end;
    const std::string_view stretch = utf8.substr(at, end - at);
    write_break(role);
    run.offset = offset;
    out_.text(stretch, run);
    offset += count_code_points(stretch);
    at = end;
  }
}

}  // namespace hearim
