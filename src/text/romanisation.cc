// Each custom is a table from units to letters; where a standard lets a sound depend on its
// neighbours, the rule is beside the table.
//
// Sources: Ministry of Culture and Tourism of Korea, Notice 2000-8 (Revised Romanisation; no sound
// changes inside names); McCune and Reischauer (1939), Trans. Royal Asiatic Society Korea Branch 29
// (marks dropped here); ISO 7098 (Pinyin), Wade-Giles after Giles (1912), apostrophes dropped;
// BGN/PCGN 1947 (Russian), ISO 9:1995, ICAO Doc 9303 part 3, Cabinet of Ukraine Resolution 55
// (2010), the customs of French and German newspapers; ANSI Z39.11 and ISO 3602 (kana).
#include "text/romanisation.h"

#include <algorithm>
#include <array>

#include "text/customary_names.h"
#include "text/han_readings.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

using Spellings = std::vector<std::string>;

void add(Spellings& spellings, std::string_view spelling) {
  if (spelling.empty() || spellings.size() >= kRomanisationsMax) return;
  if (std::find(spellings.begin(), spellings.end(), spelling) == spellings.end())
    spellings.emplace_back(spelling);
}

// ---- Hangul

constexpr std::array<std::string_view, 19> kRevisedOnset = {"g",  "kk", "n", "d",  "tt", "r", "m",
                                                            "b",  "pp", "s", "ss", "",   "j", "jj",
                                                            "ch", "k",  "t", "p",  "h"};
constexpr std::array<std::string_view, 21> kRevisedNucleus = {
    "a",  "ae", "ya", "yae", "eo", "e",  "yeo", "ye", "o",  "wa", "wae",
    "oe", "yo", "u",  "wo",  "we", "wi", "yu",  "eu", "ui", "i"};
constexpr std::array<std::string_view, 28> kRevisedCoda = {
    "",  "k", "k", "k", "n", "n", "n", "t",  "l", "k", "m", "l", "l", "l",
    "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"};
constexpr std::array<std::string_view, 19> kReischauerOnset = {
    "k",  "kk", "n",  "t",   "tt", "r", "m", "p", "pp", "s",
    "ss", "",   "ch", "tch", "ch", "k", "t", "p", "h"};
constexpr std::array<std::string_view, 21> kReischauerNucleus = {
    "a",  "ae", "ya", "yae", "o",  "e",  "yo", "ye", "o",  "wa", "wae",
    "oe", "yo", "u",  "wo",  "we", "wi", "yu", "u",  "ui", "i"};

struct Syllable {
  size_t onset, nucleus, coda;
};
bool is_hangul_syllable(char32_t c) { return c >= 0xAC00 && c <= 0xD7A3; }
Syllable syllable_of(char32_t c) {
  const auto index = static_cast<size_t>(c - 0xAC00);
  return {index / 588, index / 28 % 21, index % 28};
}

std::string revised_syllable(char32_t c) {
  const Syllable s = syllable_of(c);
  return std::string(kRevisedOnset[s.onset]) + std::string(kRevisedNucleus[s.nucleus]) +
         std::string(kRevisedCoda[s.coda]);
}

std::string mccune_reischauer(std::u32string_view word) {
  std::string out;
  for (size_t i = 0; i < word.size(); ++i) {
    if (!is_hangul_syllable(word[i])) continue;
    const Syllable s = syllable_of(word[i]);
    std::string onset(kReischauerOnset[s.onset]);
    // Plain stops are voiced between voiced sounds.
    const bool voiced =
        !out.empty() && std::string_view("aeiounmlg").find(out.back()) != std::string_view::npos;
    if (voiced) {
      if (s.onset == 0) onset = "g";
      if (s.onset == 3) onset = "d";
      if (s.onset == 7) onset = "b";
      if (s.onset == 12) onset = "j";
    }
    if (s.onset == 9 && s.nucleus == 16) onset = "sh";  // 쉬
    out += onset;
    out += kReischauerNucleus[s.nucleus];
    out += kRevisedCoda[s.coda];
  }
  return out;
}

