// Rows are summed as they come, one map from history to count for each stratum and draw, so that a
// file of millions of people costs no memory beyond its own bytes.
#include "steps/capture_table_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/file_bytes.h"
#include "base/sha256.h"
#include "hearim/error.h"
#include "steps/capture_table_columns.h"
#include "table/table_reader.h"
#include "table/utf8.h"
#include "table/whole_number.h"

namespace hearim {
namespace {

constexpr std::size_t kStrataMax = 10'000;
constexpr std::size_t kTablesMax = 1'000'000;  // strata times draws
constexpr std::uint64_t kRowsBetweenStops = 65'536;

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

using HistoryCounts = std::unordered_map<History, std::int64_t>;

class Collector {
 public:
  Collector(TableReader& table, const CaptureTableOptions& options)
      : table_(table), columns_(find_columns(table, options.by)) {}

  void read_rows(const Run& run) {
    for (;;) {
      const TableReader::Step step = table_.next();
      if (step == TableReader::Step::end) break;
      if (step == TableReader::Step::rejected) {
        const RejectedRow row = table_.rejected();
        throw Error(
            ErrorCode::invalid_input, row.reason, position(row.line, row.field),
            row.field == 0 ? "is a delimiter inside a value that is not in quotation marks?" : "");
      }
      if (is_hollow()) {
        ++hollow_rows_;
        continue;
      }
      if (++row_count_ % kRowsBetweenStops == 0) run.stop_if_cancelled();
      add_row();
    }
    if (row_count_ == 0)
      throw Error(ErrorCode::invalid_input, "there are no rows below the header",
                  {.file = table_.source(), .line = table_.header_line()});
    if (*std::max_element(totals_.begin(), totals_.end()) == 0)
      throw Error(ErrorCode::invalid_input, "every count is 0: there is nobody in the table",
                  {.file = table_.source()});
  }

  std::vector<std::string> list_names() const {
    std::vector<std::string> names;
    for (const std::size_t column : columns_.lists) names.push_back(table_.column_names()[column]);
    return names;
  }

  const std::vector<std::string>& draw_ids() const { return draw_ids_; }

  std::vector<Stratum> strata() const {
    std::vector<Stratum> strata;
    for (std::size_t s = 0; s < labels_.size(); ++s) {
      Stratum stratum;
      for (std::size_t i = 0; i < columns_.by.size(); ++i)
        stratum.labels.emplace_back(table_.column_names()[columns_.by[i]], labels_[s][i]);
      for (std::size_t d = 0; d < totals_.size(); ++d) {
        std::vector<CapturePattern> patterns;
        if (d < counts_[s].size())
          for (const auto& [history, count] : counts_[s][d]) patterns.push_back({history, count});
        stratum.draws.emplace_back(list_names(), std::move(patterns));
      }
      strata.push_back(std::move(stratum));
    }
    return strata;
  }

  std::vector<std::string> notes() const {
    std::vector<std::string> notes = table_.notes();
    if (!columns_.count)
      notes.push_back(fmt::format("there is no column 'count': each of the {} is one person",
                                  counted(row_count_, "row", "rows")));
    if (hollow_rows_ > 0)
      notes.push_back(counted(hollow_rows_, "row without a value in any column was passed over",
                              "rows without a value in any column were passed over"));
    if (columns_.count && repeated_rows_ > 0)
      notes.push_back(counted(repeated_rows_,
                              "row repeats the pattern of an earlier one; the counts were summed",
                              "rows repeat the pattern of an earlier one; the counts were summed"));
    if (unseen_rows_ > 0)
      notes.push_back(counted(unseen_rows_, "row of people on no list has count 0 and was left out",
                              "rows of people on no list have count 0 and were left out"));
    for (std::size_t i = 0; i < columns_.by.size(); ++i)
      if (unlabelled_rows_[i] > 0)
        notes.push_back(fmt::format("{} no value in '{}'; that is taken as a stratum of its own",
                                    counted(unlabelled_rows_[i], "row has", "rows have"),
                                    table_.column_names()[columns_.by[i]]));
    return notes;
  }

 private:
  ErrorSubject position(std::uint64_t line, std::optional<std::uint64_t> column) const {
    ErrorSubject subject{.file = table_.source(), .line = line};
    if (!column || *column == 0) return subject;
    subject.column = column;
    // A row that is too long has fields without a name.
    if (*column <= table_.column_names().size())
      subject.field = quotable(table_.column_names()[*column - 1]);
    return subject;
  }

