// The records of runs, nodes and cells as frames hold them: in a job's answer, and in the map that
// is kept with a text. docs/formats/convert.md has their layout.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "convert/answer_frame.h"
#include "convert/little_endian.h"
#include "hearim/convert.h"

namespace hearim {

enum class RunEdges { none, given };

inline void put_run(std::string& out, std::uint32_t code_points, const TextRun& from,
                    RunEdges edges) {
  put_number(out, code_points);
  put_number(out, static_cast<std::uint8_t>(from.source));
  put_number(out, static_cast<std::uint8_t>(from.role));
  put_number(out, static_cast<std::uint8_t>((from.vertical ? kRunVertical : 0) |
                                            (edges == RunEdges::given ? kRunHasEdges : 0)));
  put_number(out, from.ocr.value_or(kNoOcr));
  put_number(out, from.width);
  out.append(3, '\0');
  put_number(out, from.index);
  put_number(out, from.offset);
  for (float side : {from.box.left, from.box.top, from.box.right, from.box.bottom})
    put_float(out, std::isfinite(side) ? side : 0.0F);
}

inline void put_node(std::string& out, std::uint32_t parent, std::uint32_t ordinal,
                     std::string_view name) {
  put_number(out, parent);
  put_number(out, ordinal);
  put_text<std::uint16_t>(out, name);
}

// `start`, `code_points`: of the document's text.
inline void put_cell(std::string& out, std::uint32_t row, std::uint32_t column, std::uint32_t start,
                     std::uint32_t code_points, CellKind kind, bool computed) {
  put_number(out, row);
  put_number(out, column);
  put_number(out, start);
  put_number(out, code_points);
  put_number(out, static_cast<std::uint8_t>(kind));
  put_number(out, static_cast<std::uint8_t>(computed ? 1 : 0));
  out.append(2, '\0');
}

inline std::string page_record(const SourcePage& page) {
  std::string out;
  put_float(out, page.width);
  put_float(out, page.height);
  return out + page.label;
}

inline std::string sheet_record(bool hidden, std::string_view name) {
  return std::string(1, hidden ? '\1' : '\0').append(name);
}

inline std::string metadata_record(MetadataKey key, std::string_view name, std::string_view value) {
  std::string out(1, static_cast<char>(key));
  put_text<std::uint32_t>(out, name);
  put_text<std::uint32_t>(out, value);
  return out;
}

inline std::string outcome_record(ConvertStatus status, ConvertReason reason,
                                  std::string_view message) {
  std::string out;
  put_number(out, static_cast<std::uint8_t>(status));
  put_number(out, static_cast<std::uint8_t>(reason));
  return out.append(message);
}

}  // namespace hearim
