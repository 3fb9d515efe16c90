// The board of claims as JSON: the contract of `hearim claims --json`
// (docs/formats/claims-json.md).
#pragma once

#include <span>

#include "hearim/claims.h"
#include "report/reading_json.h"

namespace hearim {

Json claims_json(const ClaimBoard& board, std::span<const ClaimDocument> documents);

}  // namespace hearim