  // Spreadsheets leave rows of delimiters below a table.
  bool is_hollow() const {
    const auto cells = table_.cells();
    return std::all_of(cells.begin(), cells.end(),
                       [](std::string_view cell) { return cell.empty(); });
  }

  void add_row() {
    const History history = read_history();
    const std::int64_t count = columns_.count ? read_count() : 1;
    const std::size_t stratum = columns_.by.empty() ? only_stratum() : find_stratum();
    const std::size_t draw = columns_.draw ? find_draw() : only_draw();
    if (history == 0) {
      if (count > 0)
        throw Error(ErrorCode::invalid_input,
                    columns_.count ? fmt::format("{} on no list: every list column is 0",
                                                 counted(count, "person", "people"))
                                   : "a person on no list: every list column is 0",
                    position(table_.line(), std::nullopt),
                    "how many are on no list is what is estimated; remove the row");
      ++unseen_rows_;
      return;
    }
    if (count > kPeopleMax - totals_[draw])
      throw Error(ErrorCode::invalid_input, "the counts down to this row exceed 2^62 people",
                  position(table_.line(), *columns_.count + 1));
    totals_[draw] += count;
    auto& by_draw = counts_[stratum];
    if (by_draw.size() <= draw) by_draw.resize(draw + 1);
    const auto [at, is_new] = by_draw[draw].try_emplace(history, count);
    if (!is_new) {
      at->second += count;
      ++repeated_rows_;
    }
  }

  History read_history() {
    History history = 0;
    History bit = 1;
    for (const std::size_t column : columns_.lists) {
      const std::string_view cell = table_.cell(column);
      if (cell == "1") {
        history |= bit;
      } else if (cell != "0") {
        const WholeNumber number = parse_whole_number(cell, kPeopleMax);
        if (number.fault != NumberFault::none || number.value > 1)
          throw explain_bad_mark(table_, columns_, column, table_.line(), std::string(cell));
        if (number.value == 1) history |= bit;
      }
      bit <<= 1;
    }
    return history;
  }

  std::int64_t read_count() {
    const std::string_view cell = table_.cell(*columns_.count);
    const WholeNumber number = parse_whole_number(cell, kPeopleMax);
    const auto fail = [&](std::string_view what, std::string hint) {
      throw Error(ErrorCode::invalid_input, fmt::format("'{}' {}", quotable(cell), what),
                  position(table_.line(), *columns_.count + 1), std::move(hint));
    };
    switch (number.fault) {
      case NumberFault::none:
        break;
      case NumberFault::empty:
        throw Error(ErrorCode::invalid_input, "the count is empty",
                    position(table_.line(), *columns_.count + 1),
                    "write 0 where nobody has this pattern, or remove the row");
      case NumberFault::negative:
        fail("is negative", "a count is 0 or more");
        break;
      case NumberFault::fraction:
        fail("is not a whole number", "a count is a number of people");
        break;
      case NumberFault::comma:
        fail("has a comma, which means a decimal to some and a thousand to others",
             "write the count with digits only");
        break;
      case NumberFault::point:
        fail("has a point, which means a decimal to some and a thousand to others",
             "write the count with digits only");
        break;
      case NumberFault::too_large:
        fail("is larger than 2^62, the most people that are taken", "");
        break;
      case NumberFault::not_a_number:
        fail("is not a number", "a count is a whole number of people");
        break;
    }
    return number.value;
  }

  std::size_t only_stratum() {
    if (labels_.empty()) {
      labels_.emplace_back();
      counts_.emplace_back();
    }
    return 0;
  }

  std::size_t only_draw() {
    if (totals_.empty()) totals_.push_back(0);
    return 0;
  }

  std::size_t find_stratum() {
    key_.clear();
    unlabelled_rows_.resize(columns_.by.size(), 0);
    for (std::size_t i = 0; i < columns_.by.size(); ++i) {
      const std::string_view cell = table_.cell(columns_.by[i]);
      if (cell.empty()) ++unlabelled_rows_[i];
      key_ += cell;
      key_ += '\0';  // which no text holds, so that keys cannot run into each other
    }
    const auto [at, is_new] = stratum_of_.try_emplace(key_, labels_.size());
    if (!is_new) return at->second;
    if (labels_.size() == kStrataMax)
      throw Error(ErrorCode::invalid_input, fmt::format("more than {} strata", kStrataMax),
                  position(table_.line(), columns_.by[0] + 1),
                  "--by takes a column with few values, such as a region or a year");
    std::vector<std::string> values;
    for (const std::size_t column : columns_.by) values.emplace_back(table_.cell(column));
    labels_.push_back(std::move(values));
    counts_.emplace_back();
    refuse_too_many_tables();
    return at->second;
  }

