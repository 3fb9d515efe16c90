// A linkage as one self-contained HTML page: what was understood, how sure the links are, what may
// have been missed, and on what assumptions.
//
// No script, nothing loaded from anywhere. No value of a record is in it unless the report carries
// values; lists, columns and row numbers are. Pure.
#pragma once

#include <string>

#include "report/link_report.h"

namespace hearim {

std::string link_page(const LinkReport& report);

}  // namespace hearim
