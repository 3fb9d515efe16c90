#include "steps/export_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/version.h"
#include "hearim/error.h"
#include "steps/case_names.h"
#include "steps/claims_case.h"
#include "steps/column_use.h"
#include "steps/estimate_case.h"
#include "steps/export_acts.h"
#include "steps/export_claims.h"
#include "steps/export_identities.h"
#include "steps/export_provenance.h"
#include "steps/link_case.h"
#include "steps/statement_consent.h"
#include "table/csv_cell.h"

namespace hearim {
namespace {

// Counts of people that the tables may leave out, and what they could be worked out from.
constexpr std::array<std::string_view, 12> kCountsInEstimates = {
    "fit",   "on_one_list", "on_two_lists", "standard_error", "quantiles",     "monte_carlo_error",
    "truth", "seen",        "profile",      "steps",          "chain_medians", "sha256"};
// Numbers of people that a model gives: to the last digit, of few lists they give counts away.
constexpr std::array<std::string_view, 6> kPeopleInEstimates = {
    "point", "low", "high", "population", "point_if_wider", "high_if_wider"};

// What a step made, if it stands; what is stale must not go out.
Json standing_content(const Case& from, std::string_view step, std::vector<std::string>& said) {
  const auto newest = from.newest_result(step, "case");
  if (newest && newest->stale.empty()) return content_of(from, newest->id);
  said.push_back(newest ? fmt::format("What {} made is stale and was left out.", step)
                        : fmt::format("Nothing was made by {} yet.", step));
  return nullptr;
}

// "3 people" in a sentence counts people as a table does.
std::string without_few_people(const std::string& text, std::int64_t small_below) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    const bool apart = at == 0 || (text[at - 1] != '.' && text[at - 1] != ',');
    const std::string_view rest = std::string_view(text).substr(end);
    const bool people = rest.starts_with(" people") || rest.starts_with(" person");
    if (end > at && end - at < 10 && apart && people &&
        std::stoll(text.substr(at, end - at)) < small_below) {
      out += fmt::format("fewer than {}", small_below);
      at = end;
      continue;
    }
    const std::size_t next = std::max(end, at + 1);
    out += text.substr(at, next - at);
    at = next;
  }
  return out;
}

void protect_estimate(Json& json, const DisclosureRule& rule, const ProtectedCell& observed) {
  if (json.is_string())
    json = without_few_people(json.get<std::string>(), rule.small_below);
  else if (json.is_array())
    for (Json& part : json) protect_estimate(part, rule, observed);
  if (!json.is_object()) return;
  for (const std::string_view name : kCountsInEstimates) json.erase(std::string(name));
  if (json.contains("observed") && observed.shown)
    json["observed"] = *observed.shown;
  else
    json.erase("observed");
  for (auto& [name, value] : json.items()) {
    const bool people = std::find(kPeopleInEstimates.begin(), kPeopleInEstimates.end(), name) !=
                        kPeopleInEstimates.end();
    if (people && value.is_number())
      value =
          std::llround(value.get<double>() / static_cast<double>(rule.round_to)) * rule.round_to;
    else
      protect_estimate(value, rule, observed);
  }
}

std::string without_spots(std::string text) {
  return holds_coordinates(text) ? std::string("[place]") : text;
}
Json without_spots(const Json& json) {
  if (json.is_string()) return without_spots(json.get<std::string>());
  if (!json.is_structured()) return json;
  Json out = json;
  for (auto& [name, value] : out.items()) value = without_spots(value);
  return out;
}

Json figures_json(const Case& from, const NameMask& mask) {
  Json out = Json::array();
  for (const Figure& figure : from.figures()) {
    const Json with = Json::parse(figure.made_with, nullptr, false);
    Json one{
        {"id", fmt::format("figure:{}", figure.id)},
        {"name", without_spots(mask.mask(figure.name))},
        {"value", without_spots(mask.mask(figure.value))},
        {"made_with", with.is_discarded() ? Json(mask.mask(figure.made_with)) : masked(mask, with)},
        {"inputs", figure.inputs}};
    if (!figure.stale.empty()) one["stale"] = mask.mask(figure.stale);
    out.push_back(std::move(one));
  }
  return out;
}

void write_figures(const Json& figures, ExportFiles& files) {
  ExportFile file(files, "figures.csv");
  file.row({"figure", "name", "value", "made_with", "stale"});
  for (const Json& figure : figures) {
    const Json& with = figure["made_with"];
    file.row({csv_cell(figure["id"].get<std::string>()),
              csv_cell(figure["name"].get<std::string>()),
              csv_cell(figure["value"].get<std::string>()),
              csv_cell(with.is_string() ? with.get<std::string>() : with.dump()),
              csv_cell(figure.value("stale", ""))});
  }
  file.finish();
}

