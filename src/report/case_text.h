// What a step over a case found, in a few lines for a terminal. From what the case keeps
// (steps/*_case.h), so that it is the same whether it was computed or stood. Pure.
#pragma once

#include <string>

#include "report/reading_json.h"
#include "report/terminal_lines.h"

namespace hearim {

std::string linkage_text(const Json& linkage, int width, TextColour colour);
std::string board_text(const Json& board, int width, TextColour colour);

}  // namespace hearim
