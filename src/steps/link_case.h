// `hearim link CASE`: who is the same person across the lists of the case.
//
// Lists that hold no column naming a person (no name, no number of a person) are left out and said.
// What people judged of pairs (pair_judgements.h) is taken in. Pure but for the case.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "steps/case_step.h"
#include "steps/decisions_file.h"
#include "steps/link_files.h"
#include "steps/pair_judgements.h"

namespace hearim {

inline constexpr std::string_view kLinkStep = "link";

// What a person chose; kept in the case and taken again next time. As JSON: kept_settings().
struct LinkCaseSettings {
  std::vector<std::int64_t> lists;  // empty: all that name people
  std::vector<std::pair<std::string, FieldType>> fields;
  std::vector<std::string> clean;  // names of lists, or "all"
  std::string settings_toml;       // docs/formats/link-settings.md
  std::optional<double> threshold, pairs_per_record;
  int draws = 100;
  std::uint64_t seed = 1;

  Json to_json() const;
  static LinkCaseSettings from_json(const Json& json);
};

// Kept of a linkage:
// {"report": as `hearim link --json` but for the forecast, "lists":[{"list":3,"item":5,"name":..}],
//  "left_out":[{"list":9,"item":6,"name":...,"why":...}],
//  "clusters":[[row,cluster,row,cluster,...] for each list], "table": capture table with `draw`,
//  "review":[{"a":"list:3/12","b":"list:4/7","probability":...,"effect":...,"worth":...,
//            "why":{"weight":...,"probability":...,"prior_weight":...,"circumstances_weight":...,
//                   "fields":["name: the same words (+9.1 bits)"]}}]}
StepOutcome link_case(Case& into, const LinkCaseSettings& settings, const Run& run);

// The lists of the case typed, with what was judged of their pairs: what the linkage is made from.
struct CaseLists {
  std::vector<List> lists;                             // those that take part
  std::vector<std::pair<List, std::string>> left_out;  // and why
  std::vector<std::string> names;                      // of `lists`, as shown
  LinkFiles files{.records = LinkRecords({{"", FieldType::name}}, {{"", false}})};
  AppliedDecisions decisions;
  std::vector<std::string> inputs;
};
// On the heap: a Linkage keeps a reference to its records.
std::unique_ptr<CaseLists> read_case_lists(const Case& from, const LinkCaseSettings& settings,
                                           const Run& run);

struct LinkageMade {
  std::vector<std::string> inputs;
  std::string made_with, content;
};
// `memory_bytes_max` 0: no limit. Where the plan had to be made smaller to fit, the content says
// under which limit ("memory_bytes_max"), so that any machine can make it again.
LinkageMade make_linkage(const Case& from, const LinkCaseSettings& settings,
                         std::uint64_t memory_bytes_max, const Run& run);

}  // namespace hearim
