#include "steps/link_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/file_bytes.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "report/number_text.h"
#include "steps/did_you_mean.h"
#include "steps/shown_name.h"
#include "steps/value_recognition.h"
#include "table/csv_cell.h"
#include "table/utf8.h"

namespace hearim {
namespace {

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

// One reader for each list, in the order given.
std::vector<LinkListInput> open_lists(const LinkFilesRequest& request, const Run& run) {
  std::vector<LinkListInput> lists;
  for (const std::string& path : request.paths) {
    std::string bytes = read_file_bytes(path);
    LinkListInput list{
        .about = {.name = base_name(path), .path = path, .sha256 = to_hex(sha256(bytes))},
        .reader = {}};
    auto reader = std::make_unique<TextListReader>(std::move(bytes), path);
    list.about.encoding = reader->table().encoding();
    list.about.delimiter = reader->table().delimiter();
    list.reader = std::move(reader);
    lists.push_back(std::move(list));
    run.stop_if_cancelled();
  }
  return lists;
}

void check_names_of_files(const LinkFilesRequest& request) {
  std::map<std::string, std::string> paths;
  for (const std::string& path : request.paths) {
    const auto [same, is_new] = paths.emplace(base_name(path), path);
    if (is_new) continue;
    throw Error(ErrorCode::invalid_input,
                fmt::format("{} and {} have the same file name, and a list is known by it",
                            same->second, path),
                {.file = same->first, .line = {}, .column = {}, .field = {}}, "rename one of them");
  }
}

// Who said that a list holds nobody twice, and of which lists.
std::vector<LinkList> lists_of(const LinkFilesRequest& request,
                               const std::vector<std::string>& names) {
  std::vector<LinkList> lists;
  for (const std::string& name : names) lists.push_back({name, false});
  const auto declare = [&](const std::vector<std::string>& clean, const ErrorSubject& subject) {
    for (const std::string& wanted : clean) {
      bool met = wanted == "all";
      for (LinkList& list : lists) {
        if (wanted != "all" && wanted != list.name) continue;
        list.clean = met = true;
      }
      if (met) continue;
      std::string hint = did_you_mean(wanted, names);
      if (hint.empty()) hint = "lists are known by their file names";
      throw Error(ErrorCode::invalid_input,
                  fmt::format("there is no list '{}' in this run", quotable(wanted)), subject,
                  hint);
    }
  };
  declare(request.clean, {.file = {}, .line = {}, .column = {}, .field = "--clean"});
  declare(request.settings.clean, request.settings.at(request.settings.clean_line, "clean"));
  return lists;
}

void count_unreadable(LinkFiles& files) {
  const LinkRecords& records = files.records;
  for (int f = 0; f < static_cast<int>(records.fields().size()); ++f) {
    const FieldType type = records.fields()[static_cast<std::size_t>(f)].type;
    if (type != FieldType::birth_date && type != FieldType::event_date && type != FieldType::age) {
      continue;
    }
    const ValueDictionary& dictionary = records.dictionary(f);
    std::vector<char> unreadable(dictionary.size(), 0);
    for (std::uint32_t v = 1; v < dictionary.size(); ++v) {
      unreadable[v] = can_read(type, dictionary.text(v)) ? 0 : 1;
    }
    std::vector<UnreadableValues> of_list(files.lists.size());
    const auto column = records.column(f);
    for (std::uint32_t r = 0; r < records.record_count(); ++r) {
      if (unreadable[column[r]] == 0) continue;
      UnreadableValues& found = of_list[records.list_of(r)];
      if (found.count++ == 0) found.first_row = records.row_of(r);
    }
    for (std::uint32_t l = 0; l < of_list.size(); ++l) {
      if (of_list[l].count == 0) continue;
      of_list[l].list = l;
      of_list[l].field = f;
      files.unreadable.push_back(of_list[l]);
    }
  }
}

// What in the lists will surprise whoever made them: said, and nothing done about it.
void note_oddities(LinkFiles& files) {
  const LinkRecords& records = files.records;
  for (const LinkListFile& list : files.lists) {
    if (list.row_count == list.rejected_count) {
      files.notes.push_back(fmt::format("{} holds no record that can be used", list.name));
    }
    if (list.empty_count > 0) {
      files.notes.push_back(
          fmt::format("{} of {} {} no value in any field: each counts as a person of its own",
                      counted(static_cast<std::int64_t>(list.empty_count), "record"), list.name,
                      list.empty_count == 1 ? "holds" : "hold"));
    }
  }
  for (int f = 0; f < static_cast<int>(records.fields().size()); ++f) {
    const LinkField& field = records.fields()[static_cast<std::size_t>(f)];
    const auto column = records.column(f);
    const auto filled = std::count_if(column.begin(), column.end(), [](auto v) { return v != 0; });
    if (filled > 1 && records.dictionary(f).size() == 2) {
      files.notes.push_back(fmt::format(
          "{} holds one and the same value wherever it is filled: it tells nobody apart",
          field.name));
    } else if (filled == 0) {
      files.notes.push_back(fmt::format("{} is empty in every record", field.name));
    }
    if (field.type != FieldType::id) continue;
    // A number that should name one person, on several rows of one list.
    std::vector<std::uint64_t> seen;
    for (std::uint32_t r = 0; r < records.record_count(); ++r) {
      if (column[r] != 0) seen.push_back(std::uint64_t{records.list_of(r)} << 32 | column[r]);
    }
    std::sort(seen.begin(), seen.end());
    std::vector<std::int64_t> repeated(files.lists.size(), 0);
    for (std::size_t from = 0; from < seen.size();) {
      std::size_t to = from;
      while (to < seen.size() && seen[to] == seen[from]) ++to;
      if (to - from > 1) ++repeated[seen[from] >> 32];
      from = to;
    }
    for (std::size_t l = 0; l < repeated.size(); ++l) {
      if (repeated[l] == 0) continue;
      files.notes.push_back(
          fmt::format("{} of {} on more than one row of {}{}", counted(repeated[l], "value"),
                      field.name + (repeated[l] == 1 ? " stands" : " stand"), files.lists[l].name,
                      records.lists()[l].clean ? ", which is said to hold nobody twice" : ""));
    }
  }
}

}  // namespace

LinkFiles read_link_files(const LinkFilesRequest& request, const Run& run) {
  if (request.paths.empty()) throw Error(ErrorCode::invalid_input, "no list was given");
  check_names_of_files(request);
  return read_link_lists(open_lists(request, run), request, run);
}

LinkFiles read_link_lists(std::vector<LinkListInput> inputs, const LinkFilesRequest& request,
                          const Run& run) {
  LinkFiles result{.records = LinkRecords({{"", FieldType::name}}, {{"", false}})};
  std::vector<std::string> names;
  std::vector<std::unique_ptr<ListReader>> readers;
  std::vector<ListReader*> open;
  for (LinkListInput& input : inputs) {
    names.push_back(input.about.name);
    result.lists.push_back(std::move(input.about));
    open.push_back(input.reader.get());
    readers.push_back(std::move(input.reader));
  }
  const std::vector<LinkList> lists = lists_of(request, names);
  result.columns =
      find_link_columns(open, names, {request.fields, request.truth_column}, request.settings);
  const std::vector<LinkField>& fields = result.columns.fields;
  result.options = request.options;
  if (!request.settings.rules.empty()) {
    result.options.rules = rules_of_settings(request.settings, fields);
  }
  result.records = LinkRecords(fields, lists);
  result.notes = result.columns.notes;
  ValueDictionary people;
  std::int64_t without_truth = 0;
  std::vector<std::string_view> values(fields.size());
  for (std::uint32_t l = 0; l < readers.size(); ++l) {
    LinkListFile& list = result.lists[l];
    const auto truth = result.columns.truth_column[l];
    for (;;) {
      const ListReader::Step step = readers[l]->next();
      if (step == ListReader::Step::end) break;
      ++list.row_count;  // rejected rows keep their number
      if (list.row_count % 10000 == 0) {
        run.stop_if_cancelled();
        if (run.progress) run.progress("reading " + list.name, list.row_count, 0);
      }
      if (step == ListReader::Step::rejected) {
        ++list.rejected_count;
        RejectedListRow row{readers[l]->rejected(), l, list.row_count};
        if (request.raw_rows == RawRows::keep) row.raw = readers[l]->row_text();
        result.rejected_rows.push_back(std::move(row));
        continue;
      }
      bool filled = false;
      for (std::size_t f = 0; f < fields.size(); ++f) {
        const auto column = result.columns.column_of_field[l][f];
        values[f] = column ? readers[l]->cell(*column) : std::string_view();
        filled = filled || !values[f].empty();
      }
      if (!filled) ++list.empty_count;
      result.records.add(l, list.row_count, values);
      if (truth) {
        const std::string_view person = readers[l]->cell(*truth);
        without_truth += person.empty() ? 1 : 0;
        // Nobody knows who it is: a person of its own, told apart by list and row.
        result.truth.push_back(people.intern(
            person.empty() ? fmt::format("\n{}\n{}", l, list.row_count) : std::string(person)));
      }
    }
    list.notes = readers[l]->notes();
    readers[l].reset();
  }
  count_unreadable(result);
  note_oddities(result);
  if (without_truth > 0) {
    result.notes.push_back(counted(without_truth, "record") +
                           " without a known identity: for the scores, each a person of its own");
  }
  return result;
}

std::map<std::string, std::uint64_t> rejected_by_reason(const std::vector<RejectedListRow>& rows) {
  std::map<std::string, std::uint64_t> counts;
  for (const RejectedListRow& row : rows) ++counts[row.reason];
  return counts;
}

std::string rejected_csv(const LinkFiles& files) {
  std::string csv = "file,row,line,field,reason,content\n";
  for (const RejectedListRow& row : files.rejected_rows) {
    csv += fmt::format("{},{},{},{},{},{}\n", csv_cell(files.lists[row.list].name), row.row,
                       row.line, row.field == 0 ? std::string() : std::to_string(row.field),
                       csv_cell(row.reason), csv_cell(row.raw));
  }
  return csv;
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
