// Every page here is invented.
#include <gtest/gtest.h>

#include <string>

#include "convert/test_document.h"

namespace hearim {
namespace {

TEST(Html, text_leads_back_to_its_nodes) {
  const Conversion c = converted(
      "<!DOCTYPE html><html lang='ko'><head><title>  지어낸\n 기사 </title></head><body>"
      "<h1>제목</h1>\n<p>여기에 <b>스무 명</b>이&nbsp;있었다 &amp; 갔다.</p><p>둘째\n   "
      "줄</p></body></html>",
      "a.html");
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.format, DocumentFormat::html);
  EXPECT_EQ(c.text, "제목\n\n여기에 스무 명이\u00A0있었다 & 갔다.\n\n둘째 줄");
  EXPECT_EQ(c.metadata.title, "지어낸 기사");
  EXPECT_EQ(c.metadata.language, "ko");
  expect_runs_cover_text(c);
  EXPECT_EQ(nodes_of_words(c, "스무 명"), "/html[1]/body[1]/p[1]/b[1]/text()[1] 0-4");
  EXPECT_EQ(nodes_of_words(c, "있었다"), "/html[1]/body[1]/p[1]/text()[2] 2-5");
  EXPECT_EQ(nodes_of_words(c, "명이"),
            "/html[1]/body[1]/p[1]/b[1]/text()[1] 3-4; /html[1]/body[1]/p[1]/text()[2] 0-1");
  EXPECT_EQ(nodes_of_words(c, "줄"), "/html[1]/body[1]/p[2]/text()[1] 6-7");
}

TEST(Html, right_to_left_text_keeps_its_logical_order) {
  const Conversion c =
      converted("<html dir=rtl lang=ar><p>كان هناك <em>عشرون</em> رجلا (20).", "a.html");
  EXPECT_EQ(c.text, "كان هناك عشرون رجلا (20).");
  EXPECT_EQ(nodes_of_words(c, "عشرون"), "/html[1]/body[1]/p[1]/em[1]/text()[1] 0-5");
}

TEST(Html, what_is_not_the_pages_own_matter_is_marked_and_kept) {
  const Conversion c = converted(
      "<body><header>Invented Daily</header><nav><ul><li>Home<li>World</ul></nav>"
      "<main><article><header><h1>Twenty people</h1></header><p>Body text.</p>"
      "<figure><img src=x alt='A picture'><figcaption>Said of it</figcaption></figure>"
      "<footer>By nobody</footer></article></main>"
      "<div class='a sidebar'>Related</div><div style='display: none'>Hidden</div>"
      "<p><del>thirty</del> twenty</p><div role=contentinfo>Rights</div>"
      "<script>var x = '<p>no text</p>';</script><footer>Imprint</footer></body>",
      "a.html");
  EXPECT_EQ(text_of_role(c, RunRole::header), "Invented Daily");
  EXPECT_EQ(text_of_role(c, RunRole::aside), "Related");
  EXPECT_EQ(text_of_role(c, RunRole::hidden), "Hidden");
  EXPECT_EQ(text_of_role(c, RunRole::deleted), "thirty");
  const std::string body = text_of_role(c, RunRole::body);
  for (const char* word : {"Twenty people", "Body text.", "By nobody", "twenty"})
    EXPECT_NE(body.find(word), std::string::npos) << word;
  for (const char* word : {"Home", "Imprint", "Rights", "Related"}) {
    EXPECT_EQ(body.find(word), std::string::npos) << word;
    EXPECT_NE(c.text.find(word), std::string::npos) << word;
  }
  EXPECT_EQ(c.text.find("no text"), std::string::npos);
  EXPECT_EQ(nodes_of_words(c, "A picture"),
            "/html[1]/body[1]/main[1]/article[1]/figure[1]/img[1]/@alt[1] 0-9");
}

TEST(Html, the_encoding_is_what_the_page_says_or_what_it_is) {
  const std::string korean =
      "<meta charset=euc-kr><p>\xBF\xC0\xBD\xCA \xB8\xED\xC0\xCC \xC7\xD0\xBF\xA1";
  EXPECT_EQ(converted(korean, "a.html").text, "오십 명이 학에");
  EXPECT_EQ(converted(korean, "a.html").encoding, "windows-949");
  const std::string arabic =
      "<meta http-equiv=Content-Type content='text/html; charset=windows-1256'><p>\xE5\xE4\xC7\xDF";
  EXPECT_EQ(converted(arabic, "a.html").text, "هناك");
  const std::string chinese = "<meta charset=gb2312><p>\xB6\xFE\xCA\xAE\xC8\xCB";
  EXPECT_EQ(converted(chinese, "a.html").text, "二十人");
  // It says one thing and is another.
  EXPECT_EQ(converted("<meta charset=euc-kr><p>이십 명", "a.html").text, "이십 명");
}

TEST(Html, a_date_is_taken_as_the_page_states_it) {
  const Conversion c = converted(
      "<meta property='article:published_time' content='2023-03-24T08:00:00+09:00'>"
      "<meta name=author content='Nobody'><p>x",
      "a.html");
  EXPECT_EQ(c.metadata.date, "2023-03-24");
  EXPECT_EQ(c.metadata.author, "Nobody");
  EXPECT_EQ(converted("<meta name=date content='24.3.2023'><p>x", "a.html").metadata.date, "");
}

TEST(Html, tables_and_lines_keep_their_order) {
  const Conversion c =
      converted("<table><tr><td>a<td>b<tr><td>1<td>2</table>one<br>two<pre>  three\n    four</pre>",
                "a.html");
  EXPECT_EQ(c.text, "a\tb\n1\t2\n\none\ntwo\n\n  three\n    four");
}

TEST(Html, a_million_open_elements_are_read) {
  std::string deep;
  for (int i = 0; i < 1'000'000; ++i) deep += "<div>";
  const Conversion c = converted(deep + "스무 명", "a.html");
  EXPECT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.text, "스무 명");
  const std::string path = places_of_words(c, "스무").at(0).node;
  EXPECT_TRUE(path.starts_with("/html[1]/body[1]/div[1]")) << path;
  EXPECT_NE(path.find("/…/"), std::string::npos);
  EXPECT_LT(path.size(), 2000U);
}

TEST(Html, deeper_than_the_limit_is_said_and_the_rest_kept) {
  ConvertOptions options;
  options.limits.depth_max = 100;
  std::string deep = "<p>before</p>";
  for (int i = 0; i < 200; ++i) deep += "<div>";
  const Conversion c = converted(deep + "inside", "a.html", options);
  EXPECT_EQ(c.status, ConvertStatus::partial);
  EXPECT_EQ(c.reason, ConvertReason::too_deep);
  EXPECT_EQ(c.text, "before");
}

TEST(Html, a_page_without_text_is_said_to_have_none) {
  const Conversion c = converted("<html><body><script>1</script></body></html>", "a.html");
  EXPECT_EQ(c.status, ConvertStatus::refused);
  EXPECT_EQ(c.reason, ConvertReason::no_text);
}

}  // namespace
}  // namespace hearim
