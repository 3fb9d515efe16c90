#include "cli/export_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"
#include "report/reading_json.h"
#include "report/text_width.h"
#include "steps/export_case.h"

namespace hearim {
namespace {

struct ExportArguments {
  CaseArguments at;
  ExportRequest request;
  std::int64_t small_below = 10;
  bool json = false;
};

int run_export(const ExportArguments& a, const CancelToken& cancel) {
  ExportRequest request = a.request;
  if (a.small_below == 1)
    throw Error(ErrorCode::invalid_input, "counts below 2 or more can be called small, got 1",
                {.field = "--small-cells"}, "0 shows every count; see hearim export --help");
  if (a.small_below == 0)
    request.small_cells.reset();
  else
    request.small_cells->small_below = a.small_below;
  forbid_core_dumps();
  Case open = open_case(a.at, cancel);
  ProgressLine line;
  const ExportOutcome outcome = export_case(open, request, run_with(cancel, line));
  open.close();
  line.clear();
  if (a.json) {
    Json out{{"command", "export"}, {"folder", request.folder}, {"files", Json::array()}};
    for (const ExportedFile& file : outcome.files)
      out["files"].push_back(
          {{"name", file.name}, {"size_bytes", file.size_bytes}, {"sha256", file.sha256}});
    out["left_out"] = outcome.left_out;
    print_output(out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
    return 0;
  }
  std::string text = fmt::format("{}: {} files\n", request.folder, outcome.files.size());
  for (const ExportedFile& file : outcome.files) {
    const std::string rows =
        file.name.ends_with(".csv") ? fmt::format("{} rows", file.row_count) : "";
    text += fmt::format("  {:<18} {}\n", file.name, rows);
  }
  while (text.find(" \n") != std::string::npos) text.erase(text.find(" \n"), 1);
  if (!outcome.left_out.empty()) text += "Left out:\n";
  for (const std::string& words : outcome.left_out) {
    std::string_view lead = "  ";
    for (const std::string& part : wrap_text(words, 76, terminal_measure())) {
      text += fmt::format("{}{}\n", lead, part);
      lead = "    ";
    }
  }
  if (a.request.identities)
    text += "It holds identities. Keep it sealed, and destroy it when it has served.\n";
  print_output(text);
  return 0;
}

}  // namespace

void add_export_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ExportArguments>();
  CLI::App* verb = app.add_subcommand("export", "Write what may leave the case, in a new folder");
  add_case_arguments(*verb, a->at);
  verb->add_option("-o,--output", a->request.folder, "The new folder")->required();
  CLI::Option* small =
      verb->add_option("--small-cells", a->small_below,
                       "Leave out counts of people below this (10); 0 shows all, with --reason")
          ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000}));
  CLI::Option* reason = verb->add_option("--reason", a->request.reason,
                                         "Why small counts go out; entered in the log");
  CLI::Option* use = verb->add_option(
      "--use", a->request.use, "What for, as people were asked: quotation, partner, legal, ...");
  CLI::Option* identities = verb->add_flag("--identities", a->request.identities,
                                           "Instead: names and numbers of persons, nothing else");
  verb->add_option("--column", a->request.columns,
                   "With --identities: this column of the lists; may be given again")
      ->take_all()
      ->allow_extra_args(false)
      ->needs(identities);
  identities->excludes(small)->excludes(reason)->excludes(use);
  verb->add_flag("--json", a->json, "For programs: one JSON object");
  verb->callback(
      [a, &cancel, &chosen] { chosen = [a, &cancel] { return run_export(*a, cancel); }; });
}

}  // namespace hearim
