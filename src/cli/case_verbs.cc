#include "cli/case_verbs.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <thread>

#include "base/atomic_file.h"
#include "cli/terminal_output.h"
#include "hearim/error.h"
#include "report/case_text.h"
#include "report/claims_page.h"
#include "steps/claims_case.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

bool is_case_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error) &&
         std::filesystem::exists(std::filesystem::path(path) / "case.keys", error);
}

std::string reused_note(bool reused) {
  return reused ? "Nothing changed since it was made; it stands.\n" : "";
}

std::string json_of(std::string_view command, const StepOutcome& outcome, const Json& content) {
  Json out{{"command", command}, {"result", outcome.result}, {"reused", outcome.reused}};
  for (const auto& [name, value] : content.items()) out[name] = value;
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// A case opened for a step, with what shows its progress.
struct Opened {
  Opened(const CaseVerb& a, const CancelToken& cancel)
      : into((forbid_core_dumps(), open_case(a.at, cancel))), run(run_with(cancel, progress)) {
    run.threads = thread_count(a.threads);
  }
  ProgressLine progress;
  Case into;
  Run run;
};

}  // namespace

bool is_a_case(std::span<const std::string> paths) {
  const auto found = std::find_if(paths.begin(), paths.end(), is_case_folder);
  if (found == paths.end()) return false;
  if (paths.size() > 1)
    throw Error(ErrorCode::invalid_input, "a case is given alone, not among files",
                {.file = *found}, "hearim add CASE FILE... takes files into a case");
  return true;
}

void refuse_on_case(const CLI::App& verb, std::span<const std::string_view> options) {
  for (const std::string_view option : options)
    if (verb.get_option(std::string(option))->count() > 0)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("{} is for files; on a case it says nothing", option),
                  {.field = std::string(option)},
                  fmt::format("see docs/verbs/{}.md", verb.get_name()));
}

int thread_count(int asked) {
  return asked > 0 ? asked : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

int run_read_case(const CaseVerb& a, const CancelToken& cancel) {
  Opened on(a, cancel);
  const ReadCaseOutcome outcome = read_case(on.into, on.run);
  on.progress.clear();
  if (a.json) {
    for (const Result& result : on.into.results(kReadStep))
      print_output(on.into.result_content(result.id) + "\n");
  } else {
    print_output(fmt::format("{} texts: {} read, {} as they stood\n", outcome.text_count,
                             outcome.read_count, outcome.text_count - outcome.read_count));
    if (outcome.conflict_count > 0)
      print_output(
          fmt::format("  {} corrections do not fit the text any more\n", outcome.conflict_count));
  }
  on.into.close();
  return 0;
}

int run_claims_case(const CaseVerb& a, const CancelToken& cancel) {
  std::optional<AtomicFile> page;
  if (!a.report_path.empty()) page.emplace(a.report_path);
  Opened on(a, cancel);
  const StepOutcome outcome = claims_case(on.into, on.run);
  const Json board = content_of(on.into, outcome.result);
  if (page) {
    const BoardMade made = make_board(on.into, on.run);
    page->write(claims_page(made.board.board, made.board.documents(), made.board.facts()));
    page->commit();
  }
  on.into.close();
  on.progress.clear();
  print_output(a.json ? json_of("claims", outcome, board)
                      : board_text(board, output_width(), output_colour()) +
                            reused_note(outcome.reused));
  return 0;
}

int run_link_case(const CaseVerb& a, const LinkCaseSettings* chosen, const CancelToken& cancel) {
  Opened on(a, cancel);
  if (chosen) keep_settings(on.into, kLinkStep, chosen->to_json());
  const StepOutcome outcome =
      link_case(on.into, LinkCaseSettings::from_json(kept_settings(on.into, kLinkStep)), on.run);
  const Json linkage = content_of(on.into, outcome.result);
  on.into.close();
  on.progress.clear();
  print_output(a.json ? json_of("link", outcome, linkage)
                      : linkage_text(linkage, output_width(), output_colour()) +
                            reused_note(outcome.reused));
  return 0;
}

int run_estimate_case(const CaseVerb& a, const EstimateCaseSettings* chosen,
                      const CancelToken& cancel) {
  std::optional<AtomicFile> page;
  if (!a.report_path.empty()) page.emplace(a.report_path);
  Opened on(a, cancel);
  if (chosen) keep_settings(on.into, kEstimateStep, chosen->to_json());
  const StepOutcome outcome = estimate_case(
      on.into, EstimateCaseSettings::from_json(kept_settings(on.into, kEstimateStep)), on.run);
  const Json estimate = content_of(on.into, outcome.result);
  on.into.close();
  on.progress.clear();
  if (page) {
    page->write(estimate.at("page").get<std::string>());
    page->commit();
  }
  print_output(a.json ? estimate.at("answer").dump(2) + "\n"
                      : estimate.at("text").get<std::string>() + reused_note(outcome.reused));
  return has_answer(estimate.at("answer")) ? 0 : exit_status(ErrorCode::refused);
}

}  // namespace hearim
