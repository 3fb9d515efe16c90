#include "cli/link_arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <filesystem>
#include <utility>

#include "base/file_bytes.h"
#include "base/machine_memory.h"
#include "cli/seed_option.h"
#include "hearim/error.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr double kMemoryShare = 0.7;  // of the machine's, unless --memory-max says otherwise

[[noreturn]] void bad_argument(const std::string& option, const std::string& message,
                               const std::string& hint = "see hearim link --help") {
  throw Error(ErrorCode::invalid_input, message, {.field = option}, hint);
}

bool same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::equivalent(a, b, error)) return true;
  // Of files that are not there yet: the same folder and name.
  const fs::path x = fs::weakly_canonical(fs::absolute(a, error), error);
  const fs::path y = fs::weakly_canonical(fs::absolute(b, error), error);
  return !x.empty() && x == y;
}

// A device or pipe (/dev/stdout) overwrites nothing.
bool overwrites(const std::string& path) {
  std::error_code error;
  const auto kind = std::filesystem::status(path, error).type();
  return kind == std::filesystem::file_type::regular ||
         kind == std::filesystem::file_type::not_found;
}

void check_outputs(const LinkArguments& a) {
  const std::pair<const char*, const std::string*> outputs[] = {{"--output", &a.output},
                                                                {"--pairs", &a.pairs},
                                                                {"--table", &a.table},
                                                                {"--rejected", &a.rejected},
                                                                {"--report", &a.report}};
  std::vector<std::string> inputs = a.request.paths;
  if (!a.settings_path.empty()) inputs.push_back(a.settings_path);
  for (std::size_t i = 0; i < std::size(outputs); ++i) {
    const auto& [option, path] = outputs[i];
    if (path->empty() || !overwrites(*path)) continue;
    for (const std::string& input : inputs) {
      if (same_file(*path, input)) {
        bad_argument(option, fmt::format("{} would overwrite {}, which is read", *path, input),
                     "name another file");
      }
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (!outputs[j].second->empty() && same_file(*path, *outputs[j].second)) {
        bad_argument(option, fmt::format("{} is written by {} already", *path, outputs[j].first),
                     "name another file");
      }
    }
  }
}

// --field in words to columns and types.
void take_fields(LinkArguments& a) {
  for (const std::string& field : a.fields) {
    const std::size_t equals = field.rfind('=');
    const auto type = equals == std::string::npos
                          ? std::nullopt
                          : field_type_from_name(std::string_view(field).substr(equals + 1));
    if (!type) {
      bad_argument("--field", fmt::format("expected COLUMN=TYPE, got '{}'", quotable(field)),
                   "types: name, given_name, family_name, sex, birth_date, age, event_date, place, "
                   "category, id");
    }
    a.request.fields.emplace_back(field.substr(0, equals), *type);
  }
}

}  // namespace

