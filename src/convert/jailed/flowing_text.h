// Text of a document that is a tree: pieces of nodes, with the breaks that its elements ask for.
// Breaks are remembered and written before the next text, so that none stands at the beginning, the
// end, or twice. White space is collapsed as browsers do it, and each kept character still leads to
// its place in its node.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "convert/answer_writer.h"

namespace hearim {

enum class TextBreak : std::uint8_t { none, space, cell, line, paragraph };  // the stronger wins

class FlowingText {
 public:
  enum class Space { collapse, keep };

  explicit FlowingText(AnswerWriter& out) : out_(out) {}

  void ask_break(TextBreak kind) { asked_ = std::max(asked_, kind); }
  // `utf8` begins at code point `offset` of `node`.
  void add(std::string_view utf8, std::uint32_t node, std::uint64_t offset, RunRole role,
           Space space);

 private:
  void write_break(RunRole role);

  AnswerWriter& out_;
  TextBreak asked_ = TextBreak::none;
  RunRole last_role_ = RunRole::body;
  bool at_beginning_ = true;
};

}  // namespace hearim
