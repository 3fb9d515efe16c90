// The custody log for people: who did what, and when, 80 columns wide; and for programs.
//
// Entries of one kind that follow each other (a thousand items added) are one line, with their
// numbers; `each` shows every one. Names come from the case, not from the log, which has none.
#pragma once

#include "hearim/case.h"
#include "steps/case_ledger.h"

namespace hearim {

enum class LogDetail { together, each };

void write_log_text(const Case& from, LogDetail detail, const TextSink& write);
// {"command":"log","case":...,"entries":[{"sequence","time","clock","actor","action","object",
// "parameters","name"?}]}
void write_log_json(const Case& from, std::string_view folder, const TextSink& write);

}  // namespace hearim
