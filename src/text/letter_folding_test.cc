#include "text/letter_folding.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

std::string folded(std::string_view text) { return to_utf8(fold_letters(text)); }

TEST(LetterFolding, latin_loses_case_width_and_marks_and_opens_ligatures) {
  EXPECT_EQ(folded("Müller-Ñúñez"), "muller-nunez");
  EXPECT_EQ(folded("ＫＩＭ"), "kim");
  EXPECT_EQ(folded("Łódź Ørsted Æsir Straße Đỗ Þór"), "lodz orsted aesir strasse do thor");
  EXPECT_EQ(folded("Nguye\u0302\u0303n"), "nguyen");  // marks written apart
  EXPECT_EQ(folded("İpek Işık"), "ipek isik");
  EXPECT_EQ(folded("ﬁlip"), "filip");
}

TEST(LetterFolding, arabic_letter_variants_become_one) {
  EXPECT_EQ(folded("أَحْمَد"), "احمد");
  EXPECT_EQ(folded("إبراهيم آمنة ٱلله"), "ابراهيم امنه الله");
  EXPECT_EQ(folded("يحيى"), "يحيي");
  EXPECT_EQ(folded("فـــاطمة"), "فاطمه");
  EXPECT_EQ(folded("مؤمن رائد"), "مومن رايد");
  EXPECT_EQ(folded("علاء"), "علا");
  EXPECT_EQ(folded("ﻣﺤﻤﺪ"), "محمد");                        // presentation forms
  EXPECT_EQ(folded("کریم یاسمن"), "كريم ياسمن");            // Persian kaf and yeh
  EXPECT_EQ(folded("پژمان چنگیز گلی"), "پژمان چنگيز گلي");  // Persian letters of their own stay
}

TEST(LetterFolding, cyrillic_yo_is_ye_and_short_i_stays) {
  EXPECT_EQ(folded("Ёлкин"), "елкин");
  EXPECT_EQ(folded("АНДРЕЙ"), "андрей");
  EXPECT_EQ(folded("андреи\u0306"), "андрей");  // the breve written apart
  EXPECT_EQ(folded("Їжак Ґалаґан Ўладзімір"), "їжак ґалаґан ўладзімір");
}

TEST(LetterFolding, hangul_in_jamo_is_composed) {
  EXPECT_EQ(folded("\u1112\u1161\u11ab\u1100\u1173\u11af"), "한글");
}

TEST(LetterFolding, half_width_kana_is_full_width_kana) { EXPECT_EQ(folded("ｶﾞﾝﾀﾞﾑ"), "ガンダム"); }

TEST(LetterFolding, digits_hyphens_apostrophes_and_spaces_have_one_form_each) {
  EXPECT_EQ(folded("۱۹۹۹ ٢٠٠١ ２００３"), "1999 2001 2003");
  EXPECT_EQ(folded("a‐b–c—d"), "a-b-c-d");
  EXPECT_EQ(folded("O’Neil O`Neil Oʻneil"), "o'neil o'neil o'neil");
  EXPECT_EQ(folded("a\u00a0b\u3000c\td"), "a b c d");
}

TEST(LetterFolding, invisible_and_invalid_characters_are_dropped) {
  EXPECT_EQ(folded("\u200fمحمد\u200e"), "محمد");
  EXPECT_EQ(folded("ki\u00adm\u200b"), "kim");
  EXPECT_EQ(folded("ki\xff\xc3m"), "kim");
  EXPECT_EQ(folded(""), "");
}

}  // namespace
}  // namespace hearim
