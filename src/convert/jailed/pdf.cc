// PDF -> lines of characters with their boxes, by poppler. Poppler finds words and their order of
// reading; lines are made of words that follow each other and stand side by side.
#include "convert/jailed/pdf.h"

#include <fmt/format.h>
#include <iconv.h>
#include <poppler-document.h>
#include <poppler-embedded-file.h>
#include <poppler-global.h>
#include <poppler-page.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "convert/code_points.h"
#include "convert/decoded_bytes.h"
#include "convert/jailed/page_writer.h"
#include "convert/jailed/preloaded_files.h"
#include "convert/jailed/stated_date.h"
#include "table/utf8.h"

namespace hearim {
namespace {

// Poppler keeps its tables as long as some document is open: this one stays so.
constexpr std::string_view kOwnDocument =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 "
    "R>>>>>>endobj\n"
    "4 0 obj<</Length 26>>stream\nBT /F 4 Tf (hearim) Tj ET \nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n";

std::vector<char32_t> code_points_of(const poppler::ustring& text) {
  std::vector<char32_t> codes;
  for (std::size_t i = 0; i < text.size();) {
    UChar32 code = 0;
    U16_NEXT(text.data(), i, text.size(), code);
    codes.push_back(U_IS_SURROGATE(code) || code == 0 ? 0xFFFD : static_cast<char32_t>(code));
  }
  return codes;
}

std::string utf8_of(const poppler::ustring& text) {
  std::string utf8;
  for (const char32_t code : code_points_of(text)) append_code_point(code, utf8);
  return utf8;
}

Box box_of(const poppler::rectf& r) {
  return {static_cast<float>(r.left()), static_cast<float>(r.top()), static_cast<float>(r.right()),
          static_cast<float>(r.bottom())};
}

struct Word {
  std::vector<PageCharacter> characters;
  Box box;
  bool vertical = false;
  bool space_after = false;
};

Word word_of(const poppler::text_box& from) {
  Word word;
  word.box = box_of(from.bbox());
  word.vertical = from.rotation() == 1 || from.rotation() == 3 ||
                  (from.has_font_info() && from.get_wmode() == poppler::text_box::vertical_wmode);
  word.space_after = from.has_space_after();
  const std::vector<char32_t> codes = code_points_of(from.text());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    Box box = box_of(from.char_bbox(i));
    // Fewer glyphs than characters: the rest share the word's end.
    if (box == Box{} || !std::isfinite(box.left + box.right + box.top + box.bottom)) box = word.box;
    word.characters.push_back({codes[i], box});
  }
  return word;
}

bool stands_beside(const Word& last, const Word& next) {
  if (last.vertical != next.vertical) return false;
  const auto overlap = [](float a0, float a1, float b0, float b1) {
    return std::min(a1, b1) - std::max(a0, b0) > 0.5F * std::min(a1 - a0, b1 - b0);
  };
  return last.vertical ? overlap(last.box.left, last.box.right, next.box.left, next.box.right)
                       : overlap(last.box.top, last.box.bottom, next.box.top, next.box.bottom);
}

// Poppler says nothing of the space between words that it takes for two columns of one line.
bool is_apart(const Word& last, const Word& next) {
  const float gap = last.vertical
                        ? std::max(next.box.top - last.box.bottom, last.box.top - next.box.bottom)
                        : std::max(next.box.left - last.box.right, last.box.left - next.box.right);
  const float size =
      last.vertical ? last.box.right - last.box.left : last.box.bottom - last.box.top;
  return gap > 0.15F * size;
}

Box united(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

std::vector<PageLine> lines_of(const poppler::page& page) {
  std::vector<PageLine> lines;
  Word last;
  for (const poppler::text_box& box : page.text_list(poppler::page::text_list_include_font)) {
    Word word = word_of(box);
    if (word.characters.empty()) continue;
    if (lines.empty() || !stands_beside(last, word)) {
      lines.emplace_back();
      lines.back().box = word.box;
      lines.back().vertical = word.vertical;
    } else if (last.space_after || is_apart(last, word)) {
      // Its place: the gap between the two, wherever the next one stands.
      const float left = std::min(last.box.right, word.box.right);
      const float right = std::max(last.box.left, word.box.left);
      lines.back().characters.push_back({U' ', {left, word.box.top, right, word.box.bottom}, true});
    }
    PageLine& line = lines.back();
    line.box = united(line.box, word.box);
    line.characters.insert(line.characters.end(), word.characters.begin(), word.characters.end());
    last = std::move(word);
  }
  for (PageLine& line : lines) put_into_logical_order(line);
  return lines;
}

void write_metadata(const poppler::document& document, AnswerWriter& out) {
  constexpr std::size_t kKeysMax = 100;
  std::size_t count = 0;
  for (const std::string& key : document.info_keys()) {
    if (++count > kKeysMax) break;
    const std::string value = utf8_of(document.info_key(key));
    out.field(key, value);
    if (key == "Title" && !value.empty()) out.metadata(MetadataKey::title, value);
    if (key == "Author" && !value.empty()) out.metadata(MetadataKey::author, value);
    if (key != "CreationDate") continue;
    if (const std::string date = stated_pdf_date(value); !date.empty())
      out.metadata(MetadataKey::date, date);
  }
}

// File names are in UTF-16 with its mark, or in what their author's machine used.
std::string decoded(const std::string& bytes) {
  const auto text = decode_bytes(bytes);
  return text ? text->text : std::string();
}

void write_embedded_files(const poppler::document& document, const Job& job) {
  if (!document.has_embedded_files()) return;
  std::uint32_t count = 0;
  for (poppler::embedded_file* file : document.embedded_files()) {
    if (!file || !file->is_valid()) continue;
    if (++count > job.limits.attachment_count_max) {
      job.out.remark(
          fmt::format("only the first {} files in it were taken", job.limits.attachment_count_max));
      return;
    }
    const poppler::byte_array bytes = file->data();
    job.out.attachment(std::to_string(count), decoded(file->name()), file->mime_type(),
                       {bytes.data(), bytes.size()});
  }
}

std::string list_pages(const std::vector<int>& pages) {
  std::string list;
  for (std::size_t i = 0; i < pages.size() && i < 20; ++i)
    list += fmt::format("{}{}", i == 0 ? "" : ", ", pages[i]);
  return pages.size() > 20 ? list + ", …" : list;
}

}  // namespace

void prepare_pdf() {
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  // Poppler converts through UTF-16, which the C library loads from a file.
  for (const char* name : {"UTF-16", "UTF-16LE", "UTF-16BE"})
    if (::iconv_open(name, "UTF-8") == reinterpret_cast<iconv_t>(-1) ||
        ::iconv_open("UTF-8", name) == reinterpret_cast<iconv_t>(-1))
      throw std::runtime_error(fmt::format("the C library has no {} (package libc-bin)", name));
  preload_files("/usr/share/poppler");
  static const std::unique_ptr<poppler::document> own(poppler::document::load_from_raw_data(
      kOwnDocument.data(), static_cast<int>(kOwnDocument.size())));
  if (!own) throw std::runtime_error("poppler does not work");
  const std::unique_ptr<poppler::page> page(own->create_page(0));
  if (!page || utf8_of(page->text_list().at(0).text()) != "hearim")
    throw std::runtime_error("poppler does not work");
}

void convert_pdf(const Job& job, PageRecogniser recognise) {
  AnswerWriter& out = job.out;
  out.format(DocumentFormat::pdf);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(job.input.data(), static_cast<int>(job.input.size())));
  if (!document)
    throw ConvertProblem{ConvertReason::damaged,
                         "is damaged: no PDF reader finds its pages (cut short?)"};
  if (document->is_locked())
    throw ConvertProblem{ConvertReason::encrypted,
                         "is encrypted: ask for the password and save it without one"};
  write_metadata(*document, out);
  if (document->is_encrypted())
    out.remark("it forbids some uses, which its author can undo; its text can be read");

