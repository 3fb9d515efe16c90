// hearim-convert-ocr: as hearim-convert, for pictures and for PDF pages that are pictures. A
// program of its own, since its models take memory and time to load that most cases do not need.
#include <leptonica/allheaders.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <cstring>
#include <string>

#include "convert/jailed/job.h"
#include "convert/jailed/pdf.h"
#include "convert/jailed/recognise.h"

namespace hearim {
namespace {

constexpr double kDotsPerInch = 250;
constexpr double kPointsMax = 3000;  // of a page's side: larger ones are drawn coarser

std::string wanted_languages;

void prepare(JailHello& hello) {
  setMsgSeverity(L_SEVERITY_NONE);
  const std::string loaded = prepare_recognition(wanted_languages);
  hello.has_ocr = loaded.empty() ? 0 : 1;
  std::strncpy(hello.ocr_languages, loaded.c_str(), sizeof hello.ocr_languages - 1);
  prepare_pdf();
}

std::vector<PageLine> recognise_page(const poppler::page& page) {
  const poppler::rectf size = page.page_rect();
  const double side = std::max({size.width(), size.height(), 1.0});
  const double dots = side > kPointsMax ? kDotsPerInch * kPointsMax / side : kDotsPerInch;
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  const poppler::image drawn = renderer.render_page(&page, dots, dots);
  if (!drawn.is_valid()) return {};
  Pix* picture = pixCreate(drawn.width(), drawn.height(), 8);
  if (!picture) throw std::bad_alloc();
  for (int y = 0; y < drawn.height(); ++y) {
    l_uint32* row = pixGetData(picture) + std::ptrdiff_t{y} * pixGetWpl(picture);
    const auto* from = reinterpret_cast<const unsigned char*>(drawn.const_data()) +
                       std::ptrdiff_t{y} * drawn.bytes_per_row();
    for (int x = 0; x < drawn.width(); ++x) SET_DATA_BYTE(row, x, from[x]);
  }
  pixSetResolution(picture, static_cast<int>(dots), static_cast<int>(dots));
  std::vector<PageLine> lines = recognise_lines(picture, static_cast<float>(dots / 72));
  pixDestroy(&picture);
  return lines;
}

void convert(const Job& job) {
  if (job.format == DocumentFormat::image) return convert_image(job);
  if (job.format == DocumentFormat::pdf) return convert_pdf(job, recognise_page);
  throw ConvertProblem{ConvertReason::unsupported, "is no picture"};
}

}  // namespace
}  // namespace hearim

int main(int argument_count, char** arguments) {
  const std::string prefix = "--languages=";
  if (argument_count == 2 && std::string(arguments[1]).starts_with(prefix))
    hearim::wanted_languages = std::string(arguments[1]).substr(prefix.size());
  else if (argument_count > 1)
    return hearim::explain_program(argument_count, arguments);
  return hearim::serve_jail(
      {.prepare = hearim::prepare, .convert = hearim::convert, .unpack = nullptr});
}
