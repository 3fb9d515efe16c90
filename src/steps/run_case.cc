#include "steps/run_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "hearim/error.h"
#include "report/number_text.h"
#include "report/terminal_lines.h"
#include "steps/case_ledger.h"
#include "steps/claims_case.h"
#include "steps/estimate_case.h"
#include "steps/link_case.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

// A step that lacks its material says so in the outcome; everything else stops the run.
template <typename Step>
std::optional<StepOutcome> attempt(RunCaseOutcome& outcome, const char* verb, Step step) {
  try {
    return step();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::not_found) throw;
    outcome.not_done.push_back(fmt::format("{}: {}", verb, error.message()));
    return std::nullopt;
  }
}

std::optional<Json> standing_content(const Case& from, std::string_view step) {
  const auto result = from.newest_result(step, "case");
  if (!result || !result->stale.empty()) return std::nullopt;
  return content_of(from, result->id);
}

std::string received_words(const Case& from) {
  std::uint64_t refused = 0, rejected = 0, not_read = 0;
  for (const Intake& intake : from.intakes()) {
    refused += intake.refused;
    // Taken, and nothing made of it: a PDF that was cut off, a file of no known format.
    not_read += noted_lines(from, intake.id, 0).not_read_count;
  }
  const std::vector<List> lists = from.lists();
  for (const List& list : lists) rejected += list.rejected_count;
  std::string words =
      fmt::format("{} taken in: {} to read, {} of rows",
                  counted(static_cast<std::int64_t>(from.items().size()), "file"),
                  counted(static_cast<std::int64_t>(documents_of(from).size()), "document"),
                  counted(static_cast<std::int64_t>(lists.size()), "list"));
  if (not_read > 0)
    words += fmt::format("; of {} nothing could be read",
                         counted(static_cast<std::int64_t>(not_read), "file"));
  if (refused > 0)
    words += fmt::format("; {} refused", counted(static_cast<std::int64_t>(refused), "file"));
  if (rejected > 0)
    words += fmt::format("; {} not usable", counted(static_cast<std::int64_t>(rejected), "row"));
  return words;
}

// Of the people an interval over draws of the linkage; the one best grouping beside it may lie
// outside, for it cannot hold the pairs that no rule brought together.
std::string people_words(const Json& report) {
  const Json& people = report.at("people");
  const std::string records =
      counted(report.at("input").value("records", std::int64_t{0}), "record");
  const std::string best = count_text(people.value("count", std::int64_t{0}));
  if (!people.contains("low")) return fmt::format("{} name {} distinct people", records, best);
  return fmt::format("{} name {} to {} distinct people ({} in the one best grouping)", records,
                     count_text(people.value("low", std::int64_t{0})),
                     count_text(people.value("high", std::int64_t{0})), best);
}

std::string board_words(const Json& board) {
  const auto conflicts =
      std::count_if(board.at("claims").begin(), board.at("claims").end(),
                    [](const Json& claim) { return claim.value("agreement", "") == "conflict"; });
  const auto sources = board.value("independent_sources", std::int64_t{0});
  return fmt::format("{} in {}, from {} independent {}; {} in conflict",
                     counted(static_cast<std::int64_t>(board.at("claims").size()), "claim"),
                     counted(static_cast<std::int64_t>(board.at("documents").size()), "document"),
                     number_word(sources), sources == 1 ? "source" : "sources",
                     conflicts == 0 ? "none" : number_word(conflicts));
}

}  // namespace

RunCaseOutcome run_case(Case& into, const AddRequest& material, const Run& run,
                        const std::function<void(std::string_view verb)>& begins) {
  RunCaseOutcome outcome;
  const auto begin = [&](std::string_view verb) {
    run.stop_if_cancelled();
    if (begins) begins(verb);
  };
  if (!material.paths.empty()) {
    begin("add");
    outcome.added = add_to_case(into, material, run);
  }
  begin("read");
  const ReadCaseOutcome reading = read_case(into, run);
  outcome.text_count = reading.text_count;
  outcome.read_count = reading.read_count;
  begin("link");
  outcome.linkage = attempt(outcome, "link", [&] {
    return link_case(into, LinkCaseSettings::from_json(kept_settings(into, kLinkStep)), run);
  });
  if (outcome.linkage) {
    begin("estimate");
    outcome.estimate = attempt(outcome, "estimate", [&] {
      return estimate_case(
          into, EstimateCaseSettings::from_json(kept_settings(into, kEstimateStep)), run);
    });
  }
  if (outcome.text_count > 0) {
    begin("claims");
    outcome.board = attempt(outcome, "claims", [&] { return claims_case(into, run); });
  }
  return outcome;
}

std::string summary_text(const Case& from, int width) {
  TerminalLines lines(width, TextColour::off);
  const auto line = [&](const char* head, const std::string& words) {
    lines.paragraph(words, fmt::format("{:<10}", head), std::string(10, ' '));
  };
  line("Received:", received_words(from));
  if (const auto linkage = standing_content(from, kLinkStep))
    line("Lists:", people_words(linkage->at("report")));
  if (const auto estimate = standing_content(from, kEstimateStep))
    line("In all:", estimate->at("headline").get<std::string>());
  if (const auto board = standing_content(from, kClaimsStep)) line("Printed:", board_words(*board));
  return lines.take();
}

}  // namespace hearim
