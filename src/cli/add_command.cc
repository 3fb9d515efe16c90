#include "cli/add_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

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
  bool no_texts = false;
  bool json = false;
};

// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", grouped(number), what, number == 1 ? "" : "s");
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
  const NotedLines noted = noted_lines(from, intake.id, kRefusalsShown);
  text += fmt::format("  {} and {} made; {} kept and not read\n", counted(added.text_count, "text"),
                      counted(added.lists.size(), "list"), grouped(noted.not_read_count));
  for (const AddedList& list : added.lists)
    put_lines(text, "  list: ", "        ",
              fmt::format("{}{}: {}, {} rejected", shown_name(list.place),
                          list.list.name.empty() ? "" : " > " + list.list.name,
                          counted(list.list.row_count, "row"), grouped(list.list.rejected_count)));
  if (added.rejected_row_count() > 0)
    text += fmt::format("  rejected rows, each with its reason: hearim log {} --rejected-rows\n",
                        a.at.folder);
  const auto put_noted = [&](std::string_view what, const std::vector<NotedLine>& lines,
                             std::uint64_t count) {
    for (const NotedLine& line : lines)
      put_lines(text, fmt::format("  {}: ", what), std::string(what.size() + 4, ' '),
                fmt::format("{}: {}", line.place, line.reason));
    if (count > lines.size())
      text += fmt::format("  and {} more {}: hearim log {} --ledger\n",
                          grouped(count - lines.size()), what, a.at.folder);
  };
  put_noted("not read", noted.not_read, noted.not_read_count);
  put_noted("read in part", noted.in_part, noted.in_part_count);
  put_noted("refused", noted.refused, intake.refused);
  return text;
}

std::string add_json(const Case& from, const AddArguments& a, const Addition& added) {
  const Intake& intake = added.intake;
  nlohmann::ordered_json json = {
      {"command", "add"},          {"version", kVersion},           {"case", a.at.folder},
      {"intake", intake.id},       {"continued", added.continued},  {"found", intake.found()},
      {"taken", intake.taken},     {"duplicate", intake.duplicate}, {"refused", intake.refused},
      {"bytes", added.size_bytes}, {"texts", added.text_count}};
  json["lists"] = nlohmann::ordered_json::array();
  for (const AddedList& list : added.lists)
    json["lists"].push_back({{"list", list.list.id},
                             {"path", shown_name(list.place)},
                             {"name", list.list.name},
                             {"columns", list.list.columns},
                             {"rows", list.list.row_count},
                             {"rejected", list.list.rejected_count}});
  const NotedLines noted = noted_lines(from, intake.id, ~std::size_t{0});
  const auto put_noted = [&](const char* key, const std::vector<NotedLine>& lines) {
    json[key] = nlohmann::ordered_json::array();
    for (const NotedLine& line : lines)
      json[key].push_back({{"path", line.place}, {"reason", line.reason}});
  };
  put_noted("not_read", noted.not_read);
  put_noted("read_in_part", noted.in_part);
  put_noted("refusals", noted.refused);
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

// What the user needs to know when it stops in the middle.
Error with_comfort(const Error& error) {
  const bool stopped = error.code() == ErrorCode::cancelled;
  return Error(error.code(), stopped ? "stopped" : error.message(), error.subject(),
               (error.hint().empty() ? "" : error.hint() + "; ") +
                   std::string("what was taken before is safe in the case, and the same command "
                               "continues from there"));
}

// Documents converted at the same time; each may need 1 GiB.
int converter_count() {
  return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 4u));
}

int run_add(AddArguments& a, const CancelToken& cancel) {
  forbid_core_dumps();
  a.request.case_folder = a.at.folder;
  a.request.read_lists = !a.no_lists;
  a.request.open_archives = !a.no_archives;
  a.request.make_texts = !a.no_texts;
  std::optional<AtomicFile> ledger;  // before the work, so that a wrong name costs nothing
  if (!a.ledger.empty()) ledger.emplace(a.ledger);
  Case into = open_case(a.at, cancel);
  Addition added;
  {
    ProgressLine line;
    Run run;
    run.cancel = &cancel;
    run.threads = converter_count();
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
  verb->add_flag("--no-texts", a->no_texts,
                 "Keep documents as files: make no texts, read no sheets, open no messages");
  verb->add_flag("--json", a->json, "For programs: one JSON object on standard output");
  verb->callback([a, &cancel, &chosen] { chosen = [a, &cancel] { return run_add(*a, cancel); }; });
}

}  // namespace hearim
