// An untrusted document -> Unicode text, with the way back from every character to where it stands
// in the original, the document's tables, and what it says of itself.
//
// Plain text, Markdown and CSV are decoded in this process by bounds-checked code of our own.
// Everything else is parsed by another program, hearim-convert, in a jail (docs/formats/convert.md,
// docs/threat-model.md): one process per document, no network, no files but the document, limits on
// time, memory and output, an answer that is checked as if an enemy had written it. If the jail
// cannot be set up, such documents are refused and the reason says why; nothing is ever parsed
// without it.
//
// A document never throws: whatever is in it, convert() returns, and `status` and `reason` say what
// became of it. Only the system's own failures throw (Error: io, not_found, limit for a file that
// cannot be read at all; cancelled). The original's bytes are never changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/run.h"

namespace hearim {

enum class DocumentFormat : std::uint8_t {
  unknown,
  text,
  markdown,
  html,
  pdf,
  docx,
  odt,
  email,
  csv,
  xlsx,
  ods,
  image,
  archive,  // zip, tar, 7z...: not text; see Converter::unpack
};
inline constexpr int kDocumentFormatCount = 13;
std::string_view document_format_name(DocumentFormat format);  // "pdf"

// By the first bytes, and by the name where bytes cannot tell (text, markdown, csv). The content
// wins over the name. A zip container is told apart from docx, xlsx, odt, ods by its first entries,
// else by the name; the jail looks again.
DocumentFormat guess_document_format(std::string_view first_bytes, std::string_view name);

// ---- where text comes from ---------------------------------------------------------------------

// Points (1/72 inch) from the upper left corner of the page as shown; pixels for images.
struct Box {
  float left = 0, top = 0, right = 0, bottom = 0;
  friend bool operator==(const Box&, const Box&) = default;
};

enum class RunSource : std::uint8_t {
  none,   // made by the converter: a line break between paragraphs, a tab between cells
  bytes,  // bytes of the file from `offset`: n code points of `width` bytes each, or where `width`
          // is 0 the same UTF-8 bytes as in the text
  node,   // code points [offset, offset + n) of the node's own text (html, docx, odt)
  box,    // a box on page `index`
  cell,   // a cell of sheet `index`
};

// Everything but body is kept, marked, and reachable; a reader may leave it out.
enum class RunRole : std::uint8_t {
  body,
  navigation,
  header,
  footer,
  aside,
  note,     // footnotes, endnotes
  comment,  // of a reviewer
  deleted,  // struck out by tracked changes
  hidden,   // in the file, not shown
  caption,  // said of a picture
};
inline constexpr int kRunRoleCount = 10;
std::string_view run_role_name(RunRole role);

inline constexpr std::uint32_t kNoEdges = 0xFFFFFFFF;

// A stretch of text with one place of origin. Runs are in order of the text, do not overlap, and
// leave no code point out.
struct TextRun {
  std::uint32_t start = 0, end = 0;  // code points, half open
  RunSource source = RunSource::none;
  RunRole role = RunRole::body;
  std::uint8_t width = 0;                // bytes: per code point, 1 to 4; 0: as in the text
  std::optional<std::uint8_t> ocr = {};  // recognised from an image, with this confidence, 0-100
  std::uint32_t index = 0;               // page, node or sheet
  std::uint64_t offset = 0;              // bytes, node: see RunSource; cell: of Conversion::cells
  Box box = {};                          // box
  // box: the edges between its characters, from the first one's beginning to the last one's end:
  // end - start + 1 numbers from edges[edge_begin]. They go down the page where `vertical`, and run
  // from right to left where the text does. kNoEdges: not known, the box is all there is.
  std::uint32_t edge_begin = kNoEdges;
  bool vertical = false;
  friend bool operator==(const TextRun&, const TextRun&) = default;
};

// An element of the document's tree, or a file in its package. Parents come before children;
// parent == its own index: a root. At most 256 deep: what is deeper hangs under one node "…".
struct SourceNode {
  std::uint32_t parent = 0;
  std::string name;  // "p", "text()", "w:t"; of a root: "" or the file, "word/document.xml"
  std::uint32_t ordinal = 1;  // among its parent's children of that name, from 1
  friend bool operator==(const SourceNode&, const SourceNode&) = default;
};

struct SourcePage {
  float width = 0, height = 0;  // points; pixels for images
  std::string label;            // as the document numbers it: "iv"; empty if it does not
  friend bool operator==(const SourcePage&, const SourcePage&) = default;
};

enum class CellKind : std::uint8_t { text, number, date, boolean, error };
inline constexpr int kCellKindCount = 5;

// A cell that is not empty (xlsx, ods). Its text is what it holds, unrounded: a number as the file
// writes it, a date as ISO 8601. A CSV file has text only: its rows are read by
// table/table_reader.h.
struct SheetCell {
  std::uint32_t sheet = 0, row = 0, column = 0;  // from 0
  CellKind kind = CellKind::text;
  bool computed = false;             // the result of a formula, as the file has it
  std::uint32_t start = 0, end = 0;  // code points of the document's text
  std::uint64_t utf8_start = 0, utf8_end = 0;
  friend bool operator==(const SheetCell&, const SheetCell&) = default;
};

struct Sheet {
  std::string name;
  bool hidden = false;
  std::uint32_t row_count = 0, column_count = 0;  // that hold anything
  std::size_t cell_begin = 0, cell_end = 0;       // of Conversion::cells, by row, then column
  friend bool operator==(const Sheet&, const Sheet&) = default;
};

// As the document states it; nothing is guessed, and nothing of it is verified.
struct DocumentMetadata {
  std::string title, author, date, language;  // empty: not stated. date: EDTF where it can be
  std::vector<std::pair<std::string, std::string>> fields;  // all that was found, as written
  friend bool operator==(const DocumentMetadata&, const DocumentMetadata&) = default;
};

// A file inside a message. Its own document: hand `bytes` to convert() again.
struct Attachment {
  std::string part;        // "2.1", RFC 3501 section 6.4.5
  std::string name;        // as stated; empty if it is not. Never use it as a path
  std::string media_type;  // as stated
  std::string bytes;
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

struct Conversion;
// A sheet as CSV (RFC 4180, UTF-8), for what reads lists: every row to the last one that holds
// anything, every one as wide as the widest. Throws Error(limit) above `size_bytes_max`, which a
// sheet with few cells far apart may reach. REQUIRES: sheet < conversion.sheets.size().
std::string sheet_as_csv(const Conversion& conversion, std::size_t sheet,
                         std::uint64_t size_bytes_max = std::uint64_t{1} << 30);

// ---- the outcome -------------------------------------------------------------------------------

enum class ConvertStatus : std::uint8_t {
  converted,
  partial,  // what `text` holds is good; `reason` says what is missing
  refused,  // no text; `reason` says why
};

enum class ConvertReason : std::uint8_t {
  none,
  unsupported,  // no format that is read
  empty,        // no byte in it
  no_text,      // read to the end, and there is no text (a scan, and no OCR)
  damaged,      // cut short, or not what it says it is
  encrypted,    // needs a password
  too_large,    // a limit on bytes, pages, entries, ratio
  too_deep,
  out_of_memory,
  out_of_time,
  crashed,     // its parser died of it
  forbidden,   // its parser tried what the jail forbids
  bad_answer,  // its parser's answer did not keep to the protocol
  no_jail,     // no sufficient jail on this machine: not tried
};
inline constexpr int kConvertReasonCount = 14;
std::string_view convert_reason_name(ConvertReason reason);  // "out_of_time"

struct Conversion {
  ConvertStatus status = ConvertStatus::converted;
  ConvertReason reason = ConvertReason::none;
  std::string message;  // one line for people; empty when converted
  DocumentFormat format = DocumentFormat::unknown;

