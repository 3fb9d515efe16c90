// Every document here is invented.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "convert/test_document.h"
#include "convert/test_pdf.h"

namespace hearim {
namespace {

void expect_box(const SourcePlace& place, std::uint32_t page, Box box) {
  EXPECT_EQ(place.page, page);
  EXPECT_NEAR(place.box.left, box.left, 0.01);
  EXPECT_NEAR(place.box.right, box.right, 0.01);
  EXPECT_NEAR(place.box.top, box.top, 2.0);  // the font's ascent is poppler's to choose
  EXPECT_NEAR(place.box.bottom, box.bottom, 4.0);
}

TEST(Pdf, words_lead_back_to_their_boxes) {
  const Conversion c = converted(make_pdf({{{50, 500, 10, U"여기에 스무 명이 있었다."},
                                            {50, 485, 10, U"둘째 줄 twenty people"}},
                                           {{50, 500, 10, U"둘째 쪽"}}}),
                                 "a.pdf");
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.text, "여기에 스무 명이 있었다.\n둘째 줄 twenty people\n\n둘째 쪽");
  expect_runs_cover_text(c);
  ASSERT_EQ(c.pages.size(), 2U);
  EXPECT_EQ(c.pages[0].width, 400);
  EXPECT_EQ(c.pages[0].height, 600);
  // Letters are 10 wide and spaces 4; the particle of 명이 is left out.
  const auto places = places_of_words(c, "스무 명");
  ASSERT_EQ(places.size(), 1U);
  expect_box(places[0], 1, {84, 92, 118, 102});
  const auto lines = places_of_words(c, "있었다.\n둘째");
  ASSERT_EQ(lines.size(), 2U);
  expect_box(lines[0], 1, {132, 92, 172, 102});
  expect_box(lines[1], 1, {50, 107, 70, 117});
  expect_box(places_of_words(c, "쪽").at(0), 2, {74, 92, 84, 102});
}

TEST(Pdf, right_to_left_text_is_read_in_its_order) {
  // "كان هناك عشرون (20) رجلا" as it stands on the page, from the left.
  std::u32string visual;
  const std::u32string logical = U"كان هناك عشرون 20 رجلا";
  visual.assign(logical.rbegin(), logical.rend());
  const std::size_t number = visual.find(U"02");
  visual[number] = U'2';
  visual[number + 1] = U'0';
  const Conversion c = converted(make_pdf({{{50, 500, 10, visual}}}), "a.pdf");
  EXPECT_EQ(c.text, "كان هناك عشرون 20 رجلا");
  const auto x_of = [&](std::size_t letter) {
    float x = 50;
    for (std::size_t i = 0; i < letter; ++i) x += visual[i] == U' ' ? 4.0F : 10.0F;
    return x;
  };
  // The first word stands at the right.
  const float right = x_of(visual.size());
  expect_box(places_of_words(c, "كان").at(0), 1, {right - 30, 92, right, 102});
  expect_box(places_of_words(c, "20").at(0), 1, {x_of(number), 92, x_of(number + 2), 102});
  expect_runs_cover_text(c);
}

TEST(Pdf, old_korean_encodings_are_read_without_a_file_being_opened) {
  PdfOptions options;
  options.uhc_encoded = true;
  std::u32string bytes;
  for (const char byte : std::string("\xBF\xC0\xBD\xCA\xB8\xED"))  // 오십명
    bytes += static_cast<unsigned char>(byte);
  const Conversion c = converted(make_pdf({{{50, 500, 10, bytes}}}, options), "a.pdf");
  EXPECT_EQ(c.text, "오십명") << c.message;
}

TEST(Pdf, running_heads_and_page_numbers_are_marked) {
  std::vector<std::vector<PdfText>> pages;
  for (int i = 0; i < 4; ++i)
    pages.push_back({{50, 570, 10, U"Invented report"},
                     {50, 400, 10, U"Text of page " + std::u32string(1, U'A' + i) + U" alone"},
                     {50, 385, 10, U"and more " + std::u32string(1, U'K' + i)},
                     {50, 20, 10, U"- 1" + std::u32string(1, U'0' + i) + U" -"}});
  const Conversion c = converted(make_pdf(pages), "a.pdf");
  const std::string body = text_of_role(c, RunRole::body);
  EXPECT_EQ(body.find("Invented"), std::string::npos) << body;
  EXPECT_EQ(body.find("- 1"), std::string::npos) << body;
  for (const char* words : {"page A alone", "and more K", "page D alone", "and more N"})
    EXPECT_NE(body.find(words), std::string::npos) << words << " in " << body;
  EXPECT_NE(text_of_role(c, RunRole::footer).find("- 13 -"), std::string::npos);
}

TEST(Pdf, a_turned_page_has_its_shown_size) {
  PdfOptions options;
  options.rotate = 90;
  const Conversion c = converted(make_pdf({{{50, 500, 10, U"twenty people"}}}, options), "a.pdf");
  ASSERT_EQ(c.pages.size(), 1U);
  EXPECT_EQ(c.pages[0].width, 600);
  EXPECT_EQ(c.pages[0].height, 400);
  for (const SourcePlace& place : places_of_words(c, "twenty people")) {
    EXPECT_GE(place.box.left, 0);
    EXPECT_LE(place.box.right, 600);
    EXPECT_LE(place.box.bottom, 400);
  }
}

TEST(Pdf, what_it_states_of_itself_is_taken) {
  PdfOptions options;
  options.info = "/Title(An invented report)/Author(Nobody)/CreationDate(D:20230324080000+09'00')";
  const Conversion c = converted(make_pdf({{{50, 500, 10, U"x"}}}, options), "a.pdf");
  EXPECT_EQ(c.metadata.title, "An invented report");
  EXPECT_EQ(c.metadata.author, "Nobody");
  EXPECT_EQ(c.metadata.date, "2023-03-24");
}

TEST(Pdf, an_encrypted_one_says_so) {
  PdfOptions options;
  options.encrypted = true;
  const Conversion c = converted(make_pdf({{{50, 500, 10, U"x"}}}, options), "a.pdf");
  EXPECT_EQ(c.reason, ConvertReason::encrypted) << c.message;
}

TEST(Pdf, a_page_limit_keeps_what_came_before) {
  ConvertOptions options;
  options.limits.page_count_max = 2;
  const Conversion c = converted(
      make_pdf({{{50, 500, 10, U"one"}}, {{50, 500, 10, U"two"}}, {{50, 500, 10, U"three"}}}),
      "a.pdf", options);
  EXPECT_EQ(c.status, ConvertStatus::partial);
  EXPECT_EQ(c.reason, ConvertReason::too_large);
  EXPECT_EQ(c.text, "one\n\ntwo");
}

TEST(Pdf, pages_without_text_are_named) {
  EXPECT_EQ(converted(make_pdf({{}}), "a.pdf").reason, ConvertReason::no_text);
  const Conversion c = converted(make_pdf({{{50, 500, 10, U"one"}}, {}}), "a.pdf");
  ASSERT_EQ(c.remarks.size(), 1U);
  EXPECT_NE(c.remarks[0].find("page 2"), std::string::npos);
}

TEST(Pdf, rubbish_is_damaged) {
  EXPECT_EQ(converted("%PDF-1.4\nrubbish", "a.pdf").reason, ConvertReason::damaged);
}

}  // namespace
}  // namespace hearim
