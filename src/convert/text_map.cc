// The map as it is kept with a text: the frames of an answer (answer_frame.h) without the text and
// the attachments. What reads an answer reads it, so that there is one format to specify and one
// reader to fuzz; only here may runs lead to bytes of the file, which no parser in the jail knows.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "convert/answer_reader.h"
#include "convert/answer_record.h"
#include "hearim/convert.h"
#include "hearim/error.h"

namespace hearim {
namespace {

class MapWriter {
 public:
  void put(FrameType type, std::string_view payload) {
    put_number(out_, static_cast<std::uint8_t>(type));
    put_number(out_, static_cast<std::uint32_t>(payload.size()));
    out_ += payload;
  }
  // Records of one kind, as many to a frame as go into it.
  void add(FrameType type, std::string_view record) {
    if (type != type_ || records_.size() + record.size() > kFrameBytesMax) flush();
    type_ = type;
    records_ += record;
  }
  void flush() {
    if (!records_.empty()) put(type_, records_);
    records_.clear();
  }
  std::string take() {
    flush();
    return std::move(out_);
  }

 private:
  std::string out_, records_;
  FrameType type_ = FrameType::runs;
};

void put_metadata(MapWriter& map, const DocumentMetadata& metadata) {
  const auto put = [&](MetadataKey key, std::string_view value) {
    if (!value.empty()) map.put(FrameType::metadata, metadata_record(key, "", value));
  };
  put(MetadataKey::title, metadata.title);
  put(MetadataKey::author, metadata.author);
  put(MetadataKey::date, metadata.date);
  put(MetadataKey::language, metadata.language);
  for (const auto& [name, value] : metadata.fields)
    map.put(FrameType::metadata, metadata_record(MetadataKey::field, name, value));
}

void put_sheets(MapWriter& map, const Conversion& conversion) {
  std::string record;
  for (const Sheet& sheet : conversion.sheets) {
    map.flush();
    map.put(FrameType::sheet, sheet_record(sheet.hidden, sheet.name));
    for (std::size_t i = sheet.cell_begin; i < sheet.cell_end; ++i) {
      const SheetCell& cell = conversion.cells[i];
      record.clear();
      put_cell(record, cell.row, cell.column, cell.start, cell.end - cell.start, cell.kind,
               cell.computed);
      map.add(FrameType::cells, record);
    }
  }
  map.flush();
}

}  // namespace

std::string encode_text_map(const Conversion& conversion) {
  MapWriter map;
  map.put(FrameType::format, std::string(1, static_cast<char>(conversion.format)));
  if (!conversion.encoding.empty()) map.put(FrameType::encoding, conversion.encoding);
  for (const std::string& remark : conversion.remarks) map.put(FrameType::remark, remark);
  put_metadata(map, conversion.metadata);
  for (const SourcePage& page : conversion.pages) map.put(FrameType::page, page_record(page));
  std::string record;
  for (const SourceNode& node : conversion.nodes) {
    record.clear();
    put_node(record, node.parent, node.ordinal, node.name);
    map.add(FrameType::nodes, record);
  }
  map.flush();
  put_sheets(map, conversion);
  for (const TextRun& run : conversion.runs) {
    record.clear();
    put_run(record, run.end - run.start, run,
            run.edge_begin == kNoEdges ? RunEdges::none : RunEdges::given);
    map.add(FrameType::runs, record);
  }
  for (const float edge : conversion.edges) {
    record.clear();
    put_float(record, edge);
    map.add(FrameType::edges, record);
  }
  map.flush();
  map.put(FrameType::outcome,
          outcome_record(conversion.status, conversion.reason, conversion.message));
  return map.take();
}

Conversion decode_text_map(std::string_view text, std::string_view map) {
  AnswerReader reader(~std::uint64_t{0}, nullptr, AnswerReader::From::case_file);
  bool good = reader.take_whole_text(text);
  for (; good && !map.empty(); map.remove_prefix(std::min(map.size(), kFrameBytesMax)))
    good = reader.feed(map.substr(0, kFrameBytesMax));
  Conversion conversion = good && reader.has_outcome() ? reader.finish() : Conversion();
  if (!reader.fault().empty() || !reader.has_outcome())
    throw Error(ErrorCode::corrupt,
                "the map of a text is damaged" +
                    (reader.fault().empty() ? std::string() : ": " + reader.fault()));
  return conversion;
}

}  // namespace hearim
