// The settings of `hearim link` as a file, link.toml: which columns hold what, which lists are
// clean, how to block, where to cut. The format is docs/formats/link-settings.md.
//
// What the file alone can tell is checked here; what depends on the lists (is there such a column?)
// where the lists are read. Every error names file, line and key, what was expected and what was
// seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hearim/error.h"
#include "hearim/link.h"

namespace hearim {

struct FieldSetting {
  std::string name;  // of the field in all that is shown
  FieldType type = FieldType::name;
  std::vector<std::string> columns;  // any of these, in every list not named below
  std::vector<std::pair<std::string, std::string>> column_of_list;  // file name, column
  std::uint64_t line = 0;                                           // in the settings
};

struct RuleKeySetting {
  std::string field;
  KeyKind kind = KeyKind::value;
};
struct RuleSetting {
  std::vector<RuleKeySetting> keys;
  std::uint64_t line = 0;
};

struct LinkSettings {
  std::string source;                // the file, for messages; empty without one
  std::vector<FieldSetting> fields;  // none: columns are recognised
  std::vector<std::string> ignored;  // columns never to be used
  std::vector<RuleSetting> rules;    // none: chosen from the data
  std::vector<std::string> clean;    // lists that hold nobody twice, by file name; "all"
  std::string truth_column;
  std::optional<double> threshold;
  std::optional<double> pairs_per_record;
  std::optional<std::uint32_t> block_size_max;
  std::uint64_t clean_line = 0, ignored_line = 0, truth_line = 0;

  ErrorSubject at(std::uint64_t line, std::string key) const {
    return {.file = source, .line = line, .column = {}, .field = std::move(key)};
  }
};

inline constexpr std::uint32_t kBlockSizeLargest = 1'000'000;

// Throws Error(invalid_input).
LinkSettings parse_link_settings(std::string_view toml, const std::string& source);
LinkSettings read_link_settings(const std::string& path);

}  // namespace hearim
