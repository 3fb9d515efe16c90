#include "convert/jailed/xml_events.h"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <exception>
#include <memory>
#include <new>

namespace hearim {
namespace {

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

struct Reading {
  XmlEvents& events;
  std::string_view part;
  xmlParserCtxt* parser = nullptr;
  std::exception_ptr problem = nullptr;
  std::string full_name = {};

  // An exception must not pass through the C library.
  template <typename Function>
  void call(const Function& function) {
    if (problem) return;
    try {
      function();
    } catch (...) {
      problem = std::current_exception();
      xmlStopParser(parser);
    }
  }
};

Reading& reading_of(void* user) { return *static_cast<Reading*>(user); }

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};

void on_start(void* user, const xmlChar* name, const xmlChar* prefix, const xmlChar*, int,
              const xmlChar**, int attribute_count, int, const xmlChar** attributes) {
  Reading& r = reading_of(user);
  r.call([&] {
    r.full_name.assign(view(prefix));
    if (!r.full_name.empty()) r.full_name += ':';
    r.full_name += view(name);
    r.events.start({.name = view(name),
                    .full_name = r.full_name,
                    .attributes = attributes,
                    .attribute_count = attribute_count});
  });
}

void on_end(void* user, const xmlChar* name, const xmlChar*, const xmlChar*) {
  Reading& r = reading_of(user);
  r.call([&] { r.events.end(view(name)); });
}

void on_text(void* user, const xmlChar* text, int size) {
  Reading& r = reading_of(user);
  r.call([&] {
    r.events.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  });
}

void on_document_type(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
  Reading& r = reading_of(user);
  r.call([&] {
    throw ConvertProblem{
        ConvertReason::damaged,
        fmt::format("its part {} declares a document type, which none of this format does",
                    r.part)};
  });
}

}  // namespace

std::string_view XmlElement::operator[](std::string_view attribute) const {
  for (int i = 0; i < attribute_count; ++i) {
    const unsigned char** five = attributes + 5 * i;  // name, prefix, namespace, begin, end
    if (view(five[0]) == attribute)
      return {reinterpret_cast<const char*>(five[3]), static_cast<std::size_t>(five[4] - five[3])};
  }
  return {};
}

bool XmlElement::has(std::string_view attribute) const {
  for (int i = 0; i < attribute_count; ++i)
    if (view(attributes[5 * i]) == attribute) return true;
  return false;
}

void read_xml(std::string_view xml, std::string_view part, XmlEvents& events) {
  xmlSAXHandler handler{};
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = on_start;
  handler.endElementNs = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  handler.cdataBlock = on_text;
  handler.internalSubset = on_document_type;
  Reading reading{.events = events, .part = part};
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(
      xmlCreatePushParserCtxt(&handler, &reading, nullptr, 0, nullptr));
  if (!parser) throw std::bad_alloc();
  reading.parser = parser.get();
  xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  constexpr std::size_t kPiece = std::size_t{64} << 10;
  for (std::string_view rest = xml; !rest.empty() && !reading.problem;) {
    const std::string_view piece = rest.substr(0, kPiece);
    rest.remove_prefix(piece.size());
    if (xmlParseChunk(parser.get(), piece.data(), static_cast<int>(piece.size()), rest.empty()) !=
        XML_ERR_OK)
      break;
  }
  if (reading.problem) std::rethrow_exception(reading.problem);
  if (parser->wellFormed == 0)
    throw ConvertProblem{ConvertReason::damaged,
                         fmt::format("is damaged: its part {} breaks off or is not XML", part)};
}

}  // namespace hearim
