#include "convert/answer_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "convert/code_points.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::size_t kMessageCharactersMax = 400;
constexpr std::size_t kRemarkCountMax = 1000;

bool is_text(std::string_view bytes) {
  return bytes.find('\0') == std::string_view::npos &&
         find_invalid_utf8(bytes) == std::string_view::npos;
}

}  // namespace

bool AnswerReader::fail(std::string_view what) {
  if (fault_.empty()) fault_ = what;
  buffer_.clear();
  return false;
}

bool AnswerReader::spend(std::uint64_t bytes) {
  if (bytes > left_) return fail("more than the limit on a document's output");
  left_ -= bytes;
  return true;
}

bool AnswerReader::feed(std::string_view bytes) {
  if (!fault_.empty()) return false;
  buffer_ += bytes;
  std::size_t at = 0;
  while (buffer_.size() - at >= kFrameHeaderBytes) {
    FrameReader header(std::string_view(buffer_).substr(at, kFrameHeaderBytes));
    const auto type = static_cast<FrameType>(header.number<std::uint8_t>());
    const std::size_t size = header.number<std::uint32_t>();
    if (size > kFrameBytesMax) return fail("a frame that is too large");
    if (buffer_.size() - at - kFrameHeaderBytes < size) break;
    if (has_outcome_) return fail("a frame after the last one");
    if (!take(type, std::string_view(buffer_).substr(at + kFrameHeaderBytes, size)))
      return fail("a frame that is not well formed");
    mark_if_whole();
    at += kFrameHeaderBytes + size;
  }
  buffer_.erase(0, at);
  if (has_outcome_ && !buffer_.empty()) return fail("bytes after the last frame");
  return true;
}

bool AnswerReader::take(FrameType type, std::string_view payload) {
  const bool of_archive = type == FrameType::entry || type == FrameType::data ||
                          type == FrameType::data_end || type == FrameType::remark ||
                          type == FrameType::outcome;
  if (sink_ && !of_archive) return fail("a frame that is none of an archive's");
  if (in_data_ && type != FrameType::data && type != FrameType::data_end)
    return fail("another frame before the data ended");
  const FrameReader frame(payload);
  switch (type) {
    case FrameType::format:
      if (payload.size() != 1 || static_cast<unsigned char>(payload[0]) >= kDocumentFormatCount)
        return false;
      result_.format = static_cast<DocumentFormat>(payload[0]);
      return true;
    case FrameType::encoding:
      if (!is_text(payload)) return false;
      result_.encoding = quotable(payload, 64);
      return true;
    case FrameType::remark:
      if (!is_text(payload) || result_.remarks.size() >= kRemarkCountMax) return false;
      if (!spend(sizeof(std::string) + payload.size())) return false;
      result_.remarks.push_back(quotable(payload, kMessageCharactersMax));
      return true;
    case FrameType::metadata:
      return take_metadata(frame);
    case FrameType::text:
      return take_text(payload);
    case FrameType::runs:
      return take_runs(frame);
    case FrameType::edges:
      return take_edges(frame);
    case FrameType::nodes:
      return take_nodes(frame);
    case FrameType::page:
      return take_page(payload);
    case FrameType::sheet:
      return take_sheet(payload);
    case FrameType::cells:
      return take_cells(frame);
    case FrameType::attachment:
      return !sink_ && take_attachment(frame);
    case FrameType::entry:
      return take_entry(payload);
    case FrameType::data:
      return take_data(payload);
    case FrameType::data_end:
      return take_data_end(payload);
    case FrameType::outcome:
      return take_outcome(frame, payload);
  }
  return fail("a frame of an unknown type");
}

bool AnswerReader::take_metadata(FrameReader frame) {
  const auto key = frame.number<std::uint8_t>();
  const std::string_view name = frame.text<std::uint32_t>();
  const std::string_view value = frame.text<std::uint32_t>();
  if (frame.overrun() || !frame.at_end() || key >= kMetadataKeyCount) return false;
  if (!is_text(name) || !is_text(value)) return false;
  if (!spend(2 * sizeof(std::string) + name.size() + value.size())) return false;
  switch (static_cast<MetadataKey>(key)) {
    case MetadataKey::title:
      result_.metadata.title = value;
      break;
    case MetadataKey::author:
      result_.metadata.author = value;
      break;
    case MetadataKey::date:
      result_.metadata.date = value;
      break;
    case MetadataKey::language:
      result_.metadata.language = value;
      break;
    case MetadataKey::field:
      result_.metadata.fields.emplace_back(name, value);
      break;
  }
  return true;
}

