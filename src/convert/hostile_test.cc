// Documents made to harm. Each must end as its own line: a status, a reason, a message; the host
// goes on, and the next document is read. HEARIM_FULL=1 makes
// them larger and tries more mutations.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "base/rng.h"
#include "convert/test_document.h"
#include "convert/test_pdf.h"
#include "convert/test_zip.h"

namespace hearim {
namespace {

// Sizes at which a parser shows what it cannot do; a tenth of them shows most of it sooner.
int many(int count) { return std::getenv("HEARIM_FULL") != nullptr ? count : count / 10; }

std::string repeated(const std::string& piece, int count) {
  std::string all;
  all.reserve(piece.size() * static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) all += piece;
  return all;
}

const std::string kRelations =
    "<Relationships><Relationship Id='r1' Type='x/officeDocument' "
    "Target='main.xml'/></Relationships>";

std::string package(const std::string& main, const std::string& name = "main.xml") {
  return make_zip({{"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", kRelations}, {name, main}});
}

std::string open_document(const std::string& kind, const std::string& content) {
  return make_zip(
      {{"mimetype", "application/vnd.oasis.opendocument." + kind}, {"content.xml", content}},
      {.deflate = true});
}

std::string pdf_of(const std::string& objects) {
  return "%PDF-1.4\n" + objects + "trailer<</Root 1 0 R>>\n%%EOF\n";
}

ConvertOptions quick(DocumentFormat format = DocumentFormat::unknown) {
  ConvertOptions options;
  options.format = format;
  options.ocr = OcrUse::off;
  options.limits.cpu_seconds_max = 1;
  options.limits.wall_ms_max = 60'000;
  return options;
}

void expect_one_line(const Conversion& c, const std::string& what) {
  EXPECT_EQ(c.status == ConvertStatus::converted, c.reason == ConvertReason::none) << what;
  EXPECT_EQ(c.status == ConvertStatus::converted, c.message.empty()) << what;
  EXPECT_EQ(c.message.find('\n'), std::string::npos) << what;
  // The answer keeps to its protocol, and no library needs what the filter forbids.
  EXPECT_NE(c.reason, ConvertReason::bad_answer) << what << ": " << c.message;
  EXPECT_NE(c.reason, ConvertReason::forbidden) << what << ": " << c.message;
  EXPECT_NE(c.reason, ConvertReason::no_jail) << what << ": " << c.message;
  expect_runs_cover_text(c);
  if (c.code_points > 0) places_of(c, 0, c.code_points);
}

void expect_host_goes_on() { EXPECT_EQ(converted("<p>still here", "a.html").text, "still here"); }

struct Hostile {
  std::string what, name, bytes;
  // For packages: the part that is changed, put where its sums are right again.
  std::string (*wrap)(const std::string& part) = nullptr;
};

TEST(Hostile, each_gets_its_line_and_the_next_one_is_read) {
  const std::string deflated_page = deflated(repeated("(x) Tj ", 5'000'000));
  std::string zlib_page = "\x78\x9C" + deflated_page;
  std::vector<Hostile> all = {
      {"a million open elements", "a.html", repeated("<b>", 1'000'000) + "x"},
      {"a million unclosed attributes", "a.html", repeated("<p a='", many(1'000'000))},
      {"a million end tags", "a.html",
       repeated("<i>", many(200'000)) + repeated("</b>", many(200'000))},
      {"a hundred thousand kinds of elements", "a.html",
       [] {
         std::string page;
         for (int i = 0; i < many(100'000); ++i) page += "<e" + std::to_string(i) + ">x";
         return page;
       }()},
      {"one attribute of 20 MB", "a.html", "<p a='" + std::string(20'000'000, 'x') + "'>y"},
      {"a comment that never ends", "a.html", "x<!--" + repeated("-", 5'000'000)},
      {"entities", "a.html", repeated("&#1114111;&#0;&#xD800;&bogus;", many(100'000))},
      {"XML a million deep", "a.docx", package(repeated("<a>", 1'000'000))},
      {"billion laughs", "a.docx",
       package("<!DOCTYPE l [<!ENTITY a 'aaaaaaaa'><!ENTITY b "
               "'&a;&a;&a;&a;&a;&a;&a;&a;'>]><w>&b;</w>")},
      {"external entity", "a.odt",
       open_document("text", "<!DOCTYPE x SYSTEM 'http://192.0.2.1/x.dtd'><x/>")},
      {"half a million attributes", "a.docx",
       [] {
         std::string xml = "<w";
         for (int i = 0; i < many(500'000); ++i) xml += " a" + std::to_string(i) + "='1'";
         return package(xml + "/>");
       }()},
      {"a bomb of spaces", "a.docx", package("<w>" + std::string(100'000'000, ' ') + "</w>")},
      {"rows at the end of the world", "a.ods",
       open_document("spreadsheet",
                     "<d xmlns:table='t'><table:table><table:table-row table:number-rows-repeated="
                     "'4294967295'><table:table-cell table:number-columns-repeated='4294967295'>"
                     "</table:table-cell></table:table-row></table:table></d>")},
      {"a page tree that is its own child", "a.pdf",
       pdf_of("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]"
              "/Count 2/Parent 2 0 R>>endobj\n")},
      {"two thousand million pages", "a.pdf",
       pdf_of("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
              "/Count 2147483647>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n")},
      {"a page without bounds", "a.pdf",
       pdf_of(
           "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
           "endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[-1e38 -1e38 1e38 1e38]>>endobj\n")},
      {"a form that draws itself", "a.pdf",
       pdf_of(
           "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
           "endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources 5 "
           "0 R>>"
           "endobj\n4 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R/Length "
           "5>>stream\n"
           "/X Do\nendstream endobj\n5 0 obj<</XObject<</X 4 0 R>>>>endobj\n")},
      {"arrays a million deep", "a.pdf", pdf_of("1 0 obj" + repeated("[", 1'000'000) + "endobj\n")},
      {"a page that unpacks to 35 MB of text", "a.pdf",
       pdf_of(
           "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>"
           "endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources"
           "<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
           "4 0 obj<</Filter/FlateDecode/Length " +
           std::to_string(zlib_page.size()) + ">>stream\n" + zlib_page + "\nendstream endobj\n")},
      {"a launch action", "a.pdf",
       pdf_of("1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/usr/bin/true)>>"
              "/AA<</WC<</S/JavaScript/JS(app.alert(1))>>>>>>endobj\n"
              "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n")},
      {"a hundred thousand parts", "a.eml",
       "From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" +
           repeated("--b\nContent-Type: application/x\n\nx\n", many(100'000)) + "--b--\n"},
      {"messages in messages", "a.eml",
       "From: a@example.org\nTo: b@example.org\n" +
           repeated("Content-Type: message/rfc822\n\n", 20'000)},
      {"a header of 20 MB", "a.eml",
       "From: a\nTo: b\nSubject: " + std::string(20'000'000, 'x') + "\n\nbody"},
      {"PDF and zip at once", "a.pdf",
       make_pdf({{{50, 500, 10, U"pdf"}}}) + make_zip({{"a", "b"}})},
      {"zip and PDF at once", "a.docx", package("<w/>") + make_pdf({{{50, 500, 10, U"pdf"}}})},
      {"a picture that is a page", "a.html", "GIF89a/*<script>alert(1)</script>*/=1"},
      {"a page named as a sheet", "a.xlsx", "<html><p>text"},
      {"bytes of every value", "a.html",
       [] {
         std::string bytes;
         for (int i = 0; i < 65'536; ++i) bytes += static_cast<char>(i * 7919 >> 3);
         return bytes;
       }()},
  };
  for (const Hostile& hostile : all) {
    SCOPED_TRACE(hostile.what);
    const Conversion c = converted(hostile.bytes, hostile.name, quick());
    expect_one_line(c, hostile.what);
    expect_host_goes_on();
    if (std::getenv("HEARIM_SHOW"))
      std::printf("%-40s %-14s %s\n", hostile.what.c_str(),
                  std::string(convert_reason_name(c.reason)).c_str(), c.message.c_str());
  }
}

// One to four changes: bytes replaced, cut out, doubled, or moved from another place.
std::string mutated(std::string bytes, Rng& rng) {
  const int changes = 1 + static_cast<int>(rng.below(4));
  for (int i = 0; i < changes && !bytes.empty(); ++i) {
    const std::size_t at = rng.below(bytes.size());
    const std::size_t size = 1 + rng.below(std::min<std::size_t>(bytes.size() - at, 64));
    switch (rng.below(5)) {
      case 0:
        bytes[at] = static_cast<char>(rng.below(256));
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << rng.below(8)));
        break;
      case 2:
        bytes.erase(at, size);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, size));
        break;
      default:
        bytes.insert(at, bytes.substr(rng.below(bytes.size()), size));
        break;
    }
  }
  if (rng.below(20) == 0) bytes.resize(rng.below(bytes.size() + 1));
  return bytes;
}

TEST(Hostile, damage_at_random_harms_nobody_else) {
  const bool full = std::getenv("HEARIM_FULL") != nullptr;
  const int count = full ? 3'000 : 150;
  if (!full) std::printf("%d mutations of each kind; HEARIM_FULL=1 tries 3000\n", count);
  const std::string word = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";
  const std::vector<Hostile> samples = {
      {"html", "a.html",
       "<!DOCTYPE html><html lang=ko><head><title>t</title></head><body><nav><a href=x>n</a></nav>"
       "<p>스무 <b>명</b> &amp; &#44032;</p><table><tr><td>1<td>2</table><pre> x "
       "</pre></body></html>"},
      {"pdf", "a.pdf",
       make_pdf(
           {{{50, 500, 10, U"스무 명이 있었다"}, {50, 480, 10, U"عشرون"}}, {{9, 9, 9, U"x"}}})},
      {"docx", "a.docx",
       "<w:document " + word +
           "><w:p><w:r><w:t>스무</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r>"
           "<w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:document>",
       [](const std::string& part) { return package(part); }},
      {"xlsx", "a.xlsx",
       "<worksheet><row r='1'><c r='A1'><v>1</v></c><c r='B1' "
       "t='inlineStr'><is><t>x</t></is></c></row>"
       "<row r='2'><c r='C2'><f>A1</f><v>1e3</v></c><c r='D2' t='s'><v>0</v></c></row></worksheet>",
       [](const std::string& part) {
         return make_zip(
             {{"_rels/.rels", kRelations},
              {"main.xml", "<workbook><sheets><sheet name='a' id='r1'/></sheets></workbook>"},
              {"_rels/main.xml.rels",
               "<R><Relationship Id='r1' Type='x/worksheet' Target='s.xml'/></R>"},
              {"s.xml", part}});
       }},
      {"ods", "a.ods",
       "<d xmlns:table='t' xmlns:text='x'><table:table table:name='n'><table:table-row "
       "table:number-rows-repeated='3'><table:table-cell "
       "table:number-columns-repeated='2'><text:p>x"
       "</text:p></table:table-cell></table:table-row></table:table></d>",
       [](const std::string& part) { return open_document("spreadsheet", part); }},
      {"zip", "a.docx",
       make_zip({{"_rels/.rels", kRelations}, {"main.xml", "<w><p>x</p></w>"}},
                {.deflate = false})},
      {"email", "a.eml",
       "From: a@example.org\nTo: b@example.org\nSubject: =?euc-kr?B?v8C9yiC47Q==?=\n"
       "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; "
       "charset=euc-kr\n\n"
       "\xBF\xC0\xBD\xCA\n--b\nContent-Type: text/html\n\n<p>x\n--b\nContent-Type: image/png; "
       "name=a\n"
       "Content-Transfer-Encoding: base64\n\nAAAA\n--b--\n"},
      {"text", "a.txt", "\xBF\xC0\xBD\xCA plain \xEC\x8A\xA4 text\r\n"},
  };
  for (std::size_t s = 0; s < samples.size(); ++s) {
    std::map<std::string, int> outcomes;
    for (int i = 0; i < count; ++i) {
      Rng rng(1, "hostile documents", s * 1'000'000 + static_cast<std::uint64_t>(i));
      std::string bytes = mutated(samples[s].bytes, rng);
      if (samples[s].wrap) bytes = samples[s].wrap(bytes);
      const std::string what = samples[s].what + " " + std::to_string(i);
      const Conversion c = converted(bytes, samples[s].name, quick());
      expect_one_line(c, what);
      ++outcomes[std::string(convert_reason_name(c.reason))];
      if (c.reason == ConvertReason::crashed)
        std::printf("%s crashed: %s\n", what.c_str(), c.message.c_str());
      if (testing::Test::HasFailure()) return;
    }
    std::string line = samples[s].what + ":";
    for (const auto& [reason, times] : outcomes) line += " " + reason + " " + std::to_string(times);
    std::printf("%s\n", line.c_str());
  }
  expect_host_goes_on();
}

}  // namespace
}  // namespace hearim
