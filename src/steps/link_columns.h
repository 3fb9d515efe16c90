// Which column of which list is which field: as the settings say, as the user says, or recognised
// from headers and values. Every column of every list is in the result with what became of it and
// why; nothing is used or left out in silence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hearim/link.h"
#include "steps/link_settings.h"
#include "steps/list_reader.h"

namespace hearim {

enum class ColumnReading : std::uint8_t {
  named,  // by settings or --field
  by_header,
  by_values,
  truth,    // known identity, for scores only
  ignored,  // as the settings say
  unused,   // named by nobody, or not understood
};

struct ColumnFinding {
  std::uint32_t list = 0;
  std::string column;
  ColumnReading reading = ColumnReading::unused;
  std::optional<int> field;  // where it is used
  std::string evidence;      // "98 % of 1,200 values are dates"; may be empty
};

struct LinkColumns {
  std::vector<LinkField> fields;
  std::vector<std::vector<std::optional<std::size_t>>> column_of_field;  // [list][field]
  std::vector<std::optional<std::size_t>> truth_column;                  // [list]
  std::vector<ColumnFinding> findings;                                   // lists in order
  std::vector<std::string> notes;
};

struct NamedColumns {
  std::vector<std::pair<std::string, FieldType>> columns;  // --field
  std::string truth_column;
};

// `names`: of the lists, as `readers`. Readers are left at their first row. Throws
// Error(invalid_input) for a column that is named and is in no list, and for lists without any
// column understood.
LinkColumns find_link_columns(std::vector<ListReader*> readers,
                              const std::vector<std::string>& names, const NamedColumns& named,
                              const LinkSettings& settings);

// The blocking rules of the settings, by field number.
std::vector<BlockingRule> rules_of_settings(const LinkSettings& settings,
                                            const std::vector<LinkField>& fields);

}  // namespace hearim
