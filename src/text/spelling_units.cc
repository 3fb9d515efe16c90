#include "text/spelling_units.h"

#include <array>

#include "text/han_readings.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

constexpr std::u32string_view kArabicLetters =
    U"ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگڤڭڨڥټډړښڼۀۇۆۈۋێەڕڵڎڈٹ";
constexpr std::u32string_view kCyrillicLetters =
    U"абвгдежзийклмнопрстуфхцчшщъыьэюяђѓєѕіїјљњћќўџґғҗҙқҡңҥҫүұҳҷҹһәӣөӯ";
constexpr std::u32string_view kHebrewLetters = U"אבגדהוזחטיךכלםמןנסעףפץצקרשת";

constexpr std::u32string_view kOnsets = U"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
constexpr std::u32string_view kNuclei = U"ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
constexpr std::u32string_view kCodas = U"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
constexpr int kOnsetCount = static_cast<int>(kOnsets.size());
constexpr int kNucleusCount = static_cast<int>(kNuclei.size());
constexpr int kCodaCount = static_cast<int>(kCodas.size());

constexpr char32_t kKatakanaFirst = 0x30A1, kKatakanaLast = 0x30F6, kLongVowel = 0x30FC;
constexpr char32_t kHiraganaToKatakana = 0x60;
constexpr int kKanaCount = kKatakanaLast - kKatakanaFirst + 2;

std::u32string_view letters_of(NameScript script) {
  switch (script) {
    case NameScript::arabic:
      return kArabicLetters;
    case NameScript::cyrillic:
      return kCyrillicLetters;
    case NameScript::hebrew:
      return kHebrewLetters;
    default:
      return {};
  }
}

// Code of each letter within a block of 256 code points, 0xFF where there is none.
std::array<std::uint8_t, 256> codes_in_block(std::u32string_view letters, char32_t block) {
  std::array<std::uint8_t, 256> codes;
  codes.fill(0xFF);
  for (size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] >= block && letters[i] < block + 256)
      codes[letters[i] - block] = static_cast<std::uint8_t>(i);
  }
  return codes;
}

void add_letters(std::u32string_view folded, char32_t block,
                 const std::array<std::uint8_t, 256>& codes, std::vector<SpellingUnit>& units) {
  for (char32_t c : folded) {
    if (c < block || c >= block + 256 || codes[c - block] == 0xFF) continue;
    units.push_back({codes[c - block], 0});
  }
}

}  // namespace

std::vector<SpellingUnit> spelling_units(std::u32string_view folded, NameScript script) {
  static const auto arabic = codes_in_block(kArabicLetters, 0x600);
  static const auto cyrillic = codes_in_block(kCyrillicLetters, 0x430);
  static const auto hebrew = codes_in_block(kHebrewLetters, 0x580);
  std::vector<SpellingUnit> units;
  switch (script) {
    case NameScript::arabic:
      units.reserve(folded.size());
      add_letters(folded, 0x600, arabic, units);
      break;
    case NameScript::cyrillic:
      units.reserve(folded.size());
      add_letters(folded, 0x430, cyrillic, units);
      break;
    case NameScript::hebrew:
      units.reserve(folded.size());
      add_letters(folded, 0x580, hebrew, units);
      break;
    case NameScript::hangul:
      units.reserve(folded.size() * 3);
      for (char32_t c : folded) {
        if (c < 0xAC00 || c > 0xD7A3) continue;
        const int index = static_cast<int>(c - 0xAC00);
        units.push_back({static_cast<std::uint8_t>(index / 588), 0});
        units.push_back({static_cast<std::uint8_t>(kOnsetCount + index / 28 % 21), 0});
        if (const int coda = index % 28; coda > 0) {
          units.push_back({static_cast<std::uint8_t>(kOnsetCount + kNucleusCount + coda - 1), 0});
        }
      }
      break;
    case NameScript::han:
      units.reserve(folded.size() * 2);
      for (char32_t c : folded) {
        c = simplified_han(c);
        if (pinyin(c).empty()) continue;
        const PinyinParts parts = pinyin_parts(c);
        units.push_back({static_cast<std::uint8_t>(parts.initial), c});
        units.push_back({static_cast<std::uint8_t>(kPinyinInitialCount + parts.final), 0});
      }
      break;
    case NameScript::kana:
      units.reserve(folded.size());
      for (char32_t c : folded) {
        if (c >= 0x3041 && c <= 0x3096) c += kHiraganaToKatakana;
        if (c == kLongVowel) units.push_back({kKanaCount - 1, 0});
        if (c < kKatakanaFirst || c > kKatakanaLast) continue;
        units.push_back({static_cast<std::uint8_t>(c - kKatakanaFirst), 0});
      }
      break;
    case NameScript::latin:
    case NameScript::other:
      break;
  }
  return units;
}

std::string spelling_unit_name(std::uint8_t code, NameScript script) {
  const auto letter = [](std::u32string_view letters, int index) {
    return to_utf8(letters.substr(static_cast<size_t>(index), 1));
  };
  if (script == NameScript::hangul) {
    if (code < kOnsetCount) return letter(kOnsets, code);
    if (code < kOnsetCount + kNucleusCount) return letter(kNuclei, code - kOnsetCount);
    return "_" + letter(kCodas, code - kOnsetCount - kNucleusCount);
  }
  if (script == NameScript::han) {
    if (code < kPinyinInitialCount) return std::string(pinyin_initial_letters(code)) + "+";
    return "+" + std::string(pinyin_final_letters(code - kPinyinInitialCount));
  }
  if (script == NameScript::kana) {
    std::string name;
    append_utf8(code == kKanaCount - 1 ? kLongVowel : kKatakanaFirst + code, name);
    return name;
  }
  return letter(letters_of(script), code);
}

int spelling_unit_count(NameScript script) {
  switch (script) {
    case NameScript::hangul:
      return kOnsetCount + kNucleusCount + kCodaCount;
    case NameScript::han:
      return kPinyinInitialCount + pinyin_final_count();
    case NameScript::kana:
      return kKanaCount;
    default:
      return static_cast<int>(letters_of(script).size());
  }
}

}  // namespace hearim