bool AnswerReader::take_text(std::string_view payload) {
  if (!is_text(payload)) return fail("text that is not UTF-8");
  if (!spend(payload.size())) return false;
  result_.text += payload;
  result_.code_points += count_code_points(payload);
  return true;
}

bool AnswerReader::take_runs(FrameReader frame) {
  while (!frame.at_end()) {
    const auto count = frame.number<std::uint32_t>();
    const auto source = frame.number<std::uint8_t>();
    const auto role = frame.number<std::uint8_t>();
    const auto flags = frame.number<std::uint8_t>();
    const auto ocr = frame.number<std::uint8_t>();
    TextRun run;
    run.width = frame.number<std::uint8_t>();
    frame.number<std::uint8_t>();
    frame.number<std::uint16_t>();
    run.index = frame.number<std::uint32_t>();
    run.offset = frame.number<std::uint64_t>();
    run.box = {frame.real(), frame.real(), frame.real(), frame.real()};
    if (frame.overrun() || count == 0 || source > static_cast<int>(RunSource::cell) ||
        (source == static_cast<int>(RunSource::bytes) && from_ == From::jail) ||
        role >= kRunRoleCount || (flags & ~(kRunVertical | kRunHasEdges)) != 0 ||
        (ocr > 100 && ocr != kNoOcr))
      return false;
    for (float side : {run.box.left, run.box.top, run.box.right, run.box.bottom})
      if (!std::isfinite(side)) return false;
    if (run.offset > (std::uint64_t{1} << 40)) return false;
    if (run_code_points_ + count > ~std::uint32_t{0}) return false;
    if (!spend(sizeof(TextRun))) return false;
    run.source = static_cast<RunSource>(source);
    run.role = static_cast<RunRole>(role);
    run.vertical = (flags & kRunVertical) != 0;
    if (ocr != kNoOcr) run.ocr = ocr;
    run.start = static_cast<std::uint32_t>(run_code_points_);
    run_code_points_ += count;
    run.end = static_cast<std::uint32_t>(run_code_points_);
    run.edge_begin = kNoEdges;
    if ((flags & kRunHasEdges) != 0) {
      if (edges_promised_ + count + 1 >= kNoEdges) return false;
      run.edge_begin = static_cast<std::uint32_t>(edges_promised_);
      edges_promised_ += std::uint64_t{count} + 1;
    }
    result_.runs.push_back(run);
  }
  return true;
}

bool AnswerReader::take_edges(FrameReader frame) {
  while (!frame.at_end()) {
    const float edge = frame.real();
    if (frame.overrun() || !std::isfinite(edge) || !spend(sizeof(float))) return false;
    result_.edges.push_back(edge);
  }
  return true;
}

bool AnswerReader::take_nodes(FrameReader frame) {
  while (!frame.at_end()) {
    SourceNode node;
    node.parent = frame.number<std::uint32_t>();
    node.ordinal = frame.number<std::uint32_t>();
    const std::string_view name = frame.text<std::uint16_t>();
    if (frame.overrun() || node.parent > result_.nodes.size() || !is_text(name)) return false;
    const bool is_root = node.parent == result_.nodes.size();
    const std::size_t depth = is_root ? 1 : node_depths_[node.parent] + std::size_t{1};
    if (depth > kNodeDepthMax) return fail("a node that is too deep");
    if (!spend(sizeof(SourceNode) + sizeof(std::uint16_t) + name.size())) return false;
    node_depths_.push_back(static_cast<std::uint16_t>(depth));
    node.name = name;
    result_.nodes.push_back(std::move(node));
  }
  return true;
}

