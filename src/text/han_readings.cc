#include "text/han_readings.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "text/han_readings_data.h"

namespace hearim {
namespace {

using namespace han_data;

bool in_table(char32_t c) { return c >= kFirst && c <= kLast; }

constexpr std::array<std::string_view, kPinyinInitialCount> kInitials = {
    "",  "b", "p", "m",  "f",  "d",  "t", "n", "l", "g", "k", "h",
    "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s", "y", "w"};

// Readings of characters with two, as they occur in names; the other one is what pinyin() gives.
constexpr std::array<std::pair<char32_t, std::string_view>, 44> kSecondReadings = {{
    {U'什', "shi"},   {U'曾', "zeng"}, {U'单', "shan"},  {U'解', "xie"}, {U'仇', "qiu"},
    {U'朴', "pu"},    {U'覃', "tan"},  {U'查', "zha"},   {U'区', "ou"},  {U'乐', "yue"},
    {U'重', "zhong"}, {U'行', "xing"}, {U'长', "zhang"}, {U'盖', "ge"},  {U'翟', "di"},
    {U'缪', "mou"},   {U'宓', "fu"},   {U'万', "mo"},    {U'石', "dan"}, {U'尉', "yu"},
    {U'盛', "cheng"}, {U'沈', "chen"}, {U'纪', "ji"},    {U'过', "guo"}, {U'种', "chong"},
    {U'召', "shao"},  {U'折', "she"},  {U'黑', "he"},    {U'秘', "bi"},  {U'冼', "xian"},
    {U'洗', "xian"},  {U'葛', "ge"},   {U'薄', "bo"},    {U'车', "ju"},  {U'秦', "qin"},
    {U'哈', "ha"},    {U'斯', "si"},   {U'茄', "jia"},   {U'娜', "nuo"}, {U'佛', "fo"},
    {U'伽', "jia"},   {U'贾', "jia"},  {U'祭', "zhai"},  {U'员', "yun"},
}};

struct FinalTable {
  std::vector<std::string> finals;
  std::vector<PinyinParts> of_syllable;  // by index into kSyllables
};

const FinalTable& final_table() {
  static const FinalTable table = [] {
    FinalTable made;
    made.of_syllable.resize(kSyllableCount);
    for (size_t i = 1; i < kSyllableCount; ++i) {
      const std::string_view syllable = kSyllables[i];
      int initial = 0;
      for (int k = 1; k < kPinyinInitialCount; ++k) {
        const auto letters = kInitials[static_cast<size_t>(k)];
        if (syllable.starts_with(letters) &&
            letters.size() > kInitials[static_cast<size_t>(initial)].size()) {
          initial = k;
        }
      }
      const std::string final(syllable.substr(kInitials[static_cast<size_t>(initial)].size()));
      auto found = std::find(made.finals.begin(), made.finals.end(), final);
      if (found == made.finals.end()) found = made.finals.insert(made.finals.end(), final);
      made.of_syllable[i] = {initial, static_cast<int>(found - made.finals.begin())};
    }
    CHECK(made.finals.size() <= kPinyinFinalMax);
    return made;
  }();
  return table;
}

}  // namespace

bool is_han(char32_t c) {
  return in_table(c) || (c >= 0x20000 && c < 0x32000) || (c >= 0xF900 && c < 0xFB00) || c == U'々';
}

char32_t simplified_han(char32_t c) {
  if (!in_table(c) || kSimplified[c - kFirst] == 0) return c;
  return kSimplified[c - kFirst];
}

std::string_view pinyin(char32_t c) { return in_table(c) ? kSyllables[kPinyin[c - kFirst]] : ""; }

std::string_view surname_pinyin(char32_t c) {
  return in_table(c) ? kSyllables[kSurnamePinyin[c - kFirst]] : "";
}

std::string_view second_pinyin(char32_t c) {
  for (const auto& [character, letters] : kSecondReadings) {
    if (character == c) return letters == pinyin(c) ? std::string_view() : letters;
  }
  const std::string_view as_surname = surname_pinyin(c);
  return as_surname == pinyin(c) ? std::string_view() : as_surname;
}

char32_t hangul_reading(char32_t c) { return in_table(c) ? kHangul[c - kFirst] : 0; }

PinyinParts pinyin_parts(char32_t c) {
  DCHECK(!pinyin(c).empty());
  return final_table().of_syllable[kPinyin[c - kFirst]];
}

std::string_view pinyin_initial_letters(int initial) {
  return kInitials[static_cast<size_t>(initial)];
}
std::string_view pinyin_final_letters(int final) {
  return final_table().finals[static_cast<size_t>(final)];
}
int pinyin_final_count() { return static_cast<int>(final_table().finals.size()); }

}  // namespace hearim
