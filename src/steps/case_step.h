// One step over a case: takes what it needs from it, asks an engine, puts the result back.
//
// A result that still stands and was made from the same inputs with the same settings is not made
// again. Everything a result depends on is in its inputs and in `made_with`, so that it can be made
// again to the last byte from the case alone (reproduce_case.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/case.h"
#include "report/reading_json.h"

namespace hearim {

struct StepOutcome {
  std::int64_t result = 0;  // its number
  bool reused = false;      // nothing was computed
};

// What a result was made with: {"program":"hearim 1.2","settings":{...}}.
std::string made_with(const Json& settings);
Json settings_of(const Result& result);

// The newest result of that step and subject, if it stands and was made from the same.
std::optional<std::int64_t> standing_result(const Case& from, std::string_view step,
                                            std::string_view subject, const std::string& made_with,
                                            std::vector<std::string> inputs);

// The newest result of that step and subject that stands. Throws Error(not_found) that says which
// verb makes one.
Result result_needed(const Case& from, std::string_view step, std::string_view subject = "case");
Json content_of(const Case& from, std::int64_t result);
std::string result_object(std::int64_t result);  // "result:7"
bool is_withdrawn(const Result& result);         // its content was destroyed

// What a person chose for a step, kept as a judgement so that a later run does the same. Empty
// object when nothing was chosen.
Json kept_settings(const Case& from, std::string_view step);
// Keeps them unless they are what is kept already. A unit of work of its own.
void keep_settings(Case& into, std::string_view step, const Json& settings);
// The input that stands for them.
std::string settings_input(std::string_view step);

// Judgements of a kind that nobody took back or replaced, in order.
std::vector<Judgement> standing_judgements(const Case& from, std::string_view kind);

// What an item is called where people read it: its base name, printable; with its number where an
// earlier item has the same.
class ItemNames {
 public:
  explicit ItemNames(const Case& from);
  const std::string& operator[](std::int64_t item) const;  // REQUIRES: it is there
  std::optional<std::int64_t> item(std::string_view name) const;

 private:
  std::map<std::int64_t, std::string> names_;
};

}  // namespace hearim
