// Lists that each record part of a population of known size, in several scripts, with the errors
// lists have: what `generate_lists` writes and what tests link.
//
// Capture depends on the list and on the person (some are hard to reach for every list, and more
// so for some lists), so that lists depend on each other as real ones do; and, where asked, on
// another list, whose organisation refers people. Deterministic in the seed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hearim/link.h"
#include "invented_names.h"

namespace hearim {

struct GeneratedListsOptions {
  std::uint32_t people = 1000;
  int lists = 4;
  std::vector<Tongue> scripts = {Tongue::english};      // of the lists, in turn
  std::vector<std::pair<Tongue, double>> origins = {};  // of the people; empty: as the scripts
  bool last_list_has_ages = false;    // age and date of the interview instead of a birth date
  double capture = 0.4;               // of a person by a list, on average
  std::vector<double> captures = {};  // by list, instead of `capture` and its usual unevenness
  double hard_to_reach = 0.3;         // spread of that over people; 0 none
  double hidden_share = 0.0;          // of people held where every list hardly comes:
  double hidden_odds = 0.25;          // their odds of capture are this times the others'
  double women = 0.5;                 // share of people
  int born_from = 1935, born_to = 2000;
  struct Referral {
    int from = 0, to = 0;  // lists, from < to
    double odds = 1;       // of capture by `to`, times this for people on `from`
  };
  std::optional<Referral> referral = {};
  double duplicates = 0.02;  // one more record of the same person on the same list
  double typo = 0.04;        // per part of a name
  double missing = 0.05;     // per value other than the name
  double swapped = 0.01;     // given and family name
  double wrong_date = 0.03;
  double month_day_swapped = 0.02;
  double default_date = 0.04;  // only the year was known: 1 January
  double moved = 0.08;

  void multiply_errors(double by);  // all of the above from `typo` on
};

inline constexpr std::size_t kGeneratedColumns = 9;
inline constexpr std::array<std::string_view, kGeneratedColumns> kGeneratedHeaders = {
    "full_name", "given_name",     "family_name", "sex",       "birth_date",
    "age",       "interview_date", "town",        "occupation"};
std::vector<LinkField> generated_fields();

struct GeneratedRow {
  std::uint32_t list = 0;
  std::uint32_t person = 0;                           // from 0
  std::array<std::string, kGeneratedColumns> values;  // empty where the list has no such column
};

std::string generated_list_name(const GeneratedListsOptions& options, int list);  // "list-1-ko"
bool generated_list_has(const GeneratedListsOptions& options, int list, std::size_t column);

// Rows person by person.
void generate_lists(const GeneratedListsOptions& options, std::uint64_t seed,
                    const std::function<void(const GeneratedRow&)>& take);

struct GeneratedRecords {
  LinkRecords records;
  std::vector<std::uint32_t> truth;
};
GeneratedRecords generate_records(const GeneratedListsOptions& options, std::uint64_t seed);

}  // namespace hearim
