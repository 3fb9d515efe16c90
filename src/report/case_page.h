// The report of a case as one self-contained page: no script, nothing fetched. Pure.
//
// The answer first, then what it rests on. Every number is a link to the figure it is, from there
// to the result it was read from, and so on down to the item as received and its entry in the
// custody log: figure -> result -> (result) -> list or statement -> item.
//
// Nobody is named: words from outside pass through the PageMask. The page is written twice, once to
// collect those words and once, when the mask has learned the names among them, to publish.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/page_mask.h"
#include "report/reading_json.h"

namespace hearim {

struct PageFigure {
  std::int64_t id = 0;
  std::string name, value;
  std::string taken;  // "from result:7, at /report/people/count; as it stands"
  std::int64_t result = 0;
  std::string program;
  std::string stale;
};

struct PageEntry {  // of the custody log
  std::uint64_t sequence = 0;
  std::string time, actor;
};

struct PageResult {
  std::int64_t id = 0;
  std::string step, subject, settings, program, stale;
  std::vector<std::string> inputs;
  PageEntry made;
};

struct PageItem {
  std::int64_t id = 0;
  std::string name, sha256;
  std::uint64_t size_bytes = 0;
  std::string text_by;  // what made its text; empty: none was made
  std::optional<PageEntry> taken_in;
};

struct PageList {
  std::int64_t id = 0, item = 0;
  std::string name, how_read;
};

// A statement in its context.
struct PagePassage {
  std::int64_t item = 0, result = 0;  // the reading's
  std::string annotation;
  std::string value_pointer;  // of the figure that is its value; in the reading
  std::u32string words;
  TextSpan said;                 // in `words`
  std::vector<TextSpan> people;  // mentions of persons, in `words`
  bool cut_before = false, cut_after = false;
};

// A content of a result, with what it is.
struct PageSource {
  std::int64_t result = 0;
  std::string stale;
  Json content;
};

struct CasePage {
  std::optional<PageSource> holdings, linkage, estimate, board, testimonies, judged;
  std::map<std::string, PageFigure> figures;  // by "result:7/report/people/count count"
  std::vector<PageResult> results;
  std::map<std::int64_t, PageItem> items;
  std::vector<PageList> lists;
  std::vector<std::size_t> claims;                                       // shown, on the board
  std::map<std::pair<std::int64_t, std::string>, PagePassage> passages;  // by item and annotation
  std::map<std::string, std::int64_t> item_of_document;
  std::vector<std::pair<std::string, std::string>> refused;  // what, and why
  bool refused_cut = false;                                  // there are more
  std::string checkpoint, verifier;
  std::uint64_t log_size = 0;
};

// Which of a claim's pairs are shown: those that conflict, then those that cannot be compared, each
// reason once.
std::vector<std::size_t> pairs_that_tell(const Json& claim);

enum class PagePass { collect, publish };
std::string case_page(const CasePage& page, PageMask& mask, PagePass pass);

}  // namespace hearim
