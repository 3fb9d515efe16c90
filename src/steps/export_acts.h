// Coded acts as they leave the case: persons and cases as numbers of this export, acts that rest on
// a statement without consent left out, kinds, places and years of few victims not said.
#pragma once

#include "steps/case_step.h"
#include "steps/export_files.h"
#include "steps/export_people.h"
#include "steps/statement_consent.h"
#include "text/name_mask.h"

namespace hearim {

struct ExportedActs {
  std::uint64_t acts = 0;      // written
  std::uint64_t left_out = 0;  // without consent
  bool withholds = false;      // some value is not said because of few victims
};
// Judgements of kind "act", value a CodedAct (hearim/coding.h) as JSON by its field names ("case"
// for the case; statements by name, or with their place as in statement_consent.h). Writes
// acts.csv and acts-by-kind.csv; nothing where no act was coded.
ExportedActs export_acts(const Case& from, const NameMask& mask, const SmallCells& rule,
                         const StatementConsent& consent, ExportFiles& files);

}  // namespace hearim
