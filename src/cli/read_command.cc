#include "cli/read_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include "base/atomic_file.h"
#include "cli/case_verbs.h"
#include "cli/document_arguments.h"
#include "cli/progress_line.h"
#include "cli/terminal_output.h"
#include "report/reading_text.h"
#include "report/terminal_lines.h"

namespace hearim {
namespace {

struct ReadArguments {
  DocumentArguments documents;
  CaseVerb on_case;
  CLI::App* verb = nullptr;
  bool json = false;
  std::vector<std::string> accepted, rejected;  // ids
  std::vector<std::string> changed;             // ID=JSON
  std::vector<std::string> added;               // JSON
  bool decides() const {
    return !(accepted.empty() && rejected.empty() && changed.empty() && added.empty());
  }
};

Json json_argument(const char* option, const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded())
    throw Error(ErrorCode::invalid_input, fmt::format("{}: '{}' is not JSON", option, text), {},
                "see docs/formats/corrections.md");
  return json;
}

// Puts the decisions into the corrections file, against the reading as it is now.
void decide(ReadArguments& a, const Run& run) {
  if (a.documents.corrections.empty() || a.documents.request.paths.size() != 1)
    throw Error(ErrorCode::invalid_input,
                "--accept, --reject, --change and --add need one FILE and --corrections", {},
                "the decisions are kept in that file");
  Corrections corrections =
      a.documents.request.corrections ? *a.documents.request.corrections : Corrections();
  read_files(a.documents.request, run, [&](DocumentReading& read) {
    if (read.error) throw Error(*read.error);
    const DocumentFacts& facts = read.document.facts;
    const std::u32string& text = read.document.text;
    const Json now =
        read.corrected ? read.corrected->annotations : annotations_json(text, read.reading);
    const auto append = [&](CorrectionAction action, const std::string& id, const Json& fields) {
      corrections.append(action, facts.path, text, now, id, fields);
    };
    for (const std::string& id : a.accepted) append(CorrectionAction::accept, id, {});
    for (const std::string& id : a.rejected) append(CorrectionAction::reject, id, {});
    for (const std::string& change : a.changed) {
      const std::size_t equals = change.find('=');
      if (equals == std::string::npos)
        throw Error(ErrorCode::invalid_input,
                    fmt::format("--change: expected ID=JSON, got '{}'", change));
      append(CorrectionAction::change, change.substr(0, equals),
             json_argument("--change", change.substr(equals + 1)));
    }
    for (const std::string& fields : a.added)
      append(CorrectionAction::add, "", json_argument("--add", fields));
  });
  write_file_atomically(a.documents.corrections, corrections.dump());
  a.documents.request.corrections = std::move(corrections);
}

std::string corrections_text(const CorrectedAnnotations& corrected) {
  if (corrected.applied == 0 && corrected.conflicts.empty()) return "";
  TerminalLines lines(output_width(), output_colour());
  lines.blank();
  lines.heading(fmt::format("Corrections ({} applied, {} to look at)", corrected.applied,
                            corrected.conflicts.size()));
  for (const CorrectionConflict& conflict : corrected.conflicts)
    lines.paragraph(conflict.what, "  ! ", "    ");
  return "\n" + lines.take();
}

int run_read(ReadArguments& a, const CancelToken& cancel) {
  if (is_a_case(a.documents.request.paths)) {
    refuse_on_case(*a.verb,
                   std::array<std::string_view, 7>{"--date", "--language", "--corrections",
                                                   "--accept", "--reject", "--change", "--add"});
    a.on_case.at.folder = a.documents.request.paths.front();
    a.on_case.threads = a.documents.threads;
    a.on_case.json = a.json;
    return run_read_case(a.on_case, cancel);
  }
  // A new file of decisions begins empty.
  const std::string corrections = a.documents.corrections;
  if (a.decides() && !std::filesystem::exists(corrections)) a.documents.corrections.clear();
  a.documents.settle();
  a.documents.corrections = corrections;
  ProgressLine progress;
  Run run;
  run.threads = a.documents.thread_count();
  run.cancel = &cancel;
  run.progress = [&](std::string_view work, std::uint64_t done, std::uint64_t total) {
    progress.update(work, done, total);
  };
  if (a.decides()) decide(a, run);
  int status = 0;
  bool first = true;
  read_files(a.documents.request, run, [&](DocumentReading& read) {
    progress.clear();
    if (read.error) {
      status = std::max(status, complain_of_file(*read.error));
      return;
    }
    const DocumentFacts& facts = read.document.facts;
    const std::u32string& text = read.document.text;
    if (a.json) {
      Json out = document_json(facts, text, read.reading);
      if (read.corrected) {
        out["annotations"] = read.corrected->annotations;
        Json conflicts = Json::array();
        for (const CorrectionConflict& conflict : read.corrected->conflicts)
          conflicts.push_back({{"id", conflict.id}, {"what", conflict.what}});
        out["corrections"] = {{"applied", read.corrected->applied},
                              {"conflicts", std::move(conflicts)}};
      }
      add_places(out["annotations"], read.document);
      print_output(out.dump() + "\n");
      return;
    }
    print_output((first ? "" : "\n") +
                 reading_text(facts, text, read.reading, output_width(), output_colour()));
    if (read.corrected) print_output(corrections_text(*read.corrected));
    first = false;
  });
  return status;
}

}  // namespace

void add_read_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<ReadArguments>();
  CLI::App* verb = app.add_subcommand(
      "read", "What documents say: quantities, dates, names, quotations, testimonies");
  a->verb = verb;
  a->documents.add_to(*verb);
  add_case_key_options(*verb, a->on_case.at, kOnCaseGroup);
  verb->add_flag("--json", a->json, "For programs: one JSON object per line and document");
  const char* decisions = "decisions, kept in the file of --corrections";
  verb->add_option("--accept", a->accepted, "Ids of findings that are right")
      ->delimiter(',')
      ->group(decisions);
  verb->add_option("--reject", a->rejected, "Ids of findings that are wrong")
      ->delimiter(',')
      ->group(decisions);
  verb->add_option("--change", a->changed, "ID=JSON: fields as they should be; may be given again")
      ->take_all()
      ->allow_extra_args(false)
      ->group(decisions);
  verb->add_option("--add", a->added, "JSON of a finding that is missing; may be given again")
      ->take_all()
      ->allow_extra_args(false)
      ->group(decisions);
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_read(*a, cancel); }; });
}

}  // namespace hearim
