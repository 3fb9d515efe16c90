#include "text/spelling_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>

#include "text/letter_folding.h"
#include "text/spelling_tables.h"

namespace hearim {
namespace {

constexpr long kNever = std::numeric_limits<int>::max();
constexpr long kUnseen = 64 * 9;

// The model read again from its text and judged by trying every cutting of the word and of the
// spelling: exponential, and nothing to get wrong.
class SlowModel {
 public:
  explicit SlowModel(NameScript script) : script_(script) {
    std::istringstream table{std::string(spelling_table(script))};
    std::string line;
    while (std::getline(table, line)) {
      if (line.empty() || line[0] == '%') continue;
      std::istringstream words(line);
      std::string name, entry;
      long prior = 0;
      words >> name >> prior;
      prior_[name] = prior;
      while (words >> entry) {
        const size_t colon = entry.find(':');
        const std::string letters = entry.substr(0, colon);
        spellings_[name][letters == "-" ? "" : letters] = std::stol(entry.substr(colon + 1));
      }
    }
    std::istringstream pairs{std::string(letter_pair_table())};
    while (std::getline(pairs, line)) {
      if (line.empty() || line[0] == '%') continue;
      std::istringstream words(line);
      std::string from, entry;
      words >> from;
      while (words >> entry) pairs_[from[0]][entry[0]] = std::stol(entry.substr(2));
    }
  }

  double evidence(std::u32string_view folded, const std::string& latin) {
    units_ = spelling_units(folded, script_);
    latin_ = latin;
    long chance = 0;
    char before = '.';
    for (char c : latin + ".") {
      chance += pairs_.at(before).at(c);
      before = c;
    }
    return static_cast<double>(chance - (cheapest(0, 0) - word(0))) / 64;
  }

 private:
  std::string pair_name(size_t i) const {
    if (i + 1 >= units_.size()) return "";
    if (units_[i].character != 0) {
      const std::string character = to_utf8(std::u32string(1, units_[i].character));
      if (prior_.contains(character)) return character;
    }
    return spelling_unit_name(units_[i].code, script_) + "|" +
           spelling_unit_name(units_[i + 1].code, script_);
  }
  long word(size_t i) const {
    if (i == units_.size()) return 0;
    long best = kNever;
    const auto single = prior_.find(spelling_unit_name(units_[i].code, script_));
    best = std::min(best, (single == prior_.end() ? 0 : single->second) + word(i + 1));
    const auto pair = prior_.find(pair_name(i));
    if (pair != prior_.end()) best = std::min(best, pair->second + word(i + 2));
    return best;
  }
  long cheapest(size_t i, size_t j) const {
    if (i == units_.size() && j == latin_.size()) return 0;
    long best = kNever;
    if (j < latin_.size()) {
      best = spellings_.at("^").at(latin_.substr(j, 1)) + cheapest(i, j + 1);
    }
    if (i == units_.size()) return best;
    const std::string single = spelling_unit_name(units_[i].code, script_);
    const auto prior = prior_.find(single);
    best =
        std::min(best, (prior == prior_.end() ? 0 : prior->second) + kUnseen + cheapest(i + 1, j));
    for (const auto& [name, length] : {std::pair{single, 1}, std::pair{pair_name(i), 2}}) {
      const auto found = spellings_.find(name);
      if (name.empty() || found == spellings_.end()) continue;
      for (const auto& [letters, cost] : found->second) {
        if (latin_.compare(j, letters.size(), letters) != 0) continue;
        best = std::min(best, prior_.at(name) + cost +
                                  cheapest(i + static_cast<size_t>(length), j + letters.size()));
      }
    }
    return best;
  }

