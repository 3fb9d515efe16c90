// `hearim show CASE ID`: one object of the case, what it was made from, what uses it, its entry in
// the custody log, and whether it stands: the same way down as the report's, in the terminal.
//
// IDs: figure:N, result:N, item:N, text:N, list:N, list:3/12 (a row), item:3#q1 (a statement),
// claim:c4, cluster:812, judgement:N, entry:N; and figures, results, items, lists, judgements.
//
// Rows of lists and names of persons in passages are left out unless `names` asks for them. Then
// the key must open identities, and the view is in the log before it is shown: Error(refused).
#pragma once

#include <string>

#include "hearim/case.h"
#include "report/terminal_lines.h"

namespace hearim {

struct ShowRequest {
  std::string id;  // empty: what there is
  bool names = false;
  int width = 80;
  TextColour colour = TextColour::off;
};
// Throws Error(not_found, invalid_input, refused).
std::string show_case(Case& from, const ShowRequest& request);

}  // namespace hearim
