#include "cli/read_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/document_arguments.h"
#include "cli/progress_line.h"
#include "cli/terminal_output.h"
#include "report/reading_text.h"

namespace hearim {
namespace {

struct ReadArguments {
  DocumentArguments documents;
  bool json = false;
};

int run_read(ReadArguments& a, const CancelToken& cancel) {
  a.documents.settle();
  ProgressLine progress;
  Run run;
  run.threads = a.documents.thread_count();
  run.cancel = &cancel;
  run.progress = [&](std::string_view work, std::uint64_t done, std::uint64_t total) {
    progress.update(work, done, total);
  };
  int status = 0;
  bool first = true;
  read_files(a.documents.request, run, [&](DocumentReading& read) {
    progress.clear();
    if (read.error) {
      status = std::max(status, complain_of_file(*read.error));
      return;
    }
    const auto& [facts, text] = read.document;
    if (a.json) {
      print_output(document_json(facts, text, read.reading).dump() + "\n");
      return;
    }
    print_output((first ? "" : "\n") +
                 reading_text(facts, text, read.reading, output_width(), output_colour()));
    first = false;
  });
  return status;
}

}  // namespace

void add_read_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ReadArguments>();
  CLI::App* verb = app.add_subcommand(
      "read", "What documents say: quantities, dates, names, quotations, testimonies");
  a->documents.add_to(*verb);
  verb->add_flag("--json", a->json, "For programs: one JSON object per line and document");
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_read(*a, cancel); }; });
}

}  // namespace hearim
