// A reading as JSON and back: the contract of `hearim read --json` (docs/formats/reading-json.md).
//
// Numbers are numbers; what is unknown is absent; an open end of a value is null. `text` beside a
// place repeats what stands there, so that a line can be read without its document.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/read.h"

namespace hearim {

using Json = nlohmann::ordered_json;

// Words around a document's own, in which nothing is looked for.
struct SetAside {
  std::string role;  // "navigation"
  TextSpan span;
  std::string text;
};

// How a document that is no plain text became text. What it states of itself is not verified.
struct DocumentConversion {
  std::string by;       // "hearim-convert 0.1.0"
  std::string format;   // "pdf"
  std::string missing;  // why the text is not all of it; empty: it is
  std::size_t page_count = 0;
  bool has_ocr = false;
  std::string title, author, date, language;  // as stated; empty: not stated
  std::vector<SetAside> set_aside;
};

// What is known of a document besides its text.
struct DocumentFacts {
  std::string path;
  std::string sha256;    // of the bytes as received
  std::string encoding;  // "UTF-8"; empty if not known
  std::string date;      // YYYY-MM-DD; empty if not known
  std::vector<std::string> notes;
  std::optional<DocumentConversion> converted = {};  // plain text: not
};

Json annotations_json(std::u32string_view text, const Reading& reading);
Json document_json(const DocumentFacts& facts, std::u32string_view text, const Reading& reading);

// The annotations as values again, whoever wrote them (this program or a person). Ids missing are
// given; fields that are not known are passed over. Places must lie in the text.
// Throws Error(invalid_input) naming `source`, the annotation and the field.
Reading reading_from_json(const Json& annotations, std::size_t code_points,
                          const std::string& source);

// "equal" to `text.substr(span)` as UTF-8. REQUIRES: the span lies in the text.
std::string text_at(std::u32string_view text, TextSpan span);

}  // namespace hearim
