// `estimate` on a plain file: reads the capture table, asks every method, stratum by stratum, and
// puts together all that is shown of it. Writes nothing.
#pragma once

#include <string>
#include <vector>

#include "hearim/estimate.h"
#include "hearim/run.h"
#include "steps/capture_table_file.h"

namespace hearim {

struct EstimateFileRequest {
  std::string path;
  CaptureTableOptions table;
  EstimateOptions options;
  // Maximal terms of a given log-linear model, as "A*B": names of lists after drop and merge.
  std::vector<std::string> terms;
  std::string command_line;  // recorded with the result
};

// Of a table already read; `request.path` and `request.table` are not looked at.
EstimateReport estimate_table(const CaptureTableFile& file, const EstimateFileRequest& request,
                              const Run& run);
EstimateReport estimate_file(const EstimateFileRequest& request, const Run& run);

}  // namespace hearim
