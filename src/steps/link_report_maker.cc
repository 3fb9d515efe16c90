#include "steps/link_report_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/version.h"
#include "hearim/error.h"
#include "steps/did_you_mean.h"
#include "table/utf8.h"

namespace hearim {
namespace {

std::string_view how_word(ColumnReading reading) {
  switch (reading) {
    case ColumnReading::named:
      return "settings";
    case ColumnReading::by_header:
      return "header";
    case ColumnReading::by_values:
      return "values";
    case ColumnReading::truth:
      return "truth";
    case ColumnReading::ignored:
      return "ignored";
    case ColumnReading::unused:
      break;
  }
  return "not used";
}

LinkRecordName name_of(const LinkRecords& records, std::uint32_t record) {
  return {records.lists()[records.list_of(record)].name, records.row_of(record)};
}

// All values of a comparison's fields; names are compared together, so they are shown together.
std::string values_of(const LinkRecords& records, std::uint32_t record, int field) {
  const auto is_name = [](FieldType type) {
    return type == FieldType::name || type == FieldType::given_name ||
           type == FieldType::family_name;
  };
  const std::vector<LinkField>& fields = records.fields();
  if (!is_name(fields[static_cast<std::size_t>(field)].type)) {
    return std::string(records.text(record, field));
  }
  std::string text;
  for (int f = 0; f < static_cast<int>(fields.size()); ++f) {
    if (!is_name(fields[static_cast<std::size_t>(f)].type)) continue;
    const std::string_view value = records.text(record, f);
    if (!value.empty()) text += (text.empty() ? "" : " · ") + std::string(value);
  }
  return text;
}

LinkPairShown pair_shown(const LinkRecords& records, const Linkage& linkage, RecordPair pair,
                         RecordValues values) {
  LinkPairShown shown{
      name_of(records, pair.a),
      name_of(records, pair.b),
      linkage.explain(pair),
      linkage.clusters().cluster_of[pair.a] == linkage.clusters().cluster_of[pair.b],
      {}};
  if (values == RecordValues::shown) {
    for (const FieldEvidence& field : shown.why.fields) {
      shown.values.emplace_back(values_of(records, pair.a, field.field),
                                values_of(records, pair.b, field.field));
    }
  }
  return shown;
}

std::vector<ClusterSizeShown> sizes_of(const LinkedClusters& clusters) {
  std::vector<std::uint64_t> size(clusters.cluster_count, 0);
  for (const std::uint32_t cluster : clusters.cluster_of) ++size[cluster];
  std::map<std::uint64_t, std::uint64_t> count;
  for (const std::uint64_t records : size) ++count[records];
  std::vector<ClusterSizeShown> sizes;
  for (const auto& [records, number] : count) sizes.push_back({records, number});
  return sizes;
}

// "ngo.csv:12"; the list's name may hold colons of its own.
std::optional<LinkRecordName> record_name_from(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  LinkRecordName name{std::string(text.substr(0, colon)), 0};
  const std::string_view digits = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.row);
  if (error != std::errc() || end != digits.data() + digits.size() || name.row == 0) {
    return std::nullopt;
  }
  return name;
}

std::uint32_t record_of(const LinkRecordName& name, const LinkFiles& files) {
  const ErrorSubject subject{.field = "--explain"};
  const LinkRecords& records = files.records;
  std::vector<std::string> lists;
  for (const LinkListFile& list : files.lists) lists.push_back(list.name);
  const auto at = std::find(lists.begin(), lists.end(), name.list);
  if (at == lists.end()) {
    throw Error(ErrorCode::invalid_input,
                fmt::format("there is no list '{}' in this run", quotable(name.list)), subject,
                did_you_mean(name.list, lists));
  }
  const auto list = static_cast<std::uint32_t>(at - lists.begin());
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    if (records.list_of(r) == list && records.row_of(r) == name.row) return r;
  }
  for (const RejectedListRow& row : files.rejected_rows) {
    if (row.list != list || row.row != name.row) continue;
    throw Error(ErrorCode::invalid_input,
                fmt::format("row {} of {} could not be used: {}", name.row, name.list, row.reason),
                subject);
  }
  throw Error(ErrorCode::invalid_input,
              fmt::format("{} has {} data rows; there is no row {}", name.list,
                          files.lists[list].row_count, name.row),
              subject);
}

}  // namespace

