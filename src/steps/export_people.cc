#include "steps/export_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "hearim/error.h"
#include "steps/case_names.h"
#include "table/csv_cell.h"

namespace hearim {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::size_t kListsMax = 64;

// A row of the capture table that link_case keeps: lists, count, draw.
struct DrawnCount {
  std::uint64_t history = 0;
  std::int64_t count = 0, draw = 0;
};

std::vector<DrawnCount> drawn_counts(std::string_view csv, std::size_t lists) {
  std::vector<DrawnCount> rows;
  csv.remove_prefix(std::min(csv.size(), csv.find('\n') + 1));
  while (!csv.empty()) {
    const std::size_t end = std::min(csv.size(), csv.find('\n'));
    std::string_view line = csv.substr(0, end);
    csv.remove_prefix(std::min(csv.size(), end + 1));
    std::vector<std::int64_t> cells;
    while (!line.empty()) {
      const std::size_t comma = std::min(line.size(), line.find(','));
      std::int64_t value = 0;
      const auto read = std::from_chars(line.data(), line.data() + comma, value);
      if (read.ec != std::errc() || read.ptr != line.data() + comma)
        throw Error(ErrorCode::corrupt, "the capture table of the linkage cannot be read");
      cells.push_back(value);
      line.remove_prefix(std::min(line.size(), comma + 1));
    }
    if (cells.size() != lists + 2)
      throw Error(ErrorCode::corrupt, "the capture table of the linkage cannot be read");
    DrawnCount row{.history = 0, .count = cells[lists], .draw = cells[lists + 1]};
    for (std::size_t l = 0; l < lists; ++l)
      row.history |= static_cast<std::uint64_t>(cells[l]) << l;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

std::string shown_count(const ProtectedCell& cell) {
  return cell.shown ? fmt::format("{}", *cell.shown) : std::string();
}

ExportedPeople::ExportedPeople(const Json& linkage, const NameMask& mask, const SmallCells& rule)
    : linkage_(linkage), rule_(rule) {
  const Json& lists = linkage.at("lists");
  if (lists.size() > kListsMax)
    throw Error(ErrorCode::limit, fmt::format("{} lists; at most {}", lists.size(), kListsMax));
  std::map<std::string, int> bearers;
  for (const Json& list : lists) {
    names_.push_back(mask.mask(list.at("name").get<std::string>()));
    ++bearers[names_.back()];
  }
  for (std::size_t l = 0; l < names_.size(); ++l)
    if (bearers[names_[l]] > 1)
      names_[l] += fmt::format(" (list {})", lists[l].at("list").get<std::int64_t>());

  for (std::size_t l = 0; l < lists.size(); ++l) {
    const Json& rows = linkage.at("clusters").at(l);
    for (std::size_t i = 1; i < rows.size(); i += 2) {
      const auto cluster = rows[i].get<std::uint64_t>() - 1;
      if (cluster >= history_.size()) history_.resize(cluster + 1, 0);
      history_[cluster] |= std::uint64_t{1} << l;
    }
  }
  std::map<std::uint64_t, std::int64_t> counts;
  for (const std::uint64_t history : history_)
    if (history != 0) ++counts[history];

  // The patterns, then the people of each list, then all.
  LinkedCounts table;
  for (const auto& [history, count] : counts) table.counts.push_back(count);
  for (std::size_t total = 0; total <= lists.size(); ++total) {
    LinkedSum sum{.total = table.counts.size(), .parts = {}};
    std::int64_t people = 0;
    std::size_t pattern = 0;
    for (const auto& [history, count] : counts) {
      if (total == lists.size() || (history >> total & 1) != 0) {
        sum.parts.push_back(pattern);
        people += count;
      }
      ++pattern;
    }
    table.counts.push_back(people);
    table.sums.push_back(std::move(sum));
  }
  std::vector<ProtectedCell> cells;
  if (rule)
    cells = protect_linked_counts(table, *rule);
  else
    for (const std::int64_t count : table.counts)
      cells.push_back({.suppression = Suppression::none, .shown = count});
  std::size_t at = 0;
  for (const auto& [history, count] : counts) patterns_.emplace(history, cells[at++]);
  for (std::size_t l = 0; l < lists.size(); ++l) people_.push_back(cells[at++]);
  all_ = cells[at];
}

std::string ExportedPeople::header() const {
  std::string line;
  for (const std::string& name : names_) line += csv_cell(name) + ",";
  return line + "count";
}

void ExportedPeople::write_lists(ExportFiles& files) const {
  ExportFile file(files, "lists.csv");
  file.row({"list", "name", "rows", "people"});
  for (std::size_t l = 0; l < names_.size(); ++l) {
    const Json& shown = linkage_.at("report").at("input").at("lists").at(l);
    file.row({fmt::format("{}", linkage_.at("lists").at(l).at("list").get<std::int64_t>()),
              csv_cell(names_[l]),
              people_[l].shown ? fmt::format("{}", shown.at("rows").get<std::int64_t>()) : "",
              shown_count(people_[l])});
  }
  file.row({"all", "", "", shown_count(all_)});
  file.finish();
}

// Nobody may count again from the rows what the tables leave out.
bool ExportedPeople::is_withheld(std::uint64_t cluster) const {
  return !patterns_.at(history_.at(cluster)).shown;
}

bool ExportedPeople::withholds_rows() const {
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [](const auto& pattern) { return !pattern.second.shown; });
}

void ExportedPeople::write_clusters(ExportFiles& files, const Run& run) const {
  ExportFile file(files, "clusters.csv");
  file.row({"list", "row", "cluster"});
  const Json& lists = linkage_.at("lists");
  for (std::size_t l = 0; l < lists.size(); ++l) {
    // A list of which not even the people are counted would count them by its rows.
    if (!people_[l].shown) continue;
    const std::string list = fmt::format("{}", lists[l].at("list").get<std::int64_t>());
    const Json& rows = linkage_.at("clusters").at(l);
    for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
      if (i % kBufferBytes == 0) {
        run.stop_if_cancelled();
        if (run.progress) run.progress("writing clusters", i / 2, rows.size() / 2);
      }
      const auto cluster = rows[i + 1].get<std::uint64_t>();
      file.row({list, fmt::format("{}", rows[i].get<std::uint64_t>()),
                is_withheld(cluster - 1) ? "" : fmt::format("{}", cluster)});
    }
  }
  file.finish();
}

void ExportedPeople::write_capture(ExportFiles& files) const {
  const std::size_t lists = names_.size();
  const auto pattern_cells = [&](std::uint64_t history) {
    std::vector<std::string> cells;
    for (std::size_t l = 0; l < lists; ++l) cells.push_back(history >> l & 1 ? "1" : "0");
    return cells;
  };
  {
    ExportFile file(files, "capture.csv");
    file.row({header()});
    for (const auto& [history, cell] : patterns_) {
      std::vector<std::string> cells = pattern_cells(history);
      cells.push_back(shown_count(cell));
      file.row(cells);
    }
    file.finish();
  }
  const auto drawn = drawn_counts(linkage_.at("table").get_ref<const std::string&>(), lists);
  if (drawn.empty()) return;
  // What is small in the table or in any draw is left out of every draw: the others would tell.
  std::set<std::uint64_t> hidden;
  for (const auto& [history, cell] : patterns_)
    if (!cell.shown) hidden.insert(history);
  if (rule_)
    for (const DrawnCount& row : drawn)
      if (row.count > 0 && row.count < rule_->small_below) hidden.insert(row.history);
  ExportFile file(files, "capture-draws.csv");
  file.row({header() + ",draw"});
  for (const DrawnCount& row : drawn) {
    std::vector<std::string> cells = pattern_cells(row.history);
    if (hidden.contains(row.history))
      cells.emplace_back();
    else
      cells.push_back(rule_ ? shown_count(protect_count(row.count, *rule_))
                            : fmt::format("{}", row.count));
    cells.push_back(fmt::format("{}", row.draw));
    file.row(cells);
  }
  file.finish();
}

namespace {

// What tells nothing of how many people are on which lists: counts of rows, of pairs, of values
// would, one by one or together.
Json without_counts(const Json& report) {
  const auto keep = [](const Json& from, std::initializer_list<const char*> names) {
    Json kept = Json::object();
    for (const char* name : names)
      if (from.contains(name)) kept[name] = from[name];
    return kept;
  };
  Json out = keep(report, {"command", "version", "seed", "settings"});
  out["input"]["lists"] = Json::array();
  for (const Json& list : report.at("input").at("lists")) {
    Json shown = keep(list, {"name", "path", "sha256", "encoding", "clean", "columns"});
    for (Json& column : shown["columns"]) column.erase("evidence");
    out["input"]["lists"].push_back(std::move(shown));
  }
  if (report.contains("model")) out["model"] = keep(report["model"], {"status", "miss_share"});
  if (report.contains("fields")) {
    out["fields"] = Json::array();
    for (const Json& field : report["fields"]) {
      Json shown = keep(field, {"field", "type", "used", "why_not_used", "levels"});
      if (shown.contains("levels"))
        for (Json& level : shown["levels"]) level.erase("pairs");
      out["fields"].push_back(std::move(shown));
    }
  }
  out["people"] = keep(report.at("people"), {"count", "draws", "low", "high", "level", "overlaps"});
  return out;
}

}  // namespace

Json ExportedPeople::report() const {
  if (!rule_) return linkage_.at("report");
  Json report = without_counts(linkage_.at("report"));
  const auto put = [](Json& into, const char* name, const ProtectedCell& cell) {
    if (cell.shown)
      into[name] = *cell.shown;
    else
      into.erase(name);
  };
  Json& people = report.at("people");
  put(people, "count", all_);
  std::map<std::string, std::size_t> place;
  for (std::size_t l = 0; l < names_.size(); ++l)
    place[linkage_.at("lists").at(l).at("name").get<std::string>()] = l;
  for (Json& overlap : people.at("overlaps")) {
    std::uint64_t history = 0;
    for (const Json& name : overlap.at("lists")) history |= std::uint64_t{1} << place.at(name);
    const auto pattern = patterns_.find(history);
    put(overlap, "count", pattern == patterns_.end() ? ProtectedCell{} : pattern->second);
  }
  for (const char* end : {"low", "high"}) {
    if (!people.contains(end)) continue;
    ProtectedCell cell;
    if (all_.shown) cell = protect_count(people[end].get<std::int64_t>(), *rule_);
    put(people, end, cell);
  }
  for (std::size_t l = 0; l < names_.size(); ++l)
    put(report.at("input").at("lists").at(l), "people", people_[l]);
  return report;
}

}  // namespace hearim
