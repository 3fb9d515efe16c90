// Names and numbers of persons out of the lists, for whoever may see them: list, row, person
// (cluster), column, value. Never a place.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "steps/case_step.h"
#include "steps/export_files.h"

namespace hearim {

struct ExportedIdentities {
  std::uint64_t rows = 0, lists = 0, columns = 0;
};
// Writes identities.csv. `linkage`: what link_case.h keeps, or null. `columns`: empty for all that
// name persons or hold their numbers. Throws Error(refused) for a key that does not open
// identities, for a column that is a place or not understood, and for a value that holds
// coordinates; Error(not_found) for a column that no list has.
ExportedIdentities export_identities(const Case& from, const Json& linkage,
                                     const std::vector<std::string>& columns, ExportFiles& files,
                                     const Run& run);

}  // namespace hearim
