// The claims of a case as they leave it: words and who says them masked, statements without consent
// left out, and counted.
#pragma once

#include "steps/case_step.h"
#include "steps/export_files.h"
#include "steps/statement_consent.h"
#include "text/name_mask.h"

namespace hearim {

struct ExportedClaims {
  Json board;  // as `hearim claims --json`
  std::uint64_t statements_left_out = 0;
};
// `board`: what claims_case.h keeps. Writes claims.csv.
ExportedClaims export_claims(const Case& from, const Json& board, const NameMask& mask,
                             const StatementConsent& consent, ExportFiles& files, const Run& run);

}  // namespace hearim
