// Reads all of a case and says whether it is what the custody log says it is. Custody, not truth.
#pragma once

#include <optional>
#include <string>

#include "casefile/case_state.h"

namespace hearim {

CaseVerification verify_case(CaseState& state, const std::optional<std::string>& kept_checkpoint,
                             const Run& run);

}  // namespace hearim
