// The JSON of `hearim link --json`: the contract of docs/formats/link-json.md.
//
// Numbers are numbers; what is unknown is absent. Names that are no UTF-8 have U+FFFD in place of
// what is malformed. Pure.
#pragma once

#include <string>

#include "report/link_report.h"

namespace hearim {

// One object, indented by two spaces, ending in a newline.
std::string link_json(const LinkReport& report);

}  // namespace hearim
