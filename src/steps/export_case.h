// `hearim export CASE`: what may leave the case, in one new folder (docs/formats/export.md).
//
// Safe unless asked otherwise: persons' names and numbers are masked in every text, small counts
// left out with those they would follow from and the others rounded, statements without consent
// left out and counted, cells that a spreadsheet would run made inert. Identities are an export of
// their own, without anything else and never with a place. Two exports of one case are the same
// to the last byte.
#pragma once

#include <string>
#include <vector>

#include "steps/export_people.h"

namespace hearim {

struct ExportRequest {
  std::string folder;  // must not exist
  SmallCells small_cells = DisclosureRule{};
  std::string reason;             // why small counts go out; needed where they do
  std::string use = "quotation";  // what people were asked about, a code of "consent"
  bool identities = false;
  std::vector<std::string> columns;  // of lists, with identities; empty: those that name persons
};

struct ExportOutcome {
  std::vector<ExportedFile> files;
  std::vector<std::string> left_out;  // a sentence each
};

// Entered in the log before the folder has its name. Throws Error(refused): identities with a key
// that does not open them, or with a place; Error(conflict): the folder is there; and the case's.
ExportOutcome export_case(Case& from, const ExportRequest& request, const Run& run);

}  // namespace hearim
