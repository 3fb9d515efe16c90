#include "steps/document_text.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/file_bytes.h"
#include "base/sha256.h"
#include "base/version.h"
#include "hearim/error.h"
#include "table/text_encoding.h"

namespace hearim {
namespace {

bool is_set_aside(RunRole role) {
  switch (role) {
    case RunRole::navigation:
    case RunRole::header:
    case RunRole::footer:
    case RunRole::aside:
    case RunRole::deleted:
    case RunRole::hidden:
      return true;
    case RunRole::body:
    case RunRole::note:
    case RunRole::comment:
    case RunRole::caption:
      return false;
  }
  return false;
}

ErrorCode error_code_of(ConvertReason reason) {
  switch (reason) {
    case ConvertReason::too_large:
    case ConvertReason::too_deep:
    case ConvertReason::out_of_memory:
    case ConvertReason::out_of_time:
      return ErrorCode::limit;
    case ConvertReason::no_jail:
      return ErrorCode::io;
    default:
      return ErrorCode::invalid_input;
  }
}

// Stretches of one role, with the white between them that belongs to nobody.
void set_aside(const Conversion& conversion, DocumentText& document) {
  std::vector<SetAside>& aside = document.facts.converted->set_aside;
  for (const TextRun& run : conversion.runs) {
    if (!is_set_aside(run.role)) continue;
    const std::string role(run_role_name(run.role));
    if (!aside.empty() && aside.back().role == role && aside.back().span.end == run.start)
      aside.back().span.end = run.end;
    else
      aside.push_back({role, {run.start, run.end}, {}});
  }
  std::size_t code_points = 0;
  for (SetAside& part : aside) {
    part.text = text_at(document.text, part.span);
    code_points += part.span.end - part.span.start;
    // White between words of a line, empty lines between lines.
    const bool is_in_line = part.span.start > 0 && document.text[part.span.start - 1] != U'\n' &&
                            part.span.end < document.text.size() &&
                            document.text[part.span.end] != U'\n';
    for (std::size_t i = part.span.start; i < part.span.end; ++i)
      document.text[i] = is_in_line ? U' ' : U'\n';
  }
  if (code_points > 0)
    document.facts.notes.push_back(fmt::format(
        "{} of {} characters are set aside: menus, running heads, sidebars, struck out or hidden "
        "text",
        code_points, document.text.size()));
}

void take_conversion(Conversion conversion, DocumentText& document) {
  DocumentFacts& facts = document.facts;
  if (conversion.status == ConvertStatus::refused)
    throw Error(error_code_of(conversion.reason), conversion.message, {.file = facts.path});
  document.text = decode_text(conversion.text);
  facts.encoding = conversion.encoding;
  DocumentConversion& made = facts.converted.emplace();
  made.by = fmt::format("hearim-convert {}", kVersion);
  made.format = document_format_name(conversion.format);
  if (conversion.status == ConvertStatus::partial) {
    made.missing = conversion.message;
    facts.notes.push_back("not all of it: " + conversion.message);
  }
  made.page_count = conversion.pages.size();
  for (const TextRun& run : conversion.runs) made.has_ocr |= run.ocr.has_value();
  made.title = conversion.metadata.title;
  made.author = conversion.metadata.author;
  made.date = conversion.metadata.date;
  made.language = conversion.metadata.language;
  if (made.has_ocr) facts.notes.push_back("text was recognised in pictures, and may be misread");
  for (const std::string& remark : conversion.remarks) facts.notes.push_back(remark);
  for (const Attachment& attachment : conversion.attachments)
    facts.notes.push_back(fmt::format(
        "an attachment is not read: {}",
        attachment.name.empty() ? "part " + attachment.part : "\"" + attachment.name + "\""));
  set_aside(conversion, document);
  conversion.attachments.clear();
  document.conversion = std::make_shared<const Conversion>(std::move(conversion));
}

Json place_json(const SourcePlace& place) {
  Json out = Json::object();
  const auto number = [](float value) { return static_cast<double>(std::lround(value * 10)) / 10; };
  switch (place.source) {
    case RunSource::box:
      out["page"] = place.page;
      out["box"] = {number(place.box.left), number(place.box.top), number(place.box.right),
                    number(place.box.bottom)};
      break;
    case RunSource::node:
      out["node"] = place.node;
      out["start"] = place.node_start;
      out["end"] = place.node_end;
      break;
    case RunSource::cell:
      out["sheet"] = place.sheet;
      out["cell"] = place.cell;
      break;
    case RunSource::bytes:
    case RunSource::none:
      break;
  }
  return out;
}

}  // namespace

std::unique_ptr<Converter> DocumentReader::take_converter() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Converter>();
  std::unique_ptr<Converter> converter = std::move(idle_.back());
  idle_.pop_back();
  return converter;
}

DocumentText DocumentReader::read(const std::string& path, const Run& run) {
  constexpr std::uint64_t kSizeMax = std::uint64_t{1} << 30;
  std::string bytes = read_file_bytes(path, {.size_bytes_max = kSizeMax});
  DocumentText document;
  document.facts.path = path;
  document.facts.sha256 = to_hex(sha256(bytes));
  const DocumentFormat format = guess_document_format(bytes, path);
  switch (format) {
    case DocumentFormat::unknown:
    case DocumentFormat::text:
    case DocumentFormat::markdown:
    case DocumentFormat::csv: {
      DecodedText decoded = decode_text(std::move(bytes), path, TextUse::document);
      document.text = decode_text(decoded.text);
      document.facts.encoding = std::move(decoded.encoding);
      document.facts.notes = std::move(decoded.notes);
      return document;
    }
    case DocumentFormat::archive:
      throw Error(ErrorCode::invalid_input, "is an archive, not a document", {.file = path},
                  "take its files out, or add it to a case");
    default:
      break;
  }
  std::unique_ptr<Converter> converter = take_converter();
  Conversion conversion = converter->convert(bytes, path, {.format = format}, run);
  bytes = {};
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(converter));
  }
  take_conversion(std::move(conversion), document);
  return document;
}

void add_places(Json& annotations, const DocumentText& document) {
  if (!document.conversion) return;
  for (Json& annotation : annotations) {
    Json places = Json::array();
    for (const SourcePlace& place :
         places_of(*document.conversion, annotation.at("start").get<std::uint32_t>(),
                   annotation.at("end").get<std::uint32_t>()))
      places.push_back(place_json(place));
    if (!places.empty()) annotation["place"] = std::move(places);
  }
}

}  // namespace hearim
