// What every verb on a case takes: the case, the passphrase (or recovery shares), who is at work.
#pragma once

#include <string>

#include "cli/passphrase.h"
#include "cli/progress_line.h"
#include "hearim/case.h"
#include "hearim/run.h"

namespace CLI {
class App;
}

namespace hearim {

struct CaseArguments {
  std::string folder;
  PassphraseSource passphrase;
  std::string shares;  // a file of recovery shares, instead of a passphrase
  std::string actor;
};

// CASE, --passphrase-fd, --shares, --actor.
void add_case_arguments(CLI::App& verb, CaseArguments& arguments);
// The same without CASE, for verbs that take files, too; `group` heads them in the help.
void add_case_key_options(CLI::App& verb, CaseArguments& arguments, const std::string& group = "");

CaseOptions case_options(const CaseArguments& arguments, const CancelToken& cancel);
Case open_case(const CaseArguments& arguments, const CancelToken& cancel);

// A run that is stopped by Ctrl-C and shows its progress on the terminal; `line` outlives it.
Run run_with(const CancelToken& cancel, ProgressLine& line);

}  // namespace hearim