  std::size_t find_draw() {
    const std::string_view cell = table_.cell(*columns_.draw);
    if (cell.empty())
      throw Error(ErrorCode::invalid_input, "the draw is empty",
                  position(table_.line(), *columns_.draw + 1),
                  "every row of a set of tables says to which draw it belongs");
    key_ = cell;
    const auto [at, is_new] = draw_of_.try_emplace(key_, draw_ids_.size());
    if (is_new) {
      draw_ids_.push_back(key_);
      totals_.push_back(0);
      refuse_too_many_tables();
    }
    return at->second;
  }

  void refuse_too_many_tables() const {
    if (labels_.size() * totals_.size() > kTablesMax)
      throw Error(ErrorCode::invalid_input,
                  fmt::format("more than {} tables: {} strata times {} draws", kTablesMax,
                              labels_.size(), totals_.size()),
                  position(table_.line(), std::nullopt));
  }

  TableReader& table_;
  CaptureTableColumns columns_;
  std::vector<std::vector<std::string>> labels_;  // [stratum][by column]
  std::vector<std::string> draw_ids_;
  std::vector<std::vector<HistoryCounts>> counts_;  // [stratum][draw]; later draws may be absent
  std::vector<std::int64_t> totals_;                // [draw], over all strata
  std::unordered_map<std::string, std::size_t> stratum_of_;
  std::unordered_map<std::string, std::size_t> draw_of_;
  std::string key_;
  std::int64_t row_count_ = 0;
  std::int64_t hollow_rows_ = 0;
  std::int64_t repeated_rows_ = 0;
  std::int64_t unseen_rows_ = 0;
  std::vector<std::int64_t> unlabelled_rows_;  // [by column]
};

// The lists to leave out and to take as one, found and free of contradictions. Indices are into
// the file's lists.
struct ListChanges {
  std::vector<int> drop;                // ascending
  std::vector<std::vector<int>> merge;  // each of at least two
};

// A merged list is named by its parts, "A+B"; a list of that name that stays would be its double.
void refuse_taken_name(const std::vector<std::string>& names, const std::vector<std::string>& group,
                       std::vector<int> lists, const std::vector<std::string>& dropped,
                       const std::string& path) {
  std::sort(lists.begin(), lists.end());
  std::vector<std::string> parts;
  for (const int list : lists) parts.push_back(names[list]);
  const std::string merged = join(parts, "+");
  const auto holds = [&](const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), merged) != words.end();
  };
  if (holds(names) && !holds(dropped))
    throw Error(ErrorCode::invalid_input,
                fmt::format("--merge {}: there already is a list '{}'", join(group, ","), merged),
                {.file = path});
}

ListChanges find_changes(const std::vector<std::string>& names, const CaptureTableOptions& options,
                         const std::string& path) {
  const auto fail = [&](std::string message, std::string hint = {}) {
    throw Error(ErrorCode::invalid_input, std::move(message), {.file = path}, std::move(hint));
  };
  std::vector<std::string> claimed_by(names.size());
  const auto claim = [&](const std::string& name, std::string_view option) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      fail(fmt::format("{}: there is no list '{}'; the lists are {}", option, quotable(name),
                       join(names, ", ")));
    const auto list = static_cast<std::size_t>(at - names.begin());
    if (claimed_by[list] == option) fail(fmt::format("{} names the list '{}' twice", option, name));
    if (!claimed_by[list].empty())
      fail(fmt::format("the list '{}' is named in --drop and in --merge", name),
           "a dropped list cannot be merged");
    claimed_by[list] = option;
    return static_cast<int>(list);
  };
  ListChanges changes;
  for (const std::string& name : options.drop) changes.drop.push_back(claim(name, "--drop"));
  std::size_t left = names.size() - changes.drop.size();
  for (const auto& group : options.merge) {
    if (group.size() < 2)
      fail(fmt::format("--merge {}: at least two lists make one", join(group, ",")),
           "for example --merge A,B");
    std::vector<int> lists;
    for (const std::string& name : group) lists.push_back(claim(name, "--merge"));
    left -= lists.size() - 1;
    refuse_taken_name(names, group, lists, options.drop, path);
    changes.merge.push_back(std::move(lists));
  }
  if (left < 2)
    fail(fmt::format("{} left after --drop and --merge; at least two are needed",
                     left == 1 ? "only one list is" : "no list is"));
  std::sort(changes.drop.begin(), changes.drop.end());
  return changes;
}

