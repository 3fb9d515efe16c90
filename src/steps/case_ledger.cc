#include "steps/case_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/sha256.h"
#include "steps/rows_as_received.h"
#include "steps/shown_name.h"
#include "table/csv_cell.h"

namespace hearim {
namespace {

// Archives are few: their lines are remembered, so that what lies in them can be named.
class Places {
 public:
  struct Place {
    std::string path;    // on the disk
    std::string inside;  // in the archive on it; empty: it is no archive's member
    std::string bytes;   // path and inside, as they are
  };

  explicit Places(const Case& from) {
    from.for_each_ledger_line(0, [&](const LedgerLine& line) {
      if (line.inside != 0) archives_.try_emplace(line.inside);
    });
  }

  Place of(const LedgerLine& line) {
    Place place{shown_name(line.place), "", line.place};
    if (const auto archive = archives_.find(line.inside); archive != archives_.end()) {
      const Place& outer = archive->second;
      place.inside = outer.inside.empty() ? place.path : outer.inside + " > " + place.path;
      place.bytes = outer.bytes + " > " + line.place;
      place.path = outer.path;
    }
    if (const auto mine = archives_.find(line.id); mine != archives_.end()) mine->second = place;
    return place;
  }

 private:
  std::unordered_map<std::int64_t, Place> archives_;
};

std::string hex_of(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

// Whether the CSV shows the name unchanged; otherwise its bytes are given, too.
bool is_as_it_is(const Places::Place& place) {
  const auto unchanged = [](const std::string& text) { return csv_cell(text) == csv_quoted(text); };
  return is_utf8(place.bytes) && unchanged(place.path) && unchanged(place.inside);
}

// Lines with their places, and with what is to be said of them today: why they were refused, and
// what could not be made of their items.
template <typename Visit>
void for_each_place(const Case& from, std::int64_t intake, Visit visit) {
  Places places(from);
  std::unordered_map<std::int64_t, std::string> shortfalls;
  for (Shortfall& shortfall : from.shortfalls())
    shortfalls.emplace(shortfall.item, std::move(shortfall.why));
  from.for_each_ledger_line(intake, [&](const LedgerLine& line) {
    std::string reason = line.reason;
    if (const auto lacking = shortfalls.find(line.item); lacking != shortfalls.end())
      reason += (reason.empty() ? "" : "; ") + lacking->second;
    visit(line, places.of(line), reason);
  });
}

}  // namespace

void write_ledger_csv(const Case& from, std::int64_t intake, const TextSink& write) {
  std::unordered_map<std::int64_t, ContentHash> hashes;
  for (const Item& item : from.items()) hashes.emplace(item.id, item.sha256);
  write("add,line,path,inside,outcome,item,size_bytes,sha256,modified,reason,path_bytes\r\n");
  for_each_place(
      from, intake, [&](const LedgerLine& line, const auto& place, const std::string& reason) {
        const auto hash = hashes.find(line.item);
        write(fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", line.intake, line.id,
                          csv_cell(place.path), csv_cell(place.inside), outcome_name(line.outcome),
                          line.item == 0 ? "" : std::to_string(line.item), line.size_bytes,
                          hash == hashes.end() ? "" : to_hex(hash->second), line.modified,
                          csv_cell(reason), is_as_it_is(place) ? "" : hex_of(place.bytes)));
      });
}

void write_rejected_rows_csv(const Case& from, const TextSink& write) {
  constexpr std::uint64_t kShownBytes = 4096;  // of a row; the case has all of it
  std::unordered_map<std::int64_t, std::string> names;
  for (const Item& item : from.items()) names.emplace(item.id, item.name);
  write("list,item,name,row,line,column,reason,as_received\r\n");
  for (const List& list : from.lists()) {
    if (list.rejected_count == 0) continue;
    const RowsAsReceived rows(from, list);
    from.rejected_rows(list.id, [&](const ListRow& row) {
      const std::string raw = rows.of(row, kShownBytes);
      write(fmt::format("{},{},{},{},{},{},{},{}\r\n", list.id, list.item,
                        csv_cell(names[list.item]), row.row, row.line,
                        row.rejected_column == 0 ? "" : std::to_string(row.rejected_column),
                        csv_cell(row.rejected), csv_cell(shown_name(raw))));
    });
  }
}

NotedLines noted_lines(const Case& from, std::int64_t intake, std::size_t count) {
  std::unordered_set<std::int64_t> read;
  for (const std::int64_t item : from.items_with_text()) read.insert(item);
  for (const List& list : from.lists()) read.insert(list.item);
  NotedLines noted;
  for_each_place(
      from, intake, [&](const LedgerLine& line, const auto& place, const std::string& reason) {
        if (reason.empty()) return;
        std::vector<NotedLine>* lines = &noted.refused;
        if (line.item != 0) {
          const bool is_read = read.contains(line.item);
          lines = is_read ? &noted.in_part : &noted.not_read;
          ++(is_read ? noted.in_part_count : noted.not_read_count);
        }
        if (lines->size() == count) return;
        lines->push_back(
            {place.inside.empty() ? place.path : place.path + " > " + place.inside, reason});
      });
  return noted;
}

}  // namespace hearim