void romanise_hangul(std::u32string_view word, NamePlace place, Spellings& spellings) {
  const bool could_be_surname = word.size() == 1 || is_compound_korean_surname(word);
  if (place != NamePlace::given && could_be_surname) {
    for (const auto& spelling : korean_surname_spellings(word)) add(spellings, spelling);
    if (place == NamePlace::surname && !spellings.empty()) return;
  }
  // Customary spellings of the syllables, the first of each, then one after another exchanged.
  std::string revised, customary;
  std::vector<Spellings> by_syllable;
  for (char32_t c : word) {
    if (!is_hangul_syllable(c)) continue;
    const std::string plain = revised_syllable(c);
    revised += plain;
    Spellings ways;
    for (const auto& way : korean_syllable_spellings(c)) add(ways, way);
    add(ways, plain);
    customary += ways[0];
    by_syllable.push_back(std::move(ways));
  }
  add(spellings, revised);
  add(spellings, customary);
  add(spellings, mccune_reischauer(word));
  if (by_syllable.size() > 3) return;
  for (size_t changed = 0; changed < by_syllable.size(); ++changed) {
    for (size_t way = 1; way < std::min<size_t>(by_syllable[changed].size(), 3); ++way) {
      std::string spelling;
      for (size_t i = 0; i < by_syllable.size(); ++i)
        spelling += by_syllable[i][i == changed ? way : 0];
      add(spellings, spelling);
    }
  }
}

// ---- Han

std::string wade_giles(char32_t c) {
  const PinyinParts parts = pinyin_parts(c);
  const std::string_view initial = pinyin_initial_letters(parts.initial);
  std::string final(pinyin_final_letters(parts.final));
  const bool hissing = initial == "z" || initial == "c" || initial == "s";
  const bool retroflex = initial == "zh" || initial == "ch" || initial == "sh" || initial == "r";
  std::string onset(initial);
  if (initial == "b") onset = "p";
  if (initial == "d") onset = "t";
  if (initial == "g") onset = "k";
  if (initial == "j" || initial == "q" || initial == "zh") onset = "ch";
  if (initial == "x") onset = "hs";
  if (initial == "z" || initial == "c") onset = "ts";
  if (initial == "r") onset = "j";
  if (final == "i" && retroflex) return onset + "ih";
  if (final == "i" && hissing) return initial == "s" ? "ssu" : "tzu";
  if (initial.empty() && final == "er") return "erh";
  if (initial == "y") {
    if (final == "i") return "i";
    if (final == "e") return "yeh";
    if (final == "an") return "yen";
    if (final == "ou") return "yu";
    if (final == "ong") return "yung";
    if (final == "ue") return "yueh";
  }
  if (final == "ian") final = "ien";
  if (final == "ie" || final == "ue") final += "h";
  if (final == "ong") final = "ung";
  if (final == "iong") final = "iung";
  if (final == "e" && (initial == "g" || initial == "k" || initial == "h")) final = "o";
  if (final == "ui" && (initial == "g" || initial == "k")) final = "uei";
  if (final == "uo" && initial != "g" && initial != "k" && initial != "h" && initial != "sh")
    final = "o";
  return onset + final;
}

// ㄴ and ㄹ at the beginning of a word: 리 이, 류 유, 로 노, 녀 여.
char32_t with_initial_sound_rule(char32_t c) {
  const Syllable s = syllable_of(c);
  const bool before_i = s.nucleus == 2 || s.nucleus == 3 || s.nucleus == 6 || s.nucleus == 7 ||
                        s.nucleus == 12 || s.nucleus == 17 || s.nucleus == 20;
  size_t onset = s.onset;
  if (onset == 5) onset = before_i ? 11 : 2;
  if (s.onset == 2 && before_i) onset = 11;
  return static_cast<char32_t>(0xAC00 + onset * 588 + s.nucleus * 28 + s.coda);
}

void romanise_han(std::u32string_view word, NamePlace place, Spellings& spellings) {
  std::u32string simplified;
  for (char32_t c : word) simplified += simplified_han(c);
  const bool could_be_surname =
      place != NamePlace::given && (word.size() == 1 || is_compound_chinese_surname(simplified));
  std::string plain, giles, second;
  bool has_second = false;
  for (char32_t c : simplified) {
    if (pinyin(c).empty()) continue;
    const std::string_view here = could_be_surname ? surname_pinyin(c) : pinyin(c);
    plain += here;
    giles += wade_giles(c);
    const std::string_view other = here == pinyin(c) ? second_pinyin(c) : pinyin(c);
    has_second |= !other.empty();
    second += other.empty() ? here : other;
  }
  add(spellings, plain);
  if (could_be_surname) {
    for (const auto& spelling : chinese_surname_spellings(simplified)) {
      if (spellings.size() + 2 < kRomanisationsMax) add(spellings, spelling);
    }
  }
  if (has_second) add(spellings, second);
  add(spellings, giles);
  const std::u32string korean = sino_korean(word);
  if (!korean.empty()) {
    Spellings readings;
    romanise_hangul(korean, place, readings);
    for (const auto& reading : readings) add(spellings, reading);
  }
}

