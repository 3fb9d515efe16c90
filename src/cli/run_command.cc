#include "cli/run_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/atomic_file.h"
#include "cli/case_verbs.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"
#include "steps/report_case.h"
#include "steps/run_case.h"

namespace hearim {
namespace {

struct RunArguments {
  CaseArguments at;
  std::vector<std::string> paths;
  std::string report;  // the page to write; empty: none
  int threads = 0;
  bool json = false;
};

// Made where there is none yet, then opened.
Case case_at(const RunArguments& a, const CancelToken& cancel) {
  CaseOptions options = case_options(a.at, cancel);
  if (std::filesystem::exists(a.at.folder) || a.paths.empty())
    return Case::open(a.at.folder, options);
  // Asked for twice, as by `hearim new`, and not again to open it.
  const auto asked = std::make_shared<SecretBytes>(
      ask_new_passphrase(a.at.passphrase, fmt::format("passphrase for {}", a.at.folder), cancel));
  options.passphrase = [asked] { return asked->clone(); };
  return Case::create(a.at.folder, options);
}

std::string run_json(const RunCaseOutcome& outcome) {
  Json out{{"command", "run"}};
  if (outcome.added)
    out["add"] = {{"found", outcome.added->intake.found()},
                  {"taken", outcome.added->intake.taken},
                  {"duplicate", outcome.added->intake.duplicate},
                  {"refused", outcome.added->intake.refused}};
  out["read"] = {{"texts", outcome.text_count}, {"read", outcome.read_count}};
  const auto put = [&](const char* verb, const std::optional<StepOutcome>& step) {
    if (step) out[verb] = {{"result", step->result}, {"reused", step->reused}};
  };
  put("link", outcome.linkage);
  put("estimate", outcome.estimate);
  put("claims", outcome.board);
  out["not_done"] = outcome.not_done;
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

int run_run(const RunArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  std::optional<AtomicFile> page;  // a place that cannot be written to is said before the work
  if (!a.report.empty()) page.emplace(a.report);
  Case into = case_at(a, cancel);
  RunCaseOutcome outcome;
  {
    ProgressLine line;
    Run run = run_with(cancel, line);
    run.threads = thread_count(a.threads);
    outcome = run_case(into, {.case_folder = a.at.folder, .paths = a.paths}, run);
    if (page) {
      page->write(report_case(into, {}, run).page);
      run.stop_if_cancelled();
      page->commit();
    }
  }
  const std::string answer = a.json ? run_json(outcome) : summary_text(into, output_width());
  into.close();
  print_output(answer);
  if (!a.json)
    for (const std::string& reason : outcome.not_done)
      print_output(fmt::format("Not done: {}\n", reason));
  return 0;
}

}  // namespace

void add_run_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<RunArguments>();
  CLI::App* verb = app.add_subcommand(
      "run",
      "Everything in one go: add, read, link, estimate, claims, report; what stands is kept");
  add_case_arguments(*verb, a->at);
  verb->add_option("PATH", a->paths, "Material to add first; the case is made where there is none");
  verb->add_option("-o,--output", a->report, "The report of the case, as one page");
  verb->add_option("--threads", a->threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_run(*a, cancel); }; });
}

}  // namespace hearim
