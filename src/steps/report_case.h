// `hearim report CASE -o R.html`: the figures of the case, made where they are not there yet, and
// the page that opens each down to its sources (report/case_page.h).
//
// Nobody is named in it: what stands in the columns of people's names and numbers on any list, and
// every person named in any document that was read, is left out wherever it occurs.
#pragma once

#include <string>

#include "hearim/run.h"
#include "report/disclosure_control.h"
#include "steps/figures_case.h"

namespace hearim {

struct ReportCaseOutcome {
  std::string page;
  std::string headline;  // empty: nothing was estimated
  std::size_t figure_count = 0, new_count = 0;
  std::vector<std::string> stale;  // what is shown as stale, and why, one line each
};
ReportCaseOutcome report_case(Case& into, const DisclosureRule& rule, const Run& run);

}  // namespace hearim
