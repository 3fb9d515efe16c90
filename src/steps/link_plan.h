// What a linkage will take, and the settings under which it fits into the memory there is.
//
// Over the limit, blocks are made smaller (and, where the rules are chosen from the data, cheaper)
// step by step, and each step is said; what is then not compared stands in the report as cut.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "hearim/link.h"
#include "hearim/run.h"
#include "report/link_report.h"

namespace hearim {

struct LinkPlanned {
  LinkOptions options;  // those that fit
  LinkForecastShown shown;
  std::optional<LinkPlan> ready;  // always there when returned
};

// `memory_bytes_max` 0: no limit. Throws Error(limit) when nothing fits, and what plan_link throws.
LinkPlanned plan_within_memory(const LinkRecords& records, const LinkOptions& options,
                               std::uint64_t memory_bytes_max, const Run& run);

// Throws Error(limit) where the lists alone, read into memory, would not fit.
void check_lists_fit(std::span<const std::string> paths, std::uint64_t memory_bytes_max);

}  // namespace hearim
