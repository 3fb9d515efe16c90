// `hearim claims CASE`: the readings of the case side by side, as a board of claims.
#pragma once

#include <string>
#include <vector>

#include "hearim/claims.h"
#include "steps/case_step.h"
#include "steps/read_case.h"

namespace hearim {

inline constexpr std::string_view kClaimsStep = "claims";

// Every text of the case must have been read: Error(not_found) names the first that was not. Kept
// is the board as `hearim claims --json` prints it, and "items": which document is which item and
// reading: [{"document":"a.txt","item":3,"result":12}].
StepOutcome claims_case(Case& into, const Run& run);

struct CaseBoard {
  std::vector<KeptReading> readings;
  ClaimBoard board;
  std::vector<ClaimDocument> documents() const;  // views into the readings
  std::vector<DocumentFacts> facts() const;
};
// Made from the readings that stand.
struct BoardMade {
  CaseBoard board;
  std::vector<std::string> inputs;
  std::string made_with, content;
};
BoardMade make_board(const Case& from, const Run& run);

}  // namespace hearim
