// The board of claims for people at a terminal: how many sources there are and why, each claim once
// with every printing of it, accounts and words told again, who bears several names. Pure.
#pragma once

#include <span>
#include <string>

#include "hearim/claims.h"
#include "report/estimate_text.h"

namespace hearim {

// REQUIRES: width >= 60.
std::string claims_text(const ClaimBoard& board, std::span<const ClaimDocument> documents,
                        int width = 80, TextColour colour = TextColour::off);

}  // namespace hearim
