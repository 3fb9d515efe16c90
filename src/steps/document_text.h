// A file as the text of a document: its bytes' hash, its encoding, its code points.
//
// Plain text, Markdown and the like are decoded here, in any encoding that
// src/table/text_encoding.h knows. What has a structure (HTML, PDF, word processors, sheets,
// messages, pictures) is converted in a jail (convert.h) and leads back to its pages and nodes.
// What surrounds a document's own words there (menus, running heads, sidebars, struck out and
// hidden text) is set aside: its place in the text holds white, so that offsets stay those
// of the whole text and nothing is found in it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hearim/convert.h"
#include "hearim/run.h"
#include "report/reading_json.h"

namespace hearim {

struct DocumentText {
  DocumentFacts facts;
  std::u32string text;
  std::shared_ptr<const Conversion> conversion = {};  // none for plain text
};

// Keeps as many jails as documents are converted at the same time. Thread-safe.
class DocumentReader {
 public:
  // Throws Error naming the file: not text (and the byte that says so), or why it could not be
  // converted; limit, io, cancelled.
  DocumentText read(const std::string& path, const Run& run);

 private:
  std::unique_ptr<Converter> take_converter();

  std::mutex mutex_;
  std::vector<std::unique_ptr<Converter>> idle_;
};

// Where each annotation of `annotations` stands in the original, as its field "place": pages and
// boxes, nodes, cells. Nothing for plain text, whose offsets are the place.
void add_places(Json& annotations, const DocumentText& document);

}  // namespace hearim
