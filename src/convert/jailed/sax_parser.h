// What the XML and the HTML reader share of libxml2's interface of events.
#pragma once

#include <libxml/parser.h>

#include <exception>
#include <memory>
#include <string_view>

namespace hearim {

inline std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

inline std::string_view view(const xmlChar* text, int size) {
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

// libxml2 has one kind of parser for both.
struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};
using SaxParser = std::unique_ptr<xmlParserCtxt, FreeParser>;

// An exception must not pass through the C library: it waits here until the parser has stopped.
class EventCalls {
 public:
  void stop_on_problem(xmlParserCtxt* parser) { parser_ = parser; }

  template <typename Function>
  void call(const Function& function) {
    if (problem_) return;
    try {
      function();
    } catch (...) {
      problem_ = std::current_exception();
      xmlStopParser(parser_);
    }
  }
  bool has_problem() const { return problem_ != nullptr; }
  void rethrow() const {
    if (problem_) std::rethrow_exception(problem_);
  }

 private:
  xmlParserCtxt* parser_ = nullptr;
  std::exception_ptr problem_;
};

}  // namespace hearim
