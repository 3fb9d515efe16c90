// `hearim read CASE`: each text of the case read, its proposed statements kept.
//
// What people decided about statements (judgements of kind "correction" about "item:3", each a Web
// Annotation as in docs/formats/corrections.md) is applied again after every reading. Durable in
// batches; a run that was stopped goes on where it was.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hearim/case.h"
#include "hearim/read.h"
#include "hearim/run.h"
#include "steps/case_step.h"

namespace hearim {

inline constexpr std::string_view kReadStep = "read";  // subject: "item:3"
// Judgements about "item:3" that a reading takes in.
inline constexpr std::string_view kCorrectionKind = "correction";
inline constexpr std::string_view kUndo = "undo";  // {"action":"undo"}: the earlier one is none
inline constexpr std::string_view kDocumentDateKind = "document-date";  // "2023-03-24"
inline constexpr std::string_view kLanguageKind = "language";           // "ko"

// Items to read: those with a text, but for workbooks, whose sheets are lists and no prose.
std::vector<std::int64_t> documents_of(const Case& from);

struct ReadCaseOutcome {
  std::size_t text_count = 0;
  std::size_t read_count = 0;      // the others stand as they were
  std::size_t conflict_count = 0;  // corrections that do not fit, of those read
};
ReadCaseOutcome read_case(Case& into, const Run& run);

// What is kept of one item's reading, made from the case as it is:
// {"document":{...},"annotations":[...],"corrections":{"applied":1,"conflicts":[...]}}
struct ReadingMade {
  std::vector<std::string> inputs;
  std::string made_with;
  std::string content;
  std::size_t conflict_count = 0;
};
// Takes from the case (not to be called on several threads), then makes (may be).
class ItemReader {
 public:
  ItemReader(const Case& from, const ItemNames& names, std::int64_t item);
  const std::vector<std::string>& inputs() const { return inputs_; }
  const std::string& made_with() const { return made_with_; }
  ReadingMade make() const;  // Error(invalid_input): a correction that is none

 private:
  DocumentFacts facts_;
  ReadOptions options_;
  std::string text_;
  Json corrections_ = Json::array();
  std::vector<std::string> inputs_;
  std::string made_with_;
};

// A reading that was kept, as values again.
struct KeptReading {
  DocumentFacts facts;
  std::int64_t item = 0, result = 0;
  std::u32string text;
  Reading reading;
};
KeptReading kept_reading(const Case& from, const Result& result);
std::int64_t item_of_subject(std::string_view subject);  // "item:3" -> 3

}  // namespace hearim
