// Text in pictures. The pictures are drawn here; where no model of Tesseract is installed, the test
// says so and checks that the refusal does.
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <cstdlib>
#include <string>

#include "convert/test_document.h"

namespace hearim {
namespace {

// Where the first letter begins, and the foot of the line.
constexpr int kLeft = 60, kBase = 80;

// Black letters on white: a PNG, or the bare grey points.
struct Drawing {
  std::string png, grey;
  int width = 0, height = 0;
};

Drawing draw(const std::string& text) {
  Pix* picture = pixCreate(900, 120, 8);
  pixSetAll(picture);
  L_BMF* font = bmfCreate(nullptr, 10);
  int width = 0, overflow = 0;
  pixSetTextline(picture, font, text.c_str(), 0, kLeft, kBase, &width, &overflow);
  Drawing drawing;
  drawing.width = pixGetWidth(picture);
  drawing.height = pixGetHeight(picture);
  for (int y = 0; y < drawing.height; ++y)
    for (int x = 0; x < drawing.width; ++x) {
      l_uint32 value = 0;
      pixGetPixel(picture, x, y, &value);
      drawing.grey += static_cast<char>(value);
    }
  l_uint8* bytes = nullptr;
  std::size_t size = 0;
  pixWriteMem(&bytes, &size, picture, IFF_PNG);
  drawing.png.assign(reinterpret_cast<char*>(bytes), size);
  lept_free(bytes);
  bmfDestroy(&font);
  pixDestroy(&picture);
  return drawing;
}

std::string scanned_pdf(const Drawing& drawing) {
  const std::string content = "300 0 0 40 50 400 cm /I Do";
  std::string pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R"
      "/Resources<</XObject<</I 5 0 R>>>>>>endobj\n";
  pdf += "4 0 obj<</Length " + std::to_string(content.size()) + ">>stream\n" + content +
         "\nendstream endobj\n";
  pdf += "5 0 obj<</Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width " +
         std::to_string(drawing.width) + "/Height " + std::to_string(drawing.height) + "/Length " +
         std::to_string(drawing.grey.size()) + ">>stream\n" + drawing.grey + "\nendstream endobj\n";
  return pdf + "trailer<</Root 1 0 R>>\n%%EOF\n";
}

class Ocr : public testing::Test {
 protected:
  void SetUp() override {
    ConverterOptions options;
    options.ocr_languages = "eng";
    converter_ = Converter(options);
    if (!converter_.jail().sufficient) GTEST_SKIP() << converter_.jail().why_not;
    if (!converter_.ocr_languages().empty()) return;
    const Conversion c = converter_.convert(draw("x").png, "a.png", {});
    EXPECT_NE(c.message.find("tesseract"), std::string::npos) << c.message;
    GTEST_SKIP() << c.message;
  }
  Converter converter_;
};

TEST_F(Ocr, a_picture_is_read_with_the_box_and_confidence_of_each_word) {
  const Conversion c = converter_.convert(draw("Twenty people were there").png, "a.png", {});
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.text, "Twenty people were there");
  expect_runs_cover_text(c);
  for (const TextRun& run : c.runs)
    if (run.source == RunSource::box) {
      ASSERT_TRUE(run.ocr.has_value());
      EXPECT_GT(*run.ocr, 50);
    }
  const SourcePlace place = places_of_words(c, "Twenty").at(0);
  EXPECT_NEAR(place.box.left, kLeft, 6);
  EXPECT_LT(place.box.right, places_of_words(c, "people").at(0).box.left);
  ASSERT_EQ(c.remarks.size(), 1U);
  EXPECT_NE(c.remarks[0].find("recognised"), std::string::npos);
}

TEST_F(Ocr, a_scanned_page_is_read_in_the_measures_of_the_page) {
  const Conversion c = converter_.convert(scanned_pdf(draw("Twenty people")), "a.pdf", {});
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.text, "Twenty people");
  const SourcePlace place = places_of_words(c, "Twenty").at(0);
  EXPECT_EQ(place.page, 1U);
  EXPECT_NEAR(place.box.left, 50 + kLeft / 3.0, 3);
  EXPECT_NEAR(place.box.bottom, 600 - 440 + kBase / 3.0, 6);
  EXPECT_TRUE(c.runs[0].ocr.has_value());
}

TEST_F(Ocr, it_can_be_left_off) {
  const Conversion c =
      converter_.convert(scanned_pdf(draw("Twenty")), "a.pdf", {.ocr = OcrUse::off});
  EXPECT_EQ(c.reason, ConvertReason::no_text);
  EXPECT_NE(c.message.find("scan"), std::string::npos);
}

TEST_F(Ocr, rubbish_that_begins_like_a_picture_is_damaged) {
  EXPECT_EQ(converter_.convert("\x89PNG\r\n\x1A\nrubbish", "a.png", {}).reason,
            ConvertReason::damaged);
}

TEST(OcrMissing, a_picture_says_what_to_install) {
  ConverterOptions options;
  options.ocr_program = "/nonexistent/hearim-convert-ocr";
  const Conversion c = Converter(options).convert(draw("x").png, "a.png", {});
  EXPECT_EQ(c.status, ConvertStatus::refused);
  EXPECT_EQ(c.reason, ConvertReason::no_text);
  EXPECT_NE(c.message.find("cannot be recognised"), std::string::npos) << c.message;
}

}  // namespace
}  // namespace hearim
