// Writes a job's answer, frame by frame, into a pipe. Used inside the jail only.
//
// Text is given piece by piece with the place it came from; the pieces' code points are counted
// here, so that runs cover the text without a gap. What is above the output limit throws
// OutputLimit: the converter lets it pass to its caller, who finishes the answer. Frames are at
// most kFrameBytesMax; nothing is kept but the frame being filled.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "convert/answer_frame.h"
#include "hearim/convert.h"

namespace hearim {

struct OutputLimit {};

class AnswerWriter {
 public:
  AnswerWriter(int descriptor, std::uint64_t output_bytes_max)
      : descriptor_(descriptor), left_(output_bytes_max) {}

  void format(DocumentFormat format);
  void encoding(std::string_view name);
  void remark(std::string_view text);
  void metadata(MetadataKey key, std::string_view value);
  void field(std::string_view name, std::string_view value);

  std::uint32_t node(std::uint32_t parent, std::string_view name, std::uint32_t ordinal);
  std::uint32_t root(std::string_view name);
  std::uint32_t page(float width, float height, std::string_view label);
  void sheet(std::string_view name, bool hidden);

  // `from` says where the text is from (all but start, end and edge_begin). `edges`: none, or one
  // more than the text has code points. Invalid UTF-8 and NUL are replaced by U+FFFD.
  void text(std::string_view utf8, const TextRun& from, std::span<const float> edges = {});
  void separator(std::string_view utf8, RunRole role = RunRole::body);
  // The text of a cell of the latest sheet.
  void cell(std::string_view utf8, std::uint32_t row, std::uint32_t column, CellKind kind,
            bool computed, RunRole role);

  void attachment(std::string_view part, std::string_view name, std::string_view media_type,
                  std::string_view bytes);
  void entry(const ArchiveEntry& entry);
  void data(std::string_view bytes);
  void data_end(std::string_view reason);

  // The last call.
  void finish(ConvertStatus status, ConvertReason reason, std::string_view message);

  std::uint32_t code_points() const { return code_points_; }
  std::uint32_t cell_count() const { return cell_count_; }
  bool ends_with_separator() const { return ends_with_separator_; }

 private:
  struct Batch {
    FrameType type;
    std::string bytes = {};
  };
  void add_text(std::string_view utf8, const TextRun& from, std::span<const float> edges);
  void spend(std::uint64_t bytes);
  void flush(Batch& batch);
  void flush_all();
  void put_frame(FrameType type, std::string_view payload);
  void write_out();

  int descriptor_;
  std::uint64_t left_;
  std::string out_;
  Batch text_{FrameType::text};
  Batch runs_{FrameType::runs};
  Batch edges_{FrameType::edges};
  Batch nodes_{FrameType::nodes};
  Batch cells_{FrameType::cells};
  std::uint32_t code_points_ = 0;
  std::uint32_t node_count_ = 0;
  std::uint32_t page_count_ = 0;
  std::uint32_t cell_count_ = 0;
  std::uint32_t sheet_count_ = 0;
  bool ends_with_separator_ = true;
};

}  // namespace hearim
