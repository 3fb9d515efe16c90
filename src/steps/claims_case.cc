#include "steps/claims_case.h"

#include <fmt/format.h>

#include "report/claims_json.h"

namespace hearim {
namespace {

struct BoardInputs {
  std::vector<Result> readings;
  std::vector<std::string> names;
  std::string made_with;
};

BoardInputs inputs_of(const Case& from) {
  BoardInputs inputs{.readings = {}, .names = {"texts"}, .made_with = made_with(Json::object())};
  for (const std::int64_t item : documents_of(from)) {
    inputs.readings.push_back(result_needed(from, kReadStep, fmt::format("item:{}", item)));
    inputs.names.push_back(result_object(inputs.readings.back().id));
  }
  return inputs;
}

BoardMade make_board(const Case& from, BoardInputs inputs, const Run& run) {
  BoardMade made{
      .board = {}, .inputs = std::move(inputs.names), .made_with = inputs.made_with, .content = {}};
  for (const Result& result : inputs.readings) {
    run.stop_if_cancelled();
    made.board.readings.push_back(kept_reading(from, result));
    if (run.progress && made.board.readings.size() % 1000 == 0)
      run.progress("taking readings", made.board.readings.size(), inputs.readings.size());
  }
  const std::vector<ClaimDocument> documents = made.board.documents();
  if (!documents.empty()) made.board.board = find_claims(documents, run);
  Json content = claims_json(made.board.board, documents);
  content["items"] = Json::array();
  for (const KeptReading& reading : made.board.readings)
    content["items"].push_back(
        {{"document", reading.facts.path}, {"item", reading.item}, {"result", reading.result}});
  made.content = content.dump();
  return made;
}

}  // namespace

std::vector<ClaimDocument> CaseBoard::documents() const {
  std::vector<ClaimDocument> out;
  for (const KeptReading& kept : readings)
    out.push_back({kept.facts.path, kept.text, &kept.reading});
  return out;
}

std::vector<DocumentFacts> CaseBoard::facts() const {
  std::vector<DocumentFacts> out;
  for (const KeptReading& kept : readings) out.push_back(kept.facts);
  return out;
}

BoardMade make_board(const Case& from, const Run& run) {
  return make_board(from, inputs_of(from), run);
}

StepOutcome claims_case(Case& into, const Run& run) {
  BoardInputs inputs = inputs_of(into);
  if (const auto standing =
          standing_result(into, kClaimsStep, "case", inputs.made_with, inputs.names))
    return {.result = *standing, .reused = true};
  const BoardMade made = make_board(into, std::move(inputs), run);
  CaseWork work = into.begin_work();
  const std::int64_t result = work.add_result({.step = std::string(kClaimsStep),
                                               .subject = "case",
                                               .made_with = made.made_with,
                                               .inputs = made.inputs,
                                               .content = made.content});
  work.commit();
  return {.result = result, .reused = false};
}

}  // namespace hearim