std::string dumped(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

void write_manifest(const ExportRequest& request, const NameMask& mask, ExportFiles& files,
                    const std::vector<std::string>& left_out) {
  Json manifest{{"command", "export"},
                {"version", kVersion},
                {"kind", request.identities ? "identities" : "safe"}};
  if (!request.identities) {
    manifest["use"] = request.use;
    if (request.small_cells)
      manifest["small_cells"] = {{"below", request.small_cells->small_below},
                                 {"rounded_to", request.small_cells->round_to}};
    else
      manifest["small_cells"] = {{"shown_because", mask.mask(request.reason)}};
  }
  manifest["left_out"] = left_out;
  manifest["files"] = Json::array();
  for (const ExportedFile& file : files.all()) {
    Json one{{"name", file.name}, {"size_bytes", file.size_bytes}, {"sha256", file.sha256}};
    if (file.name.ends_with(".csv")) one["rows"] = file.row_count;
    manifest["files"].push_back(std::move(one));
  }
  ExportFile file(files, "manifest.json");
  file.write(dumped(manifest, 2) + "\n");
  file.finish();
}

// Returns what the log says.
std::string write_safe(const Case& from, const ExportRequest& request, ExportFiles& files,
                       const NameMask& mask, const Json& linkage, const Json& board,
                       ExportOutcome& outcome, const Run& run) {
  const StatementConsent consent(from, request.use);
  Json all{{"command", "export"}, {"version", kVersion}};
  const auto say = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) outcome.left_out.push_back(fmt::format("{} {}", count, what));
  };
  if (board.is_object()) {
    ExportedClaims claims = export_claims(from, board, mask, consent, files, run);
    say(claims.statements_left_out,
        "statement(s): nobody is known to have agreed to this use, and they are not public.");
    all["claims"] = without_spots(claims.board);
  }
  const ExportedActs acts = export_acts(from, mask, request.small_cells, consent, files);
  say(acts.left_out, "act(s): a statement they rest on may not be used for this.");
  if (acts.withholds)
    outcome.left_out.emplace_back(
        "Kinds, places and years of acts that would point to few victims are not said.");
  ProtectedCell observed;
  if (linkage.is_object()) {
    const ExportedPeople people(linkage, mask, request.small_cells);
    people.write_lists(files);
    people.write_clusters(files, run);
    people.write_capture(files);
    if (people.withholds_rows())
      outcome.left_out.emplace_back(
          "Counts of few people are not said, nor the clusters of the rows they count.");
    all["link"] = without_spots(masked(mask, people.report()));
    observed = people.all();
  }
  const Json estimate = standing_content(from, kEstimateStep, outcome.left_out);
  if (estimate.is_object()) {
    Json answer = estimate.at("answer");
    if (request.small_cells) protect_estimate(answer, *request.small_cells, observed);
    all["estimate"] = masked(mask, answer);
  }
  all["figures"] = figures_json(from, mask);
  write_figures(all["figures"], files);
  all["left_out"] = outcome.left_out;
  {
    ExportFile file(files, "export.json");
    file.write(dumped(all, 1) + "\n");
    file.finish();
  }
  export_provenance(from, mask, files);
  return request.small_cells ? fmt::format("for {}; counts below {} left out", request.use,
                                           request.small_cells->small_below)
                             : fmt::format("for {}; small counts shown because: {}", request.use,
                                           mask.mask(request.reason));
}

}  // namespace

ExportOutcome export_case(Case& from, const ExportRequest& request, const Run& run) {
  if (!request.identities && !request.columns.empty())
    throw Error(ErrorCode::invalid_input, "columns of lists go out with identities only",
                {.field = "--column"}, "see hearim export --help");
  if (!request.identities && !request.small_cells && request.reason.empty())
    throw Error(ErrorCode::invalid_input,
                "small counts point to persons: say why they are to go out",
                {.field = "--small-cells"}, "--small-cells 0 --reason WHY");
  ExportFiles files(request.folder);
  ExportOutcome outcome;
  const Json linkage = standing_content(from, kLinkStep, outcome.left_out);
  std::string what;
  std::optional<NameMask> mask;
  if (request.identities) {
    outcome.left_out.clear();
    const ExportedIdentities done = export_identities(from, linkage, request.columns, files, run);
    what = fmt::format("identities: {} rows of {} lists, {} columns", done.rows, done.lists,
                       done.columns);
    mask.emplace();
    mask->ready();
  } else {
    const Json board = standing_content(from, kClaimsStep, outcome.left_out);
    mask.emplace(mask_of_case(from, linkage, board, run));
    what = write_safe(from, request, files, *mask, linkage, board, outcome, run);
  }
  write_manifest(request, *mask, files, outcome.left_out);
  const std::string manifest = files.all().back().sha256;
  run.stop_if_cancelled();
  from.log_export(fmt::format("{}; manifest {}", what, manifest));
  files.commit();
  outcome.files = files.all();
  return outcome;
}

}  // namespace hearim
