#include <gtest/gtest.h>

#include <string>

#include "hearim/convert.h"

namespace hearim {
namespace {

Conversion converted(std::string_view bytes, std::string_view name) {
  return Converter().convert(bytes, name, {});
}

// The original's bytes behind the first place where `words` stand in the text.
std::string bytes_behind(const Conversion& c, std::string_view original, std::string_view words) {
  const std::size_t at = c.text.find(words);
  EXPECT_NE(at, std::string::npos);
  const auto count = [](std::string_view text) {
    std::uint32_t n = 0;
    for (char byte : text) n += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    return n;
  };
  const std::uint32_t start = count(std::string_view(c.text).substr(0, at));
  const auto places = places_of(c, start, start + count(words));
  EXPECT_EQ(places.size(), 1U);
  if (places.size() != 1) return "";
  return std::string(
      original.substr(places[0].byte_start, places[0].byte_end - places[0].byte_start));
}

TEST(PlainDocument, utf8_leads_back_to_its_bytes) {
  const std::string text = "\xEF\xBB\xBF여기 스무 명이 있었다.\r\nكان هناك عشرون\n";
  const Conversion c = converted(text, "a.txt");
  EXPECT_EQ(c.status, ConvertStatus::converted);
  EXPECT_EQ(c.encoding, "UTF-8");
  EXPECT_EQ(c.text, text.substr(3));
  EXPECT_EQ(bytes_behind(c, text, "스무 명"), "스무 명");
  EXPECT_EQ(bytes_behind(c, text, "هناك"), "هناك");
}

TEST(PlainDocument, windows_949_leads_back_to_its_bytes) {
  // "그들은 오십 명이었다. ABC 그리고 여자 세 명." in windows-949.
  const std::string bytes =
      "\xB1\xD7\xB5\xE9\xC0\xBA \xBF\xC0\xBD\xCA \xB8\xED\xC0\xCC\xBE\xFA\xB4\xD9. ABC "
      "\xB1\xD7\xB8\xAE\xB0\xED \xBF\xA9\xC0\xDA \xBC\xBC \xB8\xED.";
  const Conversion c = converted(bytes, "a.txt");
  EXPECT_EQ(c.encoding, "windows-949");
  EXPECT_EQ(c.text, "그들은 오십 명이었다. ABC 그리고 여자 세 명.");
  EXPECT_EQ(bytes_behind(c, bytes, "오십 명"), "\xBF\xC0\xBD\xCA \xB8\xED");
  EXPECT_EQ(bytes_behind(c, bytes, "C 그리"), "C \xB1\xD7\xB8\xAE");
  ASSERT_EQ(c.remarks.size(), 1U);
  EXPECT_NE(c.remarks[0].find("windows-949"), std::string::npos);
}

TEST(PlainDocument, utf16_leads_back_to_its_bytes) {
  std::string bytes("\xFF\xFE", 2);
  for (char c : std::string("people: ")) bytes += std::string{c, '\0'};
  bytes += std::string("\x3D\xD8\x00\xDE", 4);  // a character beyond the 16 bits
  bytes += std::string("\x80\xBA", 2);          // 몀
  const Conversion c = converted(bytes, "a.txt");
  EXPECT_EQ(c.encoding, "UTF-16LE");
  EXPECT_EQ(c.text, "people: \U0001F600\uBA80");
  EXPECT_EQ(bytes_behind(c, bytes, "\U0001F600"), std::string("\x3D\xD8\x00\xDE", 4));
  EXPECT_EQ(bytes_behind(c, bytes, "\uBA80"), std::string("\x80\xBA", 2));
}

TEST(PlainDocument, a_damaged_byte_is_kept_in_place_and_said) {
  const std::string bytes = "스무 명\xFF 이 있었다";
  const Conversion c = converted(bytes, "a.txt");
  EXPECT_EQ(c.text, "스무 명\uFFFD 이 있었다");
  EXPECT_EQ(bytes_behind(c, bytes, "\uFFFD"), "\xFF");
  EXPECT_EQ(bytes_behind(c, bytes, "있었"), "있었");
  ASSERT_EQ(c.remarks.size(), 1U);
  EXPECT_NE(c.remarks[0].find("byte 11"), std::string::npos) << c.remarks[0];
}

TEST(PlainDocument, what_is_no_text_is_refused_with_the_byte) {
  const Conversion c = converted(std::string("ab\0\x01\x02\xFF\xFE\xFD", 8), "a.txt");
  EXPECT_EQ(c.status, ConvertStatus::refused);
  EXPECT_EQ(c.reason, ConvertReason::unsupported);
  EXPECT_NE(c.message.find("byte 3"), std::string::npos) << c.message;
}

TEST(PlainDocument, an_empty_one_is_refused) {
  EXPECT_EQ(converted("", "a.txt").reason, ConvertReason::empty);
}

TEST(PlainDocument, runs_leave_no_code_point_out) {
  const std::string bytes = "a\xFF\xFE스\xFF무\xC0\xAFz";
  const Conversion c = converted(bytes, "a.txt");
  std::uint32_t next = 0;
  for (const TextRun& run : c.runs) {
    EXPECT_EQ(run.start, next);
    EXPECT_GT(run.end, run.start);
    next = run.end;
  }
  EXPECT_EQ(next, c.code_points);
}

TEST(PlainDocument, markdown_states_its_title_and_date) {
  const Conversion c = converted(
      "---\ntitle: \"An invented report\"\ndate: 2023-03-24\nlang: en\n---\n# Other\n", "a.md");
  EXPECT_EQ(c.metadata.title, "An invented report");
  EXPECT_EQ(c.metadata.date, "2023-03-24");
  EXPECT_EQ(c.metadata.language, "en");
  EXPECT_EQ(converted("text\n# The title\n", "b.md").metadata.title, "The title");
}

TEST(FormatGuess, content_wins_over_the_name) {
  using F = DocumentFormat;
  EXPECT_EQ(guess_document_format("%PDF-1.4\n", "a.txt"), F::pdf);
  EXPECT_EQ(guess_document_format("Dear", "a.pdf"), F::text);
  EXPECT_EQ(guess_document_format("<!DOCTYPE html><p>", "a"), F::html);
  EXPECT_EQ(guess_document_format("a,b\n", "a.CSV"), F::csv);
  EXPECT_EQ(guess_document_format("From: a@example.org\nTo: b@example.org\nDate: x\n\n", "m"),
            F::email);
  EXPECT_EQ(guess_document_format("PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text", ""),
            F::odt);
  EXPECT_EQ(guess_document_format("PK\x03\x04 [Content_Types].xml xl/workbook.xml", ""), F::xlsx);
  EXPECT_EQ(guess_document_format("PK\x03\x04 photos/1.jpg", "a.zip"), F::archive);
  EXPECT_EQ(guess_document_format("\x89PNG\r\n\x1A\n", "x.html"), F::image);
}

}  // namespace
}  // namespace hearim
