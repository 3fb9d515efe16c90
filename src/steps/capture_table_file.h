// A capture table in a file -> strata -> linkage draws -> CaptureTable.
//
// The format, with every message, is docs/formats/capture-table.md: list columns hold 0 and 1; a
// column `count` says how many people a row stands for (absent: one); a column `draw` makes the
// file a set of tables; the columns named in `by` cut it into strata; no other column may be there.
// Nothing is dropped in silence: what was summed, left out or assumed is in input.notes.
//
// Throws Error(invalid_input) with file, line and column for everything wrong with the table or the
// options, and what read_file_bytes throws.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "hearim/capture_table.h"
#include "hearim/estimate.h"
#include "hearim/run.h"

namespace hearim {

struct CaptureTableOptions {
  std::vector<std::string> by = {};    // columns whose values are the strata
  std::vector<std::string> drop = {};  // lists to leave out
  // Groups of lists to take as one, after dropping.
  std::vector<std::vector<std::string>> merge = {};
};

struct Stratum {
  std::vector<std::pair<std::string, std::string>> labels;  // column, value; empty: the whole table
  std::vector<CaptureTable> draws;  // one, or as many as the file has draws, in the file's order
};

struct CaptureTableFile {
  // Of a set of tables, observed, patterns and empty_pairs are those of the first draw.
  EstimateInput input;
  std::vector<Stratum> strata;     // by first appearance
  std::vector<std::string> draws;  // the values of `draw`, by first appearance; empty without it
};

CaptureTableFile read_capture_table_file(const std::string& path,
                                         const CaptureTableOptions& options = {},
                                         const Run& run = {});

// The same from bytes already in memory; `path` is used in messages and facts only.
CaptureTableFile parse_capture_table(std::string bytes, const std::string& path,
                                     const CaptureTableOptions& options = {}, const Run& run = {});

}  // namespace hearim
