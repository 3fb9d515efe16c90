// docx, odt, xlsx, ods. Every document here is invented.
#include <gtest/gtest.h>

#include <string>

#include "convert/test_document.h"
#include "convert/test_zip.h"
#include "hearim/error.h"

namespace hearim {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

const std::string kRelations =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>";
const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const std::string kWord =
    " xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'";

std::string relation(const std::string& id, const std::string& type, const std::string& target,
                     const std::string& more = "") {
  return "<Relationship Id='" + id + "' Type='" + kOffice + type + "' Target='" + target + "' " +
         more + "/>";
}

std::string make_docx(const std::string& body, Files more = {}, const std::string& relations = "") {
  Files files = {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels", kRelations + relation("r1", "officeDocument", "word/document.xml") +
                          relation("r2", "core-properties", "docProps/core.xml") +
                          "</Relationships>"},
      {"docProps/core.xml",
       "<c xmlns:dc='d' xmlns:dcterms='t'><dc:title>지어낸 글</dc:title><dc:creator>Nobody"
       "</dc:creator><dcterms:created>2023-03-24T01:02:03Z</dcterms:created></c>"},
      {"word/document.xml", "<?xml version='1.0' encoding='UTF-8'?><w:document" + kWord +
                                "><w:body>" + body + "</w:body></w:document>"},
      {"word/_rels/document.xml.rels", kRelations + relations + "</Relationships>"}};
  files.insert(files.end(), more.begin(), more.end());
  return make_zip(files);
}

std::string paragraph(const std::string& text) {
  return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

TEST(Docx, text_leads_back_to_its_nodes) {
  const Conversion c = converted(
      make_docx(paragraph("여기에 스무 명이 있었다.") +
                "<w:p><w:r><w:t xml:space='preserve'>كان </w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
                "<w:t>عشرون</w:t><w:tab/><w:t>二十人</w:t></w:r></w:p>"),
      "a.docx");
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.format, DocumentFormat::docx);
  EXPECT_EQ(c.text, "여기에 스무 명이 있었다.\n\nكان عشرون\t二十人");
  expect_runs_cover_text(c);
  EXPECT_EQ(nodes_of_words(c, "스무 명"),
            "word/document.xml/w:document[1]/w:body[1]/w:p[1]/w:r[1]/w:t[1]/text()[1] 4-8");
  EXPECT_EQ(nodes_of_words(c, "二十"),
            "word/document.xml/w:document[1]/w:body[1]/w:p[2]/w:r[2]/w:t[2]/text()[1] 0-2");
  EXPECT_EQ(c.metadata.title, "지어낸 글");
  EXPECT_EQ(c.metadata.author, "Nobody");
  EXPECT_EQ(c.metadata.date, "2023-03-24");
}

TEST(Docx, notes_comments_deletions_and_heads_have_their_roles) {
  const std::string relations =
      relation("r1", "footnotes", "footnotes.xml") + relation("r2", "comments", "comments.xml") +
      relation("r3", "header", "header1.xml") +
      relation("r4", "attachedTemplate", "http://example.org/x.dotm", "TargetMode='External'");
  const Conversion c = converted(
      make_docx("<w:p><w:r><w:t>twenty </w:t></w:r><w:del><w:r><w:delText>thirty "
                "</w:delText></w:r></w:del>"
                "<w:ins><w:r><w:t>people</w:t></w:r></w:ins>"
                "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
                "<w:r><w:instrText>PAGE</w:instrText></w:r>"
                "<w:r><mc:AlternateContent><mc:Choice><w:t>once</w:t></mc:Choice>"
                "<mc:Fallback><w:t>once</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
                {{"word/footnotes.xml",
                  "<w:footnotes" + kWord + ">" + paragraph("a note") + "</w:footnotes>"},
                 {"word/comments.xml",
                  "<w:comments" + kWord + ">" + paragraph("a comment") + "</w:comments>"},
                 {"word/header1.xml", "<w:hdr" + kWord + ">" + paragraph("a head") + "</w:hdr>"},
                 {"word/vbaProject.bin", "macros"}},
                relations),
      "a.docx");
  EXPECT_EQ(text_of_role(c, RunRole::note), "a note");
  EXPECT_EQ(text_of_role(c, RunRole::comment), "a comment");
  EXPECT_EQ(text_of_role(c, RunRole::header), "a head");
  EXPECT_EQ(text_of_role(c, RunRole::deleted), "thirty ");
  EXPECT_EQ(text_of_role(c, RunRole::hidden), "unseen");
  EXPECT_TRUE(text_of_role(c, RunRole::body).starts_with("twenty peopleonce"));
  ASSERT_EQ(c.remarks.size(), 2U);
  EXPECT_NE(c.remarks[0].find("macros"), std::string::npos);
  EXPECT_NE(c.remarks[1].find("not fetched"), std::string::npos);
}

