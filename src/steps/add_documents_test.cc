// What is made of documents when they are added: texts that lead back, lists of sheets, items of
// attachments; and what becomes of documents made to harm.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/rng.h"
#include "convert/test_pdf.h"
#include "convert/test_zip.h"
#include "hearim/error.h"
#include "steps/add_to_case.h"
#include "steps/case_ledger.h"
#include "steps/sheet_list.h"

namespace hearim {
namespace {

namespace fs = std::filesystem;

CaseOptions cheap_options() {
  CaseOptions options;
  options.passphrase = [] { return SecretBytes::copy_of("p"); };
  options.key_cost = {.passes = 1, .memory_bytes = 8192};
  return options;
}

std::string docx_of(const std::string& body) {
  return make_zip(
      {{"[Content_Types].xml", "<Types/>"},
       {"_rels/.rels",
        "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='word/document.xml'/>"
        "</Relationships>"},
       {"word/document.xml", "<w:document><w:body>" + body + "</w:body></w:document>"}});
}

std::string paragraph(const std::string& text) {
  return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
}

using Rows = std::vector<std::vector<std::string>>;

std::string ods_of(const std::vector<std::pair<std::string, Rows>>& sheets) {
  std::string content = "<office:document-content><office:body><office:spreadsheet>";
  for (const auto& [name, rows] : sheets) {
    content += "<table:table table:name='" + name + "'>";
    for (const auto& row : rows) {
      content += "<table:table-row>";
      for (const std::string& cell : row)
        content += cell.empty()
                       ? "<table:table-cell/>"
                       : "<table:table-cell><text:p>" + cell + "</text:p></table:table-cell>";
      content += row.empty() ? "<table:table-cell/></table:table-row>" : "</table:table-row>";
    }
    content += "</table:table>";
  }
  return make_zip(
      {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
       {"content.xml", content + "</office:spreadsheet></office:body></office:document-content>"}},
      {.deflate = false});
}

std::string message_of(const std::vector<std::pair<std::string, std::string>>& attachments) {
  std::string message =
      "From: kim@example.org\nTo: lee@example.org\nDate: Mon, 3 May 2021 10:00:00 +0000\n"
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: text/plain\n\nwhat I saw\n";
  for (const auto& [name, text] : attachments)
    message +=
        "--b\nContent-Type: application/x\nContent-Disposition: attachment; filename=" + name +
        "\n\n" + text + "\n";
  return message + "--b--\n";
}

class AddingDocuments : public testing::Test {
 protected:
  AddingDocuments() {
    std::string name = (fs::temp_directory_path() / "hearim-documents-XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    fs::create_directory(in());
  }
  ~AddingDocuments() override { fs::remove_all(folder_); }
  void SetUp() override {
    Converter converter;
    if (!converter.jail().sufficient) GTEST_SKIP() << converter.jail().why_not;
  }

  std::string in() const { return (folder_ / "in").string(); }
  std::string case_folder() const { return (folder_ / "osh.case").string(); }
  void put(const std::string& path, const std::string& content) const {
    std::ofstream(in() + "/" + path, std::ios::binary) << content;
  }
  AddRequest request() const { return {.case_folder = case_folder(), .paths = {in()}}; }

  fs::path folder_;
};

// Of the items found: their line's reason and what could not be made of them, by their name.
std::map<std::string, LedgerLine> lines_of(const Case& from) {
  std::map<std::int64_t, std::string> shortfalls;
  for (const Shortfall& shortfall : from.shortfalls()) shortfalls[shortfall.item] = shortfall.why;
  std::map<std::string, LedgerLine> lines;
  from.for_each_ledger_line(0, [&](const LedgerLine& line) {
    const std::string name = line.place.substr(line.place.rfind('/') + 1);
    EXPECT_FALSE(lines.contains(name)) << name << " has two lines";
    lines[name] = line;
    lines[name].reason += shortfalls[line.item];
  });
  return lines;
}

std::string content_of(const Case& from, std::int64_t item) {
  std::string content;
  from.read_item(item, [&](std::span<const std::uint8_t> bytes) {
    content.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  });
  return content;
}

Conversion kept_conversion(const Case& from, std::int64_t item) {
  const auto text = from.text(item);
  EXPECT_TRUE(text);
  if (!text) return {};
  EXPECT_EQ(text->map_format, kTextMapFormat);
  return decode_text_map(
      text->text,
      std::string_view(reinterpret_cast<const char*>(text->map.data()), text->map.size()));
}

TEST_F(AddingDocuments, kept_texts_lead_back_to_bytes_nodes_and_boxes) {
  put("a.txt", "\xB0\xA1\xB3\xAA \xB4\xD9\xB6\xF3");  // windows-949: two words
  put("b.html", "<nav>menu</nav><p>some words</p>");
  put("c.pdf", make_pdf({{{50, 500, 10, U"one two"}}}));
  put("d.docx", docx_of(paragraph("first") + paragraph("second")));
  Case made = Case::create(case_folder(), cheap_options());
  EXPECT_EQ(add_to_case(made, request(), {}).text_count, 4u);
  const auto lines = lines_of(made);
  const auto place = [&](const char* name, std::uint32_t start, std::uint32_t end) {
    return places_of(kept_conversion(made, lines.at(name).item), start, end).at(0);
  };
  EXPECT_EQ(place("a.txt", 3, 5).byte_start, 5u);
  EXPECT_EQ(place("b.html", 5, 9).node, "/html[1]/body[1]/p[1]/text()[1]");
  EXPECT_NEAR(place("c.pdf", 0, 3).box.left, 50, 1);
  EXPECT_EQ(place("d.docx", 6, 12).node,
            "word/document.xml/w:document[1]/w:body[1]/w:p[2]/w:r[1]/w:t[1]/text()[1]");
  for (const auto& [name, line] : lines) EXPECT_EQ(line.reason, "") << name;
  EXPECT_TRUE(made.verify().holds());
}

TEST_F(AddingDocuments, names_of_members_are_kept_byte_for_byte_and_shown_as_they_were_meant) {
  const std::string name = "\xB8\xED\xB4\xDC.txt";  // windows-949
  put("a.zip", make_zip({{name, "three"}}));
  Case made = Case::create(case_folder(), cheap_options());
  add_to_case(made, request(), {});
  const auto lines = lines_of(made);
  ASSERT_TRUE(lines.contains(name));
  std::string shown;
  for (const Item& item : made.items())
    if (item.id == lines.at(name).item) shown = item.name;
  EXPECT_TRUE(shown.ends_with("a.zip > 명단.txt")) << shown;
}

TEST_F(AddingDocuments, every_row_of_a_sheet_leads_back_to_its_row) {
  put("w.ods", ods_of({{"2019",
                        {{"A register, invented"},
                         {},
                         {"", "name", "place"},
                         {"", "Kim", "Seoul"},
                         {},
                         {"", "", "Busan"},
                         {"x", "Lee", "Jeju"},
                         {"", "Park", "Jeju", "3"}}},
                       {"One column", {{"name"}, {"Kim"}, {"Lee"}, {"Park", "a note"}}},
                       {"Numbers", {{"1", "2"}, {"3", "4"}}},
                       {"Empty", {}}}));
  Case made = Case::create(case_folder(), cheap_options());
  const Addition added = add_to_case(made, request(), {});
  ASSERT_EQ(added.lists.size(), 2u);
  const List& list = added.lists[0].list;
  EXPECT_EQ(list.name, "2019");
  EXPECT_EQ(list.columns, (std::vector<std::string>{"name", "place"}));
  EXPECT_EQ(list.row_count, 4u);
  EXPECT_EQ(list.rejected_count, 2u);
  const auto text = made.text(list.item);
  ASSERT_TRUE(text);
  EXPECT_EQ(text_of_list(list), text->id);
  std::vector<std::string> seen;
  made.list_rows(list.id, 1, 10, [&](const ListRow& row) {
    std::string cells;
    for (const std::string_view cell : row.cells) cells += "[" + std::string(cell) + "]";
    seen.push_back(fmt::format("{} line {}: {}{} = {}", row.row, row.line, cells, row.rejected,
                               text->text.substr(row.offset, row.size_bytes)));
  });
  EXPECT_EQ(seen, (std::vector<std::string>{
                      "1 line 4: [Kim][Seoul] = Kim\tSeoul", "2 line 6: [][Busan] = Busan",
                      "3 line 7: a cell in column A where the header names B to C = x\tLee\tJeju",
                      "4 line 8: a cell in column D where the header names B to C = "
                      "Park\tJeju\t3"}));
  const List& narrow = added.lists[1].list;
  EXPECT_EQ(narrow.columns, (std::vector<std::string>{"name"}));
  EXPECT_EQ(narrow.row_count, 3u);
  EXPECT_EQ(narrow.rejected_count, 1u);
  EXPECT_EQ(lines_of(made).at("w.ods").reason,
            "sheet \"Numbers\" is not read as a list: row 1: the first row must name the columns, "
            "and it holds numbers ('1')");
  EXPECT_EQ(noted_lines(made, added.intake.id, 9).in_part.size(), 1u);
  EXPECT_TRUE(made.verify().holds());
}

TEST_F(AddingDocuments, what_harms_its_converter_harms_its_own_line_only) {
  std::string spinning = "(x) Tj ";
  while (spinning.size() < 40'000'000) spinning += spinning;
  const std::string packed = "\x78\x9C" + deflated(spinning);
  std::string deep;
  for (int i = 0; i < 1'000'000; ++i) deep += "<b>";
  const std::map<std::string, std::string> harmful = {
      {"a bomb.docx", docx_of("<w:p>" + std::string(100'000'000, ' ') + "</w:p>")},
      {"a hang.pdf",
       "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
       "/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
       "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
       "4 0 obj<</Filter/FlateDecode/Length " +
           std::to_string(packed.size()) + ">>stream\n" + packed +
           "\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"},
      {"an archive and a page.gif", "GIF89a" + make_zip({{"x.txt", "x"}})},
      {"a pdf and an archive.pdf", make_pdf({{{50, 500, 10, U"both"}}}) + make_zip({{"x", "x"}})},
      {"deep.html", deep + "x"},
      {"encrypted.pdf", make_pdf({{{50, 500, 10, U"x"}}}, {.encrypted = true})},
      {"noise.bin", std::string("\0\1\2\3", 4)},
      {"old.doc", "\xD0\xCF\x11\xE0 and more"},
      {"rubbish.png", "\x89PNG\r\n\x1A\nrubbish"},
  };
  for (const auto& [name, bytes] : harmful) put(name, bytes);
  put("z good.html", "<p>still read");
  Case made = Case::create(case_folder(), cheap_options());
  AddRequest wary = request();
  wary.limits.cpu_seconds_max = 1;
  wary.limits.unpacked_bytes_max = 50'000'000;
  const Addition added = add_to_case(made, wary, {.threads = 2});
  EXPECT_EQ(added.intake.found(), harmful.size() + 1);
  EXPECT_EQ(added.intake.taken, harmful.size() + 1);
  auto lines = lines_of(made);
  for (const auto& [name, bytes] : harmful) {
    EXPECT_EQ(content_of(made, lines.at(name).item), bytes) << name;
    EXPECT_TRUE(made.text(lines.at(name).item) || !lines.at(name).reason.empty()) << name;
  }
  const auto says = [&](const char* name, const char* words) {
    EXPECT_NE(lines.at(name).reason.find(words), std::string::npos)
        << name << ": " << lines.at(name).reason;
  };
  says("a bomb.docx", "more than");
  says("a hang.pdf", "took longer");
  says("encrypted.pdf", "encrypted");
  says("noise.bin", "not text");
  says("old.doc", "no format that is read");
  EXPECT_TRUE(made.text(lines.at("deep.html").item));
  EXPECT_EQ(made.text(lines.at("a pdf and an archive.pdf").item)->text, "both");
  EXPECT_EQ(made.text(lines.at("z good.html").item)->text, "still read");
  EXPECT_TRUE(made.verify().holds());
}

TEST_F(AddingDocuments, stopped_while_converting_every_item_is_kept_and_its_text_made_later) {
  for (int i = 0; i < 6; ++i) put(fmt::format("{}.html", i), fmt::format("<p>page {}", i));
  put("m.eml", message_of({{"x.txt", "one"}, {"y.html", "<p>two"}}));
  {
    Case made = Case::create(case_folder(), cheap_options());
    CancelToken stop;
    hearim::Run run;
    run.cancel = &stop;
    run.progress = [&](std::string_view work, std::uint64_t, std::uint64_t) {
      if (work == "reading documents") stop.cancel();
    };
    EXPECT_THROW(add_to_case(made, request(), run), Error);
  }
  Case again = Case::open(case_folder(), cheap_options());
  EXPECT_EQ(again.items().size(), 7u);
  EXPECT_LT(again.items_with_text().size(), 7u);
  const Addition added = add_to_case(again, request(), {});
  EXPECT_TRUE(added.continued);
  EXPECT_EQ(added.intake.found(), 9u);
  EXPECT_EQ(again.items_with_text().size(), 9u);
  const auto lines = lines_of(again);
  EXPECT_EQ(lines.at("y.html").inside, lines.at("m.eml").id);
  EXPECT_EQ(again.text(lines.at("y.html").item)->text, "two");
}

TEST_F(AddingDocuments, killed_anywhere_nothing_is_there_twice_and_nothing_is_missing) {
  std::set<std::string> expected;
  const auto give = [&](const std::string& name, const std::string& bytes) {
    put(name, bytes);
    expected.insert(name);
  };
  for (int i = 0; i < 8; ++i) give(fmt::format("{}.html", i), fmt::format("<p>page {}", i));
  for (int i = 0; i < 3; ++i) {
    give(fmt::format("{}.eml", i),
         message_of({{fmt::format("in{}.html", i), fmt::format("<p>inner {}", i)},
                     {fmt::format("in{}.txt", i), fmt::format("text {}", i)}}));
    expected.insert({fmt::format("in{}.html", i), fmt::format("in{}.txt", i)});
  }
  Case::create(case_folder(), cheap_options()).close();
  Rng rng(5, "killed documents", 0);
  const int kills = std::getenv("HEARIM_FULL") != nullptr ? 100 : 12;
  int interrupted = 0;
  for (int kill = 0; kill < kills; ++kill) {
    const pid_t child = ::fork();
    if (child == 0) {
      Case into = Case::open(case_folder(), cheap_options());
      add_to_case(into, request(), {.threads = 2}, {.lines = 2, .milliseconds = 5});
      ::_exit(0);
    }
    // 2 to 150 ms, as often below 17 as above: machines are not equally fast.
    ::usleep(static_cast<useconds_t>(2'000 * std::pow(75, rng.uniform())));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    interrupted += WIFSIGNALED(status) ? 1 : 0;
  }
  EXPECT_GT(interrupted, kills / 4);
  Case made = Case::open(case_folder(), cheap_options());
  add_to_case(made, request(), {});
  std::set<std::string> seen;
  std::map<std::int64_t, std::set<std::string>> by_intake;
  made.for_each_ledger_line(0, [&](const LedgerLine& line) {
    const std::string name = line.place.substr(line.place.rfind('/') + 1);
    EXPECT_TRUE(by_intake[line.intake].insert(name).second) << name << " twice in one addition";
    EXPECT_FALSE(line.under_way);
    seen.insert(name);
  });
  EXPECT_EQ(seen, expected);
  EXPECT_EQ(made.items().size(), expected.size());
  EXPECT_EQ(made.items_with_text().size(), expected.size());
  EXPECT_TRUE(made.shortfalls().empty());
  EXPECT_TRUE(made.verify().holds());
}

TEST_F(AddingDocuments, the_order_of_texts_does_not_depend_on_the_number_of_threads) {
  for (int i = 0; i < 12; ++i)
    put(fmt::format("{:02}.html", i),
        "<p>page " + std::to_string(i) + std::string(i % 3 == 0 ? 300'000 : 1, 'x'));
  std::vector<std::string> orders;
  for (const int threads : {1, 3}) {
    fs::remove_all(case_folder());
    Case made = Case::create(case_folder(), cheap_options());
    add_to_case(made, request(), {.threads = threads});
    std::string order;
    for (const Item& item : made.items())
      order += fmt::format("{} {}; ", item.name, made.text(item.id)->id);
    orders.push_back(order);
  }
  EXPECT_EQ(orders[0], orders[1]);
}

}  // namespace
}  // namespace hearim
