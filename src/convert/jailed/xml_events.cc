#include "convert/jailed/xml_events.h"

#include <fmt/format.h>
#include <libxml/parserInternals.h>

#include <new>

#include "convert/jailed/sax_parser.h"

namespace hearim {
namespace {

struct Reading {
  XmlEvents& events;
  std::string_view part;
  EventCalls calls = {};
  std::string full_name = {};
};

Reading& reading_of(void* user) { return *static_cast<Reading*>(user); }

void on_start(void* user, const xmlChar* name, const xmlChar* prefix, const xmlChar*, int,
              const xmlChar**, int attribute_count, int, const xmlChar** attributes) {
  Reading& r = reading_of(user);
  r.calls.call([&] {
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
  r.calls.call([&] { r.events.end(view(name)); });
}

void on_text(void* user, const xmlChar* text, int size) {
  Reading& r = reading_of(user);
  r.calls.call([&] { r.events.text(view(text, size)); });
}

void on_document_type(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
  Reading& r = reading_of(user);
  r.calls.call([&] {
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
  const SaxParser parser(xmlCreatePushParserCtxt(&handler, &reading, nullptr, 0, nullptr));
  if (!parser) throw std::bad_alloc();
  reading.calls.stop_on_problem(parser.get());
  xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  constexpr std::size_t kPiece = std::size_t{64} << 10;
  for (std::string_view rest = xml; !rest.empty() && !reading.calls.has_problem();) {
    const std::string_view piece = rest.substr(0, kPiece);
    rest.remove_prefix(piece.size());
    if (xmlParseChunk(parser.get(), piece.data(), static_cast<int>(piece.size()), rest.empty()) !=
        XML_ERR_OK)
      break;
  }
  reading.calls.rethrow();
  if (parser->wellFormed == 0)
    throw ConvertProblem{ConvertReason::damaged,
                         fmt::format("is damaged: its part {} breaks off or is not XML", part)};
}

}  // namespace hearim
