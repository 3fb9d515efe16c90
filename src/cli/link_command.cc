#include "cli/link_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "base/atomic_file.h"
#include "base/machine_memory.h"
#include "cli/case_verbs.h"
#include "cli/link_arguments.h"
#include "cli/progress_line.h"
#include "cli/terminal_output.h"
#include "report/link_json.h"
#include "report/link_page.h"
#include "report/link_text.h"
#include "steps/decisions_file.h"
#include "steps/link_plan.h"

namespace hearim {
namespace {

// The files a run writes: opened before the work, so that a place that cannot be written to is said
// at once, and given their names together after it, so that Ctrl-C leaves none of them.
class Outputs {
 public:
  void open(const char* what, const std::string& path) {
    if (path.empty()) return;
    shown_.push_back({what, path});
    files_.push_back(std::make_unique<AtomicFile>(path));
  }
  template <typename MakeText>
  void write(std::string_view what, MakeText make_text) {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      if (shown_[i].what == what) files_[i]->write(make_text());
    }
  }
  void commit() {
    for (const auto& file : files_) file->commit();
  }
  const std::vector<LinkOutputShown>& shown() const { return shown_; }

 private:
  std::vector<LinkOutputShown> shown_;
  std::vector<std::unique_ptr<AtomicFile>> files_;
};

int run_link(LinkArguments& a, const CancelToken& cancel) {
  if (is_a_case(a.request.paths)) {
    const auto chosen = case_settings(a);
    a.on_case.at.folder = a.request.paths.front();
    a.on_case.threads = a.threads;
    a.on_case.json = a.json;
    return run_link_case(a.on_case, chosen ? &*chosen : nullptr, cancel);
  }
  if (!a.case_lists.empty())
    throw Error(ErrorCode::invalid_input, "--lists chooses among the lists of a case",
                {.field = "--lists"}, "name the files that are to be linked");
  settle(a);
  limit_to_machine_memory();
  check_lists_fit(a.request.paths, a.memory_bytes_max);
  ProgressLine progress;
  Run run;
  run.seed = a.seed;
  run.threads = thread_count(a.threads);
  run.cancel = &cancel;
  run.progress = [&](std::string_view work, std::uint64_t done, std::uint64_t total) {
    progress.update(work, done, total);
  };
  Outputs outputs;
  outputs.open("clusters", a.output);
  outputs.open("pairs", a.pairs);
  outputs.open("table", a.table);
  outputs.open("rejected", a.rejected);
  outputs.open("report", a.report);

  const int width = output_width();
  const auto tell = [&](const std::string& text) {
    progress.clear();
    if (!a.json) std::fputs(text.c_str(), stderr);
  };
  LinkFiles files = read_link_files(a.request, run);
  LinkReport report = report_of_lists(files);
  report.command_line = a.command_line;
  report.seed = a.seed;
  report.truth_column =
      a.request.truth_column.empty() ? a.request.settings.truth_column : a.request.truth_column;
  report.outputs = outputs.shown();
  tell(link_understood_text(report, width));
  std::vector<std::string> notes;
  const AppliedDecisions decisions = apply_decision_files(a.labels, files.records, notes);
  files.options.labels = decisions.labels;
  for (const std::string& note : notes) tell(note + '\n');
  if (!a.labels.empty()) tell(applied_text(decisions));
  LinkReportOptions shown{.values = a.values};
  if (!a.json && a.report.empty()) shown.doubtful_max = 0;  // nobody would see them
  for (const std::string& pair : a.explain) shown.explain.push_back(record_pair_from(pair, files));

  LinkPlanned plan = plan_within_memory(files.records, files.options, a.memory_bytes_max, run);
  report.forecast = plan.shown;
  report.options = plan.options;
  tell(link_forecast_text(plan.shown, width));

  const Linkage linkage = link_records(std::move(*plan.ready), run);
  std::vector<std::vector<CapturePattern>> draws;
  if (a.draws > 0) draws = linkage.draw_tables(a.draws, run);
  add_linkage(report, files, linkage, draws, shown);
  if (!decisions.sample.empty())
    report.sampled_scores = linkage.sampled_scores(decisions.sample, run);

  outputs.write("clusters", [&] { return clusters_csv(files.records, linkage.clusters()); });
  outputs.write("pairs", [&] { return pairs_csv(files.records, linkage); });
  outputs.write("table", [&] {
    return a.draws > 0 ? capture_csv(files.records, draws)
                       : capture_csv(files.records, linkage.clusters());
  });
  outputs.write("rejected", [&] { return rejected_csv(files); });
  outputs.write("report", [&] { return link_page(report); });
  run.stop_if_cancelled();
  outputs.commit();
  progress.clear();
  std::string answer = a.json ? link_json(report) : link_found_text(report, width);
  if (!a.json && report.sampled_scores) answer += sampled_scores_text(*report.sampled_scores);
  print_output(answer);
  return 0;
}

}  // namespace

void add_link_command(CLI::App& app, const std::string& command_line, const CancelToken& cancel,
                      std::function<int()>& chosen) {
  const auto a = std::make_shared<LinkArguments>();
  a->command_line = command_line;
  CLI::App* verb =
      app.add_subcommand("link", "Who is the same person, across lists and inside them");
  add_link_options(*verb, *a);
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_link(*a, cancel); }; });
}

}  // namespace hearim
