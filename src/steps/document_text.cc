#include "steps/document_text.h"

#include "base/file_bytes.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "table/text_encoding.h"

namespace hearim {

DocumentText read_document_text(const std::string& path) {
  constexpr std::uint64_t kSizeMax = std::uint64_t{1} << 30;
  std::string bytes = read_file_bytes(path, {.size_bytes_max = kSizeMax});
  DocumentText document;
  document.facts.path = path;
  document.facts.sha256 = to_hex(sha256(bytes));
  if (bytes.starts_with("%PDF-"))
    throw Error(ErrorCode::invalid_input, "is not text: from byte 1 on it is a PDF document",
                {.file = path}, "save its text as a file");
  DecodedText decoded = decode_text(std::move(bytes), path, TextUse::document);
  document.text = decode_text(decoded.text);
  document.facts.encoding = std::move(decoded.encoding);
  document.facts.notes = std::move(decoded.notes);
  return document;
}

}  // namespace hearim
