// The ledger of a case as a table for people and programs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/case.h"

namespace hearim {

using TextSink = std::function<void(std::string_view text)>;

// One line for each thing found, of one intake or of all (0), `reason` with what could not be made
// of it: add,line,path,inside,outcome,item,
// size_bytes,sha256,modified,reason,path_bytes. `inside` is the name in an archive, " > " between
// archives in one another; `path_bytes` is hexadecimal, and only there where the name is not UTF-8.
void write_ledger_csv(const Case& from, std::int64_t intake, const TextSink& write);

// One line for each rejected row of every list: list,item,name,row,line,column,reason,as_received.
void write_rejected_rows_csv(const Case& from, const TextSink& write);

// A line of an intake that says something; the reason also tells what could not be made of its
// item.
struct NotedLine {
  std::string place;  // fit to be shown; with the archive or message before what lies in it
  std::string reason;
};
struct NotedLines {
  std::vector<NotedLine> refused;   // nothing of it is in the case
  std::vector<NotedLine> not_read;  // an item, and neither text nor list was made of it
  std::vector<NotedLine> in_part;   // an item, with text or lists, and not all of it
  std::uint64_t not_read_count = 0, in_part_count = 0;
};
// The first `count` of each.
NotedLines noted_lines(const Case& from, std::int64_t intake, std::size_t count);

}  // namespace hearim
