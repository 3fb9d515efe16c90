// The tables are in name_tables/*.inc. Rows are "name spelling spelling ..."; the first spelling is
// the one met most.
#include "text/customary_names.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::string_view kKoreanSurnames =
#include "text/name_tables/korean_surnames.inc"
    ;

// Mandarin (Pinyin, Wade-Giles), Cantonese, Hokkien and Teochew, Vietnamese, Korean.
constexpr std::string_view kChineseSurnames =
#include "text/name_tables/chinese_surnames.inc"
    ;

// Single-character surnames of the Hundred Surnames and of today that are not in the rows above.
constexpr std::string_view kMoreChineseSurnames =
#include "text/name_tables/more_chinese_surnames.inc"
    ;

constexpr std::string_view kKoreanSyllables =
#include "text/name_tables/korean_syllables.inc"
    ;

constexpr std::string_view kArabicNames =
#include "text/name_tables/arabic_names.inc"
    ;

using Rows = std::unordered_map<std::u32string, std::vector<std::string>>;

struct Tables {
  Rows korean_surnames, chinese_surnames, korean_syllables, arabic_names;
  std::vector<std::vector<std::string>> groups;
  std::unordered_map<std::string, std::vector<std::uint16_t>> groups_of;
  std::unordered_set<char32_t> chinese_single;
};

std::string_view take(std::string_view& text, char until) {
  const size_t at = std::min(text.find(until), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

Rows parse_rows(std::string_view table) {
  Rows rows;
  while (!table.empty()) {
    std::string_view line = take(table, '\n');
    if (line.empty()) continue;
    auto& spellings = rows[fold_letters(take(line, ' '))];
    while (!line.empty()) spellings.emplace_back(take(line, ' '));
  }
  return rows;
}

const Tables& tables() {
  static const Tables all = [] {
    Tables made;
    made.korean_surnames = parse_rows(kKoreanSurnames);
    made.chinese_surnames = parse_rows(kChineseSurnames);
    made.korean_syllables = parse_rows(kKoreanSyllables);
    made.arabic_names = parse_rows(kArabicNames);
    for (const Rows* rows : {&made.korean_surnames, &made.chinese_surnames}) {
      // In the order of the keys: the numbering must not depend on the hash table.
      std::vector<const Rows::value_type*> sorted;
      for (const auto& row : *rows) sorted.push_back(&row);
      std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->first < b->first; });
      for (const auto* row : sorted) {
        const auto group = static_cast<std::uint16_t>(made.groups.size());
        made.groups.push_back(row->second);
        for (const auto& spelling : row->second) made.groups_of[spelling].push_back(group);
      }
    }
    for (const auto& [name, spellings] : made.chinese_surnames) {
      if (name.size() == 1) made.chinese_single.insert(name[0]);
    }
    for (char32_t c : from_utf8(kMoreChineseSurnames)) made.chinese_single.insert(c);
    return made;
  }();
  return all;
}

std::span<const std::string> find(const Rows& rows, std::u32string_view name) {
  const auto found = rows.find(std::u32string(name));
  if (found == rows.end()) return {};
  return found->second;
}

}  // namespace

std::span<const std::string> korean_surname_spellings(std::u32string_view surname) {
  return find(tables().korean_surnames, surname);
}
std::span<const std::string> chinese_surname_spellings(std::u32string_view surname) {
  return find(tables().chinese_surnames, surname);
}
std::span<const std::string> korean_syllable_spellings(char32_t syllable) {
  return find(tables().korean_syllables, std::u32string_view(&syllable, 1));
}
std::span<const std::string> arabic_name_spellings(std::u32string_view name) {
  return find(tables().arabic_names, name);
}

bool is_compound_korean_surname(std::u32string_view two) {
  return two.size() == 2 && tables().korean_surnames.contains(std::u32string(two));
}
bool is_compound_chinese_surname(std::u32string_view two) {
  return two.size() == 2 && tables().chinese_surnames.contains(std::u32string(two));
}
bool is_chinese_surname(char32_t character) { return tables().chinese_single.contains(character); }

std::vector<std::uint16_t> surname_groups(std::string_view latin) {
  constexpr size_t kLatinSurnameMax = 10;
  if (latin.size() > kLatinSurnameMax) return {};
  const auto found = tables().groups_of.find(std::string(latin));
  return found == tables().groups_of.end() ? std::vector<std::uint16_t>() : found->second;
}

std::span<const std::string> surname_group_spellings(std::uint16_t group) {
  return tables().groups[group];
}

}  // namespace hearim
