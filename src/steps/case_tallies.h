// What is counted over a case without an engine: what came in, what testimonies tell, what was
// judged. Each is a result like those of the steps, so that figures are read from it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "steps/case_step.h"

namespace hearim {

// {"found","taken","duplicate","refused","refusals":[{"reason","count"}],"items","texts",
//  "neither","lists","rows","rejected_rows","per_list":[{"list","item","name","rows","rejected"}]}
// `neither`: items of which neither a text nor a list was made.
inline constexpr std::string_view kHoldingsStep = "holdings";

// What the readings propose, nobody having confirmed it:
// {"acts":[{"act","statements","persons","accounts"}],"statements","persons","accounts"}
// A statement is one testimony in one document; a person is counted once however often he or she
// testifies, where the board joins the mentions; an account told in several documents is one.
inline constexpr std::string_view kTestimoniesStep = "testimonies";

// {"judgements","kinds":[{"kind","count"}],"actors":[{"actor","name","count"}],
//  "pairs":{"match","non_match","unsure"},
//  "two_reviewers":{"pairs","same","agreement","kappa","low","high"}}
// Standing judgements. Two reviewers: pairs that two actors judged, each by his or her last word.
inline constexpr std::string_view kJudgedStep = "judged";

struct TallyMade {
  std::vector<std::string> inputs;
  std::string made_with, content;
};
// REQUIRES: `step` is one of the above. Error(not_found): what it counts was not made.
TallyMade make_tally(const Case& from, std::string_view step);
bool is_tally(std::string_view step);

// Makes those that can be made and keeps them where they differ from what is kept: one unit of
// work.
void keep_tallies(Case& into);

}  // namespace hearim