TEST(Docx, tables_keep_their_rows) {
  const auto cell = [](const std::string& text) { return "<w:tc>" + paragraph(text) + "</w:tc>"; };
  const Conversion c = converted(
      make_docx(paragraph("before") + "<w:tbl><w:tr>" + cell("a") + cell("b") + "</w:tr><w:tr>" +
                cell("1") + cell("2") + "</w:tr></w:tbl>" + paragraph("after")),
      "a.docx");
  EXPECT_EQ(c.text, "before\n\na\tb\n1\t2\n\nafter");
}

TEST(Docx, entities_are_not_expanded) {
  const Conversion c = converted(
      make_zip({{"_rels/.rels", kRelations + relation("r1", "officeDocument", "word/document.xml") +
                                    "</Relationships>"},
                {"word/document.xml",
                 "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                 "<!ENTITY f SYSTEM 'file:///etc/passwd'>]><w:document" +
                     kWord + "><w:t>&b;&f;</w:t></w:document>"}}),
      "a.docx");
  EXPECT_EQ(c.status, ConvertStatus::refused);
  EXPECT_EQ(c.reason, ConvertReason::damaged);
  EXPECT_NE(c.message.find("document type"), std::string::npos) << c.message;
}

TEST(Docx, a_bomb_is_refused_before_it_fills_memory) {
  const Conversion c =
      converted(make_docx("<w:p/>", {{"word/bomb.xml", std::string(100'000'000, ' ')}}), "a.docx");
  EXPECT_EQ(c.reason, ConvertReason::too_large);
  EXPECT_NE(c.message.find("times its own size"), std::string::npos) << c.message;
}

TEST(Docx, cut_and_encrypted_ones_say_so) {
  const std::string whole = make_docx(paragraph("x"));
  EXPECT_EQ(converted(whole.substr(0, whole.size() / 2), "a.docx").reason, ConvertReason::damaged);
  EXPECT_EQ(converted(make_zip({{"_rels/.rels", "x"}, {"word/document.xml", "x"}},
                               {.deflate = false, .encrypted = true}),
                      "a.docx")
                .reason,
            ConvertReason::encrypted);
  const Conversion broken = converted(make_docx(paragraph("good") + "<w:p><w:r>"), "a.docx");
  EXPECT_EQ(broken.status, ConvertStatus::partial);
  EXPECT_EQ(broken.reason, ConvertReason::damaged);
  EXPECT_EQ(broken.text, "good");
}

const std::string kOpen =
    " xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    " xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    " xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
    " xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'"
    " xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0'";

std::string make_odf(const std::string& kind, const std::string& content, Files more = {}) {
  Files files = {
      {"mimetype", "application/vnd.oasis.opendocument." + kind},
      {"content.xml",
       "<office:document-content" + kOpen + ">" + content + "</office:document-content>"},
      {"meta.xml", "<office:document-meta" + kOpen +
                       "><dc:title>Invented</dc:title><meta:creation-date>2022-11-05T10:00:00"
                       "</meta:creation-date></office:document-meta>"}};
  files.insert(files.end(), more.begin(), more.end());
  return make_zip(files, {.deflate = false});
}

TEST(Odt, text_leads_back_to_its_nodes) {
  const Conversion c = converted(
      make_odf(
          "text",
          "<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion>"
          "<text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
          "<text:h>제목</text:h><text:p>여기에 <text:span>스무</text:span>\n   명이<text:s "
          "text:c='2'/>있었다"
          "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a note"
          "</text:p></text:note-body></text:note></text:p></office:text></office:body>"),
      "a.odt");
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.format, DocumentFormat::odt);
  EXPECT_EQ(text_of_role(c, RunRole::deleted), "gone");
  EXPECT_EQ(text_of_role(c, RunRole::note), "a note");
  EXPECT_NE(c.text.find("제목\n\n여기에 스무 명이  있었다"), std::string::npos) << c.text;
  expect_runs_cover_text(c);
  EXPECT_EQ(nodes_of_words(c, "스무"),
            "content.xml/office:document-content[1]/office:body[1]/office:text[1]/text:p[1]/"
            "text:span[1]/text()[1] 0-2");
  EXPECT_EQ(c.metadata.title, "Invented");
  EXPECT_EQ(c.metadata.date, "2022-11-05");
}

