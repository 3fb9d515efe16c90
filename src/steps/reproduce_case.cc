#include "steps/reproduce_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/version.h"
#include "hearim/error.h"
#include "report/figure_value.h"
#include "steps/case_tallies.h"
#include "steps/claims_case.h"
#include "steps/estimate_case.h"
#include "steps/figures_case.h"
#include "steps/link_case.h"
#include "steps/read_case.h"

namespace hearim {
namespace {

std::int64_t number_of_result(std::string_view object) {
  return object.starts_with("result:") ? std::stoll(std::string(object.substr(7))) : 0;
}

// The made_with and inputs that a result would get today.
struct Again {
  std::vector<std::string> inputs;
  std::string made_with, content;
};

std::string program_of(const std::string& made_with) {
  const Json made = Json::parse(made_with, nullptr, false);
  return made.is_object() ? made.value("program", "") : "";
}

std::string list_of(const std::vector<std::string>& objects) {
  std::string text;
  for (const std::string& object : objects) text += (text.empty() ? "" : ", ") + object;
  return text;
}

// Down to the first member that is not the same.
std::string place_of_difference(const Json& a, const Json& b, std::string at) {
  if (a.is_object() && b.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (!b.contains(key)) return at + "/" + key + ", which is not there now";
      if (value != b[key]) return place_of_difference(value, b[key], at + "/" + key);
    }
    for (const auto& [key, value] : b.items())
      if (!a.contains(key)) return at + "/" + key + ", which was not there";
  }
  if (a.is_array() && b.is_array()) {
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
      if (a[i] != b[i]) return place_of_difference(a[i], b[i], fmt::format("{}/{}", at, i));
    return fmt::format("{}: {} there, {} now", at, a.size(), b.size());
  }
  if (a.is_structured() || b.is_structured() || a.is_string()) return at;
  return fmt::format("{}: {} there, {} now", at, a.dump(), b.dump());
}

}  // namespace

std::string first_difference(const std::string& kept, const std::string& again) {
  const auto [a, b] = std::mismatch(kept.begin(), kept.end(), again.begin(), again.end());
  const std::string byte = fmt::format("at byte {} of {}", a - kept.begin() + 1, kept.size());
  const Json was = Json::parse(kept, nullptr, false), is = Json::parse(again, nullptr, false);
  if (was.is_discarded() || is.is_discarded() || was == is) return byte;
  return fmt::format("{}, in {}", byte, place_of_difference(was, is, ""));
}

std::string Reproduction::content_again(const Result& result) const {
  const Json settings = settings_of(result);
  Again made;
  if (result.step == kReadStep) {
    const ItemReader reader(from_, ItemNames(from_), item_of_subject(result.subject));
    const ReadingMade reading = reader.make();
    made = {reading.inputs, reading.made_with, reading.content};
  } else if (result.step == kClaimsStep) {
    BoardMade board = make_board(from_, run_);
    made = {std::move(board.inputs), std::move(board.made_with), std::move(board.content)};
  } else if (result.step == kLinkStep) {
    const std::uint64_t memory_bytes_max =
        content_of(from_, result.id).value("memory_bytes_max", std::uint64_t{0});
    LinkageMade linkage =
        make_linkage(from_, LinkCaseSettings::from_json(settings), memory_bytes_max, run_);
    made = {std::move(linkage.inputs), std::move(linkage.made_with), std::move(linkage.content)};
  } else if (result.step == kEstimateStep) {
    EstimateMade estimate = make_estimate(from_, EstimateCaseSettings::from_json(settings), run_);
    made = {std::move(estimate.inputs), std::move(estimate.made_with), std::move(estimate.content)};
  } else if (is_tally(result.step)) {
    TallyMade tally = make_tally(from_, result.step);
    made = {std::move(tally.inputs), std::move(tally.made_with), std::move(tally.content)};
  } else {
    throw Error(ErrorCode::refused,
                fmt::format("this program has no step '{}' to make it with", result.step));
  }
  std::sort(made.inputs.begin(), made.inputs.end());
  made.inputs.erase(std::unique(made.inputs.begin(), made.inputs.end()), made.inputs.end());
  if (made.inputs != result.inputs)
    throw Error(ErrorCode::refused,
                fmt::format("it would be made from {} now, and was made from {}",
                            list_of(made.inputs), list_of(result.inputs)));
  return std::move(made.content);
}

bool Reproduction::again(std::int64_t id, std::vector<std::int64_t>& order) {
  if (std::find(order.begin(), order.end(), id) != order.end()) return whole_.at(id);
  run_.stop_if_cancelled();
  const Result result = from_.result(id);
  bool whole = true;
  for (const std::string& input : result.inputs)
    if (const std::int64_t below = number_of_result(input)) whole = again(below, order) && whole;
  order.push_back(id);
  if (done_.contains(id)) return whole_.at(id);
  ReproducedResult made{.result = id, .step = result.step, .subject = result.subject};
  if (!result.stale.empty()) {
    made.differs = "is stale: " + result.stale;
  } else {
    const std::string here = fmt::format("hearim {}", kVersion);
    if (const std::string program = program_of(result.made_with); program != here)
      made.other_program = program;
    const std::string kept = from_.result_content(id);
    made.size_bytes = kept.size();
    try {
      const std::string content = content_again(result);
      if (content != kept) made.differs = "comes out otherwise " + first_difference(kept, content);
    } catch (const Error& error) {
      // Not to be made again is an answer; a failing disk or Ctrl-C is none.
      if (error.code() != ErrorCode::refused && error.code() != ErrorCode::not_found &&
          error.code() != ErrorCode::invalid_input)
        throw;
      made.differs = std::string("cannot be made again: ") + error.what();
    }
  }
  whole = whole && made.differs.empty();
  whole_[id] = whole;
  done_[id] = std::move(made);
  return whole;
}

ReproducedFigure Reproduction::figure(const Figure& figure) {
  ReproducedFigure out;
  out.figure = figure;
  if (!figure.stale.empty()) {
    out.differs = "it is stale: " + figure.stale;
    return out;
  }
  const Json take = take_of(figure);
  const std::int64_t id = number_of_result(take.value("result", ""));
  if (figure.inputs != std::vector<std::string>{take.value("result", "")} || id == 0)
    throw Error(ErrorCode::corrupt,
                fmt::format("figure {} is not taken from what it was made from", figure.id));
  const bool whole = again(id, out.results);
  for (const std::int64_t below : out.results)
    if (const ReproducedResult& result = done_.at(below); !result.differs.empty())
      out.differs += fmt::format("{}result:{} ({} of {}) {}", out.differs.empty() ? "" : "; ",
                                 below, result.step, result.subject, result.differs);
  if (!whole) return out;
  // What was made again is what is kept, byte for byte.
  out.again = figure_value(content_of(from_, id), take);
  if (out.again != figure.value)
    out.differs = fmt::format("published '{}', now '{}'", figure.value, out.again);
  return out;
}

}  // namespace hearim
