#include "convert/answer_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>

#include "base/check.h"
#include "convert/answer_record.h"
#include "convert/code_points.h"
#include "convert/little_endian.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::size_t kNameBytesMax = 4096;  // of a node, a page label, an attachment

// A prefix that does not cut a character.
std::string_view cut(std::string_view utf8, std::size_t bytes_max) {
  if (utf8.size() <= bytes_max) return utf8;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80) --end;
  return utf8.substr(0, end);
}

bool is_clean(std::string_view utf8) {
  return utf8.find('\0') == std::string_view::npos &&
         find_invalid_utf8(utf8) == std::string_view::npos;
}

std::string clean(std::string_view bytes) {
  std::string result;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = bytes[at] == '\0' ? 0 : utf8_character_size(bytes, at);
    result += size == 0 ? std::string_view("\xEF\xBF\xBD") : bytes.substr(at, size);
    at += std::max<std::size_t>(size, 1);
  }
  return result;
}

}  // namespace

void AnswerWriter::spend(std::uint64_t bytes) {
  if (bytes > left_) throw OutputLimit{};
  left_ -= bytes;
}

void AnswerWriter::write_out() {
  std::string_view rest = out_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) ::_exit(3);  // the host has gone
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  out_.clear();
}

void AnswerWriter::put_frame(FrameType type, std::string_view payload) {
  CHECK(payload.size() <= kFrameBytesMax);
  put_number(out_, static_cast<std::uint8_t>(type));
  put_number(out_, static_cast<std::uint32_t>(payload.size()));
  out_ += payload;
  if (out_.size() >= kFrameBytesMax) write_out();
}

void AnswerWriter::flush(Batch& batch) {
  if (!batch.bytes.empty()) put_frame(batch.type, batch.bytes);
  batch.bytes.clear();
}

void AnswerWriter::flush_all() {
  for (Batch* batch : {&text_, &runs_, &edges_, &nodes_, &cells_}) flush(*batch);
}

void AnswerWriter::format(DocumentFormat format) {
  put_frame(FrameType::format, std::string(1, static_cast<char>(format)));
}

void AnswerWriter::encoding(std::string_view name) {
  put_frame(FrameType::encoding, clean(cut(name, 64)));
}

void AnswerWriter::remark(std::string_view text) {
  spend(std::min<std::size_t>(text.size(), kNameBytesMax));
  put_frame(FrameType::remark, clean(cut(text, kNameBytesMax)));
}

void AnswerWriter::metadata(MetadataKey key, std::string_view value) {
  const std::string payload = metadata_record(key, "", clean(cut(value, kNameBytesMax)));
  spend(payload.size());
  put_frame(FrameType::metadata, payload);
}

void AnswerWriter::field(std::string_view name, std::string_view value) {
  const std::string payload = metadata_record(MetadataKey::field, clean(cut(name, kNameBytesMax)),
                                              clean(cut(value, 16 * kNameBytesMax)));
  spend(payload.size());
  put_frame(FrameType::metadata, payload);
}

std::uint32_t AnswerWriter::node(std::uint32_t parent, std::string_view name,
                                 std::uint32_t ordinal) {
  std::string record;
  put_node(record, parent, ordinal, clean(cut(name, 256)));
  spend(sizeof(SourceNode) + record.size());
  if (nodes_.bytes.size() + record.size() > kFrameBytesMax) flush(nodes_);
  nodes_.bytes += record;
  return node_count_++;
}

std::uint32_t AnswerWriter::root(std::string_view name) { return node(node_count_, name, 1); }

std::uint32_t AnswerWriter::page(float width, float height, std::string_view label) {
  const std::string payload = page_record({width, height, clean(cut(label, 256))});
  spend(sizeof(SourcePage) + payload.size());
  flush_all();  // a crash on this page leaves the pages before it whole
  write_out();
  put_frame(FrameType::page, payload);
  return page_count_++;
}

void AnswerWriter::sheet(std::string_view name, bool hidden) {
  flush_all();
  const std::string payload = sheet_record(hidden, clean(cut(name, kNameBytesMax)));
  spend(sizeof(Sheet) + payload.size());
  put_frame(FrameType::sheet, payload);
  ++sheet_count_;
}

