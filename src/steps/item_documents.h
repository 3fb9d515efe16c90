// What is made of the items of a case: texts with their maps, and lists of sheets.
//
// Plain text is decoded at once, while its item is taken, and kept in the same unit of work. What
// has a structure waits until its item is safe in the case; it is converted in a jail, and whatever
// becomes of it harms nothing but its own line: the item stays, and a shortfall says why there is
// no text. What failed for the machine's sake (no jail, no language data) is tried again when the
// item is found again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "hearim/case.h"
#include "hearim/convert.h"

namespace hearim {

struct DocumentsWanted {
  bool lists = true;
  bool texts = true;
};

// An item whose text is to be made.
struct WaitingDocument {
  std::int64_t item = 0;
  std::int64_t line = 0;  // of a message whose attachments are to be taken; else 0
  std::string place;      // fit to be shown
  std::string name;       // as found: tells the format
  int depth = 1;          // of what lies in it, among archives in archives
  std::uint64_t size_bytes = 0;
  bool wants_text = true;  // no: a message whose text was made before
};

class ItemDocuments {
 public:
  // Reads which items have their texts and lists already.
  ItemDocuments(const Case& of, const DocumentsWanted& wanted);

  struct Look {
    DocumentFormat format = DocumentFormat::unknown;
    bool is_list = false;  // delimited text, to be read as a list
    bool waits = false;    // to be converted once the item is safe
    std::string reason;    // why no text will be made, for the ledger; empty: nothing to say
  };
  // At an item that was taken just now; `content` is all of it, or its beginning of
  // kContentLookedAt bytes. REQUIRES: size_bytes is the item's.
  Look look(std::int64_t item, std::string_view name, std::string_view content,
            std::uint64_t size_bytes);
  static constexpr std::size_t kContentLookedAt = std::size_t{1} << 20;

  // An item of an earlier run that has neither text nor list nor a reason: is one to be made?
  bool is_missing(const Case& of, std::int64_t item, std::string_view name);

  // Texts decoded since the last time.
  void keep_texts(CaseWork& work);
  // What became of a document that waited.
  void keep(CaseWork& work, const WaitingDocument& document, const Conversion& conversion);

  bool has_list(std::int64_t item) const { return with_list_.contains(item); }
  void note_list(std::int64_t item, std::int64_t list, std::string place);

  std::uint64_t text_count() const { return text_count_; }
  const std::map<std::int64_t, std::string>& lists() const { return lists_; }  // made: places

 private:
  bool is_worth_another_try(const Shortfall& shortfall);
  std::string tool_of(const Conversion& conversion);
  const std::string& ocr_languages();
  std::int64_t add_text(CaseWork& work, std::int64_t item, const Conversion& conversion);

  DocumentsWanted wanted_;
  Converter converter_;                       // of plain text, in this process
  std::unordered_set<std::int64_t> settled_;  // has a text, a list, or a reason that stands
  std::unordered_set<std::int64_t> with_text_, with_list_;
  std::vector<std::pair<std::int64_t, Conversion>> decoded_;
  std::optional<std::string> ocr_languages_;
  std::map<std::int64_t, std::string> lists_;
  std::uint64_t text_count_ = 0;
};

}  // namespace hearim
