// `hearim claims`: files in, the board of their claims out.
#pragma once

#include <string>
#include <vector>

#include "hearim/claims.h"
#include "steps/read_files.h"

namespace hearim {

struct ClaimsOfFiles {
  std::vector<DocumentReading> readings;  // those that could be read, in the order given
  std::vector<std::string> names;         // base names; the path where two are the same
  std::vector<Error> errors;
  ClaimBoard board;

  // Views into the readings.
  std::vector<ClaimDocument> documents() const;
};

ClaimsOfFiles claims_of_files(const ReadFilesRequest& request, const Run& run);

}  // namespace hearim
