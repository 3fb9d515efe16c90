#include "convert/jailed/node_stack.h"

#include <fmt/format.h>

#include <algorithm>

namespace hearim {
namespace {

// A text or an attribute hangs under it, and the root stands above.
constexpr std::size_t kDeepest = kNodeDepthMax - 2;

}  // namespace

NodeStack::NodeStack(AnswerWriter& out, std::string_view root, std::uint32_t depth_max)
    : out_(out), depth_max_(depth_max) {
  open_.emplace_back();
  open_.back().name = root;
}

void NodeStack::open(std::string_view name) {
  if (depth() >= depth_max_)
    throw ConvertProblem{
        ConvertReason::too_deep,
        fmt::format("its elements stand in each other more than {} deep", depth_max_)};
  Element element;
  element.name = name;
  element.ordinal = ++open_.back().children[element.name];
  open_.back().in_text = false;  // what follows the child is another stretch of text
  open_.push_back(std::move(element));
}

void NodeStack::close() {
  if (depth() == 0) return;
  open_.pop_back();
  written_ = std::min(written_, open_.size());
}

std::uint32_t NodeStack::write_top() {
  for (; written_ < open_.size(); ++written_) {
    Element& element = open_[written_];
    if (written_ >= kDeepest) {
      const Element& above = open_[written_ - 1];
      element.node = written_ == kDeepest ? out_.node(above.node, "…", 1) : above.node;
      continue;
    }
    element.node = written_ == 0
                       ? out_.root(element.name)
                       : out_.node(open_[written_ - 1].node, element.name, element.ordinal);
  }
  return open_.back().node;
}

void NodeStack::skip_text(std::uint64_t code_points) {
  Element& top = open_.back();
  if (!top.in_text) {
    top.in_text = true;
    ++top.text_count;
    top.text_node = kUnwritten;
    top.text_offset = 0;
  }
  top.text_offset += code_points;
}

NodeStack::TextPlace NodeStack::add_text(std::uint64_t code_points) {
  skip_text(code_points);
  const std::uint32_t parent = write_top();
  Element& top = open_.back();
  if (top.text_node == kUnwritten)
    top.text_node =
        out_.node(parent, "text()", open_.size() > kDeepest ? ++deep_ordinal_ : top.text_count);
  return {top.text_node, top.text_offset - code_points};
}

std::uint32_t NodeStack::attribute(std::string_view name) {
  const std::uint32_t parent = write_top();
  return out_.node(parent, fmt::format("@{}", name), open_.size() > kDeepest ? ++deep_ordinal_ : 1);
}

}  // namespace hearim
