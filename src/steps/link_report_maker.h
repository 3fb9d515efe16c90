// From the lists read, the plan and the linkage to the value that is shown (report/link_report.h).
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "report/link_report.h"
#include "steps/link_files.h"

namespace hearim {

// What was understood of the lists; the rest of the report is left empty.
LinkReport report_of_lists(const LinkFiles& files);

enum class RecordValues : std::uint8_t { hidden, shown };

struct LinkReportOptions {
  RecordValues values = RecordValues::hidden;
  std::size_t doubtful_max = 12;  // 0: they are not looked for
  std::vector<RecordPair> explain = {};
};

// Adds what was learned and found. `draws`: the capture table of each draw; may be empty.
void add_linkage(LinkReport& report, const LinkFiles& files, const Linkage& linkage,
                 const std::vector<std::vector<CapturePattern>>& draws,
                 const LinkReportOptions& options);

// "ngo.csv:12,police.csv:40": two records by list and row. Throws Error(invalid_input) for what is
// no such pair, names no list, a row that the list has not, or one that cannot be used.
RecordPair record_pair_from(std::string_view text, const LinkFiles& files);

}  // namespace hearim
