// The board of claims as one self-contained HTML page to read, print or hand on: no script, nothing
// fetched; everything from a document escaped. Pure.
#pragma once

#include <span>
#include <string>

#include "hearim/claims.h"
#include "report/reading_json.h"

namespace hearim {

// `facts` are those of the documents, in their order.
std::string claims_page(const ClaimBoard& board, std::span<const ClaimDocument> documents,
                        std::span<const DocumentFacts> facts);

}  // namespace hearim
