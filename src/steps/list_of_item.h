// An item that is delimited text, taken as a list: every row as received, rejected ones with their
// reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hearim/case.h"
#include "hearim/run.h"

namespace hearim {

bool is_list_name(std::string_view name);  // ends in .csv, .tsv or .tab, in any case

struct ListOfItem {
  std::int64_t list = 0;  // 0: it could not be read as a list; `why_not` says why
  std::string why_not;
};

// Reads the item from the case, so that the rows are those of the bytes that were kept. Constant
// memory. When it throws (cancelled, the case's own errors), the unit of work must be given up.
ListOfItem add_list_of_item(const Case& from, CaseWork& work, std::int64_t item,
                            std::uint64_t size_bytes, const Run& run);

}  // namespace hearim
