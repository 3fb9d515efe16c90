// A file as the text of a document: its bytes' hash, its encoding, its code points.
//
// Plain text, Markdown and the like in any encoding that src/table/text_encoding.h knows. Formats
// that need a converter (PDF, word processors, archives) are refused with their name.
#pragma once

#include <string>

#include "report/reading_json.h"

namespace hearim {

struct DocumentText {
  DocumentFacts facts;
  std::u32string text;
};

// Throws Error naming the file, and the byte where its bytes are no text.
DocumentText read_document_text(const std::string& path);

}  // namespace hearim
