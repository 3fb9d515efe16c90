// The technical part of the page: what each model chose, and whether its computation can be
// trusted.
#pragma once

#include "hearim/estimate.h"
#include "report/markup.h"

namespace hearim {

// One heading and one list of facts per model.
void write_diagnostics(Markup& page, const StratumReport& stratum);

// Names of lists joined by a dot, each in its own direction.
void write_lists(Markup& page, const CaptureTable& table, History lists);

}  // namespace hearim
