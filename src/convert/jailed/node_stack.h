// The open elements of a document that is being read, and the nodes of the answer for those that
// hold text. A node is written when the first text under it comes, after its parents. Elements more
// than kNodeDepthMax deep are not told apart: whoever follows a place back walks up its parents,
// and a page of a million open elements must not make that slow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "convert/answer_writer.h"
#include "convert/jailed/job.h"

namespace hearim {

class NodeStack {
 public:
  // `root`: the name of the file in the package, or "" for the document itself.
  NodeStack(AnswerWriter& out, std::string_view root, std::uint32_t depth_max);

  void open(std::string_view name);  // throws ConvertProblem(too_deep)
  void close();
  std::size_t depth() const { return open_.size() - 1; }
  std::string_view name() const { return open_.back().name; }

  // The text node that character data of `code_points` now belongs to, and the data's offset in it.
  struct TextPlace {
    std::uint32_t node;
    std::uint64_t offset;
  };
  TextPlace add_text(std::uint64_t code_points);
  void skip_text(std::uint64_t code_points);  // white space that is not shown: no node for it alone
  std::uint32_t attribute(std::string_view name);  // "@alt"

 private:
  static constexpr std::uint32_t kUnwritten = 0xFFFFFFFF;
  struct Element {
    std::string name;
    std::uint32_t ordinal = 1;
    std::uint32_t node = kUnwritten;
    // The stretch of character data that is running, its node, and what came of it so far.
    bool in_text = false;
    std::uint32_t text_node = kUnwritten;
    std::uint32_t text_count = 0;
    std::uint64_t text_offset = 0;
    std::unordered_map<std::string, std::uint32_t> children = {};
  };
  std::uint32_t write_top();

  AnswerWriter& out_;
  std::uint32_t depth_max_;
  std::size_t written_ = 0;         // so many of the open ones are
  std::uint32_t deep_ordinal_ = 0;  // of texts and attributes below the deepest node
  std::vector<Element> open_;
};

}  // namespace hearim