  std::string text;               // UTF-8, without NUL
  std::uint32_t code_points = 0;  // of text
  std::vector<TextRun> runs;
  std::vector<SourceNode> nodes;
  std::vector<SourcePage> pages;
  std::vector<float> edges;
  std::vector<Sheet> sheets;
  std::vector<SheetCell> cells;
  std::vector<Attachment> attachments;
  DocumentMetadata metadata;
  std::string encoding;              // of the characters: "UTF-8", "windows-949"; empty if many
  std::vector<std::string> remarks;  // one line each, for people: what was assumed or left out
};

// One stretch of the original that a stretch of text came from.
struct SourcePlace {
  RunSource source = RunSource::none;
  std::uint32_t start = 0, end = 0;            // the code points that came from here
  std::uint64_t byte_start = 0, byte_end = 0;  // bytes
  std::string node;                            // "/html[1]/body[1]/p[2]/text()[1]"
  std::uint64_t node_start = 0, node_end = 0;  // code points of that node's text
  std::uint32_t page = 0;                      // from 1
  Box box = {};                                // one line of the page at most
  std::string sheet, cell;                     // "List", "B7"
};

// The way back: where the code points [start, end) stand in the original, in order. Neighbouring
// places are joined (the words of one line into one box). Empty for what the converter made itself.
// Cost: for bytes one pass over the text before `end`, else a search in the runs.
// REQUIRES: start <= end <= conversion.code_points.
std::vector<SourcePlace> places_of(const Conversion& conversion, std::uint32_t start,
                                   std::uint32_t end);

// "/html[1]/body[1]/p[2]"; "word/document.xml/w:document[1]/..." Above 40 steps the middle is "…".
std::string node_path(const Conversion& conversion, std::uint32_t node);

// ---- keeping -----------------------------------------------------------------------------------

// Everything of a conversion but its text and its attachments' bytes, to be kept beside the text:
// docs/formats/convert.md, "The map as it is kept".
inline constexpr std::string_view kTextMapFormat = "hearim-map-1";
std::string encode_text_map(const Conversion& conversion);
// The conversion again, without attachments. Throws Error(corrupt) when they do not belong
// together.
Conversion decode_text_map(std::string_view text, std::string_view map);

// ---- converting --------------------------------------------------------------------------------

struct ConvertLimits {
  std::uint64_t input_bytes_max = std::uint64_t{512} << 20;
  std::uint64_t output_bytes_max = std::uint64_t{256} << 20;  // text, map and attachments together
  std::uint32_t page_count_max = 5'000;
  std::uint32_t depth_max = 5'000'000;                          // of elements in HTML
  std::uint64_t unpacked_bytes_max = std::uint64_t{512} << 20;  // of a docx, xlsx, odt, ods
  std::uint32_t unpacked_ratio_max = 200;      // unpacked : packed, once over 10 MiB
  std::uint32_t attachment_count_max = 1'000;  // of one message
  std::uint64_t memory_bytes_max = std::uint64_t{1} << 30;
  std::uint32_t cpu_seconds_max = 60;
  std::uint32_t wall_ms_max = 120'000;
  std::uint32_t ocr_seconds_max = 1'800;  // instead of the two above, where pictures are read
};

// Of Converter::unpack only.
struct UnpackLimits {
  std::uint64_t unpacked_bytes_max = std::uint64_t{20} << 30;
  std::uint64_t entry_count_max = 1'000'000;
  std::uint32_t ratio_max = 200;  // unpacked : packed, once over 10 MiB
  std::uint64_t memory_bytes_max = std::uint64_t{1} << 30;
  std::uint32_t cpu_seconds_max = 3'600;
  std::uint32_t wall_ms_max = 4 * 3'600'000;
};

enum class JailNeed : std::uint8_t {
  sufficient,  // the system-call filter, which denies opening files, sockets and processes
  namespaces,  // also namespaces of its own (bubblewrap), or refuse
};

enum class OcrUse : std::uint8_t {
  when_needed,  // pictures, and PDF whose pages have no text
  off,
};

struct ConvertOptions {
  DocumentFormat format = DocumentFormat::unknown;  // unknown: found out
  ConvertLimits limits = {};
  OcrUse ocr = OcrUse::when_needed;
};

struct ConverterOptions {
  JailNeed need = JailNeed::sufficient;
  std::string program = {};  // empty: hearim-convert beside this program, or in ../libexec/hearim
  std::string ocr_program = {};    // empty: hearim-convert-ocr, likewise
  std::string ocr_languages = {};  // of Tesseract, "kor+eng"; empty: all that are installed
  std::string bubblewrap = "/usr/bin/bwrap";
};

// What stands between a document and the machine; each was tried when the jail was set up.
struct JailReport {
  bool sufficient = false;
  std::string why_not;               // when not sufficient: one line
  std::vector<std::string> active;   // "system-call filter", "namespaces (bubblewrap)", ...
  std::vector<std::string> missing;  // with the reason
};

struct ArchiveEntry {
  enum class Kind : std::uint8_t { file, folder, link, other };
  Kind kind = Kind::file;
  std::string name;        // UTF-8, its encoding guessed where it is not. Never use it as a path
  std::string name_bytes;  // as stated; without NUL
  std::optional<std::uint64_t> size_bytes = {};  // as stated
};

// Called in the order of the archive: begin, data any number of times, end; only `begin` for what
// is no file. Data is as large as the archive makes it, up to the limits: write it out as it comes.
// `entry_reason` of end() is empty, or says why this entry is not whole.
class ArchiveSink {
 public:
  virtual ~ArchiveSink() = default;
  virtual void begin(const ArchiveEntry& entry) = 0;
  virtual void data(std::string_view bytes) = 0;
  virtual void end(const std::string& entry_reason) = 0;
};

struct Unpacking {
  ConvertStatus status = ConvertStatus::converted;
  ConvertReason reason = ConvertReason::none;
  std::string message;
  std::uint64_t entry_count = 0, unpacked_bytes = 0;
  std::vector<std::string> remarks;
};

// Holds one jail, set up when the first document needs it and used again for the next; each
// document still has a process of its own. Thread-compatible: one Converter per thread. Cost, two
// slow cores: docs/benchmarks-case.md.
class Converter {
 public:
  explicit Converter(const ConverterOptions& options = {});
  ~Converter();
  Converter(Converter&&) noexcept;
  Converter& operator=(Converter&&) noexcept;

  // `name` helps to tell the format, and stands in no result.
  Conversion convert(std::string_view bytes, std::string_view name, const ConvertOptions& options,
                     const Run& run = {});
  // The file is read once, or handed to the jail as an open file. Throws Error(not_found, io,
  // invalid_input) for what is no readable regular file.
  Conversion convert_file(const std::string& path, const ConvertOptions& options = {},
                          const Run& run = {});

  // An open file of any size, read from offset 0, that stays the caller's.
  Conversion convert_open_file(int descriptor, std::string_view name,
                               const ConvertOptions& options = {}, const Run& run = {});

  // The entries of an archive, unpacked in the jail and handed to `sink` as they come. The archive
  // is given as an open file (any size, at offset 0) that stays the caller's.
  Unpacking unpack(int descriptor, ArchiveSink& sink, const UnpackLimits& limits = {},
                   const Run& run = {});

  const JailReport& jail();  // sets the jail up if it is not yet
  // The languages in which text in pictures is recognised, "eng+kor"; empty: none.
  std::string ocr_languages();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// One file, one jail: for a few documents. Many: keep a Converter.
Conversion convert_file(const std::string& path, const ConvertOptions& options = {},
                        const Run& run = {});

}  // namespace hearim
