#include "convert/plain_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "convert/decoded_bytes.h"
#include "convert/refusal.h"
#include "hearim/error.h"

namespace hearim {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

std::string_view unquoted(std::string_view value) {
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
      value.back() == value.front())
    return value.substr(1, value.size() - 2);
  return value;
}

// "---", lines "key: value", "---": what Markdown files state of themselves. Then the first "# ".
DocumentMetadata markdown_metadata(std::string_view text) {
  DocumentMetadata metadata;
  std::string_view rest = text.substr(0, 64 * 1024);
  if (trimmed(next_line(rest)) == "---") {
    std::vector<std::pair<std::string, std::string>> fields;
    bool closed = false;
    while (!rest.empty() && !closed) {
      const std::string_view line = next_line(rest);
      closed = trimmed(line) == "---" || trimmed(line) == "...";
      const std::size_t colon = line.find(':');
      if (closed || colon == std::string_view::npos || line.starts_with(' ')) continue;
      fields.emplace_back(trimmed(line.substr(0, colon)),
                          unquoted(trimmed(line.substr(colon + 1))));
    }
    if (closed) metadata.fields = std::move(fields);
  }
  for (const auto& [name, value] : metadata.fields) {
    if (name == "title") metadata.title = value;
    if (name == "author") metadata.author = value;
    if (name == "date") metadata.date = value;
    if (name == "lang" || name == "language") metadata.language = value;
  }
  for (rest = text.substr(0, 64 * 1024); metadata.title.empty() && !rest.empty();) {
    const std::string_view line = next_line(rest);
    if (line.starts_with("# ")) metadata.title = trimmed(line.substr(2));
  }
  return metadata;
}

}  // namespace

Conversion convert_plain_document(std::string_view bytes, DocumentFormat format,
                                  const ConvertLimits& limits) {
  // Offsets count in 32 bits.
  const std::uint64_t size_max = std::min(limits.output_bytes_max, std::uint64_t{1} << 31);
  if (bytes.size() > size_max)
    return refuse(
        format, ConvertReason::too_large,
        fmt::format("holds {} bytes; up to {} of plain text are taken", bytes.size(), size_max));
  std::optional<DecodedBytes> decoded;
  try {
    decoded = decode_bytes(bytes);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::limit) throw;
    return refuse(format, ConvertReason::too_large, error.message());
  }
  if (!decoded)
    return refuse(
        format == DocumentFormat::text ? DocumentFormat::unknown : format,
        ConvertReason::unsupported,
        fmt::format("is not text (it holds a byte 0, the first at byte {}) and of no format "
                    "that is read",
                    bytes.find('\0') + 1));
  Conversion result;
  result.format = format;
  result.text = std::move(decoded->text);
  result.code_points = decoded->code_points;
  result.runs = std::move(decoded->runs);
  result.encoding = std::move(decoded->encoding);
  result.remarks = std::move(decoded->notes);
  if (format == DocumentFormat::markdown) result.metadata = markdown_metadata(result.text);
  return result;
}

}  // namespace hearim