bool AnswerReader::take_page(std::string_view payload) {
  FrameReader frame(payload);
  SourcePage page;
  page.width = frame.real();
  page.height = frame.real();
  if (frame.overrun() || !std::isfinite(page.width) || !std::isfinite(page.height)) return false;
  const std::string_view label = payload.substr(8);
  if (!is_text(label) || !spend(sizeof(SourcePage) + label.size())) return false;
  page.label = label;
  result_.pages.push_back(std::move(page));
  return true;
}

void AnswerReader::close_sheet() {
  if (!result_.sheets.empty()) result_.sheets.back().cell_end = result_.cells.size();
}

bool AnswerReader::take_sheet(std::string_view payload) {
  if (payload.empty() || static_cast<unsigned char>(payload[0]) > 1 || !is_text(payload.substr(1)))
    return false;
  if (!spend(sizeof(Sheet) + payload.size())) return false;
  close_sheet();
  Sheet sheet;
  sheet.hidden = payload[0] == 1;
  sheet.name = payload.substr(1);
  sheet.cell_begin = sheet.cell_end = result_.cells.size();
  result_.sheets.push_back(std::move(sheet));
  return true;
}

bool AnswerReader::take_cells(FrameReader frame) {
  if (result_.sheets.empty()) return false;
  Sheet& sheet = result_.sheets.back();
  while (!frame.at_end()) {
    SheetCell cell;
    cell.sheet = static_cast<std::uint32_t>(result_.sheets.size() - 1);
    cell.row = frame.number<std::uint32_t>();
    cell.column = frame.number<std::uint32_t>();
    cell.start = frame.number<std::uint32_t>();
    const auto count = frame.number<std::uint32_t>();
    const auto kind = frame.number<std::uint8_t>();
    const auto computed = frame.number<std::uint8_t>();
    frame.number<std::uint16_t>();
    if (frame.overrun() || kind >= kCellKindCount || computed > 1 || cell.row > kRowMax ||
        cell.column > kColumnMax || count > ~std::uint32_t{0} - cell.start)
      return false;
    cell.end = cell.start + count;
    if (!result_.cells.empty() && cell.start < result_.cells.back().end) return false;
    if (result_.cells.size() > sheet.cell_begin) {
      const SheetCell& last = result_.cells.back();
      if (cell.row < last.row || (cell.row == last.row && cell.column <= last.column)) return false;
    }
    if (!spend(sizeof(SheetCell))) return false;
    cell.kind = static_cast<CellKind>(kind);
    cell.computed = computed == 1;
    sheet.row_count = std::max(sheet.row_count, cell.row + 1);
    sheet.column_count = std::max(sheet.column_count, cell.column + 1);
    result_.cells.push_back(cell);
  }
  close_sheet();
  return true;
}

bool AnswerReader::take_attachment(FrameReader frame) {
  Attachment attachment;
  for (std::string* word : {&attachment.part, &attachment.name, &attachment.media_type}) {
    const std::string_view text = frame.text<std::uint32_t>();
    if (frame.overrun() || !is_text(text)) return false;
    *word = text;
  }
  if (!frame.at_end() || !spend(sizeof(Attachment) + attachment.name.size())) return false;
  result_.attachments.push_back(std::move(attachment));
  in_data_ = true;
  return true;
}

bool AnswerReader::take_entry(std::string_view payload) {
  if (!sink_) return fail("an archive's frame where none is expected");
  FrameReader frame(payload);
  const auto kind = frame.number<std::uint8_t>();
  const auto has_size = frame.number<std::uint8_t>();
  const auto size = frame.number<std::uint64_t>();
  const std::string_view name = frame.text<std::uint32_t>();
  if (frame.overrun() || kind > static_cast<int>(ArchiveEntry::Kind::other) || has_size > 1)
    return false;
  ArchiveEntry entry;
  entry.kind = static_cast<ArchiveEntry::Kind>(kind);
  if (has_size == 1) entry.size_bytes = size;
  entry.name = name;
  entry.name_bytes = payload.substr(14 + name.size());
  if (!is_text(entry.name) || entry.name_bytes.find('\0') != std::string::npos) return false;
  ++entry_count_;
  in_data_ = entry.kind == ArchiveEntry::Kind::file;
  sink_->begin(entry);
  return true;
}