// Dropped lists leave from the last to the first, so that the indices before them hold; merges go
// by name, since every change moves the indices.
CaptureTable changed(CaptureTable table, const ListChanges& changes,
                     const std::vector<std::string>& names) {
  for (auto list = changes.drop.rbegin(); list != changes.drop.rend(); ++list)
    table = table.without_list(*list);
  for (const auto& group : changes.merge) {
    std::vector<int> lists;
    for (const int list : group) lists.push_back(table.list_index(names[list]));
    table = table.with_merged(lists);
  }
  return table;
}

CaptureTable first_draw_total(const std::vector<Stratum>& strata) {
  std::vector<CapturePattern> patterns;
  for (const Stratum& stratum : strata) {
    const auto of_stratum = stratum.draws.front().patterns();
    patterns.insert(patterns.end(), of_stratum.begin(), of_stratum.end());
  }
  return {strata.front().draws.front().list_names(), std::move(patterns)};
}

std::string stratum_name(const Stratum& stratum) {
  std::vector<std::string> parts;
  for (const auto& [column, value] : stratum.labels)
    parts.push_back(fmt::format("{}={}", column, quotable(value)));
  return join(parts, ", ");
}

void note_changes(const ListChanges& changes, const std::vector<std::string>& names,
                  std::int64_t left, bool has_draws, std::vector<std::string>& notes) {
  std::vector<std::string> dropped;
  for (const int list : changes.drop) dropped.push_back(names[list]);
  if (!dropped.empty())
    notes.push_back(fmt::format("left out: {}; {} on no other list and left the table{}",
                                join(dropped, ", "), counted(left, "person was", "people were"),
                                has_draws ? " (in the first draw)" : ""));
  for (const auto& group : changes.merge) {
    std::vector<std::string> merged;
    for (const int list : group) merged.push_back(names[list]);
    notes.push_back(fmt::format("taken as one list: {}", join(merged, ", ")));
  }
}

void note_empty_tables(const std::vector<Stratum>& strata, std::vector<std::string>& notes) {
  for (const Stratum& stratum : strata) {
    const auto nobody = std::count_if(stratum.draws.begin(), stratum.draws.end(),
                                      [](const auto& table) { return table.observed() == 0; });
    if (nobody == 0) continue;
    std::string where = stratum.labels.empty() ? "the table" : "stratum " + stratum_name(stratum);
    if (stratum.draws.size() == 1)
      notes.push_back(fmt::format("{} has nobody", where));
    else
      notes.push_back(
          fmt::format("{} has nobody in {} of {} draws", where, nobody, stratum.draws.size()));
  }
}

}  // namespace

CaptureTableFile parse_capture_table(std::string bytes, const std::string& path,
                                     const CaptureTableOptions& options, const Run& run) {
  if (bytes.empty()) throw Error(ErrorCode::invalid_input, "the file is empty", {.file = path});
  CaptureTableFile file;
  file.input.path = path;
  file.input.sha256 = to_hex(sha256(bytes));
  TableReader table(std::move(bytes), path);
  Collector collector(table, options);
  const std::vector<std::string> names = collector.list_names();
  const ListChanges changes = find_changes(names, options, path);
  collector.read_rows(run);

  file.draws = collector.draw_ids();
  file.strata = collector.strata();
  std::vector<std::string>& notes = file.input.notes;
  notes = collector.notes();
  const std::int64_t observed_before = first_draw_total(file.strata).observed();
  for (Stratum& stratum : file.strata)
    for (CaptureTable& draw : stratum.draws) draw = changed(std::move(draw), changes, names);

  const CaptureTable total = first_draw_total(file.strata);
  file.input.lists = total.list_names();
  file.input.observed = total.observed();
  file.input.patterns = static_cast<std::int64_t>(total.patterns().size());
  for (const auto& [a, b] : total.empty_pairs())
    file.input.empty_pairs.emplace_back(total.list_names()[a], total.list_names()[b]);
  file.input.linkage_draws = static_cast<int>(file.draws.size());
  note_changes(changes, names, observed_before - total.observed(), !file.draws.empty(), notes);
  note_empty_tables(file.strata, notes);
  return file;
}

CaptureTableFile read_capture_table_file(const std::string& path,
                                         const CaptureTableOptions& options, const Run& run) {
  return parse_capture_table(read_file_bytes(path), path, options, run);
}

}  // namespace hearim
