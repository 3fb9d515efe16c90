// The figures of a case: every number that goes out, read from a result that the case keeps.
//
// A figure's `made_with` says from which result, where in it and in which form (figure_value.h), so
// that reproduce_case can make it again. Making figures that are there already makes nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/disclosure_control.h"
#include "steps/case_step.h"

namespace hearim {

// The results that figures are read from, with their contents: the newest of each, stale or not.
class FigureSources {
 public:
  explicit FigureSources(const Case& from) : from_(from) {}

  struct Source {
    Result result;
    Json content;
  };
  // nullptr: none was made, or its content was withdrawn. Kept once read.
  const Source* find(std::string_view step, std::string_view subject = "case");

 private:
  const Case& from_;
  std::map<std::string, std::optional<Source>, std::less<>> kept_;
};

// Which claims a page shows, by their place on the board: those several documents print first,
// conflicts before others, then those printed once that count people. The rest are on the board.
std::vector<std::size_t> claims_shown(FigureSources& sources, const Json& board);
inline constexpr std::size_t kStatementsShown = 12;  // of one claim

struct FigureDraft {
  std::string name, value;
  std::int64_t result = 0;
  bool stale = false;  // the result is
  Json take;           // figure_value.h
};
std::vector<FigureDraft> figure_drafts(FigureSources& sources, const DisclosureRule& rule);

struct FiguresMade {
  // By what they are taken from, figure_key(); the newest of each, stale ones too.
  std::map<std::string, Figure> figures;
  std::size_t new_count = 0, stale_count = 0;
};
// One unit of work for all that are new; nothing is written where none is.
FiguresMade make_figures(Case& into, FigureSources& sources, const DisclosureRule& rule);

std::string figure_key(std::int64_t result, std::string_view pointer, std::string_view as);
Json take_of(const Figure& figure);  // Error(refused): it was not made by this step

}  // namespace hearim
