#include "table/text_encoding.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <string>
#include <vector>

#include "hearim/error.h"

namespace hearim {
namespace {

std::string encode(const std::string& utf8, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  std::string bytes(utf8.size() * 4 + 16, '\0');
  const std::int32_t size =
      ucnv_convert(encoding, "UTF-8", bytes.data(), static_cast<std::int32_t>(bytes.size()),
                   utf8.data(), static_cast<std::int32_t>(utf8.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status)) << encoding;
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::string message_of(const std::string& bytes) {
  try {
    decode_text(bytes, "t.csv");
  } catch (const Error& error) {
    EXPECT_EQ(exit_status(error.code()), 2);
    return error.what();
  }
  return "(no error)";
}

const char kKorean[] = "경찰,병원,시민단체,count\n1,0,1,3\n0,1,1,5\n";

TEST(TextEncoding, plain_utf8_is_taken_as_it_is_with_and_without_mark) {
  const DecodedText plain = decode_text(kKorean, "");
  EXPECT_EQ(plain.text, kKorean);
  EXPECT_EQ(plain.encoding, "UTF-8");
  EXPECT_TRUE(plain.notes.empty());
  const DecodedText marked = decode_text("\xEF\xBB\xBF" + std::string(kKorean), "");
  EXPECT_EQ(marked.text, kKorean);
  EXPECT_TRUE(marked.notes.empty());
}

TEST(TextEncoding, utf16_and_utf32_are_read_in_both_byte_orders) {
  const std::string text = std::string(kKorean) + "𐍈,é\n";
  const std::pair<const char*, std::string> marks[] = {
      {"UTF-16LE", "\xFF\xFE"},
      {"UTF-16BE", "\xFE\xFF"},
      {"UTF-32LE", std::string("\xFF\xFE\0\0", 4)},
      {"UTF-32BE", std::string("\0\0\xFE\xFF", 4)}};
  for (const auto& [encoding, mark] : marks) {
    const DecodedText decoded = decode_text(mark + encode(text, encoding), "");
    EXPECT_EQ(decoded.text, text) << encoding;
    EXPECT_EQ(decoded.encoding, encoding);
    EXPECT_TRUE(decoded.notes.empty());
  }
}

TEST(TextEncoding, utf16_without_mark_is_recognised_and_said) {
  for (const char* encoding : {"UTF-16LE", "UTF-16BE"}) {
    for (const char* text : {kKorean, "A,B\n1,0\n", "A\tB\r\n1\t0\r\n"}) {
      const DecodedText decoded = decode_text(encode(text, encoding), "");
      EXPECT_EQ(decoded.text, text) << encoding;
      ASSERT_EQ(decoded.notes.size(), 1u);
      EXPECT_NE(decoded.notes[0].find(encoding), std::string::npos);
    }
  }
}

TEST(TextEncoding, surrogate_pairs_survive_every_position_in_the_converters_buffer) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += i % 3 == 0 ? "𐍈" : (i % 7 == 0 ? "a,\n" : "𝕏");
  for (const char* pad : {"", "x", "xy"}) {
    const std::string padded = pad + text;
    EXPECT_EQ(decode_text("\xFF\xFE" + encode(padded, "UTF-16LE"), "").text, padded);
  }
}

struct Sample {
  const char* encoding;
  const char* text;
};

TEST(TextEncoding, older_encodings_are_recognised_from_a_tables_few_words) {
  const Sample samples[] = {
      {"windows-949", kKorean},
      {"windows-949", "명단,count\n"},
      {"windows-949", "국가경찰청,비정부기구,지역\n1,0,서울\n1,1,부산\n0,1,제주특별자치도\n"},
      {"windows-949", "이름,생년월일,장소\n홍길동,1970-03-05,서울\n"},
      {"gb18030", "警察,医院,组织,count\n1,0,1,3\n"},
      {"gb18030", "公安局,非政府组织,收容所,地区\n1,0,1,北京\n1,1,0,上海\n"},
      {"windows-1256", "شرطة,مستشفى,منظمة,count\n1,0,1,3\n"},
      {"windows-1256", "الشرطة,المستشفى,المنظمة,المدينة\n1,0,1,حلب\n1,1,0,دمشق\n"},
      {"windows-1252", "Policía,Región,ONG,count\n1,0,1,3\n"},
      {"windows-1252", "Región,A,B\nBogotá,1,0\nMedellín,1,1\nCórdoba,0,1\nNariño,1,1\n"},
      {"windows-1252", "Straße,Größe,A\nMünchen,1,1\n"},
      {"windows-1252", "A,B,nom – “x” €\n1,0,1\n"},
      {"windows-1251", "Полиция,Больница,count\n1,0,3\n"},
  };
  for (const Sample& sample : samples) {
    const DecodedText decoded = decode_text(encode(sample.text, sample.encoding), "");
    EXPECT_EQ(decoded.text, sample.text) << sample.encoding << " read as " << decoded.encoding;
    EXPECT_EQ(decoded.encoding, sample.encoding) << sample.text;
    ASSERT_EQ(decoded.notes.size(), 1u);
    EXPECT_NE(decoded.notes[0].find(sample.encoding), std::string::npos) << decoded.notes[0];
  }
}

TEST(TextEncoding, binary_is_refused_with_the_offset_and_what_it_looks_like) {
  EXPECT_EQ(message_of(std::string("A,B\n1,\0\n", 8)),
            "t.csv: is not text: byte 7 of the file is 0x00 (a table is a text file: save it as "
            "CSV)");
  EXPECT_NE(message_of(std::string("PK\x03\x04\x14\0\x08\0\x08\0", 10)).find("spreadsheet"),
            std::string::npos);
  EXPECT_NE(message_of(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16)).find("is not text"),
            std::string::npos);
  EXPECT_NE(message_of("\x1F\x8B\x08\xFF\xFE stuff").find("gzip"), std::string::npos);
  EXPECT_NE(message_of("\xEF\xBB\xBF" + std::string("A\0B", 3)).find("byte 5"), std::string::npos);
}

TEST(TextEncoding, damaged_utf8_is_named_by_line_and_byte_instead_of_read_as_something_else) {
  EXPECT_EQ(message_of("경찰,병원\n서울,부\xEC\x82,1\n"),
            "t.csv:2: byte 11 of this line, 0xEC, is not valid UTF-8 (the file is damaged, or in "
            "another encoding: save it again as UTF-8)");
  EXPECT_NE(message_of("\xEF\xBB\xBF"
                       "A,B\r\n1,\xE9\r\n")
                .find("t.csv:2: byte 3"),
            std::string::npos);
}

TEST(TextEncoding, damaged_utf16_is_named_by_line) {
  const std::string cut = "\xFF\xFE" + encode("A,B\r\n1,0\r\n", "UTF-16LE") + "\x31";
  EXPECT_EQ(message_of(cut),
            "t.csv:3: byte 23 of the file is not valid UTF-16LE (the file is damaged: save it "
            "again as UTF-8)");
  std::string lone = "\xFF\xFE" + encode("A,B\n", "UTF-16LE") + std::string("\x00\xD8,\0", 4);
  EXPECT_NE(message_of(lone).find("t.csv:2: byte 11"), std::string::npos) << message_of(lone);
}

}  // namespace
}  // namespace hearim
