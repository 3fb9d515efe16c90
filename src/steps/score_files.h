// `hearim score`: two annotation files in, scores per kind out.
//
// A file holds one annotation object (as `hearim read --json` writes) or several, one a line.
// Documents are matched by base name; where both files hold one document each, those two.
#pragma once

#include <string>
#include <vector>

#include "read/annotation_score.h"

namespace hearim {

struct ScoredFiles {
  ReadingScore score;
  int documents = 0;
  std::vector<std::string> only_in_gold, only_in_file;  // base names
};

// Throws Error(invalid_input) naming file, line, annotation and field.
ScoredFiles score_files(const std::string& gold_path, const std::string& path);

}  // namespace hearim