  const int page_count = document->pages();
  PageWriter pages(out);
  std::vector<int> unreadable, without_text, recognised;
  for (int i = 0; i < page_count; ++i) {
    if (i >= static_cast<int>(job.limits.page_count_max)) {
      pages.finish();
      throw ConvertProblem{ConvertReason::too_large,
                           fmt::format("has {} pages; the first {} were read", page_count,
                                       job.limits.page_count_max)};
    }
    PageContent content;
    if (const std::unique_ptr<poppler::page> page{document->create_page(i)}; page) {
      const poppler::rectf size = page->page_rect(poppler::crop_box);
      const auto turn = page->orientation();
      const bool lying = turn == poppler::page::landscape || turn == poppler::page::seascape;
      content.width = static_cast<float>(lying ? size.height() : size.width());
      content.height = static_cast<float>(lying ? size.width() : size.height());
      content.label = utf8_of(page->label());
      content.lines = lines_of(*page);
      if (content.lines.empty() && recognise) {
        content.lines = recognise(*page);
        if (!content.lines.empty()) recognised.push_back(i + 1);
      }
      if (content.lines.empty()) without_text.push_back(i + 1);
    } else {
      unreadable.push_back(i + 1);
    }
    pages.add(std::move(content));
  }
  pages.finish();
  write_embedded_files(*document, job);
  if (!recognised.empty())
    out.remark(
        fmt::format("the text of page {} was recognised from its picture: compare before use",
                    list_pages(recognised)));
  if (!unreadable.empty())
    throw ConvertProblem{ConvertReason::damaged,
                         fmt::format("is damaged: page {} cannot be read", list_pages(unreadable))};
  if (out.code_points() == 0)
    throw ConvertProblem{ConvertReason::no_text,
                         fmt::format("has {} page{} and no text on {}: a scan", page_count,
                                     page_count == 1 ? "" : "s", page_count == 1 ? "it" : "them")};
  if (!without_text.empty())
    out.remark(fmt::format("no text on page {}: empty, or a picture", list_pages(without_text)));
}

}  // namespace hearim