bool AnswerReader::take_data(std::string_view payload) {
  if (!in_data_) return fail("data of nothing");
  if (!spend(payload.size())) return false;
  data_bytes_ += payload.size();
  if (sink_)
    sink_->data(payload);
  else
    result_.attachments.back().bytes += payload;
  return true;
}

bool AnswerReader::take_data_end(std::string_view payload) {
  if (!in_data_ || !is_text(payload)) return false;
  in_data_ = false;
  if (sink_) sink_->end(quotable(payload, kMessageCharactersMax));
  return true;
}

bool AnswerReader::take_outcome(FrameReader frame, std::string_view payload) {
  const auto status = frame.number<std::uint8_t>();
  const auto reason = frame.number<std::uint8_t>();
  if (frame.overrun() || status > static_cast<int>(ConvertStatus::refused) ||
      reason >= kConvertReasonCount || !is_text(payload.substr(2)))
    return false;
  result_.status = static_cast<ConvertStatus>(status);
  result_.reason = static_cast<ConvertReason>(reason);
  if ((result_.status == ConvertStatus::converted) != (result_.reason == ConvertReason::none))
    return false;
  result_.message = quotable(payload.substr(2), kMessageCharactersMax);
  has_outcome_ = true;
  return true;
}

// Every index leads somewhere, and text, runs, edges and cells cover each other.
bool AnswerReader::is_whole() const {
  if (run_code_points_ != result_.code_points || edges_promised_ != result_.edges.size())
    return false;
  if (!result_.cells.empty() && result_.cells.back().end > result_.code_points) return false;
  return std::all_of(result_.runs.begin(), result_.runs.end(), [&](const TextRun& run) {
    switch (run.source) {
      case RunSource::none:
        return true;
      case RunSource::bytes:
        return from_ == From::case_file;
      case RunSource::node:
        return run.index < result_.nodes.size();
      case RunSource::box:
        return run.index < result_.pages.size();
      case RunSource::cell:
        return run.offset < result_.cells.size() && result_.cells[run.offset].sheet == run.index;
    }
    return false;
  });
}

void AnswerReader::mark_if_whole() {
  if (run_code_points_ != result_.code_points || edges_promised_ != result_.edges.size()) return;
  if (!result_.cells.empty() && result_.cells.back().end > result_.code_points) return;
  mark_ = {result_.text.size(), result_.runs.size(), result_.edges.size(), result_.cells.size(),
           result_.code_points};
}

// A process that is stopped leaves text without its runs, or runs without their text.
void AnswerReader::return_to_mark() {
  result_.text.resize(mark_.text_bytes);
  result_.code_points = mark_.code_points;
  result_.runs.resize(mark_.runs);
  result_.edges.resize(mark_.edges);
  result_.cells.resize(mark_.cells);
  run_code_points_ = mark_.code_points;
  edges_promised_ = mark_.edges;
  for (Sheet& sheet : result_.sheets) {
    sheet.cell_begin = std::min(sheet.cell_begin, mark_.cells);
    sheet.cell_end = std::min(sheet.cell_end, mark_.cells);
  }
  if (in_data_ && !result_.attachments.empty()) result_.attachments.pop_back();
}

Conversion AnswerReader::finish() {
  close_sheet();
  if (!has_outcome_ || !fault_.empty()) return_to_mark();
  if (!is_whole()) {
    if (has_outcome_) fail("text and map that do not belong together");
    Conversion nothing;
    nothing.status = result_.status;
    nothing.reason = result_.reason;
    nothing.message = result_.message;
    nothing.format = result_.format;
    nothing.remarks = std::move(result_.remarks);
    return nothing;
  }
  // Byte offsets of the cells, which come in the order of the text.
  std::size_t at = 0;
  std::uint32_t code_point = 0;
  const auto byte_at = [&](std::uint32_t wanted) {
    for (; code_point < wanted; ++code_point)
      at += std::max<std::size_t>(utf8_character_size(result_.text, at), 1);
    return at;
  };
  for (SheetCell& cell : result_.cells) {
    cell.utf8_start = byte_at(cell.start);
    cell.utf8_end = byte_at(cell.end);
  }
  return std::move(result_);
}

}  // namespace hearim
