#include "read/annotation_score.h"

#include <gtest/gtest.h>

namespace hearim {
namespace {

Reading mentions(std::initializer_list<std::pair<TextSpan, MentionType>> places) {
  Reading reading;
  for (const auto& [span, type] : places)
    reading.mentions.push_back(
        {"m" + std::to_string(reading.mentions.size() + 1), span, type, true, ""});
  return reading;
}

constexpr std::size_t kMention = 2;
constexpr auto kPerson = MentionType::person;
constexpr auto kPlace = MentionType::place;

TEST(AnnotationScore, counts_exact_places_overlaps_and_values) {
  const Reading gold = mentions({{{0, 10}, kPerson}, {{20, 30}, kPlace}, {{40, 50}, kPlace}});
  const Reading found = mentions({{{0, 10}, kPlace}, {{25, 35}, kPlace}});
  const KindScore score = score_reading(gold, found, 100)[kMention];
  EXPECT_EQ(score.exact, 1);
  EXPECT_EQ(score.overlap, 2);
  EXPECT_EQ(score.same_value, 0);
  EXPECT_DOUBLE_EQ(score.precision(score.overlap), 1);
  EXPECT_DOUBLE_EQ(score.recall(score.overlap), 2.0 / 3);
  EXPECT_DOUBLE_EQ(score.f1(score.exact), 0.4);
}

TEST(AnnotationScore, one_place_answers_one_other) {
  const Reading gold = mentions({{{0, 10}, kPerson}});
  const Reading found = mentions({{{0, 4}, kPerson}, {{4, 10}, kPerson}});
  const KindScore score = score_reading(gold, found, 20)[kMention];
  EXPECT_EQ(score.overlap, 1);
  EXPECT_EQ(score.found, 2);
}

// Table of Cohen 1960 in code points: 40 of 100 inside by both, 10 and 20 by one alone, 30 by none:
// agreed 0.7, expected 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
TEST(AnnotationScore, kappa_is_that_of_the_two_by_two_table) {
  const Reading gold = mentions({{{0, 50}, kPerson}});
  const Reading found = mentions({{{10, 70}, kPerson}});
  const KindScore score = score_reading(gold, found, 100)[kMention];
  EXPECT_EQ(score.both, 40);
  EXPECT_NEAR(*score.kappa(), 0.4, 1e-12);
  EXPECT_FALSE(score_reading({}, {}, 100)[kMention].kappa().has_value());
}

// Krippendorff 2004, 11.3.1: ten binary units, the coders' values 0 1 0 0 0 0 0 0 1 0 and
// 1 1 1 0 0 1 0 0 0 0: alpha 0.095.
TEST(AnnotationScore, alpha_is_that_of_the_textbook_example) {
  const int first[] = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0}, second[] = {1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
  Reading a, b;
  for (std::uint32_t i = 0; i < 10; ++i) {
    a.mentions.push_back({"", {i * 10, i * 10 + 5}, first[i] ? kPerson : kPlace, true, ""});
    b.mentions.push_back({"", {i * 10, i * 10 + 5}, second[i] ? kPerson : kPlace, true, ""});
  }
  EXPECT_NEAR(*score_reading(a, b, 100)[kMention].alpha(), 0.095, 0.0005);
  EXPECT_FALSE(score_reading(a, a, 100)[kMention].labels.empty());
  EXPECT_DOUBLE_EQ(*score_reading(a, a, 100)[kMention].alpha(), 1);
}

}  // namespace
}  // namespace hearim