// ---- Letters

std::string_view spelling_of(std::u32string_view letters,
                             std::span<const std::string_view> spellings, char32_t c) {
  const size_t at = letters.find(c);
  return at == std::u32string_view::npos ? std::string_view() : spellings[at];
}

constexpr std::u32string_view kCyrillic = U"абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўћђјљњџѓќѕ";
constexpr size_t kCyrillicCount = kCyrillic.size();
using CyrillicCustom = std::array<std::string_view, kCyrillicCount>;
constexpr CyrillicCustom kBgn = {
    "a", "b",  "v",  "g", "d", "e",  "zh", "z",  "i",  "y",    "k",  "l",  "m",  "n", "o",  "p",
    "r", "s",  "t",  "u", "f", "kh", "ts", "ch", "sh", "shch", "",   "y",  "",   "e", "yu", "ya",
    "i", "yi", "ye", "g", "w", "c",  "dj", "j",  "lj", "nj",   "dz", "gj", "kj", "dz"};
constexpr CyrillicCustom kPassport = {
    "a", "b", "v",  "g", "d", "e",  "zh", "z",  "i",  "i",    "k",  "l", "m", "n", "o",  "p",
    "r", "s", "t",  "u", "f", "kh", "ts", "ch", "sh", "shch", "ie", "y", "",  "e", "iu", "ia",
    "i", "i", "ie", "g", "u", "c",  "d",  "j",  "lj", "nj",   "dz", "g", "k", "dz"};
constexpr CyrillicCustom kIso9 = {"a", "b", "v", "g", "d", "e", "z", "z", "i", "j", "k", "l",
                                  "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "c",
                                  "s", "s", "",  "y", "",  "e", "u", "a", "i", "i", "e", "g",
                                  "u", "c", "d", "j", "l", "n", "d", "g", "k", "z"};
constexpr CyrillicCustom kFrench = {
    "a", "b", "v",  "gu", "d",  "e",  "j",  "z",   "i",  "i",     "k",  "l", "m", "n", "o",   "p",
    "r", "s", "t",  "ou", "f",  "kh", "ts", "tch", "ch", "chtch", "",   "y", "",  "e", "iou", "ia",
    "i", "i", "ie", "g",  "ou", "c",  "d",  "i",   "li", "ni",    "dz", "g", "k", "dz"};
constexpr CyrillicCustom kGerman = {
    "a",   "b",       "w", "g", "d",  "e",  "sch", "s",  "i", "i",  "k",  "l",
    "m",   "n",       "o", "p", "r",  "s",  "t",   "u",  "f", "ch", "z",  "tsch",
    "sch", "schtsch", "",  "y", "",   "e",  "ju",  "ja", "i", "ji", "je", "g",
    "u",   "c",       "d", "j", "lj", "nj", "dz",  "g",  "k", "dz"};
constexpr CyrillicCustom kUkrainian = {
    "a", "b", "v",  "h", "d", "e",  "zh", "z",  "y",  "i",    "k",  "l", "m", "n", "o",  "p",
    "r", "s", "t",  "u", "f", "kh", "ts", "ch", "sh", "shch", "",   "y", "",  "e", "iu", "ia",
    "i", "i", "ie", "g", "w", "c",  "d",  "j",  "lj", "nj",   "dz", "g", "k", "dz"};

std::string by_custom(std::u32string_view word, const CyrillicCustom& custom) {
  std::string out;
  for (char32_t c : word) out += spelling_of(kCyrillic, custom, c);
  return out;
}