void AnswerWriter::text(std::string_view utf8, const TextRun& from, std::span<const float> edges) {
  if (utf8.empty()) return;
  ends_with_separator_ = false;
  if (is_clean(utf8))
    add_text(utf8, from, edges);
  else
    add_text(clean(utf8), from, edges);
}

void AnswerWriter::separator(std::string_view utf8, RunRole role) {
  if (utf8.empty()) return;
  TextRun run;
  run.role = role;
  add_text(utf8, run, {});
  ends_with_separator_ = true;
}

void AnswerWriter::add_text(std::string_view utf8, const TextRun& from,
                            std::span<const float> edges) {
  const std::uint32_t count = count_code_points(utf8);
  const bool has_edges = edges.size() == std::size_t{count} + 1;
  spend(utf8.size() + sizeof(TextRun) + (has_edges ? 4 * edges.size() : 0));
  for (std::string_view rest = utf8; !rest.empty();) {
    if (text_.bytes.size() + 4 > kFrameBytesMax) flush(text_);
    const std::string_view piece = cut(rest, kFrameBytesMax - text_.bytes.size());
    text_.bytes += piece;
    if (piece.empty()) flush(text_);
    rest.remove_prefix(piece.size());
  }
  code_points_ += count;

  if (runs_.bytes.size() + kRunRecordBytes > kFrameBytesMax) flush(runs_);
  put_run(runs_.bytes, count, from, has_edges ? RunEdges::given : RunEdges::none);
  if (!has_edges) return;
  for (float edge : edges) {
    if (edges_.bytes.size() + 4 > kFrameBytesMax) flush(edges_);
    put_float(edges_.bytes, std::isfinite(edge) ? edge : 0.0F);
  }
}

void AnswerWriter::cell(std::string_view utf8, std::uint32_t row, std::uint32_t column,
                        CellKind kind, bool computed, RunRole role) {
  CHECK(sheet_count_ > 0);
  spend(sizeof(SheetCell));
  TextRun run;
  run.source = RunSource::cell;
  run.role = role;
  run.index = sheet_count_ - 1;
  run.offset = cell_count_++;
  const std::uint32_t start = code_points_;
  text(utf8, run);
  if (cells_.bytes.size() + kCellRecordBytes > kFrameBytesMax) flush(cells_);
  put_cell(cells_.bytes, row, column, start, code_points_ - start, kind, computed);
}

void AnswerWriter::attachment(std::string_view part, std::string_view name,
                              std::string_view media_type, std::string_view bytes) {
  std::string payload;
  for (std::string_view word : {part, name, media_type})
    put_text<std::uint32_t>(payload, clean(cut(word, kNameBytesMax)));
  spend(sizeof(Attachment) + payload.size() + bytes.size());
  put_frame(FrameType::attachment, payload);
  data(bytes);
  data_end("");
}

void AnswerWriter::entry(const ArchiveEntry& entry) {
  std::string payload(1, static_cast<char>(entry.kind));
  put_number(payload, static_cast<std::uint8_t>(entry.size_bytes ? 1 : 0));
  put_number(payload, entry.size_bytes.value_or(0));
  put_text<std::uint32_t>(payload, clean(cut(entry.name, 16 * kNameBytesMax)));
  payload += std::string_view(entry.name_bytes).substr(0, 16 * kNameBytesMax);
  put_frame(FrameType::entry, payload);
}

void AnswerWriter::data(std::string_view bytes) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kFrameBytesMax)))
    put_frame(FrameType::data, bytes.substr(0, kFrameBytesMax));
}

void AnswerWriter::data_end(std::string_view reason) {
  put_frame(FrameType::data_end, clean(cut(reason, kNameBytesMax)));
}

void AnswerWriter::finish(ConvertStatus status, ConvertReason reason, std::string_view message) {
  flush_all();
  put_frame(FrameType::outcome, outcome_record(status, reason, clean(cut(message, kNameBytesMax))));
  write_out();
}

}  // namespace hearim
