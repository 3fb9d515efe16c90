// The first bytes decide where they are those of a format; the name decides among what is plain
// text. "report.txt" that begins with %PDF- is a PDF, "a.pdf" that begins with "Dear" is text.
#include <array>
#include <string>

#include "hearim/convert.h"

namespace hearim {
namespace {

using Format = DocumentFormat;

struct Signature {
  std::string_view bytes;
  Format format;
  std::size_t offset = 0;
};
constexpr std::array kSignatures = {
    Signature{"\x89PNG\r\n\x1A\n", Format::image},
    Signature{"\xFF\xD8\xFF", Format::image},
    Signature{"GIF8", Format::image},
    Signature{std::string_view("II*\0", 4), Format::image},
    Signature{std::string_view("MM\0*", 4), Format::image},
    Signature{"WEBP", Format::image, 8},
    Signature{"7z\xBC\xAF\x27\x1C", Format::archive},
    Signature{"Rar!\x1A\x07", Format::archive},
    Signature{"\x1F\x8B", Format::archive},
    Signature{"BZh", Format::archive},
    Signature{std::string_view("\xFD"
                               "7zXZ\0",
                               6),
              Format::archive},
    Signature{"\x28\xB5\x2F\xFD", Format::archive},
    Signature{"ustar", Format::archive, 257},
    // Not ours to read, and not text.
    Signature{"\xD0\xCF\x11\xE0", Format::unknown},
    Signature{"SQLite format 3", Format::unknown},
    Signature{"\x7F"
              "ELF",
              Format::unknown},
    Signature{"{\\rtf", Format::unknown},
};

struct Ending {
  std::string_view name;
  Format format;
};
constexpr std::array kEndings = {
    Ending{"txt", Format::text},    Ending{"text", Format::text},
    Ending{"md", Format::markdown}, Ending{"markdown", Format::markdown},
    Ending{"csv", Format::csv},     Ending{"tsv", Format::csv},
    Ending{"html", Format::html},   Ending{"htm", Format::html},
    Ending{"xhtml", Format::html},  Ending{"eml", Format::email},
    Ending{"docx", Format::docx},   Ending{"docm", Format::docx},
    Ending{"odt", Format::odt},     Ending{"xlsx", Format::xlsx},
    Ending{"xlsm", Format::xlsx},   Ending{"ods", Format::ods},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

Format by_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return Format::unknown;
  const std::string ending = lower_case(name.substr(dot + 1));
  for (const Ending& row : kEndings)
    if (row.name == ending) return row.format;
  return Format::unknown;
}

// The names of a zip's entries stand in it in plain, the first ones near its beginning.
Format inside_zip(std::string_view bytes, std::string_view name) {
  const auto holds = [&](std::string_view word) {
    return bytes.find(word) != std::string_view::npos;
  };
  if (holds("mimetypeapplication/vnd.oasis.opendocument.text")) return Format::odt;
  if (holds("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")) return Format::ods;
  if (holds("[Content_Types].xml") || holds("_rels/.rels")) {
    if (holds("word/")) return Format::docx;
    if (holds("xl/")) return Format::xlsx;
  }
  const Format named = by_name(name);
  const bool is_package = named == Format::docx || named == Format::odt || named == Format::xlsx ||
                          named == Format::ods;
  return is_package ? named : Format::archive;
}

bool looks_like_html(std::string_view bytes) {
  const std::string head = lower_case(bytes.substr(0, 4096));
  std::size_t at = head.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  at = head.find_first_not_of(" \t\r\n", at);
  if (at == std::string::npos) return false;
  const std::string_view rest = std::string_view(head).substr(at);
  if (rest.starts_with("<!doctype html") || rest.starts_with("<html")) return true;
  return (rest.starts_with("<?xml") || rest.starts_with("<!--")) &&
         rest.find("<html") != std::string_view::npos;
}

// A header field and its colon on the first line, and one of the fields that messages begin with.
bool looks_like_email(std::string_view bytes) {
  const std::string head = lower_case(bytes.substr(0, 8192));
  const std::size_t colon = head.find_first_of(": \t\r\n");
  if (colon == std::string::npos || colon == 0 || head[colon] != ':') return false;
  int fields = 0;
  for (std::string_view field : {"\nfrom:", "\nto:", "\ndate:", "\nsubject:", "\nmessage-id:",
                                 "\nmime-version:", "\nreceived:", "\nreturn-path:"})
    fields += head.starts_with(field.substr(1)) || head.find(field) != std::string::npos ? 1 : 0;
  return fields >= 3;
}

}  // namespace

DocumentFormat guess_document_format(std::string_view first_bytes, std::string_view name) {
  const std::string_view bytes = first_bytes.substr(0, 64 * 1024);
  // Readers find the mark of a PDF anywhere in the first KiB; before it only rubbish may stand.
  const std::size_t pdf = bytes.substr(0, 1024).find("%PDF-");
  if (pdf == 0 || (pdf != std::string_view::npos && by_name(name) == Format::unknown))
    return Format::pdf;
  for (const Signature& signature : kSignatures)
    if (bytes.size() >= signature.offset &&
        bytes.substr(signature.offset).starts_with(signature.bytes))
      return signature.format;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06"))
    return inside_zip(bytes, name);
  const Format named = by_name(name);
  if (named == Format::html || looks_like_html(bytes)) return Format::html;
  if (named == Format::email || (named == Format::unknown && looks_like_email(bytes)))
    return Format::email;
  if (named == Format::markdown || named == Format::csv) return named;
  return Format::text;  // which the decoder refuses if it is binary
}

}  // namespace hearim
