// For tests: is a text well-formed XML (the part that a page uses: elements, attributes, the five
// entities and numeric ones, one style element), and what text does it hold?
#pragma once

#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

struct XmlElement {
  std::string tag;
  std::map<std::string, std::string> attributes;
  std::string text;  // of the element itself and all inside it, entities resolved
  int parent = -1;   // index into the elements
};

// Elements in document order; `error` says what is wrong, empty when nothing is.
class XmlReader {
 public:
  explicit XmlReader(std::string_view xml) : xml_(xml) { read(); }

  const std::string& error() const { return error_; }
  const std::vector<XmlElement>& elements() const { return elements_; }

 private:
  bool fail(const std::string& why) {
    if (error_.empty()) error_ = why + " before: " + std::string(xml_.substr(at_, 60));
    return false;
  }
  static bool name_char(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == ':' || c == '_';
  }
  std::string name() {
    const std::size_t start = at_;
    while (at_ < xml_.size() && name_char(xml_[at_])) ++at_;
    return std::string(xml_.substr(start, at_ - start));
  }
  bool character(std::string& out) {
    const char c = xml_[at_];
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\t') return fail("control character");
    if (c != '&') {
      out += c;
      ++at_;
      return true;
    }
    static const std::map<std::string, char> kEntities = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"#39", '\''}};
    const std::size_t end = xml_.find(';', at_);
    if (end == std::string_view::npos || end - at_ > 6) return fail("bare ampersand");
    const auto found = kEntities.find(std::string(xml_.substr(at_ + 1, end - at_ - 1)));
    if (found == kEntities.end()) return fail("unknown entity");
    out += found->second;
    at_ = end + 1;
    return true;
  }
  bool tag() {
    ++at_;
    if (xml_[at_] == '/') {
      ++at_;
      const std::string closing = name();
      if (open_.empty()) return fail("nothing to close");
      const XmlElement& element = elements_[static_cast<std::size_t>(open_.back())];
      if (element.tag != closing) return fail("</" + closing + "> closes " + element.tag);
      if (xml_[at_++] != '>') return fail("junk in closing tag");
      const std::string text = element.text;
      open_.pop_back();
      if (!open_.empty()) elements_[static_cast<std::size_t>(open_.back())].text += text;
      return true;
    }
    XmlElement element;
    element.tag = name();
    if (element.tag.empty()) return fail("no tag name");
    if (open_.empty() && !elements_.empty()) return fail("second root");
    element.parent = open_.empty() ? -1 : open_.back();
    while (at_ < xml_.size() && xml_[at_] == ' ') {
      ++at_;
      const std::string attribute = name();
      if (attribute.empty()) return fail("no attribute name");
      if (xml_.substr(at_, 2) != "=\"") return fail("attribute without quotes");
      at_ += 2;
      std::string value;
      while (at_ < xml_.size() && xml_[at_] != '"') {
        if (xml_[at_] == '<') return fail("< in attribute");
        if (!character(value)) return false;
      }
      ++at_;
      if (!element.attributes.emplace(attribute, value).second) return fail("attribute twice");
    }
    const bool leaf = xml_.substr(at_, 2) == "/>";
    if (!leaf && xml_.substr(at_, 1) != ">") return fail("junk in tag " + element.tag);
    at_ += leaf ? 2 : 1;
    elements_.push_back(element);
    if (!leaf) open_.push_back(static_cast<int>(elements_.size()) - 1);
    return true;
  }
  void read() {
    static constexpr std::string_view kDoctype = "<!DOCTYPE html>\n";
    if (xml_.starts_with(kDoctype)) at_ = kDoctype.size();
    while (at_ < xml_.size()) {
      if (xml_[at_] == '<') {
        if (!tag()) return;
      } else {
        std::string text;
        if (!character(text)) return;
        if (open_.empty() && text != "\n") {
          fail("text outside");
          return;
        }
        if (!open_.empty()) elements_[static_cast<std::size_t>(open_.back())].text += text;
      }
    }
    if (!open_.empty())
      fail("not closed: " + elements_[static_cast<std::size_t>(open_.back())].tag);
  }

  std::string_view xml_;
  std::size_t at_ = 0;
  std::string error_;
  std::vector<XmlElement> elements_;
  std::vector<int> open_;
};

}  // namespace hearim
