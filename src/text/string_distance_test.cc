#include "text/string_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace hearim {
namespace {

// The definitions, letter by letter, with nothing clever.
double slow_jaro_winkler(const std::string& a, const std::string& b) {
  if (a.empty() && b.empty()) return 1;
  if (a.empty() || b.empty()) return 0;
  const int length_a = static_cast<int>(a.size()), length_b = static_cast<int>(b.size());
  const int reach = std::max(0, std::max(length_a, length_b) / 2 - 1);
  std::vector<int> partner_of_b(b.size(), -1);
  std::string in_order_a, in_order_b;
  for (int i = 0; i < length_a; ++i) {
    for (int j = 0; j < length_b; ++j) {
      if (std::abs(i - j) > reach || partner_of_b[j] >= 0 || a[i] != b[j]) continue;
      partner_of_b[j] = i;
      in_order_a += a[i];
      break;
    }
  }
  for (int j = 0; j < length_b; ++j) {
    if (partner_of_b[j] >= 0) in_order_b += b[j];
  }
  const double m = static_cast<double>(in_order_a.size());
  if (m == 0) return 0;
  int different = 0;
  for (size_t k = 0; k < in_order_a.size(); ++k) different += in_order_a[k] != in_order_b[k];
  const double t = different / 2;
  const double jaro = (m / length_a + m / length_b + (m - t) / m) / 3;
  if (jaro <= 0.7) return jaro;
  int prefix = 0;
  while (prefix < std::min({4, length_a, length_b}) && a[prefix] == b[prefix]) ++prefix;
  return jaro + prefix * 0.1 * (1 - jaro);
}

int slow_edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::vector<std::string> all_strings(const std::string& letters, int length_max) {
  std::vector<std::string> all{""};
  size_t from = 0;
  for (int length = 1; length <= length_max; ++length) {
    const size_t to = all.size();
    for (size_t i = from; i < to; ++i) {
      for (char c : letters) all.push_back(all[i] + c);
    }
    from = to;
  }
  return all;
}

void expect_twins_agree(const std::string& a, const std::string& b) {
  ASSERT_DOUBLE_EQ(jaro_winkler(a, b), slow_jaro_winkler(a, b)) << a << " / " << b;
  const int distance = slow_edit_distance(a, b);
  for (int distance_max : {0, 1, 2, 3, 5, 200}) {
    ASSERT_EQ(edit_distance(a, b, distance_max), std::min(distance, distance_max + 1))
        << a << " / " << b << " limit " << distance_max;
  }
}

TEST(StringDistance, jaro_winkler_gives_the_values_published_by_winkler) {
  // Winkler (1994), Advanced methods for record linkage, table 1, three decimals.
  struct Row {
    const char *a, *b;
    double value;
  };
  for (const Row& row :
       {Row{"shackleford", "shackelford", 0.982}, Row{"dunningham", "cunnigham", 0.896},
        Row{"nichleson", "nichulson", 0.956}, Row{"jones", "johnson", 0.832},
        Row{"massey", "massie", 0.933}, Row{"abroms", "abrams", 0.922},
        Row{"jeraldine", "geraldine", 0.926}, Row{"marhta", "martha", 0.961},
        Row{"michelle", "michael", 0.921}, Row{"julies", "julius", 0.933},
        Row{"tanya", "tonya", 0.880}, Row{"dwayne", "duane", 0.840}, Row{"sean", "susan", 0.805},
        Row{"jon", "john", 0.933}, Row{"dixon", "dicksonx", 0.813}}) {
    EXPECT_NEAR(jaro_winkler(row.a, row.b), row.value, 0.0006) << row.a << " / " << row.b;
  }
}

TEST(StringDistance, empty_strings_are_alike_only_to_each_other) {
  EXPECT_EQ(jaro_winkler("", ""), 1.0);
  EXPECT_EQ(jaro_winkler("", "a"), 0.0);
  EXPECT_EQ(jaro_winkler("a", ""), 0.0);
  EXPECT_EQ(edit_distance("", "", 0), 0);
  EXPECT_EQ(edit_distance("", "abc", 5), 3);
  EXPECT_EQ(edit_distance("abc", "", 2), 3);
}

TEST(StringDistance, a_swap_of_neighbours_costs_one_and_is_not_edited_again) {
  EXPECT_EQ(edit_distance("kmi", "kim", 9), 1);
  EXPECT_EQ(edit_distance("ca", "abc", 9), 3);  // 2 if a swapped pair could be edited again
  EXPECT_EQ(edit_distance("muhammad", "mohammed", 9), 2);
}

TEST(StringDistance, no_prefix_is_rewarded_below_seven_tenths) {
  EXPECT_DOUBLE_EQ(jaro_winkler("abxxxx", "abyyyy"), (2 / 6.0 + 2 / 6.0 + 1) / 3);
}

TEST(StringDistance, both_agree_with_their_slow_twins_on_all_short_strings) {
  const auto all = all_strings("abc", 4);
  for (const auto& a : all) {
    for (const auto& b : all) expect_twins_agree(a, b);
  }
}

TEST(StringDistance, both_agree_with_their_slow_twins_on_random_strings_up_to_and_past_a_word) {
  std::mt19937_64 random(20240101);
  for (int round = 0; round < 3000; ++round) {
    std::string a, b;
    const size_t length = random() % 90;
    while (a.size() < length) a += static_cast<char>('a' + random() % 5);
    b = a;
    for (size_t edits = random() % 8; edits-- > 0 && !b.empty();) {
      const size_t at = random() % b.size();
      switch (random() % 4) {
        case 0:
          b.erase(at, 1);
          break;
        case 1:
          b.insert(at, 1, static_cast<char>('a' + random() % 5));
          break;
        case 2:
          b[at] = static_cast<char>('a' + random() % 5);
          break;
        default:
          std::swap(b[at], b[b.size() - 1 - at]);
          break;
      }
    }
    expect_twins_agree(a, b);
    if (::testing::Test::HasFatalFailure()) return;
  }
}

TEST(StringDistance, strings_of_63_to_65_bytes_are_compared_right_at_the_word_boundary) {
  for (size_t length : {63u, 64u, 65u}) {
    const std::string a(length, 'a');
    for (size_t at : {size_t{0}, length / 2, length - 2, length - 1}) {
      std::string b = a;
      b[at] = 'z';
      expect_twins_agree(a, b);
      expect_twins_agree(a, b + "q");
      expect_twins_agree(b + "q", a);
    }
  }
}

TEST(StringDistance, bytes_above_127_are_letters_like_others) {
  expect_twins_agree("\xc3\xa9\xff", "\xc3\xa8\xff");
}

}  // namespace
}  // namespace hearim
