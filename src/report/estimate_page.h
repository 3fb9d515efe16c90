// One self-contained HTML page: what a court's expert, and a journalist, can hold in hand.
//
// Inline styles and inline SVG; no script, nothing loaded from anywhere, and a content security
// policy that forbids both. Polyglot markup: well-formed XML and HTML5. List names, stratum values,
// notes and reasons come from outside and are escaped by the one writer of tags (markup.h).
// Light, dark, print and telephone by style sheet. Pure.
#pragma once

#include <string>

#include "hearim/estimate.h"

namespace hearim {

std::string estimate_page(const EstimateReport& report);

}  // namespace hearim
