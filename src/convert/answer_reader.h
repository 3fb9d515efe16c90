// Reads a job's answer, as if an enemy had written it: every size, number and order is checked
// before it is believed, and the host's memory for it is bounded by `output_bytes_max`, whatever it
// says. No file, no clock; fuzzed (fuzz/answer_fuzz.cc). Thread-compatible.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "convert/answer_frame.h"
#include "convert/little_endian.h"
#include "hearim/convert.h"

namespace hearim {

class AnswerReader {
 public:
  // The map of a text is read as strictly, but may lead to bytes of the file.
  enum class From { jail, case_file };

  // `sink`: the entries of an archive go there, and nothing else is accepted but remarks and the
  // outcome. Without one, nothing of an archive is accepted.
  explicit AnswerReader(std::uint64_t output_bytes_max, ArchiveSink* sink = nullptr,
                        From from = From::jail)
      : left_(output_bytes_max), sink_(sink), from_(from) {}

  // False: the answer breaks the protocol (fault() says how), or is above the limit; nothing more
  // is taken.
  bool feed(std::string_view bytes);
  // The text of a map, which is kept beside it; in the stead of text frames, before the first one.
  bool take_whole_text(std::string_view text) { return take_text(text) || fail("no text"); }
  const std::string& fault() const { return fault_; }
  bool has_outcome() const { return has_outcome_; }

  // What came so far, checked as a whole, so that every index leads somewhere. Without an outcome,
  // or with a fault, it is what can be used of it. Call once.
  Conversion finish();

  std::uint64_t entry_count() const { return entry_count_; }
  std::uint64_t data_bytes() const { return data_bytes_; }

 private:
  bool take(FrameType type, std::string_view payload);
  bool take_metadata(FrameReader frame);
  bool take_text(std::string_view payload);
  bool take_runs(FrameReader frame);
  bool take_edges(FrameReader frame);
  bool take_nodes(FrameReader frame);
  bool take_page(std::string_view payload);
  bool take_sheet(std::string_view payload);
  bool take_cells(FrameReader frame);
  bool take_attachment(FrameReader frame);
  bool take_entry(std::string_view payload);
  bool take_data(std::string_view payload);
  bool take_data_end(std::string_view payload);
  bool take_outcome(FrameReader frame, std::string_view payload);
  bool spend(std::uint64_t bytes);
  bool fail(std::string_view what);
  void close_sheet();
  void mark_if_whole();
  void return_to_mark();
  bool is_whole() const;

  // Where text, runs and edges last covered each other.
  struct Mark {
    std::size_t text_bytes = 0, runs = 0, edges = 0, cells = 0;
    std::uint32_t code_points = 0;
  };

  Conversion result_;
  Mark mark_;
  std::vector<std::uint16_t> node_depths_;
  std::uint64_t left_;
  ArchiveSink* sink_;
  From from_;
  std::string buffer_;
  std::string fault_;
  bool has_outcome_ = false;
  bool in_data_ = false;
  std::uint64_t run_code_points_ = 0;
  std::uint64_t edges_promised_ = 0;
  std::uint64_t entry_count_ = 0;
  std::uint64_t data_bytes_ = 0;
};

}  // namespace hearim
