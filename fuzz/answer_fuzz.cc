// Any bytes at all as the answer of a jailed parser: the reader ends with a conversion whose every
// index leads somewhere, or with a fault.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include "convert/answer_reader.h"

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

class NoSink : public hearim::ArchiveSink {
 public:
  void begin(const hearim::ArchiveEntry&) override { open_ = true; }
  void data(std::string_view) override { require(open_, "data of an entry"); }
  void end(const std::string&) override { open_ = false; }

 private:
  bool open_ = false;
};

void check_whole(const hearim::Conversion& c) {
  std::uint32_t next = 0;
  for (const hearim::TextRun& run : c.runs) {
    require(run.start == next && run.end > run.start, "runs cover the text");
    next = run.end;
  }
  require(next == c.code_points, "runs end with the text");
  for (const hearim::SourcePlace& place : hearim::places_of(c, 0, c.code_points))
    require(place.end <= c.code_points, "places lie in the text");
  for (const hearim::SheetCell& cell : c.cells)
    require(cell.utf8_start <= cell.utf8_end && cell.utf8_end <= c.text.size(), "cells lie in it");
  for (std::size_t i = 0; i < c.sheets.size(); ++i) {
    require(c.sheets[i].cell_end <= c.cells.size(), "sheets hold cells that are there");
    try {
      hearim::sheet_as_csv(c, i, 100'000);
    } catch (const std::exception&) {
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The first byte says in which pieces the rest comes, and whether as an archive.
  const std::size_t piece = 1 + data[0] % 64;
  NoSink sink;
  hearim::AnswerReader reader(1 << 20, data[0] >= 128 ? &sink : nullptr);
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  bool good = true;
  while (good && !rest.empty()) {
    good = reader.feed(rest.substr(0, piece));
    rest.remove_prefix(std::min(piece, rest.size()));
  }
  require(good == reader.fault().empty(), "a fault has words");
  check_whole(reader.finish());
  return 0;
}
