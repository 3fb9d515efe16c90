#include "cli/log_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/case.h"
#include "steps/case_ledger.h"
#include "steps/case_log.h"

namespace hearim {
namespace {

struct LogArguments {
  CaseArguments at;
  bool each = false;
  bool ledger = false;
  bool rejected_rows = false;
  bool json = false;
};

int run_log(const LogArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  Case open = open_case(a.at, cancel);
  std::string waiting;
  const TextSink write = [&](std::string_view text) {
    waiting += text;
    if (waiting.size() < 64 * 1024) return;
    Run{.cancel = &cancel}.stop_if_cancelled();
    print_output(waiting);
    waiting.clear();
  };
  if (a.ledger)
    write_ledger_csv(open, 0, write);
  else if (a.rejected_rows)
    write_rejected_rows_csv(open, write);
  else if (a.json)
    write_log_json(open, a.at.folder, write);
  else
    write_log_text(open, a.each ? LogDetail::each : LogDetail::together, write);
  print_output(waiting);
  return 0;
}

}  // namespace

void add_log_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<LogArguments>();
  CLI::App* verb = app.add_subcommand("log", "What was done in a case, by whom, when");
  add_case_arguments(*verb, a->at);
  verb->add_flag("--each", a->each, "Every entry on a line of its own");
  CLI::Option* ledger =
      verb->add_flag("--ledger", a->ledger, "Instead: what became of everything found, as CSV");
  CLI::Option* rows = verb->add_flag("--rejected-rows", a->rejected_rows,
                                     "Instead: rows of lists that cannot be used, as CSV");
  CLI::Option* json = verb->add_flag("--json", a->json, "For programs: one JSON object");
  ledger->excludes(rows)->excludes(json);
  rows->excludes(json);
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_log(*a, cancel); }; });
}

}  // namespace hearim
