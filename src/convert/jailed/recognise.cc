#include "convert/jailed/recognise.h"

#include <fmt/format.h>
#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "convert/jailed/page_writer.h"
#include "table/utf8.h"

namespace hearim {
namespace {

constexpr std::array kModelFolders = {"/usr/share/tesseract-ocr/5/tessdata",
                                      "/usr/share/tesseract-ocr/4.00/tessdata",
                                      "/usr/share/tessdata"};
constexpr std::int64_t kPixelsMax = 100'000'000;

tesseract::TessBaseAPI& engine() {
  static auto* const one = new tesseract::TessBaseAPI;  // a process that ends need not free it
  return *one;
}

std::string installed_languages(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".traineddata" && entry.path().stem() != "osd")
      names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : "+") + name;
  return joined;
}

struct FreePix {
  void operator()(Pix* picture) const { pixDestroy(&picture); }
};
using Picture = std::unique_ptr<Pix, FreePix>;

Box box_at(const tesseract::ResultIterator& at, tesseract::PageIteratorLevel level, float scale) {
  int left = 0, top = 0, right = 0, bottom = 0;
  at.BoundingBox(level, &left, &top, &right, &bottom);
  return {static_cast<float>(left) / scale, static_cast<float>(top) / scale,
          static_cast<float>(right) / scale, static_cast<float>(bottom) / scale};
}

// A symbol may be several characters; they share its box evenly.
void add_symbol(std::string_view utf8, const Box& box, std::uint8_t confidence, PageLine& line) {
  std::vector<char32_t> codes;
  if (find_invalid_utf8(utf8) != std::string_view::npos) return;
  for (std::size_t i = 0; i < utf8.size();) {
    UChar32 code = 0;
    U8_NEXT_UNSAFE(utf8.data(), i, code);
    codes.push_back(static_cast<char32_t>(code));
  }
  const float width =
      (box.right - box.left) / static_cast<float>(std::max<std::size_t>(codes.size(), 1));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const float left = box.left + width * static_cast<float>(i);
    line.characters.push_back({.code = codes[i],
                               .box = {left, box.top, left + width, box.bottom},
                               .is_made = false,
                               .ocr = confidence});
  }
}

}  // namespace

std::string prepare_recognition(const std::string& languages) {
  for (const char* folder : kModelFolders) {
    const std::string wanted = languages.empty() ? installed_languages(folder) : languages;
    if (wanted.empty()) continue;
    if (engine().Init(folder, wanted.c_str(), tesseract::OEM_LSTM_ONLY) == 0) return wanted;
  }
  return {};
}

std::vector<PageLine> recognise_lines(Pix* picture, float pixels_per_unit) {
  engine().SetImage(picture);
  std::vector<PageLine> lines;
  if (engine().Recognize(nullptr) != 0) return lines;
  const std::unique_ptr<tesseract::ResultIterator> at(engine().GetIterator());
  if (!at) return lines;
  bool begins_word = true;
  do {
    const std::unique_ptr<char[]> text(at->GetUTF8Text(tesseract::RIL_SYMBOL));
    if (!text) continue;
    const bool begins_line = at->IsAtBeginningOf(tesseract::RIL_TEXTLINE);
    begins_word = at->IsAtBeginningOf(tesseract::RIL_WORD);
    const Box box = box_at(*at, tesseract::RIL_SYMBOL, pixels_per_unit);
    if (lines.empty() || begins_line) {
      lines.emplace_back();
      lines.back().box = box_at(*at, tesseract::RIL_TEXTLINE, pixels_per_unit);
    } else if (begins_word) {
      lines.back().characters.push_back({.code = U' ', .box = box, .is_made = true, .ocr = {}});
    }
    const auto confidence =
        static_cast<std::uint8_t>(std::clamp(at->Confidence(tesseract::RIL_WORD), 0.0F, 100.0F));
    add_symbol(text.get(), box, confidence, lines.back());
  } while (at->Next(tesseract::RIL_SYMBOL));
  return lines;
}

void convert_image(const Job& job) {
  job.out.format(DocumentFormat::image);
  const auto* bytes = reinterpret_cast<const l_uint8*>(job.input.data());
  l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, colours = 0;
  if (pixReadHeaderMem(bytes, job.input.size(), &format, &width, &height, &bits, &samples,
                       &colours) != 0)
    throw ConvertProblem{ConvertReason::damaged, "is damaged, or no picture that is read"};
  if (std::int64_t{width} * height > kPixelsMax)
    throw ConvertProblem{
        ConvertReason::too_large,
        fmt::format("has {} by {} points; up to {} in all are taken", width, height, kPixelsMax)};
  const Picture picture(pixReadMem(bytes, job.input.size()));
  if (!picture)
    throw ConvertProblem{ConvertReason::damaged, "is damaged: its points cannot be read"};
  PageWriter pages(job.out);
  pages.add({.width = static_cast<float>(pixGetWidth(picture.get())),
             .height = static_cast<float>(pixGetHeight(picture.get())),
             .label = {},
             .lines = recognise_lines(picture.get(), 1)});
  pages.finish();
  if (job.out.code_points() == 0)
    throw ConvertProblem{ConvertReason::no_text, "is a picture in which no text was recognised"};
  job.out.remark("the text was recognised from a picture: compare before use");
}

}  // namespace hearim
