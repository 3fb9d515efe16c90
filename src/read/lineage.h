// Which documents draw on one origin.
#pragma once

#include <span>
#include <vector>

#include "hearim/claims.h"
#include "read/claim_entities.h"

namespace hearim {

// What two documents share, as found before: accounts, words, equal figures of one claim.
struct SharedFigure {
  AnnotationRef a, b;
  std::string what;
  int entity = -1;  // of who says it in both; -1 if not the same
};

std::vector<Lineage> find_lineages(std::span<const ClaimDocument> documents,
                                   const ClaimEntities& entities,
                                   std::span<const SameStatements> testimonies,
                                   std::span<const SameStatements> quotes,
                                   std::span<const SharedFigure> figures, const Run& run);

}  // namespace hearim
