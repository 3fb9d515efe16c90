// The user's list of names as a CSV file (docs/formats/names.md): who and what the documents are
// about, with every spelling that is known. A list that cannot be taken as a whole is refused:
// throws Error(invalid_input) with file, line and field.
#pragma once

#include <string>
#include <vector>

#include "hearim/read.h"

namespace hearim {

// `path` is named in errors.
std::vector<KnownName> names_from_csv(std::string bytes, const std::string& path);

}  // namespace hearim
