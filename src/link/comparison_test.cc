#include "link/comparison.h"

#include <gtest/gtest.h>

#include <array>

namespace hearim {
namespace {

// What two values of one field are said to be to each other, among some common company.
std::string words_for(FieldType type, std::string_view a, std::string_view b) {
  LinkRecords records({{"f", type}}, {{"A"}});
  std::uint64_t row = 0;
  for (const std::string_view value : {a, b}) {
    records.add(0, ++row, std::array<std::string_view, 1>{value});
  }
  const std::vector<Comparison> comparisons = comparisons_of(records);
  const auto values = comparisons[0].values();
  const int level = comparisons[0].level(values[0], values[1]);
  EXPECT_EQ(level, comparisons[0].level(values[1], values[0])) << a << " / " << b;
  EXPECT_LT(level, comparisons[0].level_count());
  const std::string words = comparisons[0].level_words(level);
  return words.substr(0, words.find(';'));
}

TEST(Comparison, names_are_bags_of_words_in_any_order) {
  const auto check = [](std::string_view a, std::string_view b, std::string_view expected) {
    EXPECT_EQ(words_for(FieldType::name, a, b), expected) << a << " / " << b;
  };
  check("Tarel Onvik", "ONVIK, Tarel", "all words agree");
  check("Tarel Onvik", "Tarel Dumas Onvik", "every word of the shorter stands in the longer");
  check("Tarel Onvik", "Tarel Onvig", "the same words, some spelt differently");
  check("Tarel Dumas Onvik", "Tarel Besen Onvik", "two or more words agree, others differ");
  check("Tarel", "Tarel", "the only word agrees");
  check("Tarel", "Tarel Onvik", "the one word of the shorter agrees");
  check("Tarel Onvik", "Tarel Besen", "one word agrees, others differ");
  check("Tarel Onvik", "Gosha Besen", "nothing agrees");
  check("T Onvik", "Tarel Onvik",
        "the one word of the shorter agrees");  // an initial is no conflict
  check("Tarel Onvik", "", "missing");
}

TEST(Comparison, names_agree_across_scripts) {
  const auto check = [](std::string_view a, std::string_view b, std::string_view expected) {
    EXPECT_EQ(words_for(FieldType::name, a, b), expected) << a << " / " << b;
  };
  // One invented person in three scripts, and as clerks space and order the syllables.
  check("김영희", "Kim Young-hee", "the same words in another script");
  check("김영희", "金英姬", "the same words in another script");
  check("金英姬", "Kim Young-hee", "the same words in another script");
  check("김영희", "Young Hee Kim", "the same words in another script");
  check("김영희", "Kim Yeong Hui", "the same words in another script");
  check("김민지", "Kim Minji", "the same words in another script");
  check("전봉", "Jeon Bong", "the same words in another script");
  check("Анна Петрова", "Anna Petrova", "the same words in another script");
  check("محمد علي", "Mohamed Ali", "the same words in another script");
  check("王秀英", "Wang Hsiu-ying", "the same words in another script");
  check("Анна Петрова", "Ana Petrowa", "the same words, some spelt differently");
  check("김민지", "Gosha Besen", "nothing agrees");
  check("김영희", "Kim Chol-su", "one word agrees, others differ");
  // Given names of two words stay two where no East Asian name is about.
  check("Mary Ann Besen", "Mary Besen", "every word of the shorter stands in the longer");
}

TEST(Comparison, dates_know_swaps_defaults_and_slips) {
  const auto check = [](std::string_view a, std::string_view b, std::string_view expected) {
    EXPECT_EQ(words_for(FieldType::birth_date, a, b), expected) << a << " / " << b;
  };
  check("1987-03-14", "1987-03-14", "same date");
  check("1987-03-04", "1987-04-03", "day and month swapped");
  check("1987-03-14", "1987-03-15", "one digit differs");
  check("1987-03-14", "1978-03-14", "one digit differs");  // two digits changed places
  check("1987-03-14", "1987-11-14", "two of day, month, year agree");
  check("1987", "1987", "same, but only a year is known");
  check("1987-01-01", "1987-01-01", "same, but only a year is known");
  check("1987-01-01", "1987-06-20", "same year, no more is known");
  check("1987-02-20", "1987-06-11", "same year, other day and month");
  check("1987-01-01", "1997-01-01", "a year near, or one digit off");
  check("1987-02-20", "1989-06-11", "at most two years apart");
  check("1987-02-20", "1994-06-11", "at most ten years apart");
  check("1987-02-20", "1950-06-11", "different");
  check("31/02/1999", "1999", "missing");  // no such date
}

TEST(Comparison, an_age_at_an_event_is_compared_with_birth_dates) {
  LinkRecords records(
      {{"born", FieldType::birth_date}, {"age", FieldType::age}, {"asked", FieldType::event_date}},
      {{"A"}});
  const auto add = [&](std::string_view born, std::string_view age, std::string_view asked) {
    records.add(0, records.record_count() + 1, std::array<std::string_view, 3>{born, age, asked});
  };
  add("1980-02-10", "", "");
  add("", "30", "2010-03-15");  // born 1979 or 1980
  add("", "33", "2013-11-02");  // the same, three years later
  add("", "30", "");            // no date: an age remains an age
  add("1980-02-10", "30", "2010-03-15");
  add("", "12", "2010-03-15");
  const std::vector<Comparison> comparisons = comparisons_of(records);
  const auto words = [&](std::size_t c, std::uint32_t a, std::uint32_t b) {
    const auto values = comparisons[c].values();
    const std::string text = comparisons[c].level_words(comparisons[c].level(values[a], values[b]));
    return text.substr(0, text.find(';'));
  };
  ASSERT_EQ(comparisons[0].kind(), Comparison::Kind::date);
  ASSERT_EQ(comparisons[1].kind(), Comparison::Kind::age);
  EXPECT_EQ(words(0, 0, 1), "a year near, or one digit off");
  EXPECT_EQ(words(0, 0, 2), "same year, no more is known");
  EXPECT_EQ(words(0, 1, 2), "a year near, or one digit off");
  EXPECT_EQ(words(1, 1, 2), "missing");  // said once, by the year of birth
  EXPECT_EQ(words(1, 3, 4), "same age");
  EXPECT_EQ(words(0, 0, 4), "same date");
  EXPECT_EQ(words(0, 0, 5), "different");
}

TEST(Comparison, ages_categories_sexes_and_numbers_have_levels) {
  EXPECT_EQ(words_for(FieldType::age, "31", "31"), "same age");
  EXPECT_EQ(words_for(FieldType::age, "31", "32"), "one year apart");
  EXPECT_EQ(words_for(FieldType::age, "31", "34"), "two or three years apart");
  EXPECT_EQ(words_for(FieldType::age, "31", "60"), "different");
  EXPECT_EQ(words_for(FieldType::sex, "F", "female"), "same");
  EXPECT_EQ(words_for(FieldType::sex, "여", "female"), "same");
  EXPECT_EQ(words_for(FieldType::sex, "m", "female"), "different");
  EXPECT_EQ(words_for(FieldType::category, "Teacher", "teacher"), "same");
  EXPECT_EQ(words_for(FieldType::category, "teacher", "nurse"), "different");
  EXPECT_EQ(words_for(FieldType::id, "AB-1234", "ab1234"), "same");
  EXPECT_EQ(words_for(FieldType::id, "AB1234", "AB1243"), "one letter or digit differs");
  EXPECT_EQ(words_for(FieldType::id, "AB1234", "XY9876"), "different");
}

TEST(Comparison, agreement_on_a_rare_value_is_another_level_than_on_a_common_one) {
  LinkRecords records({{"f", FieldType::category}}, {{"A"}});
  std::uint64_t row = 0;
  for (int i = 0; i < 1000; ++i) {
    records.add(0, ++row, std::array<std::string_view, 1>{i < 990 ? "common" : "rare"});
  }
  const std::vector<Comparison> comparisons = comparisons_of(records);
  const auto values = comparisons[0].values();
  EXPECT_EQ(comparisons[0].level(values[0], values[1]), 1);
  EXPECT_EQ(comparisons[0].level(values[998], values[999]), 1 + 0);  // 1 in 100: still common
  const auto pairs = comparisons[0].same_value_pairs();
  EXPECT_EQ(pairs[1], 990.0 * 989 / 2 + 10.0 * 9 / 2);
  LinkRecords more({{"f", FieldType::category}}, {{"A"}});
  for (int i = 0; i < 10000; ++i) {
    more.add(0, ++row, std::array<std::string_view, 1>{i < 9998 ? "common" : "rare"});
  }
  const std::vector<Comparison> again = comparisons_of(more);
  const auto more_values = again[0].values();
  EXPECT_GT(again[0].level(more_values[9998], more_values[9999]),
            again[0].level(more_values[0], more_values[1]));
}

TEST(Comparison, all_name_columns_are_one_bag_and_each_word_counts_once) {
  LinkRecords records({{"full", FieldType::name},
                       {"given", FieldType::given_name},
                       {"family", FieldType::family_name}},
                      {{"A"}});
  records.add(0, 1, std::array<std::string_view, 3>{"tarel onvik", "tarel", "onvik"});
  records.add(0, 2, std::array<std::string_view, 3>{"", "onvik", "tarel"});
  const std::vector<Comparison> comparisons = comparisons_of(records);
  ASSERT_EQ(comparisons.size(), 1U);
  EXPECT_EQ(comparisons[0].values()[0], comparisons[0].values()[1]);
}

TEST(Comparison, shared_keys_follow_from_shared_words) {
  LinkRecords records({{"f", FieldType::name}}, {{"A"}});
  records.add(0, 1, std::array<std::string_view, 1>{"tarel dumas onvik"});
  records.add(0, 2, std::array<std::string_view, 1>{"onvik besen tarel"});
  const std::vector<Comparison> comparisons = comparisons_of(records);
  const auto shared = [&](KeyKind kind) {
    std::vector<std::uint32_t> a;
    std::vector<std::uint32_t> b;
    comparisons[0].append_keys(kind, comparisons[0].values()[0], a);
    comparisons[0].append_keys(kind, comparisons[0].values()[1], b);
    return std::count_if(a.begin(), a.end(), [&](std::uint32_t k) {
      return std::find(b.begin(), b.end(), k) != b.end();
    });
  };
  EXPECT_EQ(shared(KeyKind::value), 0);
  EXPECT_EQ(shared(KeyKind::token), 2);
  EXPECT_EQ(shared(KeyKind::token_pair), 1);
}

}  // namespace
}  // namespace hearim
