// The same account, and the same words, told in several documents.
#pragma once

#include <span>
#include <vector>

#include "hearim/claims.h"
#include "read/claim_entities.h"

namespace hearim {

std::vector<SameStatements> same_testimonies(std::span<const ClaimDocument> documents,
                                             const ClaimEntities& entities, const Run& run);
std::vector<SameStatements> same_quotes(std::span<const ClaimDocument> documents,
                                        const ClaimEntities& entities, const Run& run);

}  // namespace hearim
