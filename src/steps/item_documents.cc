#include "steps/item_documents.h"

#include <fmt/format.h>

#include <span>
#include <utility>

#include "base/version.h"
#include "hearim/error.h"
#include "steps/list_of_item.h"
#include "steps/sheet_list.h"

namespace hearim {
namespace {

constexpr std::size_t kGuessBytes = std::size_t{64} << 10;
constexpr std::string_view kNoText = "no text was made: ";

bool is_plain(DocumentFormat format) {
  return format == DocumentFormat::text || format == DocumentFormat::markdown ||
         format == DocumentFormat::csv;
}

std::string converter_name(DocumentFormat format) {
  return fmt::format("{} {}; ", is_plain(format) ? "hearim" : "hearim-convert", kVersion);
}

// Pictures and pages without text: what is recognised in them depends on what is installed.
bool is_ocr_decisive(const Conversion& conversion) {
  if (conversion.format == DocumentFormat::image) return true;
  if (conversion.format != DocumentFormat::pdf) return false;
  if (conversion.reason == ConvertReason::no_text) return true;
  for (const TextRun& run : conversion.runs)
    if (run.ocr) return true;
  return false;
}

}  // namespace

ItemDocuments::ItemDocuments(const Case& of, const DocumentsWanted& wanted) : wanted_(wanted) {
  for (const List& list : of.lists()) with_list_.insert(list.item);
  settled_ = with_list_;
  for (const std::int64_t item : of.items_with_text()) with_text_.insert(item);
  settled_.insert(with_text_.begin(), with_text_.end());
  for (const Shortfall& shortfall : of.shortfalls())
    if (is_worth_another_try(shortfall))
      settled_.erase(shortfall.item);
    else
      settled_.insert(shortfall.item);
}

const std::string& ItemDocuments::ocr_languages() {
  if (!ocr_languages_) {
    ocr_languages_ = converter_.ocr_languages();
    if (ocr_languages_->empty()) ocr_languages_ = "none";
  }
  return *ocr_languages_;
}

// By what its tool says: another version, no jail then, other languages to recognise.
bool ItemDocuments::is_worth_another_try(const Shortfall& shortfall) {
  const std::string_view tool = shortfall.tool;
  if (!tool.starts_with(converter_name(DocumentFormat::text)) &&
      !tool.starts_with(converter_name(DocumentFormat::pdf)))
    return true;
  if (tool.ends_with(convert_reason_name(ConvertReason::no_jail))) return true;
  const std::size_t ocr = tool.find("; ocr ");
  if (ocr == std::string_view::npos) return false;
  const std::string_view languages = tool.substr(ocr + 6);
  return languages.substr(0, languages.find(';')) != ocr_languages();
}

// "hearim-convert 0.1.0; pdf; ocr eng+kor; out_of_time". It stands in the log, so it says nothing
// of what is in the document.
std::string ItemDocuments::tool_of(const Conversion& conversion) {
  std::string tool = converter_name(conversion.format);
  tool += document_format_name(conversion.format);
  if (is_ocr_decisive(conversion)) tool += "; ocr " + ocr_languages();
  if (conversion.reason != ConvertReason::none)
    tool += fmt::format("; {}", convert_reason_name(conversion.reason));
  return tool;
}

ItemDocuments::Look ItemDocuments::look(std::int64_t item, std::string_view name,
                                        std::string_view content, std::uint64_t size_bytes) {
  Look look;
  look.format = guess_document_format(content.substr(0, kGuessBytes), name);
  if (look.format == DocumentFormat::archive) return look;
  if (wanted_.lists && is_plain(look.format) && is_list_name(name)) {
    look.is_list = true;
    return look;
  }
  if (!wanted_.texts) return look;
  if (look.format == DocumentFormat::unknown) {
    look.reason = std::string(kNoText) + "is of no format that is read";
    return look;
  }
  if (settled_.contains(item)) return look;
  if (!is_plain(look.format)) {
    settled_.insert(item);
    look.waits = true;
    return look;
  }
  const bool is_whole = content.size() == size_bytes;
  Conversion conversion = converter_.convert(content, name, {.format = look.format});
  if (conversion.status == ConvertStatus::refused) {
    look.reason = std::string(kNoText) + conversion.message;
    return look;
  }
  settled_.insert(item);
  if (is_whole)
    decoded_.emplace_back(item, std::move(conversion));
  else
    look.waits = true;
  return look;
}

bool ItemDocuments::is_missing(const Case& of, std::int64_t item, std::string_view name) {
  if (!wanted_.texts || settled_.contains(item)) return false;
  const DocumentFormat format =
      guess_document_format(of.read_item_part(item, 0, kGuessBytes), name);
  if (format == DocumentFormat::unknown || format == DocumentFormat::archive) return false;
  if (wanted_.lists && is_plain(format) && is_list_name(name)) return false;
  return settled_.insert(item).second;
}

std::int64_t ItemDocuments::add_text(CaseWork& work, std::int64_t item,
                                     const Conversion& conversion) {
  const std::string map = encode_text_map(conversion);
  const std::int64_t text = work.add_text(
      {.item = item,
       .tool = tool_of(conversion),
       .text = conversion.text,
       .map_format = std::string(kTextMapFormat),
       .map = std::span(reinterpret_cast<const std::uint8_t*>(map.data()), map.size())});
  with_text_.insert(item);
  ++text_count_;
  return text;
}

void ItemDocuments::keep_texts(CaseWork& work) {
  for (const auto& [item, conversion] : decoded_) add_text(work, item, conversion);
  decoded_.clear();
}

void ItemDocuments::keep(CaseWork& work, const WaitingDocument& document,
                         const Conversion& conversion) {
  if (!document.wants_text) return;
  const bool wants_lists = wanted_.lists && !with_list_.contains(document.item);
  const std::string tool = tool_of(conversion);
  std::string why;
  const auto add_why = [&](const std::string& more) { why += (why.empty() ? "" : "; ") + more; };
  std::int64_t text = 0;
  if (conversion.status == ConvertStatus::refused)
    add_why(std::string(kNoText) + conversion.message);
  else
    text = add_text(work, document.item, conversion);
  if (conversion.status == ConvertStatus::partial)
    add_why("not all of its text: " + conversion.message);
  for (std::size_t i = 0; wants_lists && text != 0 && i < conversion.sheets.size(); ++i) {
    const Sheet& sheet = conversion.sheets[i];
    if (sheet.cell_begin == sheet.cell_end) continue;
    const ListOfItem made = add_list_of_sheet(work, document.item, text, conversion, i);
    if (made.list == 0)
      add_why(fmt::format("sheet \"{}\" is not read as a list: {}", sheet.name, made.why_not));
    else
      note_list(document.item, made.list, document.place);
  }
  if (!why.empty()) work.add_shortfall({.item = document.item, .tool = tool, .why = why});
}

void ItemDocuments::note_list(std::int64_t item, std::int64_t list, std::string place) {
  with_list_.insert(item);
  settled_.insert(item);
  lists_.emplace(list, std::move(place));
}

}  // namespace hearim
