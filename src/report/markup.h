// The only code that writes a `<`: HTML and SVG as a tree of elements, escaped by construction.
//
// Text and attribute values from anywhere go in as they are and come out inert; elements are closed
// in the order they were opened. The result is well-formed XML and, with the doctype, HTML5
// (polyglot markup). Thread-compatible.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

struct Attribute {
  Attribute(std::string_view attribute_name, std::string_view attribute_value)
      : name(attribute_name), value(attribute_value) {}
  Attribute(std::string_view attribute_name, double attribute_value);  // REQUIRES: finite
  std::string_view name;
  std::string value;
};

class Markup {
 public:
  using Attributes = std::initializer_list<Attribute>;

  // REQUIRES: `tag` and attribute names are literals of ours, never from outside.
  Markup& open(std::string_view tag, Attributes attributes = {});
  Markup& close();  // the element opened last
  Markup& text(std::string_view text);
  Markup& element(std::string_view tag, std::string_view text, Attributes attributes = {});
  Markup& leaf(std::string_view tag, Attributes attributes = {});  // <br/>, <line .../>
  // A name from outside, in its own direction.
  Markup& name(std::string_view name) { return element("bdi", name); }
  Markup& embed(Markup finished);             // REQUIRES: nothing left open in it
  Markup& style_sheet(std::string_view css);  // REQUIRES: a constant of ours, without < and &

  std::string take();  // REQUIRES: nothing left open

 private:
  void start_tag(std::string_view tag, Attributes attributes, std::string_view end);

  std::string out_;
  std::vector<std::string> open_;
};

// Opens in the constructor, closes in the destructor: the tree of the code is the tree of the page.
class Scope {
 public:
  Scope(Markup& markup, std::string_view tag, Markup::Attributes attributes = {})
      : markup_(markup) {
    markup_.open(tag, attributes);
  }
  ~Scope() { markup_.close(); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  Markup& markup_;
};

}  // namespace hearim
