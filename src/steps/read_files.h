// `hearim read`: files in, readings out, in the order given.
//
// One file that cannot be read does not stop the others: it comes out with its error. Files are
// read a batch at a time, so that hundreds need no more memory than the largest few.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hearim/error.h"
#include "hearim/read.h"
#include "hearim/run.h"
#include "steps/corrections.h"
#include "steps/document_text.h"

namespace hearim {

struct ReadFilesRequest {
  std::vector<std::string> paths;
  ReadOptions options;
  std::optional<Corrections> corrections = {};  // of any of the documents
};

struct DocumentReading {
  DocumentText document;
  Reading reading;  // with the corrections
  // Where corrections were given: the same as JSON, with what people decided.
  std::optional<CorrectedAnnotations> corrected;
  std::optional<Error> error;  // then the rest is empty
};

// `take` is called on the calling thread, once for each file, in the order of the request.
void read_files(const ReadFilesRequest& request, const Run& run,
                const std::function<void(DocumentReading&)>& take);

}  // namespace hearim
