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
    "褚卫尤吕曹孔戚喻柏水窦章云葛奚郎鲁昌苗凤花俞柳酆鲍费廉岑倪汤滕殷毕郝邬安常乐时皮卞齐康伍元卜平"
    "和穆尹"
    "湛祁禹狄米贝明臧计伏成茅庞纪舒屈项祝粱阮蓝闵席季麻强路娄危童颜梅盛刁骆樊凌霍虞支管莫经房裘缪干"
    "解应宗宣贲郁单杭包诸左吉钮嵇邢滑荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井富巫乌焦巴弓牧隗山谷车宓蓬"
    "全郗班仰"
    "秋仲伊宫宁仇栾暴钭厉戎祖符景詹束幸司韶郜蓟薄印宿怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党"
    "翟"
    "贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农别庄晏柴瞿充慕连茹习宦艾鱼容古慎戈庾终暨"
    "居衡步都耿"
    "满弘匡国寇广禄阙东沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空沙鞠须丰巢蒯相查后荆红游竺权逯盖"
    "益桓公岳"
    "佟苑迟褟揭覃辜麦丘涂车裘商盘官楚阳尧盛代郎兰初阿谌仝母智占";

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