void romanise_cyrillic(std::u32string_view word, Spellings& spellings) {
  const bool adjective = word.size() > 3 && (word.ends_with(U"ий") || word.ends_with(U"ый"));
  const std::string bgn = by_custom(word, kBgn);
  // The ending -ий, -ый is y by custom; ь before a vowel is i or y.
  if (adjective) add(spellings, by_custom(word.substr(0, word.size() - 2), kBgn) + "y");
  add(spellings, bgn);
  if (word.find_first_of(U"ігїєґ") != std::u32string_view::npos)
    add(spellings, by_custom(word, kUkrainian));
  add(spellings, by_custom(word, kPassport));
  add(spellings, by_custom(word, kGerman));
  add(spellings, by_custom(word, kFrench));
  add(spellings, by_custom(word, kIso9));
  if (adjective) add(spellings, by_custom(word.substr(0, word.size() - 2), kBgn) + "i");
  if (!word.empty() && word[0] == U'е') add(spellings, "y" + bgn);
}

constexpr std::u32string_view kArabic = U"ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگڤ";
constexpr std::array<std::string_view, kArabic.size()> kArabicPlain = {
    "a", "b",  "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s",  "d", "t", "z",
    "a", "gh", "f", "q",  "k", "l", "m",  "n", "h",  "w", "y", "p", "ch", "zh", "g", "v"};
constexpr std::array<std::string_view, kArabic.size()> kArabicPopular = {
    "a", "b",  "t", "s", "g", "h", "kh", "d", "z", "r", "z", "s", "sh", "s", "d", "t", "z",
    "a", "gh", "f", "k", "k", "l", "m",  "n", "h", "w", "y", "p", "ch", "j", "g", "v"};

constexpr std::u32string_view kHebrew = U"אבגדהוזחטיךכלםמןנסעףפץצקרשת";
constexpr std::array<std::string_view, kHebrew.size()> kHebrewPlain = {
    "a", "v", "g", "d", "h", "v", "z", "h",  "t",  "y", "kh", "k",  "l", "m",
    "m", "n", "n", "s", "a", "f", "p", "ts", "ts", "k", "r",  "sh", "t"};

bool is_latin_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Consonants as the table has them; w and y between consonants or at the end are u and i; between
// two consonants a short a is guessed.
std::string with_guessed_vowels(std::u32string_view word, std::u32string_view letters,
                                std::span<const std::string_view> spellings, char32_t u_letter,
                                char32_t i_letter) {
  std::string out;
  bool after_consonant = false;
  for (size_t i = 0; i < word.size(); ++i) {
    std::string_view here = spelling_of(letters, spellings, word[i]);
    if (here.empty()) continue;
    const std::string_view next =
        i + 1 < word.size() ? spelling_of(letters, spellings, word[i + 1]) : std::string_view();
    const bool before_vowel = !next.empty() && is_latin_vowel(next[0]);
    if (i > 0 && !before_vowel && after_consonant) {
      if (word[i] == u_letter) here = "u";
      if (word[i] == i_letter) here = "i";
    }
    // ـه at the end is mostly ta marbuta: a.
    if (i + 1 == word.size() && i > 0 && here == "h") here = after_consonant ? "a" : "h";
    const bool vowel = is_latin_vowel(here[0]);
    if (!vowel && after_consonant) out += 'a';
    if (vowel && !out.empty() && out.back() == here[0]) continue;
    out += here;
    after_consonant = !vowel;
  }
  return out;
}

void romanise_arabic(std::u32string_view word, Spellings& spellings) {
  for (const auto& spelling : arabic_name_spellings(word)) add(spellings, spelling);
  add(spellings, with_guessed_vowels(word, kArabic, kArabicPlain, U'و', U'ي'));
  add(spellings, with_guessed_vowels(word, kArabic, kArabicPopular, U'و', U'ي'));
}

// ---- Kana

constexpr std::u32string_view kKana =
    U"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱ"
    U"ヲン"
    U"ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴ";
constexpr std::array<std::string_view, kKana.size()> kHepburn = {
    "a",  "i",   "u",   "e",  "o",  "ka", "ki", "ku", "ke", "ko", "sa", "shi", "su", "se", "so",
    "ta", "chi", "tsu", "te", "to", "na", "ni", "nu", "ne", "no", "ha", "hi",  "fu", "he", "ho",
    "ma", "mi",  "mu",  "me", "mo", "ya", "yu", "yo", "ra", "ri", "ru", "re",  "ro", "wa", "i",
    "e",  "o",   "n",   "ga", "gi", "gu", "ge", "go", "za", "ji", "zu", "ze",  "zo", "da", "ji",
    "zu", "de",  "do",  "ba", "bi", "bu", "be", "bo", "pa", "pi", "pu", "pe",  "po", "vu"};
