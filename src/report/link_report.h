// All that is shown of one linkage, as text, JSON and page: what was understood of the lists, what
// the work was expected to take, what was learned, found and left in doubt.
//
// A value, made by src/steps. Values of records are in it only where they were asked for
// (`LinkPairShown::values`); everything else names lists, columns, fields and row numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hearim/capture_table.h"
#include "hearim/link.h"

namespace hearim {

struct LinkColumnShown {
  std::string column;
  std::string field;     // empty: not used
  std::string type;      // of the field
  std::string how;       // "settings", "header", "values", "truth", "ignored", "not used"
  std::string evidence;  // "98 % of 1,200 values are dates"; may be empty
};

struct LinkListShown {
  std::string name;
  std::string path;
  std::string sha256;
  std::string encoding;
  std::uint64_t row_count = 0;
  std::uint64_t record_count = 0;  // rows that can be used
  std::uint64_t people_count = 0;
  bool clean = false;
  std::vector<LinkColumnShown> columns;
  std::vector<std::string> notes;
};

struct RejectedShown {
  std::string reason;
  std::uint64_t count = 0;
  std::string first_at;  // "ngo.csv:12"
};

struct UnreadableShown {
  std::string list;
  std::string field;
  std::uint64_t count = 0;
  std::uint64_t first_row = 0;
};

struct LinkRecordName {
  std::string list;
  std::uint64_t row = 0;  // data rows from 1
};

struct LinkPairShown {
  LinkRecordName a;
  LinkRecordName b;
  PairExplanation why;
  bool together = false;
  // One for each field of `why`: the two records' values. Empty unless asked for.
  std::vector<std::pair<std::string, std::string>> values;
};

struct LinkOutputShown {
  std::string what;  // "clusters", "pairs", "table", "rejected", "report"
  std::string path;
};

struct LinkForecastShown {
  LinkForecast forecast;
  std::uint64_t memory_bytes_max = 0;
  double seconds = 0;
  std::string tightened;  // what was made smaller so that it fits; empty: nothing
};

struct ClusterSizeShown {
  std::uint64_t records = 0;
  std::uint64_t clusters = 0;
};

struct LinkReport {
  std::string version;
  std::string command_line;
  std::uint64_t seed = 1;

  std::vector<LinkListShown> lists;
  std::vector<LinkField> fields;
  std::vector<RejectedShown> rejected;
  std::vector<UnreadableShown> unreadable;
  std::vector<std::string> notes;
  std::uint64_t record_count = 0;

  LinkForecastShown forecast;

  LinkOptions options;  // as used
  LinkModelReport model;
  std::uint32_t people_count = 0;
  std::vector<ClusterSizeShown> cluster_sizes;  // ascending
  std::vector<CapturePattern> patterns;         // people by the lists they stand on
  int draw_count = 0;
  std::uint32_t people_low = 0, people_high = 0;  // over the draws, 95 %
  std::uint64_t doubtful_count = 0;               // of kept pairs, from 5 % to 95 %
  std::vector<LinkPairShown> doubtful;            // nearest to even odds first
  std::vector<LinkPairShown> explained;           // those asked for
  std::string truth_column;
  std::optional<LinkEvaluation> evaluation;
  std::optional<SampledScores> sampled_scores;  // from judged pairs of a random sample
  std::vector<LinkOutputShown> outputs;

  std::uint64_t rejected_count() const {
    std::uint64_t count = 0;
    for (const RejectedShown& reason : rejected) count += reason.count;
    return count;
  }
  double threshold_bits() const;  // log2 odds of options.probability_min
  CaptureTable capture_table() const;
};

inline constexpr double kDoubtLow = 0.05;
inline constexpr double kDoubtHigh = 0.95;

}  // namespace hearim
