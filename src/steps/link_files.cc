#include "steps/link_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/file_bytes.h"
#include "hearim/error.h"
#include "steps/field_recognition.h"
#include "table/table_reader.h"

namespace hearim {
namespace {

std::string base_name(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

// Types of which a record has one: a list's column of that type is the field, whatever its header.
bool one_per_record(FieldType type) {
  return type == FieldType::sex || type == FieldType::birth_date || type == FieldType::age ||
         type == FieldType::given_name || type == FieldType::family_name;
}

struct OpenList {
  std::unique_ptr<TableReader> reader;
  std::vector<std::optional<std::size_t>> column_of_field;
  std::optional<std::size_t> truth;
};

std::vector<OpenList> open_lists(const LinkFilesRequest& request) {
  std::vector<OpenList> lists;
  for (const std::string& path : request.paths) {
    lists.push_back({std::make_unique<TableReader>(read_file_bytes(path), path), {}, {}});
  }
  return lists;
}

std::vector<LinkField> find_fields(const LinkFilesRequest& request, std::vector<OpenList>& lists,
                                   std::vector<std::string>& unused) {
  std::vector<LinkField> fields;
  for (OpenList& list : lists) {
    std::vector<std::size_t> taken;
    for (std::size_t c = 0; c < list.reader->column_names().size(); ++c) {
      const std::string& column = list.reader->column_names()[c];
      if (column == request.truth_column) {
        list.truth = c;
        continue;
      }
      std::optional<FieldType> type;
      if (request.fields.empty()) {
        type = recognise_field(column);
      } else {
        for (const auto& [named, named_type] : request.fields) {
          if (named == column) type = named_type;
        }
      }
      // A second column of a type in one list ("surname" beside "first_and_surname") is a field
      // of its own.
      const auto same = [&](const LinkField& field) {
        const auto index = static_cast<std::size_t>(&field - fields.data());
        return type && field.type == *type && (field.name == column || one_per_record(*type)) &&
               std::find(taken.begin(), taken.end(), index) == taken.end();
      };
      auto at = std::find_if(fields.begin(), fields.end(), same);
      if (type && at == fields.end() && fields.size() < kLinkFieldsMax) {
        fields.push_back({column, *type});
        at = fields.end() - 1;
      }
      const auto place = static_cast<std::size_t>(at - fields.begin());
      if (!type || at == fields.end() ||
          std::find(taken.begin(), taken.end(), place) != taken.end()) {
        unused.push_back(base_name(list.reader->source()) + ": " + column);
        continue;
      }
      taken.push_back(place);
      list.column_of_field.resize(std::max(list.column_of_field.size(), place + 1));
      list.column_of_field[place] = c;
    }
    if (!request.truth_column.empty() && !list.truth) {
      throw Error(
          ErrorCode::invalid_input, "no column of this name for --truth",
          {.file = list.reader->source(), .line = {}, .column = {}, .field = request.truth_column});
    }
  }
  for (const auto& [named, type] : request.fields) {
    const bool met = std::any_of(lists.begin(), lists.end(), [&](const OpenList& list) {
      return list.reader->column_index(named).has_value();
    });
    if (!met) {
      throw Error(ErrorCode::invalid_input,
                  fmt::format("no list has a column '{}' ({})", named, field_type_name(type)));
    }
  }
  if (fields.empty()) {
    throw Error(ErrorCode::invalid_input, "no column was recognised",
                {.file = request.paths[0], .line = {}, .column = {}, .field = {}},
                "name them: --field COLUMN=TYPE");
  }
  return fields;
}

std::string capture_rows(const LinkRecords& records, const std::vector<CapturePattern>& patterns,
                         const std::string& last_cell) {
  std::string csv;
  for (const CapturePattern& pattern : patterns) {
    for (std::size_t list = 0; list < records.lists().size(); ++list) {
      csv += (pattern.history >> list & 1) != 0 ? "1," : "0,";
    }
    csv += std::to_string(pattern.count) + last_cell + '\n';
  }
  return csv;
}

std::string capture_header(const LinkRecords& records) {
  std::string header;
  for (const LinkList& list : records.lists()) header += csv_cell(list.name) + ',';
  return header + "count";
}

}  // namespace

LinkFiles read_link_files(const LinkFilesRequest& request, const Run& run) {
  if (request.paths.empty()) throw Error(ErrorCode::invalid_input, "no list was given");
  std::vector<OpenList> open = open_lists(request);
  std::vector<std::string> unused;
  std::vector<LinkField> fields = find_fields(request, open, unused);
  std::vector<LinkList> lists;
  for (const std::string& path : request.paths) {
    const std::string name = base_name(path);
    if (std::any_of(lists.begin(), lists.end(), [&](auto& list) { return list.name == name; })) {
      throw Error(ErrorCode::invalid_input, "two lists have this file name",
                  {.file = name, .line = {}, .column = {}, .field = {}}, "rename one of them");
    }
    const bool clean =
        std::any_of(request.clean.begin(), request.clean.end(),
                    [&](const std::string& wanted) { return wanted == name || wanted == "all"; });
    lists.push_back({name, clean});
  }
  for (const std::string& wanted : request.clean) {
    if (wanted != "all" && std::none_of(lists.begin(), lists.end(), [&](const LinkList& list) {
          return list.name == wanted;
        })) {
      throw Error(ErrorCode::invalid_input, "--clean names no list of this run",
                  {.file = wanted, .line = {}, .column = {}, .field = {}});
    }
  }
  LinkFiles result{LinkRecords(fields, lists), std::move(unused), {}, {}};
  ValueDictionary people;
  std::vector<std::string_view> values(fields.size());
  for (std::uint32_t l = 0; l < open.size(); ++l) {
    OpenList& list = open[l];
    list.column_of_field.resize(fields.size());
    std::uint64_t row = 0;
    for (;;) {
      const TableReader::Step step = list.reader->next();
      if (step == TableReader::Step::end) break;
      ++row;  // rejected rows keep their number
      if (row % 10000 == 0) run.stop_if_cancelled();
      if (step == TableReader::Step::rejected) {
        result.rejected_rows.push_back(list.reader->rejected());
        continue;
      }
      for (std::size_t f = 0; f < fields.size(); ++f) {
        const auto column = list.column_of_field[f];
        values[f] = column ? list.reader->cell(*column) : std::string_view();
      }
      result.records.add(l, row, values);
      if (list.truth) result.truth.push_back(people.intern(list.reader->cell(*list.truth)));
    }
    list.reader.reset();
  }
  return result;
}

std::string clusters_csv(const LinkRecords& records, const LinkedClusters& clusters) {
  std::string csv = "list,row,cluster\n";
  for (std::uint32_t r = 0; r < records.record_count(); ++r) {
    csv += fmt::format("{},{},{}\n", csv_cell(records.lists()[records.list_of(r)].name),
                       records.row_of(r), clusters.cluster_of[r] + 1);
  }
  return csv;
}

std::string pairs_csv(const LinkRecords& records, const Linkage& linkage) {
  std::string csv = "list_a,row_a,list_b,row_b,weight,probability,why\n";
  for (const ScoredPair& scored : linkage.pairs()) {
    const PairExplanation why = linkage.explain(scored.pair);
    std::string reasons;
    for (const FieldEvidence& field : why.fields) {
      if (!reasons.empty()) reasons += " | ";
      reasons += field.words;
    }
    csv +=
        fmt::format("{},{},{},{},{:.3f},{:.6g},{}\n",
                    csv_cell(records.lists()[records.list_of(scored.pair.a)].name),
                    records.row_of(scored.pair.a),
                    csv_cell(records.lists()[records.list_of(scored.pair.b)].name),
                    records.row_of(scored.pair.b), why.weight, why.probability, csv_cell(reasons));
  }
  return csv;
}

std::string capture_csv(const LinkRecords& records, const LinkedClusters& clusters) {
  return capture_header(records) + '\n' +
         capture_rows(records, capture_patterns_of(records, clusters), "");
}

std::string capture_csv(const LinkRecords& records,
                        const std::vector<std::vector<CapturePattern>>& draws) {
  std::string csv = capture_header(records) + ",draw\n";
  for (std::size_t d = 0; d < draws.size(); ++d) {
    csv += capture_rows(records, draws[d], ',' + std::to_string(d + 1));
  }
  return csv;
}

}  // namespace hearim
