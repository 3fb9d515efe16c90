#include "cli/claims_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "base/atomic_file.h"
#include "cli/case_verbs.h"
#include "cli/document_arguments.h"
#include "cli/progress_line.h"
#include "cli/terminal_output.h"
#include "report/claims_json.h"
#include "report/claims_page.h"
#include "report/claims_text.h"
#include "steps/claims_files.h"

namespace hearim {
namespace {

struct ClaimsArguments {
  DocumentArguments documents;
  CaseVerb on_case;
  CLI::App* verb = nullptr;
  bool json = false;
  std::string report_path;
};

int run_claims(ClaimsArguments& a, const CancelToken& cancel) {
  if (is_a_case(a.documents.request.paths)) {
    refuse_on_case(*a.verb,
                   std::array<std::string_view, 3>{"--date", "--language", "--corrections"});
    a.on_case.at.folder = a.documents.request.paths.front();
    a.on_case.threads = a.documents.threads;
    a.on_case.json = a.json;
    a.on_case.report_path = a.report_path;
    return run_claims_case(a.on_case, cancel);
  }
  a.documents.settle();
  ProgressLine progress;
  Run run;
  run.threads = a.documents.thread_count();
  run.cancel = &cancel;
  run.progress = [&](std::string_view work, std::uint64_t done, std::uint64_t total) {
    progress.update(work, done, total);
  };
  // Opened first, so that a place that cannot be written to is said before the work, not after.
  std::optional<AtomicFile> page;
  if (!a.report_path.empty()) page.emplace(a.report_path);
  const ClaimsOfFiles found = claims_of_files(a.documents.request, run);
  progress.clear();
  int status = 0;
  for (const Error& error : found.errors) status = std::max(status, complain_of_file(error));
  if (found.readings.empty()) return status;
  const auto documents = found.documents();
  if (page) {
    std::vector<DocumentFacts> facts;
    for (const DocumentReading& read : found.readings) facts.push_back(read.document.facts);
    page->write(claims_page(found.board, documents, facts));
    run.stop_if_cancelled();
    page->commit();
  }
  print_output(a.json ? claims_json(found.board, documents).dump(1) + "\n"
                      : claims_text(found.board, documents, output_width(), output_colour()));
  return status;
}

}  // namespace

void add_claims_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ClaimsArguments>();
  CLI::App* verb = app.add_subcommand(
      "claims", "Figures of several documents side by side, and how many sources there are");
  a->verb = verb;
  a->documents.add_to(*verb);
  add_case_key_options(*verb, a->on_case.at, kOnCaseGroup);
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->add_option("--report", a->report_path, "Write the board as one self-contained HTML page");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_claims(*a, cancel); }; });
}

}  // namespace hearim
