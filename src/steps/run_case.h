// `hearim run CASE [PATH...]`: everything from material to figures, in one go.
//
// Material is added, texts are read, lists linked, people estimated, claims put side by side; what
// stands is not made again. Each step is durable by itself, so that a run that was stopped anywhere
// goes on from there when it is asked for again. What cannot be done for want of material (no list,
// one list, no text) is said and stops nothing else.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hearim/case.h"
#include "hearim/run.h"
#include "steps/add_to_case.h"
#include "steps/case_step.h"

namespace hearim {

struct RunCaseOutcome {
  std::optional<Addition> added;
  std::size_t text_count = 0, read_count = 0;
  std::optional<StepOutcome> linkage, estimate, board;
  std::vector<std::string> not_done;  // what could not be made and why, in words
};

// `paths` empty: nothing is added. `begins` is called before each step with its verb.
RunCaseOutcome run_case(Case& into, const AddRequest& material, const Run& run,
                        const std::function<void(std::string_view verb)>& begins = {});

// The lines that matter, of what stands in the case; each with its words in front: "Lists:".
std::string summary_text(const Case& from, int width);

}  // namespace hearim