  NameScript script_;
  std::map<std::string, long> prior_;
  std::map<std::string, std::map<std::string, long>> spellings_;
  std::map<char, std::map<char, long>> pairs_;
  std::vector<SpellingUnit> units_;
  std::string latin_;
};

struct Example {
  NameScript script;
  const char* word;
  std::vector<const char*> spellings;
};
// Invented names and strangers.
const std::vector<Example> kExamples = {
    {NameScript::hangul, "민지", {"minji", "mingi", "karl", "m", "zzz"}},
    {NameScript::hangul, "박", {"park", "pak", "lee"}},
    {NameScript::han, "伟", {"wei", "way", "tom"}},
    {NameScript::han, "马丁", {"martin", "mading", "x"}},
    {NameScript::arabic, "سامر", {"samer", "samir", "salim"}},
    {NameScript::arabic, "قحط", {"kahta", "qaht", "b"}},
    {NameScript::cyrillic, "щука", {"shchuka", "schuka", "ivan"}},
    {NameScript::cyrillic, "юрий", {"yuri", "iouri", "jurij"}},
    {NameScript::kana, "シンジ", {"shinji", "sinzi", "max"}},
    {NameScript::kana, "キャロ", {"caro", "kyaro"}},
    {NameScript::hebrew, "יוסף", {"yosef", "josef", "dan"}},
};

double evidence(NameScript script, std::string_view word, std::string_view latin) {
  return score_spelling(script, spelling_sounds(fold_letters(word), script), latin).evidence;
}

TEST(SpellingModel, agrees_with_trying_every_cutting) {
  for (const auto& example : kExamples) {
    SlowModel slow(example.script);
    for (const char* spelling : example.spellings) {
      EXPECT_DOUBLE_EQ(evidence(example.script, example.word, spelling),
                       slow.evidence(fold_letters(example.word), spelling))
          << example.word << ' ' << spelling;
    }
  }
}

TEST(SpellingModel, agrees_with_trying_every_cutting_on_random_letters) {
  std::mt19937_64 random(11);
  const std::u32string letters = U"абвгджйкхцшщьюя";
  SlowModel slow(NameScript::cyrillic);
  for (int round = 0; round < 150; ++round) {
    std::u32string word;
    std::string latin;
    for (size_t k = 1 + random() % 5; k-- > 0;) word += letters[random() % letters.size()];
    for (size_t k = 1 + random() % 6; k-- > 0;) latin += "abvgdhkshcjyuit"[random() % 15];
    const auto sounds = spelling_sounds(word, NameScript::cyrillic);
    ASSERT_DOUBLE_EQ(score_spelling(NameScript::cyrillic, sounds, latin).evidence,
                     slow.evidence(word, latin))
        << to_utf8(word) << ' ' << latin;
  }
}

TEST(SpellingModel, a_true_spelling_has_evidence_for_it_and_a_stranger_against_it) {
  EXPECT_GT(evidence(NameScript::hangul, "민지", "minji"), 5);
  EXPECT_LT(evidence(NameScript::hangul, "민지", "aleksandr"), -5);
  EXPECT_GT(evidence(NameScript::arabic, "خلدون", "khaldoun"), 5);
  EXPECT_LT(evidence(NameScript::arabic, "خلدون", "smith"), -5);
  EXPECT_GT(evidence(NameScript::kana, "シンジ", "shinji"), 3);
  EXPECT_LT(evidence(NameScript::kana, "シンジ", "roberto"), -5);
  EXPECT_GT(evidence(NameScript::kana, "マルティン", "martin"), 3);
  EXPECT_GT(evidence(NameScript::hebrew, "משה", "moshe"), 3);
  EXPECT_LT(evidence(NameScript::hebrew, "משה", "robert"), -5);
}

TEST(SpellingModel, words_beyond_its_letters_and_empty_ones_are_scored_without_harm) {
  const std::string endless(500, 'a');
  const auto sounds = spelling_sounds(fold_letters("민지"), NameScript::hangul);
  EXPECT_LT(score_spelling(NameScript::hangul, sounds, endless).evidence, 0);
  EXPECT_LT(score_spelling(NameScript::hangul, {}, "abc").evidence, 0);
  EXPECT_NO_THROW(score_spelling(NameScript::hangul, sounds, ""));
  std::u32string long_word;
  for (int k = 0; k < 300; ++k) long_word += U"민지";
  EXPECT_NO_THROW(
      score_spelling(NameScript::hangul, spelling_sounds(long_word, NameScript::hangul), endless));
}

TEST(SpellingModel, the_sounds_of_two_words_joined_are_the_joined_word_but_for_the_seam) {
  auto joined = spelling_sounds(fold_letters("민"), NameScript::hangul);
  const auto second = spelling_sounds(fold_letters("지"), NameScript::hangul);
  joined.insert(joined.end(), second.begin(), second.end());
  EXPECT_GT(score_spelling(NameScript::hangul, joined, "minji").evidence, 5);
}

TEST(SpellingUnits, names_of_units_are_distinct_and_codes_in_range) {
  for (auto script : {NameScript::hangul, NameScript::han, NameScript::kana, NameScript::arabic,
                      NameScript::cyrillic, NameScript::hebrew}) {
    std::set<std::string> names;
    const int count = spelling_unit_count(script);
    EXPECT_LE(count, kSpellingUnitMax);
    for (int code = 0; code < count; ++code) {
      EXPECT_TRUE(names.insert(spelling_unit_name(static_cast<std::uint8_t>(code), script)).second)
          << code;
    }
  }
}

}  // namespace
}  // namespace hearim
