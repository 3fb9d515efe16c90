#include "text/han_readings.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

TEST(HanReadings, common_characters_read_as_in_the_dictionary) {
  EXPECT_EQ(pinyin(U'张'), "zhang");
  EXPECT_EQ(pinyin(U'張'), "zhang");
  EXPECT_EQ(pinyin(U'李'), "li");
  EXPECT_EQ(pinyin(U'吕'), "lu");
  EXPECT_EQ(pinyin(U'尔'), "er");
  EXPECT_EQ(hangul_reading(U'金'), U'김');
  EXPECT_EQ(hangul_reading(U'李'), U'리');
  EXPECT_EQ(hangul_reading(U'敏'), U'민');
  EXPECT_EQ(hangul_reading(U'智'), U'지');
  EXPECT_EQ(hangul_reading(U'妈'), U'\0');  // simplified only, not in Korean use
}

TEST(HanReadings, surnames_with_a_reading_of_their_own_have_it) {
  EXPECT_EQ(surname_pinyin(U'单'), "shan");
  EXPECT_EQ(surname_pinyin(U'曾'), "zeng");
  EXPECT_EQ(surname_pinyin(U'仇'), "qiu");
  EXPECT_EQ(second_pinyin(U'乐'), "yue");
  EXPECT_EQ(second_pinyin(U'张'), "");
}

TEST(HanReadings, traditional_forms_have_their_simplified_one) {
  EXPECT_EQ(simplified_han(U'陳'), U'陈');
  EXPECT_EQ(simplified_han(U'馬'), U'马');
  EXPECT_EQ(simplified_han(U'王'), U'王');
  EXPECT_EQ(simplified_han(U'a'), U'a');
}

TEST(HanReadings, every_syllable_is_its_initial_and_final_put_together) {
  for (char32_t c = 0x3400; c <= 0x9FFF; ++c) {
    if (pinyin(c).empty()) continue;
    const PinyinParts parts = pinyin_parts(c);
    ASSERT_EQ(std::string(pinyin_initial_letters(parts.initial)) +
                  std::string(pinyin_final_letters(parts.final)),
              pinyin(c));
  }
  EXPECT_LE(pinyin_final_count(), kPinyinFinalMax);
}

TEST(HanReadings, what_is_not_a_han_character_has_no_reading) {
  EXPECT_EQ(pinyin(U'a'), "");
  EXPECT_EQ(pinyin(U'가'), "");
  EXPECT_EQ(hangul_reading(U'a'), U'\0');
  EXPECT_FALSE(is_han(U'가'));
  EXPECT_TRUE(is_han(U'𠀀'));
}

}  // namespace
}  // namespace hearim
