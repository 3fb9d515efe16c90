#include "text/name_mask.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

// All people are invented.
std::string masked(std::initializer_list<std::string_view> names, std::string_view text) {
  NameMask mask;
  for (const std::string_view name : names) mask.add(name);
  mask.ready();
  return mask.mask(text);
}

TEST(NameMask, finds_a_name_in_every_way_it_is_written) {
  for (const std::string_view text :
       {"Zorvette Quillmane", "ZORVETTE QUILLMANE", "Quillmane, Zorvette", "quillmane_zorvette",
        "Zorvette\n  Quillmane", "ZorvetteQuillmane", "Zörvétte Quillmane",
        "Zo\u0308rvette Quillmane", "\uFF3A\uFF2F\uFF32\uFF36\uFF25\uFF34\uFF34\uFF25 Quillmane",
        "Zor\u200Bvette Quillmane"})
    EXPECT_EQ(masked({"Zorvette Quillmane"}, text), "[name]") << text;
  EXPECT_EQ(masked({"Zorvette Quillmane"}, "said Zorvette Quillmane's aunt."),
            "said [name]'s aunt.");
}

TEST(NameMask, finds_names_in_hangul_han_and_arabic_where_words_are_joined_to_them) {
  EXPECT_EQ(masked({"표솔빛"}, "표솔빛이 말했다"), "[name]이 말했다");
  EXPECT_EQ(masked({"표솔빛"}, "표 솔빛"), "[name]");
  EXPECT_EQ(masked({"표솔빛"}, "솔빛 표"), "[name]");
  EXPECT_EQ(masked({"표솔빛"}, "\u1111\u116D\u1109\u1169\u11AF\u1107\u1175\u11BE"), "[name]");
  EXPECT_EQ(masked({"欧阳霁雪"}, "她叫欧阳霁雪，住在"), "她叫[name]，住在");
  EXPECT_EQ(masked({"زمردة القنطري"}, "وقالت لزمردة القنطري إن"), "وقالت ل[name] إن");
  EXPECT_EQ(masked({"زمردة القنطري"}, "القنطري زُمُرّدة"), "[name]");
}

TEST(NameMask, finds_customary_latin_spellings_of_names_in_other_scripts) {
  EXPECT_EQ(masked({"김민지"}, "a woman, Kim Min-ji, said"), "a woman, [name], said");
  EXPECT_EQ(masked({"김민지"}, "MINJI KIM"), "[name]");
}

TEST(NameMask, finds_two_words_of_a_longer_name_but_not_its_particles) {
  EXPECT_EQ(masked({"Araceli Quispe Mamani"}, "Mrs Araceli Mamani said"), "Mrs [name] said");
  EXPECT_EQ(masked({"Wenda van der Plooij"}, "van der"), "van der");
}

TEST(NameMask, leaves_other_words_alone) {
  EXPECT_EQ(masked({"Ana Silva"}, "Anatole Silvanus, banana silvan"),
            "Anatole Silvanus, banana silvan");
  EXPECT_EQ(masked({"Li"}, "Li lit a lily; li"), "[name] lit a lily; li");
  EXPECT_EQ(masked({"김"}, "김치와 김"), "김치와 [name]");
  EXPECT_EQ(masked({"unknown", "12", ""}, "unknown 12 people"), "unknown 12 people");
  EXPECT_EQ(masked({}, "nobody"), "nobody");
}

TEST(NameMask, finds_another_name_in_brackets_and_names_that_follow_one_another) {
  EXPECT_EQ(masked({"Zorvette Quillmane (Rosalva)"}, "Rosalva and Quillmane Zorvette"),
            "[name] and [name]");
  EXPECT_EQ(masked({"Zorvette", "Quillmane"}, "Zorvette Quillmane"), "[name]");
}

TEST(NameMask, finds_numbers_of_persons_that_are_long_enough) {
  NameMask mask;
  mask.add_number("010-5550-1234");
  mask.add_number("1234");
  mask.ready();
  EXPECT_EQ(mask.mask("call 010 5550 1234 or 1234"), "call [name] or 1234");
}

TEST(NameMask, a_name_longer_than_any_pattern_is_masked_from_its_beginning) {
  const std::string name = std::string(80, 'q') + "uill";
  EXPECT_EQ(masked({name}, name + " said"), "[name] said");
}

}  // namespace
}  // namespace hearim
