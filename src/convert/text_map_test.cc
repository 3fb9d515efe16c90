// What is kept beside a text gives the conversion back.
#include <gtest/gtest.h>

#include "convert/test_document.h"
#include "convert/test_pdf.h"
#include "convert/test_zip.h"
#include "hearim/error.h"

namespace hearim {
namespace {

void expect_comes_back(Conversion conversion) {
  const std::string map = encode_text_map(conversion);
  const Conversion back = decode_text_map(conversion.text, map);
  EXPECT_EQ(back.text, conversion.text);
  EXPECT_EQ(back.code_points, conversion.code_points);
  EXPECT_EQ(back.status, conversion.status);
  EXPECT_EQ(back.reason, conversion.reason);
  EXPECT_EQ(back.message, conversion.message);
  EXPECT_EQ(back.format, conversion.format);
  EXPECT_EQ(back.runs, conversion.runs);
  EXPECT_EQ(back.nodes, conversion.nodes);
  EXPECT_EQ(back.pages, conversion.pages);
  EXPECT_EQ(back.edges, conversion.edges);
  EXPECT_EQ(back.sheets, conversion.sheets);
  EXPECT_EQ(back.cells, conversion.cells);
  EXPECT_EQ(back.metadata, conversion.metadata);
  EXPECT_EQ(back.encoding, conversion.encoding);
  EXPECT_EQ(back.remarks, conversion.remarks);
  EXPECT_TRUE(back.attachments.empty());
}

TEST(TextMap, plain_text_leads_back_to_its_bytes_in_any_encoding) {
  expect_comes_back(converted("At least 40 people", "a.txt"));
  expect_comes_back(converted("caf\xC3\xA9 \xFF damaged", "a.txt"));
  expect_comes_back(converted("\xB0\xA1\xB3\xAA A \xB4\xD9\xB6\xF3", "a.txt"));
  expect_comes_back(converted("---\ntitle: T\nauthor: Jo Invented\n---\n# H\n", "a.md"));
}

TEST(TextMap, pages_nodes_and_messages_come_back) {
  expect_comes_back(converted("<html lang=ko><nav>menu</nav><p>가 &amp; 나<p>c</html>", "a.html"));
  expect_comes_back(converted(make_pdf({{{50, 500, 10, U"one two"}}, {{50, 500, 10, U"ثلاثة"}}, {}},
                                       {.info = "/Title (T)"}),
                              "a.pdf", {.ocr = OcrUse::off}));
  expect_comes_back(converted(
      "From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/mixed; "
      "boundary=b\n\n--b\n\nbody\n--b\nContent-Disposition: attachment; filename=x\n\nx\n--b--\n",
      "a.eml"));
}

TEST(TextMap, sheets_come_back_with_empty_and_missing_cells) {
  expect_comes_back(converted(
      make_zip({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                {"content.xml",
                 "<o:document-content xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
                 "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
                 "xmlns:t='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><o:body><o:spreadsheet>"
                 "<table:table table:name='A'><table:table-row><table:table-cell><t:p>x</t:p>"
                 "</table:table-cell><table:table-cell/><table:table-cell><t:p>z</t:p>"
                 "</table:table-cell></table:table-row></table:table><table:table table:name='B'/>"
                 "</o:spreadsheet></o:body></o:document-content>"}}),
      "a.ods"));
}

TEST(TextMap, one_that_does_not_belong_to_its_text_or_is_cut_is_refused) {
  const Conversion c = converted("<p>some words</p>", "a.html");
  const std::string map = encode_text_map(c);
  EXPECT_THROW(decode_text_map(c.text + "x", map), Error);
  EXPECT_THROW(decode_text_map("", map), Error);
  for (std::size_t size = 0; size < map.size(); ++size)
    EXPECT_THROW(decode_text_map(c.text, std::string_view(map).substr(0, size)), Error) << size;
}

}  // namespace
}  // namespace hearim