TEST(Odt, an_encrypted_one_says_so) {
  const Conversion c = converted(
      make_odf("text", "",
               {{"META-INF/manifest.xml", "<m><file-entry><encryption-data/></file-entry></m>"}}),
      "a.odt");
  EXPECT_EQ(c.reason, ConvertReason::encrypted);
}

const std::string kSheet = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";

std::string make_xlsx(const std::string& rows, const std::string& workbook_more = "") {
  return make_zip(
      {{"_rels/.rels",
        kRelations + relation("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
       {"xl/workbook.xml",
        "<workbook " + kSheet + " xmlns:r='" + kOffice + "'>" + workbook_more +
            "<sheets><sheet name='명단' sheetId='1' r:id='r1'/>"
            "<sheet name='Notes' sheetId='2' state='hidden' r:id='r2'/></sheets></workbook>"},
       {"xl/_rels/workbook.xml.rels",
        kRelations + relation("r1", "worksheet", "worksheets/sheet1.xml") +
            relation("r2", "worksheet", "/xl/worksheets/sheet2.xml") +
            relation("r3", "sharedStrings", "sharedStrings.xml") +
            relation("r4", "styles", "styles.xml") + "</Relationships>"},
       {"xl/sharedStrings.xml",
        "<sst " + kSheet +
            "><si><t>이름</t></si><si><r><t>Invented </t></r><r><t>One</t></r>"
            "<rPh><t>guide</t></rPh></si><si><t>a \"b\", c</t></si></sst>"},
       {"xl/styles.xml", "<styleSheet " + kSheet +
                             "><numFmts><numFmt numFmtId='164' formatCode='yyyy\"년\" m\"월\"'/>"
                             "<numFmt numFmtId='165' formatCode='0.00 \"days\"'/></numFmts>"
                             "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/>"
                             "<xf numFmtId='165'/></cellXfs></styleSheet>"},
       {"xl/worksheets/sheet1.xml",
        "<worksheet " + kSheet + "><sheetData>" + rows + "</sheetData></worksheet>"},
       {"xl/worksheets/sheet2.xml",
        "<worksheet " + kSheet +
            "><sheetData><row r='2'><c r='B2' t='inlineStr'><is><t>secret</t></is>"
            "</c></row></sheetData></worksheet>"}});
}

TEST(Xlsx, cells_keep_what_the_file_holds) {
  const Conversion c = converted(
      make_xlsx(
          "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1</v></c></row>"
          "<row r='3'><c r='A3' s='1'><v>45009</v></c><c r='B3' s='2'><v>45009.3333333333</v></c>"
          "<c r='C3'><v>0010.50</v></c><c r='D3'><f>1+1</f><v>2</v></c><c r='E3' t='b'><v>1</v></c>"
          "<c r='F3' t='e'><v>#N/A</v></c><c r='G3' s='3'><v>1.2E+5</v></c>"
          "<c r='H3' t='s'><v>2</v></c><c r='I3' s='1'><v>60</v></c></row>"),
      "a.xlsx");
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  ASSERT_EQ(c.sheets.size(), 2U);
  EXPECT_EQ(c.sheets[0].name, "명단");
  EXPECT_FALSE(c.sheets[0].hidden);
  EXPECT_TRUE(c.sheets[1].hidden);
  EXPECT_EQ(text_of_role(c, RunRole::hidden), "secret");
  expect_runs_cover_text(c);
  EXPECT_EQ(
      sheet_as_csv(c, 0),
      "이름,,Invented One,,,,,,\n,,,,,,,,\n2023-03-24,2023-03-24T08:00:00,0010.50,2,TRUE,#N/A,"
      "120000,\"a \"\"b\"\", c\",60\n");
  const SheetCell& date = c.cells.at(2);
  EXPECT_EQ(date.kind, CellKind::date);
  EXPECT_EQ(c.text.substr(date.utf8_start, date.utf8_end - date.utf8_start), "2023-03-24");
  EXPECT_TRUE(c.cells.at(5).computed);
  const SourcePlace place = places_of_words(c, "Invented").at(0);
  EXPECT_EQ(place.sheet + "!" + place.cell, "명단!C1");
  EXPECT_EQ(places_of_words(c, "secret").at(0).cell, "B2");
}

TEST(Xlsx, dates_of_the_1904_system_are_shifted) {
  const Conversion c = converted(
      make_xlsx("<row r='1'><c r='A1' s='1'><v>43547</v></c></row>", "<workbookPr date1904='1'/>"),
      "a.xlsx");
  EXPECT_TRUE(c.text.starts_with("2023-03-24")) << c.text;
}

TEST(Xlsx, cells_out_of_order_and_in_one_place_are_put_right_and_said) {
  const Conversion c =
      converted(make_xlsx("<row r='2'><c r='B2'><v>4</v></c><c r='A2'><v>3</v></c></row>"
                          "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>"),
                "a.xlsx");
  EXPECT_EQ(sheet_as_csv(c, 0), "1,\n3,4\n");
  bool said = false;
  for (const std::string& remark : c.remarks)
    said = said || remark.find("places that are taken") != std::string::npos;
  EXPECT_TRUE(said);
}

TEST(Xlsx, cells_far_apart_cost_little_until_they_are_written_out) {
  const Conversion c = converted(make_xlsx("<row r='1'><c r='A1'><v>1</v></c></row>"
                                           "<row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"),
                                 "a.xlsx");
  EXPECT_EQ(c.cells.size(), 3U);
  EXPECT_THROW(sheet_as_csv(c, 0), Error);
}

TEST(Ods, values_are_the_stated_ones) {
  const Conversion c = converted(
      make_odf(
          "spreadsheet",
          "<office:automatic-styles><style:style style:name='ta2' style:family='table'>"
          "<style:table-properties table:display='false'/></style:style></office:automatic-styles>"
          "<office:body><office:spreadsheet><table:table table:name='قائمة'>"
          "<table:table-row><table:table-cell office:value-type='string'><text:p>اسم</text:p>"
          "</table:table-cell><table:table-cell table:number-columns-repeated='3'/>"
          "<table:table-cell office:value-type='date' "
          "office:date-value='2023-03-24'><text:p>24.03.23"
          "</text:p></table:table-cell></table:table-row>"
          "<table:table-row table:number-rows-repeated='2'><table:table-cell "
          "table:number-columns-repeated='2' office:value-type='float' office:value='1.50'>"
          "<text:p>2</text:p></table:table-cell></table:table-row>"
          "<table:table-row table:number-rows-repeated='1048000'><table:table-cell "
          "table:number-columns-repeated='16384'/></table:table-row></table:table>"
          "<table:table table:name='h' table:style-name='ta2'><table:table-row><table:table-cell "
          "office:value-type='string'><text:p>one</text:p><text:p>two</text:p></table:table-cell>"
          "</table:table-row></table:table></office:spreadsheet></office:body>"),
      "a.ods");
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(sheet_as_csv(c, 0), "اسم,,,,2023-03-24\n1.50,1.50,,,\n1.50,1.50,,,\n");
  ASSERT_EQ(c.sheets.size(), 2U);
  EXPECT_TRUE(c.sheets[1].hidden);
  EXPECT_EQ(sheet_as_csv(c, 1), "\"one\ntwo\"\n");
  EXPECT_EQ(places_of_words(c, "2023-03-24").at(0).cell, "E1");
}

TEST(Ods, repeated_cells_cannot_fill_the_machine) {
  const Conversion c = converted(
      make_odf("spreadsheet",
               "<office:body><office:spreadsheet><table:table table:name='x'><table:table-row "
               "table:number-rows-repeated='1000000'><table:table-cell "
               "table:number-columns-repeated='16000' office:value-type='float' office:value='1'/>"
               "</table:table-row></table:table></office:spreadsheet></office:body>"),
      "a.ods");
  EXPECT_NE(c.status, ConvertStatus::converted);
  EXPECT_TRUE(c.reason == ConvertReason::too_large || c.reason == ConvertReason::out_of_memory)
      << c.message;
}

}  // namespace
}  // namespace hearim