constexpr std::array<std::string_view, kKana.size()> kKunrei = {
    "a",  "i",  "u",  "e",  "o",  "ka", "ki", "ku", "ke", "ko", "sa", "si", "su", "se", "so",
    "ta", "ti", "tu", "te", "to", "na", "ni", "nu", "ne", "no", "ha", "hi", "hu", "he", "ho",
    "ma", "mi", "mu", "me", "mo", "ya", "yu", "yo", "ra", "ri", "ru", "re", "ro", "wa", "i",
    "e",  "o",  "n",  "ga", "gi", "gu", "ge", "go", "za", "zi", "zu", "ze", "zo", "da", "zi",
    "zu", "de", "do", "ba", "bi", "bu", "be", "bo", "pa", "pi", "pu", "pe", "po", "vu"};

std::string kana_by(std::u32string_view word, std::span<const std::string_view> custom) {
  std::string out;
  bool doubled = false;
  for (char32_t c : word) {
    if (c >= 0x3041 && c <= 0x3096) c += 0x60;
    if (c == U'ッ') {
      doubled = true;
      continue;
    }
    constexpr std::u32string_view small = U"ァィゥェォャュョ";
    constexpr std::array<std::string_view, 8> small_sounds = {"a", "i",  "u",  "e",
                                                              "o", "ya", "yu", "yo"};
    if (const size_t at = small.find(c); at != std::u32string_view::npos) {
      // シャ sha, ファ fa, キャ kya.
      if (!out.empty() && is_latin_vowel(out.back())) out.pop_back();
      const bool absorbs = out.ends_with("sh") || out.ends_with("ch") || out.ends_with("j");
      out += at >= 5 && absorbs ? small_sounds[at].substr(1) : small_sounds[at];
      continue;
    }
    const std::string_view here = spelling_of(kKana, custom, c);
    if (here.empty()) continue;
    if (doubled && !is_latin_vowel(here[0])) out += here[0] == 'c' ? 't' : here[0];
    doubled = false;
    out += here;
  }
  return out;
}

void romanise_kana(std::u32string_view word, Spellings& spellings) {
  const std::string hepburn = kana_by(word, kHepburn);
  add(spellings, hepburn);
  // Long vowels are often written short: ou, oo, uu.
  std::string brief;
  for (char c : hepburn) {
    if (!brief.empty() &&
        ((brief.back() == 'o' && (c == 'u' || c == 'o')) || (brief.back() == 'u' && c == 'u')))
      continue;
    brief += c;
  }
  add(spellings, brief);
  add(spellings, kana_by(word, kKunrei));
}

}  // namespace

std::u32string sino_korean(std::u32string_view han) {
  std::u32string korean;
  for (char32_t c : han) {
    const char32_t syllable = hangul_reading(c);
    if (syllable == 0) return {};
    korean += korean.empty() ? with_initial_sound_rule(syllable) : syllable;
  }
  return korean;
}

std::vector<std::string> romanise(std::u32string_view folded, NameScript script, NamePlace place) {
  Spellings spellings;
  switch (script) {
    case NameScript::latin: {
      std::string letters;
      for (char32_t c : folded) {
        if (c >= U'a' && c <= U'z') letters += static_cast<char>(c);
      }
      add(spellings, letters);
      break;
    }
    case NameScript::hangul:
      romanise_hangul(folded, place, spellings);
      break;
    case NameScript::han:
      romanise_han(folded, place, spellings);
      break;
    case NameScript::arabic:
      romanise_arabic(folded, spellings);
      break;
    case NameScript::cyrillic:
      romanise_cyrillic(folded, spellings);
      break;
    case NameScript::kana:
      romanise_kana(folded, spellings);
      break;
    case NameScript::hebrew:
      add(spellings, with_guessed_vowels(folded, kHebrew, kHebrewPlain, U'ו', U'י'));
      break;
    case NameScript::other:
      break;
  }
  return spellings;
}

}  // namespace hearim