void add_link_options(CLI::App& verb, LinkArguments& a) {
  a.verb = &verb;
  LinkOptions& options = a.request.options;
  verb.add_option("LIST", a.request.paths, "Lists (CSV), one record in each row; or a case")
      ->required();

  const char* outputs = "What is written";
  verb.add_option("-o,--output", a.output, "Write list,row,cluster for every record")
      ->group(outputs);
  verb.add_option("--pairs", a.pairs, "Write the pairs that may be matches, with reasons")
      ->group(outputs);
  verb.add_option("--table", a.table, "Write the capture table, for hearim estimate")
      ->group(outputs);
  verb.add_option("--labels", a.labels, "Decisions of hearim review; may be given again")
      ->take_all()
      ->allow_extra_args(false);
  verb.add_option("--draws", a.draws, "That many capture tables, drawn where linkage is in doubt")
      ->check(CLI::Range(1, 10000))
      ->group(outputs);
  verb.add_option("--rejected", a.rejected, "Write the rows that cannot be used, with reasons")
      ->group(outputs);
  verb.add_option("--report", a.report, "Write a self-contained HTML page, without values")
      ->group(outputs);
  verb.add_flag("--json", a.json, "For programs: one JSON object on standard output")
      ->group(outputs);

  const char* lists = "What the lists hold";
  verb.add_option("--settings", a.settings_path, "Fields, lists and rules as a file: link.toml")
      ->group(lists);
  verb.add_option("--field", a.fields, "COLUMN=TYPE instead of recognition; may be given again")
      ->take_all()
      ->allow_extra_args(false)
      ->group(lists);
  verb.add_option("--clean", a.request.clean, "Lists that hold nobody twice, or all")
      ->delimiter(',')
      ->group(lists);
  verb.add_option("--truth", a.request.truth_column, "Column of known identity, for scores only")
      ->group(lists);

  const char* why = "Why";
  verb.add_option("--explain", a.explain,
                  "LIST:ROW,LIST:ROW: why two records match or not; may be given again")
      ->take_all()
      ->allow_extra_args(false)
      ->group(why);
  verb.add_flag_callback(
          "--show-values", [&a] { a.values = RecordValues::shown; },
          "Show the records' values in page, JSON and explanations")
      ->group(why);

  const char* work = "How it is done";
  a.pairs_option =
      verb.add_option("--pairs-per-record", options.pairs_per_record_max, "What blocking may cost")
          ->check(CLI::Range(0.1, 1e6))
          ->capture_default_str()
          ->group(work);
  a.threshold_option = verb.add_option("--threshold", options.probability_min,
                                       "Groups are joined above this probability")
                           ->check(CLI::Range(0.001, 0.999))
                           ->capture_default_str()
                           ->group(work);
  verb.add_option("--memory-max", a.memory_bytes_max,
                  "Block more tightly rather than use more (2G, 500M; 70 % of the machine's)")
      ->transform(CLI::AsSizeValue(true))
      ->group(work);
  verb.add_option("--lists", a.case_lists, "Link only these lists of it, by number")
      ->delimiter(',')
      ->group(kOnCaseGroup);
  add_case_key_options(verb, a.on_case.at, kOnCaseGroup);
  add_seed_option(verb, a.seed);
  verb.add_option("--threads", a.threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
}

void settle(LinkArguments& a) {
  take_fields(a);
  if (a.draws > 0 && a.table.empty()) bad_argument("--draws", "needs --table");
  if (!a.settings_path.empty()) {
    LinkSettings& settings = a.request.settings = read_link_settings(a.settings_path);
    if (!settings.fields.empty() && !a.fields.empty()) {
      bad_argument("--field", "the settings name fields too; name them in one place");
    }
    LinkOptions& options = a.request.options;
    if (settings.threshold && a.threshold_option->count() == 0) {
      options.probability_min = *settings.threshold;
    }
    if (settings.pairs_per_record && a.pairs_option->count() == 0) {
      options.pairs_per_record_max = *settings.pairs_per_record;
    }
    options.block_size_max = settings.block_size_max.value_or(options.block_size_max);
  }
  if (!a.rejected.empty()) a.request.raw_rows = RawRows::keep;
  if (a.memory_bytes_max == 0) {
    a.memory_bytes_max =
        static_cast<std::uint64_t>(kMemoryShare * static_cast<double>(machine_memory_bytes()));
  }
  check_outputs(a);
}

std::optional<LinkCaseSettings> case_settings(LinkArguments& a) {
  constexpr std::array<std::string_view, 8> kForFiles = {"--output", "--pairs",    "--table",
                                                         "--labels", "--rejected", "--report",
                                                         "--truth",  "--explain"};
  refuse_on_case(*a.verb, kForFiles);
  refuse_on_case(*a.verb, std::array<std::string_view, 2>{"--show-values", "--memory-max"});
  const auto given = [&](const char* option) { return a.verb->get_option(option)->count() > 0; };
  bool any = false;
  for (const char* option : {"--field", "--clean", "--settings", "--draws", "--threshold",
                             "--pairs-per-record", "--seed", "--lists"})
    any = any || given(option);
  if (!any) return std::nullopt;
  take_fields(a);
  LinkCaseSettings settings;
  settings.lists = a.case_lists;
  settings.fields = a.request.fields;
  settings.clean = a.request.clean;
  if (!a.settings_path.empty()) {
    read_link_settings(a.settings_path);  // its faults are said now, with their lines
    settings.settings_toml = read_file_bytes(a.settings_path);
  }
  if (given("--threshold")) settings.threshold = a.request.options.probability_min;
  if (given("--pairs-per-record"))
    settings.pairs_per_record = a.request.options.pairs_per_record_max;
  if (a.draws > 0) settings.draws = a.draws;
  settings.seed = a.seed;
  return settings;
}

}  // namespace hearim
