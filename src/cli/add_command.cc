#include "cli/add_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/atomic_file.h"
#include "base/version.h"
#include "cli/open_case.h"
#include "cli/terminal_output.h"
#include "hearim/case.h"
#include "hearim/error.h"
#include "report/text_width.h"
#include "steps/add_to_case.h"
#include "steps/case_ledger.h"
#include "steps/shown_name.h"

namespace hearim {
namespace {

constexpr std::size_t kRefusalsShown = 20;
constexpr int kWidth = 80;

struct AddArguments {
  CaseArguments at;
  AddRequest request;
  std::string ledger;
  bool no_lists = false;
  bool no_archives = false;
  bool json = false;
};

// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

void put_lines(std::string& text, std::string_view first, std::string_view rest,
               const std::string& words) {
  bool is_first = true;
  for (const std::string& line :
       wrap_text(words, kWidth - static_cast<double>(first.size()), terminal_measure())) {
    text += fmt::format("{}{}\n", is_first ? first : rest, line);
    is_first = false;
  }
}

std::string add_text(const Case& from, const AddArguments& a, const Addition& added) {
  const Intake& intake = added.intake;
  std::string text;
  if (added.found_before > 0)
    text += fmt::format("Continued where it was interrupted, after {} things found.\n",
                        grouped(added.found_before));
  text += fmt::format("{} found = {} taken + {} duplicate + {} refused\n", grouped(intake.found()),
                      grouped(intake.taken), grouped(intake.duplicate), grouped(intake.refused));
  for (const AddedList& list : added.lists)
    put_lines(text, "  list: ", "        ",
              fmt::format("{}: {} rows, {} rejected", shown_name(list.place),
                          grouped(list.list.row_count), grouped(list.list.rejected_count)));
  if (added.rejected_row_count() > 0)
    text += fmt::format("  rejected rows, each with its reason: hearim log {} --rejected-rows\n",
                        a.at.folder);
  std::size_t shown = 0;
  for (const Refusal& refusal : refusals_of(from, intake.id, kRefusalsShown)) {
    put_lines(text, "  refused: ", "           ",
              fmt::format("{}: {}", refusal.place, refusal.reason));
    ++shown;
  }
  if (intake.refused > shown)
    text += fmt::format("  and {} more: hearim log {} --ledger\n", grouped(intake.refused - shown),
                        a.at.folder);
  return text;
}

std::string add_json(const Case& from, const AddArguments& a, const Addition& added) {
  const Intake& intake = added.intake;
  nlohmann::ordered_json json = {
      {"command", "add"},         {"version", kVersion},           {"case", a.at.folder},
      {"intake", intake.id},      {"continued", added.continued},  {"found", intake.found()},
      {"taken", intake.taken},    {"duplicate", intake.duplicate}, {"refused", intake.refused},
      {"bytes", added.size_bytes}};
  json["lists"] = nlohmann::ordered_json::array();
  for (const AddedList& list : added.lists)
    json["lists"].push_back({{"list", list.list.id},
                             {"path", shown_name(list.place)},
                             {"columns", list.list.columns},
                             {"rows", list.list.row_count},
                             {"rejected", list.list.rejected_count}});
  json["refusals"] = nlohmann::ordered_json::array();
  for (const Refusal& refusal : refusals_of(from, intake.id, ~std::size_t{0}))
    json["refusals"].push_back({{"path", refusal.place}, {"reason", refusal.reason}});
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

// What the user needs to know when it stops in the middle.
Error with_comfort(const Error& error) {
  return Error(error.code(), error.message(), error.subject(),
               (error.hint().empty() ? "" : error.hint() + "; ") +
                   std::string("what was taken before is safe in the case, and the same command "
                               "continues from there"));
}

int run_add(AddArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  a.request.case_folder = a.at.folder;
  a.request.read_lists = !a.no_lists;
  a.request.open_archives = !a.no_archives;
  std::optional<AtomicFile> ledger;  // before the work, so that a wrong name costs nothing
  if (!a.ledger.empty()) ledger.emplace(a.ledger);
  Case into = open_case(a.at, cancel);
  Addition added;
  {
    ProgressLine line;
    Run run;
    run.cancel = &cancel;
    if (line.is_on_terminal())
      run.progress = [&line](std::string_view work, std::uint64_t done, std::uint64_t total) {
        line.update_bytes(work, done, total);
      };
    try {
      added = add_to_case(into, a.request, run);
    } catch (const Error& error) {
      if (error.code() == ErrorCode::io || error.code() == ErrorCode::limit ||
          error.code() == ErrorCode::cancelled)
        throw with_comfort(error);
      throw;
    }
  }
  const std::string answer = a.json ? add_json(into, a, added) : add_text(into, a, added);
  if (ledger) {
    write_ledger_csv(into, added.intake.id, [&](std::string_view text) { ledger->write(text); });
    ledger->commit();
  }
  into.close();
  print_output(answer);
  const bool nothing = added.intake.found() > 0 && added.intake.found() == added.intake.refused;
  return nothing ? exit_status(ErrorCode::refused) : 0;
}

}  // namespace

void add_add_command(CLI::App& app, const CancelToken& cancel, std::function<int()>& chosen) {
  const auto a = std::make_shared<AddArguments>();
  CLI::App* verb = app.add_subcommand(
      "add", "Take files, folders, archives and lists into a case, each accounted for");
  add_case_arguments(*verb, a->at);
  verb->add_option("PATH", a->request.paths, "Files and folders, gone through to their end")
      ->required();
  verb->add_option("--ledger", a->ledger, "Write what became of each thing found, as CSV");
  verb->add_flag("--no-lists", a->no_lists, "Keep .csv and .tsv as files, and read no rows");
  verb->add_flag("--no-archives", a->no_archives, "Keep archives as files, and do not open them");
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_add(*a, cancel); }; });
}

}  // namespace hearim
