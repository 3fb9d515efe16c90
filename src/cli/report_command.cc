#include "cli/report_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/atomic_file.h"
#include "base/version.h"
#include "cli/case_verbs.h"
#include "cli/terminal_output.h"
#include "report/reading_json.h"
#include "report/terminal_lines.h"
#include "steps/report_case.h"

namespace hearim {
namespace {

struct ReportArguments {
  CaseArguments at;
  std::string path;
  DisclosureRule rule;
  bool json = false;
};

int run_report(const ReportArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  AtomicFile page(a.path);  // a place that cannot be written to is said before the work
  Case open = open_case(a.at, cancel);
  ProgressLine progress;
  const Run run = run_with(cancel, progress);
  const ReportCaseOutcome outcome = report_case(open, a.rule, run);
  open.close();
  page.write(outcome.page);
  page.commit();
  progress.clear();
  if (a.json) {
    print_output(Json{{"command", "report"},
                      {"version", kVersion},
                      {"path", a.path},
                      {"headline", outcome.headline},
                      {"figures", outcome.figure_count},
                      {"new", outcome.new_count},
                      {"stale", outcome.stale}}
                     .dump(-1, ' ', false, Json::error_handler_t::replace) +
                 "\n");
  } else {
    TerminalLines lines(output_width(), output_colour());
    lines.paragraph(fmt::format("{}: {} figures, {} of them new.", a.path, outcome.figure_count,
                                outcome.new_count));
    if (!outcome.headline.empty()) lines.paragraph(outcome.headline, "  ", "  ");
    for (const std::string& stale : outcome.stale)
      lines.paragraph("shown as stale: " + stale, "  ! ", "    ");
    print_output(lines.take());
  }
  return outcome.stale.empty() ? 0 : 1;
}

}  // namespace

void add_report_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ReportArguments>();
  CLI::App* verb = app.add_subcommand(
      "report", "The figures of a case as one page, each open down to its sources");
  add_case_arguments(*verb, a->at);
  verb->add_option("-o,--output", a->path, "The page to write")->required();
  verb->add_option("--small-below", a->rule.small_below,
                   "Counts of people under this are not shown (10)")
      ->check(CLI::Range(2, 1000));
  verb->add_option("--round-to", a->rule.round_to, "Other counts of people are rounded to this (5)")
      ->check(CLI::Range(1, 1000));
  verb->add_flag("--json", a->json, "For programs: one JSON object about the page");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_report(*a, cancel); }; });
}

}  // namespace hearim
