// What came into a case, as values: the ledger of every path that was found, lists with every row
// as received, texts made from items. case.h says how they are written and read.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearim {

// ---- the ledger --------------------------------------------------------------------------------

// What became of a thing that was found. Everything found is exactly one of these.
enum class Outcome : std::uint8_t {
  taken = 1,      // a new item
  duplicate = 2,  // its content is in the case already: the place is noted, nothing is kept twice
  refused = 3,    // nothing of it is in the case; the reason says why
};
std::string_view outcome_name(Outcome outcome);  // "taken"

// One thing found on a disk or in an archive. Its names are bytes, as the disk or the archive has
// them: not always UTF-8.
struct LedgerLine {
  std::int64_t id = 0;       // in the order of being found; given by the case
  std::int64_t intake = 0;   // given by the case
  std::string place;         // the path as found; in an archive: the member's name
  std::int64_t inside = 0;   // the line of the archive it lay in, or 0
  std::uint64_t member = 0;  // its number in that archive, from 1
  Outcome outcome = Outcome::refused;
  std::int64_t item = 0;         // unless refused
  std::string reason = {};       // why it was refused; for others, what is to be known, or nothing
  std::uint64_t size_bytes = 0;  // of its content; of what is refused, as far as known
  std::string modified = {};     // "2001-02-03T04:05:06.000000007Z", or empty: not known
  bool under_way = false;        // an archive whose members are not all in the ledger yet
};

// One run of `hearim add`, however often it was interrupted.
struct Intake {
  std::int64_t id = 0;
  std::string begun;    // time
  std::string request;  // what was asked for; the same request again continues it
  bool finished = false;
  std::uint64_t taken = 0, duplicate = 0, refused = 0;
  std::uint64_t found() const { return taken + duplicate + refused; }
};

struct TakenItem {
  std::int64_t item = 0;
  bool duplicate = false;
};

// ---- lists -------------------------------------------------------------------------------------

struct NewList {
  std::int64_t item = 0;             // the file it stands in
  std::string name = {};             // of the sheet; empty: the item is the list
  std::vector<std::string> columns;  // 1 to 16,384
  std::string how_read;              // "csv, UTF-8, delimiter ','"
};

// A row as received, rejected ones included. Views hold until the next row.
struct ListRow {
  std::uint64_t row = 0;   // in the list, from 1; counts every row below the header
  std::uint64_t line = 0;  // in the file or the sheet, from 1, where it begins; never goes down
  // Of its bytes as received, in the item; of a sheet's row, in the text of the workbook (UTF-8).
  // Never goes down.
  std::uint64_t offset = 0;
  std::uint64_t size_bytes = 0;
  std::span<const std::string_view> cells = {};  // one per column; none when it is rejected
  std::string_view rejected = {};                // why; empty: it is not
  std::uint64_t rejected_column = 0;             // from 1; 0: the row as a whole
};
// Fills in the next row but for its number; false at the end.
using ListRowSource = std::function<bool(ListRow& row)>;
using ListRowVisitor = std::function<void(const ListRow& row)>;

struct List : NewList {
  std::int64_t id = 0;
  std::uint64_t row_count = 0;  // rejected ones included
  std::uint64_t rejected_count = 0;
};

// ---- texts -------------------------------------------------------------------------------------

struct NewText {
  std::int64_t item = 0;
  std::string tool;       // what made it, with its version and settings
  std::string_view text;  // UTF-8
  // From places in the text to places in the item, in the coding that `map_format` names; the case
  // keeps it and does not look inside.
  std::string map_format;
  std::span<const std::uint8_t> map = {};
};

// What a tool could not make of an item: no text, not all of it, a sheet that is no list.
struct Shortfall {
  std::int64_t id = 0;  // given by the case
  std::int64_t item = 0;
  std::string
      tool;         // as of a text; stands in the log, so nothing of the item's words belongs in it
  std::string why;  // for people
};

struct ItemText {
  std::int64_t id = 0;
  std::int64_t item = 0;
  std::string tool;
  std::string text;
  std::string map_format;
  std::vector<std::uint8_t> map;
};

}  // namespace hearim
