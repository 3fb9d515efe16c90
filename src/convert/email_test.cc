// Every message here is invented.
#include <gtest/gtest.h>

#include <string>

#include "convert/test_document.h"

namespace hearim {
namespace {

const std::string kHead =
    "From: Nobody <nobody@example.org>\r\nTo: somebody@example.org\r\n"
    "Date: Fri, 24 Mar 2023 23:30:00 -0800\r\nMIME-Version: 1.0\r\n";

TEST(Email, a_plain_message_leads_back_to_its_part) {
  // The subject is 오십 명, in EUC-KR; so is the body: 오십 명.
  const Conversion c = converted(kHead +
                                     "Subject: =?euc-kr?B?v8C9yiC47Q==?=\r\n"
                                     "Content-Type: text/plain; charset=ks_c_5601-1987\r\n"
                                     "Content-Transfer-Encoding: base64\r\n\r\nv8C9yiC47Q==\r\n",
                                 "a.eml");
  ASSERT_EQ(c.status, ConvertStatus::converted) << c.message;
  EXPECT_EQ(c.format, DocumentFormat::email);
  EXPECT_EQ(c.text, "오십 명");
  EXPECT_EQ(c.encoding, "windows-949");
  EXPECT_EQ(c.metadata.title, "오십 명");
  EXPECT_EQ(c.metadata.date, "2023-03-24");
  EXPECT_EQ(c.metadata.author, "Nobody <nobody@example.org>");
  EXPECT_EQ(nodes_of_words(c, "명"), "part 1/text()[1] 3-4");
  expect_runs_cover_text(c);
}

TEST(Email, attachments_are_documents_of_their_own) {
  const Conversion c =
      converted(kHead +
                    "Subject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
                    "Content-Type: multipart/alternative; boundary=C\r\n\r\n--C\r\n"
                    "Content-Type: text/plain; charset=utf-8\r\n\r\n스무 명이 있었다\r\n--C\r\n"
                    "Content-Type: text/html; charset=utf-8\r\n\r\n<p>스무 명이 "
                    "있었다</p>\r\n--C--\r\n--B\r\n"
                    "Content-Type: text/csv; charset=utf-8\r\n"
                    "Content-Disposition: attachment; filename*=utf-8''%EB%AA%85%EB%8B%A8.csv\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\nYSxiCjEsMgo=\r\n--B\r\n"
                    "Content-Type: message/rfc822\r\n\r\nFrom: c@example.org\r\nSubject: "
                    "inner\r\n\r\ninside\r\n"
                    "--B--\r\n",
                "a.eml");
  EXPECT_EQ(c.text, "스무 명이 있었다");
  EXPECT_EQ(nodes_of_words(c, "스무"), "part 1.1/text()[1] 0-2");
  ASSERT_EQ(c.attachments.size(), 2U);
  EXPECT_EQ(c.attachments[0].part, "2");
  EXPECT_EQ(c.attachments[0].name, "명단.csv");
  EXPECT_EQ(c.attachments[0].media_type, "text/csv");
  EXPECT_EQ(c.attachments[0].bytes, "a,b\n1,2\n");
  EXPECT_EQ(c.attachments[1].part, "3");
  const Conversion inner = converted(c.attachments[1].bytes, c.attachments[1].name);
  EXPECT_EQ(inner.metadata.title, "inner");
  EXPECT_EQ(inner.text, "inside");
  ASSERT_EQ(c.remarks.size(), 1U);
  EXPECT_NE(c.remarks[0].find("HTML"), std::string::npos);
}

TEST(Email, an_html_message_leads_back_to_its_nodes) {
  const Conversion c = converted(
      kHead +
          "Content-Type: text/html; charset=windows-1256\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E5=E4=C7=DF <b>20</b></p>\r\n",
      "a.eml");
  EXPECT_EQ(c.text, "هناك 20");
  EXPECT_EQ(nodes_of_words(c, "20"), "part 1/html[1]/body[1]/p[1]/b[1]/text()[1] 0-2");
}

TEST(Email, a_message_of_attachments_alone_still_hands_them_over) {
  const Conversion c =
      converted(kHead + "Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4\r\n", "a.eml");
  EXPECT_EQ(c.reason, ConvertReason::no_text);
  ASSERT_EQ(c.attachments.size(), 1U);
  EXPECT_EQ(c.attachments[0].name, "a.pdf");
}

TEST(Email, parts_in_parts_end_somewhere) {
  std::string deep = kHead;
  for (int i = 0; i < 500; ++i)
    deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b" +
            std::to_string(i) + "\r\n";
  const Conversion c = converted(deep + "\r\nend", "a.eml");
  EXPECT_NE(c.reason, ConvertReason::none);
  EXPECT_FALSE(c.message.empty());
}

}  // namespace
}  // namespace hearim
