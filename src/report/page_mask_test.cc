#include "report/page_mask.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

// All names here are invented.
std::string masked(std::string_view text, std::initializer_list<std::string_view> names,
                   bool parts = false) {
  PageMask mask;
  mask.consider(text);
  for (const std::string_view name : names) parts ? mask.learn_with_parts(name) : mask.learn(name);
  return mask.masked(text);
}

TEST(PageMask, leaves_out_a_name_however_its_letters_are_written) {
  EXPECT_EQ(masked("KIM Min-ji was sold, said Osei.", {"Kim Min Ji"}),
            "[person] was sold, said Osei.");
  EXPECT_EQ(masked("Müller-Ñúñez left.", {"muller nunez"}), "[person] left.");
  EXPECT_EQ(masked("Told by O’Neil in 2019.", {"O'Neil"}), "Told by [person] in 2019.");
}

TEST(PageMask, finds_names_inside_words_of_scripts_without_spaces) {
  EXPECT_EQ(masked("가상민지는 팔려 갔다.", {"가상 민지"}), "[person]는 팔려 갔다.");
  EXPECT_EQ(masked("据虚构人说，", {"虚构人"}), "据[person]说，");
}

TEST(PageMask, finds_arabic_names_behind_a_prefix) {
  EXPECT_EQ(masked("قالت مريم وأحمد", {"أحمد"}), "قالت مريم [person]");
}

TEST(PageMask, a_single_word_is_a_name_only_with_a_capital) {
  EXPECT_EQ(masked("Prices rose. Rose left.", {"Rose"}), "Prices rose. [person] left.");
}

TEST(PageMask, parts_are_names_too_where_asked) {
  EXPECT_EQ(masked("Her sister Minseo fled.", {"Gasang Minseo"}), "Her sister Minseo fled.");
  EXPECT_EQ(masked("Her sister Minseo fled.", {"Gasang Minseo"}, true),
            "Her sister [person] fled.");
}

TEST(PageMask, a_number_names_nobody) {
  EXPECT_EQ(masked("In 2019 there were 1,034.", {"2019", "1034"}, true),
            "In 2019 there were 1,034.");
  EXPECT_EQ(masked("File A-10342 says so.", {"A-10342", "AB-1"}), "File A-10342 says so.");
  EXPECT_EQ(masked("File AB-10342 says so.", {"AB-10342"}), "File [person] says so.");
}

TEST(PageMask, what_was_not_considered_is_not_kept) {
  PageMask mask;
  mask.learn("Gasang Minseo");
  EXPECT_TRUE(mask.find(U"Gasang Minseo").empty());
}

TEST(PageMask, bytes_that_are_no_text_do_no_harm) {
  EXPECT_EQ(masked("\xff\xfe Gasang", {"\xff", "Gasang"}), "\xEF\xBF\xBD\xEF\xBF\xBD [person]");
}

}  // namespace
}  // namespace hearim