LinkReport report_of_lists(const LinkFiles& files) {
  LinkReport report;
  report.version = kVersion;
  const LinkRecords& records = files.records;
  report.fields = records.fields();
  report.record_count = records.record_count();
  for (std::size_t l = 0; l < files.lists.size(); ++l) {
    const LinkListFile& list = files.lists[l];
    report.lists.push_back({.name = list.name,
                            .path = list.path,
                            .sha256 = list.sha256,
                            .encoding = list.encoding,
                            .row_count = list.row_count,
                            .record_count = list.row_count - list.rejected_count,
                            .people_count = 0,
                            .clean = records.lists()[l].clean,
                            .columns = {},
                            .notes = list.notes});
  }
  for (const ColumnFinding& finding : files.columns.findings) {
    LinkColumnShown shown{finding.column, "", "", std::string(how_word(finding.reading)),
                          finding.evidence};
    if (finding.field) {
      const LinkField& field = report.fields[static_cast<std::size_t>(*finding.field)];
      shown.field = field.name;
      shown.type = field_type_name(field.type);
    }
    report.lists[finding.list].columns.push_back(std::move(shown));
  }
  for (const auto& [reason, count] : rejected_by_reason(files.rejected_rows)) {
    const auto first =
        std::find_if(files.rejected_rows.begin(), files.rejected_rows.end(),
                     [&, why = reason](const auto& row) { return row.reason == why; });
    report.rejected.push_back(
        {reason, count, fmt::format("{}:{}", files.lists[first->list].name, first->line)});
  }
  for (const UnreadableValues& values : files.unreadable) {
    report.unreadable.push_back({files.lists[values.list].name,
                                 report.fields[static_cast<std::size_t>(values.field)].name,
                                 values.count, values.first_row});
  }
  report.notes = files.notes;
  return report;
}

void add_linkage(LinkReport& report, const LinkFiles& files, const Linkage& linkage,
                 const std::vector<std::vector<CapturePattern>>& draws,
                 const LinkReportOptions& options) {
  const LinkRecords& records = files.records;
  report.model = linkage.report();
  report.people_count = linkage.clusters().cluster_count;
  report.cluster_sizes = sizes_of(linkage.clusters());
  report.patterns = capture_patterns_of(records, linkage.clusters());
  for (std::size_t l = 0; l < report.lists.size(); ++l) {
    for (const CapturePattern& pattern : report.patterns) {
      if (pattern.history >> l & 1) {
        report.lists[l].people_count += static_cast<std::uint64_t>(pattern.count);
      }
    }
  }
  report.draw_count = static_cast<int>(draws.size());
  if (!draws.empty()) {
    std::vector<std::uint32_t> people;
    for (const std::vector<CapturePattern>& draw : draws) {
      std::int64_t count = 0;
      for (const CapturePattern& pattern : draw) count += pattern.count;
      people.push_back(static_cast<std::uint32_t>(count));
    }
    std::sort(people.begin(), people.end());
    const std::size_t tail = people.size() / 40;  // 2.5 % at each end
    report.people_low = people[tail];
    report.people_high = people[people.size() - 1 - tail];
  }
  for (const ScoredPair& pair : linkage.pairs()) {
    const double probability = probability_of(pair.weight);
    report.doubtful_count += probability >= kDoubtLow && probability <= kDoubtHigh ? 1 : 0;
  }
  if (options.doubtful_max > 0) {
    for (const ScoredPair& pair : linkage.doubtful_pairs(options.doubtful_max)) {
      report.doubtful.push_back(pair_shown(records, linkage, pair.pair, options.values));
    }
  }
  for (const RecordPair& pair : options.explain) {
    report.explained.push_back(pair_shown(records, linkage, pair, options.values));
  }
  if (!files.truth.empty()) {
    report.evaluation = evaluate_clusters(linkage.clusters(), files.truth);
  }
}

RecordPair record_pair_from(std::string_view text, const LinkFiles& files) {
  // A list's name may hold commas: the comma that parts two records is the one that works.
  for (std::size_t comma = text.find(','); comma != std::string_view::npos;
       comma = text.find(',', comma + 1)) {
    const auto a = record_name_from(text.substr(0, comma));
    const auto b = record_name_from(text.substr(comma + 1));
    if (!a || !b) continue;
    const std::uint32_t x = record_of(*a, files);
    const std::uint32_t y = record_of(*b, files);
    if (x == y) {
      throw Error(ErrorCode::invalid_input, "both are one and the same record",
                  {.field = "--explain"});
    }
    return RecordPair::of(x, y);
  }
  throw Error(ErrorCode::invalid_input,
              fmt::format("expected LIST:ROW,LIST:ROW, got '{}'", quotable(text)),
              {.field = "--explain"}, "lists by file name, data rows from 1");
}

}  // namespace hearim
