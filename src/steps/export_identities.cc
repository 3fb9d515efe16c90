#include "steps/export_identities.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "hearim/error.h"
#include "steps/case_list_reader.h"
#include "steps/column_use.h"
#include "table/csv_cell.h"

namespace hearim {
namespace {

constexpr std::uint64_t kRowsBetweenLooks = 4096;

bool may_go_with_names(ColumnUse use) {
  return use == ColumnUse::name || use == ColumnUse::number || use == ColumnUse::description;
}

[[noreturn]] void refuse(const std::string& column, const List& list, std::string_view why) {
  throw Error(ErrorCode::refused,
              fmt::format("column '{}' of list {} {}: identities and places never leave together",
                          column, list.id, why),
              {.field = "--column"});
}

std::vector<std::size_t> chosen_columns(const Case& from, const List& list, const Json& linkage,
                                        const std::vector<std::string>& wanted) {
  const std::vector<ColumnUse> uses = column_uses(from, list, linkage);
  std::vector<std::size_t> chosen;
  for (std::size_t c = 0; c < uses.size(); ++c) {
    if (wanted.empty()) {
      if (uses[c] == ColumnUse::name || uses[c] == ColumnUse::number) chosen.push_back(c);
      continue;
    }
    if (std::find(wanted.begin(), wanted.end(), list.columns[c]) == wanted.end()) continue;
    if (uses[c] == ColumnUse::place) refuse(list.columns[c], list, "says where somebody is");
    if (!may_go_with_names(uses[c]))
      refuse(list.columns[c], list, "is not understood and may say where somebody is");
    chosen.push_back(c);
  }
  return chosen;
}

// Row -> cluster of one list of the linkage.
std::unordered_map<std::uint64_t, std::uint64_t> clusters_of(const Json& linkage,
                                                             std::int64_t list) {
  std::unordered_map<std::uint64_t, std::uint64_t> clusters;
  if (!linkage.is_object()) return clusters;
  for (std::size_t l = 0; l < linkage.at("lists").size(); ++l) {
    if (linkage["lists"][l].at("list") != list) continue;
    const Json& rows = linkage.at("clusters").at(l);
    clusters.reserve(rows.size() / 2);
    for (std::size_t i = 0; i + 1 < rows.size(); i += 2)
      clusters[rows[i].get<std::uint64_t>()] = rows[i + 1].get<std::uint64_t>();
  }
  return clusters;
}

}  // namespace

ExportedIdentities export_identities(const Case& from, const Json& linkage,
                                     const std::vector<std::string>& columns, ExportFiles& files,
                                     const Run& run) {
  if (!from.opens_identities())
    throw Error(ErrorCode::refused, "this key does not open the identities", {},
                "hearim key shows whose key does");
  const std::vector<List> lists = from.lists();
  for (const std::string& column : columns)
    if (std::none_of(lists.begin(), lists.end(), [&](const List& list) {
          return std::find(list.columns.begin(), list.columns.end(), column) != list.columns.end();
        }))
      throw Error(ErrorCode::not_found, fmt::format("no list has a column '{}'", column),
                  {.field = "--column"});
  ExportedIdentities done;
  ExportFile file(files, "identities.csv");
  file.row({"list", "row", "cluster", "column", "value"});
  for (const List& list : lists) {
    const std::vector<std::size_t> chosen = chosen_columns(from, list, linkage, columns);
    if (chosen.empty()) continue;
    ++done.lists;
    done.columns += chosen.size();
    const auto clusters = clusters_of(linkage, list.id);
    CaseListReader reader(from, list, fmt::format("list:{}", list.id));
    for (std::uint64_t row = 1;; ++row) {
      if (row % kRowsBetweenLooks == 0) {
        run.stop_if_cancelled();
        if (run.progress) run.progress("writing identities", row, list.row_count);
      }
      const ListReader::Step step = reader.next();
      if (step == ListReader::Step::end) break;
      if (step == ListReader::Step::rejected) continue;
      ++done.rows;
      const auto cluster = clusters.find(row);
      for (const std::size_t c : chosen) {
        const std::string_view value = reader.cell(c);
        if (value.empty()) continue;
        if (holds_coordinates(value))
          refuse(list.columns[c], list, fmt::format("holds coordinates in row {}", row));
        file.row({fmt::format("{}", list.id), fmt::format("{}", row),
                  cluster == clusters.end() ? "" : fmt::format("{}", cluster->second),
                  csv_cell(list.columns[c]), csv_cell(value)});
      }
    }
  }
  file.finish();
  return done;
}

}  // namespace hearim
