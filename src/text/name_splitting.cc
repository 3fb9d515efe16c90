// Each step is a pass over the list of words, so that each can be read alone:
//
//   "Dr. Salah al-Din Abu-Bakr"  cut      dr | salah | al | din | abu | bakr
//                                joined   dr | salahaldin | abubakr
//                                roles    title | name | name
//   "김민지"                      cut      김민지 ; split 김 | 민지
//   "عبد الرحمن الخطيب"           joined   عبدالرحمن | الخطيب ; article ال | خطيب
#include "text/name_splitting.h"

#include <unicode/uchar.h>

#include "text/customary_names.h"
#include "text/han_readings.h"
#include "text/letter_folding.h"
#include "text/name_words.h"

namespace hearim {
namespace {

struct CutWord {
  NameWord word;
  bool hyphen_before = false;
};

std::vector<CutWord> cut(std::u32string_view folded) {
  std::vector<CutWord> words;
  bool open = false, hyphen = false;
  for (char32_t c : folded) {
    if (!is_name_letter(c)) {
      // O'Neil, Sha'ban, Дем'янюк are one word.
      open = open && c == U'\'';
      hyphen = c == U'-' && !words.empty();
      continue;
    }
    const NameScript script = script_of_letter(c);
    if (script == NameScript::han) c = simplified_han(c);
    // ー belongs to the kana before it, 々 to the Han.
    const bool goes_on = open && (words.back().word.script == script ||
                                  (c == U'ー' && words.back().word.script == NameScript::kana));
    if (goes_on) {
      words.back().word.folded += c;
    } else {
      words.push_back({});
      words.back().word.folded += c;
      words.back().word.script = script;
      words.back().hyphen_before = hyphen;
    }
    open = true;
    hyphen = false;
  }
  return words;
}

std::u32string without_doubled_first(std::u32string_view word) {
  if (word.size() > 1 && word[0] == word[1]) word.remove_prefix(1);
  return std::u32string(word);
}

// "abdelkarim", "abdurrahman", "abderrahmane" -> "abdul" + "karim", "rahman", "rahmane".
std::u32string canonical_servant(std::u32string_view latin) {
  if (latin.size() < 8 || !latin.starts_with(U"abd")) return {};
  const char32_t vowel = latin[3];
  if (vowel != U'a' && vowel != U'e' && vowel != U'u' && vowel != U'o') return {};
  std::u32string_view rest = latin.substr(4);
  if (rest[0] == U'l') {
    rest.remove_prefix(1);
  } else if (rest[0] != rest[1]) {
    return {};
  } else {
    rest.remove_prefix(1);  // the article's l has become the next letter
  }
  return U"abdul" + without_doubled_first(rest);
}

// "salaheddine", "salahaldin", "salahuddin" -> "salah" + "uddin".
std::u32string canonical_religion(std::u32string_view latin) {
  for (std::u32string_view ending :
       {U"eddine", U"eddin", U"uddin", U"uddeen", U"aldin", U"aldeen", U"eldin", U"eldeen",
        U"addin", U"adin", U"udin", U"edin", U"edine"}) {
    if (latin.size() >= ending.size() + 3 && latin.ends_with(ending)) {
      return std::u32string(latin.substr(0, latin.size() - ending.size())) + U"uddin";
    }
  }
  return {};
}

void join_arabic_names(std::vector<CutWord>& words) {
  std::vector<CutWord> joined;
  for (size_t i = 0; i < words.size(); ++i) {
    CutWord& word = words[i];
    const bool in_arabic = word.word.script == NameScript::arabic;
    const bool latin = word.word.script == NameScript::latin;
    const auto same_script = [&](size_t k) {
      return k < words.size() && words[k].word.script == word.word.script;
    };
    if ((in_arabic || latin) &&
        (is_servant_word(word.word.folded) || is_parent_word(word.word.folded)) &&
        same_script(i + 1)) {
      size_t next = i + 1;
      std::u32string article;
      if (is_article(words[next].word.folded) && same_script(next + 1))
        article = words[next++].word.folded;
      const bool servant = is_servant_word(word.word.folded);
      const bool whole =
          servant && latin && word.word.folded != U"abd" && word.word.folded != U"abdu";
      const std::u32string rest = words[next].word.folded;
      if (latin && !whole && servant) article = article.empty() ? U"ul" : article;
      word.word.folded += article + rest;
      if (servant && latin) {
        word.word.canonical = rest == U"allah" ? U"abdullah" : U"abdul" + rest;
      }
      i = next;
    } else if ((in_arabic || latin) && !joined.empty() &&
               joined.back().word.script == word.word.script) {
      // The ending belongs to the word before it, with or without an article between.
      size_t next = i;
      if (latin && is_article(word.word.folded) && same_script(i + 1)) next = i + 1;
      const std::u32string_view ending = words[next].word.folded;
      const bool needs_article =
          latin && (ending == U"din" || ending == U"deen" || ending == U"dine");
      if (is_religious_ending(ending) && (next > i || !needs_article) &&
          joined.back().word.folded.size() > 2) {
        NameWord& before = joined.back().word;
        before.folded += (next > i ? word.word.folded : std::u32string()) + std::u32string(ending);
        if (latin) before.canonical = canonical_religion(before.folded);
        i = next;
        continue;
      }
    }
    joined.push_back(std::move(word));
  }
  words = std::move(joined);
}

void set_articles_apart(std::vector<CutWord>& words) {
  constexpr size_t kLettersMin = 5;  // of the whole word: الاب is a word, not an article
  std::vector<CutWord> apart;
  for (CutWord& word : words) {
    const std::u32string& letters = word.word.folded;
    const bool has_article = word.word.script == NameScript::arabic &&
                             letters.size() >= kLettersMin && letters.starts_with(U"ال") &&
                             role_of_word(letters) == NameTokenRole::name && letters != U"الله" &&
                             letters != U"الياس";
    if (has_article) {
      CutWord article;
      article.word.folded = U"ال";
      article.word.script = NameScript::arabic;
      apart.push_back(std::move(article));
      word.word.folded.erase(0, 2);
    }
    apart.push_back(std::move(word));
  }
  words = std::move(apart);
}

std::string ascii(std::u32string_view letters) {
  return std::string(letters.begin(), letters.end());
}

void join_hyphenated_syllables(std::vector<CutWord>& words) {
  for (size_t i = 0; i + 1 < words.size();) {
    const bool joins = words[i + 1].hyphen_before && words[i].word.script == NameScript::latin &&
                       words[i + 1].word.script == NameScript::latin &&
                       role_of_word(words[i].word.folded) == NameTokenRole::name &&
                       is_east_asian_syllable(ascii(words[i].word.folded)) &&
                       is_east_asian_syllable(ascii(words[i + 1].word.folded));
    if (joins) {
      words[i].word.folded += words[i + 1].word.folded;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    ++i;
  }
}

// The letters of the surname at the beginning, 0 if the word does not begin with one.
size_t surname_length(const NameWord& word) {
  const std::u32string& letters = word.folded;
  const bool hangul = word.script == NameScript::hangul;
  constexpr size_t kWholeNameMax = 4;
  // Two syllables of Hangul alone are a given name far more often than a whole one; two Han
  // characters are a whole name as often as not.
  const size_t whole_name_min = hangul ? 3 : 2;
  if (letters.size() < whole_name_min || letters.size() > kWholeNameMax) return 0;
  if (letters.size() > 2) {
    const std::u32string two = letters.substr(0, 2);
    if (hangul ? is_compound_korean_surname(two) : is_compound_chinese_surname(two)) return 2;
  }
  const bool single = hangul ? !korean_surname_spellings(letters.substr(0, 1)).empty()
                             : is_chinese_surname(letters[0]);
  // Four letters after a surname of one are rare in Korea and China: more likely a foreign name.
  return single && letters.size() < kWholeNameMax ? 1 : 0;
}

void split_east_asian_names(std::vector<CutWord>& words) {
  // Only where the script's word stands alone: "김 민지" is split already.
  size_t count = 0, at = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const NameWord& word = words[i].word;
    const bool east_asian = word.script == NameScript::hangul || word.script == NameScript::han;
    if (!east_asian || role_of_word(word.folded) == NameTokenRole::title) continue;
    ++count;
    at = i;
  }
  if (count != 1) return;
  const size_t length = surname_length(words[at].word);
  if (length == 0) return;
  CutWord given = words[at];
  words[at].word.folded.resize(length);
  words[at].word.place = NamePlace::surname;
  given.word.folded.erase(0, length);
  given.word.place = NamePlace::given;
  words.insert(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(given));
}

void give_roles(std::vector<CutWord>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    NameWord& word = words[i].word;
    if (word.place != NamePlace::unknown) continue;
    word.role = role_of_word(word.folded);
    const bool at_end = i == 0 || i + 1 == words.size();
    if (word.role == NameTokenRole::particle && at_end && is_particle_only_inside(word.folded)) {
      word.role = NameTokenRole::name;
    }
  }
  // A name of titles and particles only is a name after all.
  bool any = false;
  for (const CutWord& word : words) any |= word.word.role == NameTokenRole::name;
  if (any) return;
  for (CutWord& word : words) word.word.role = NameTokenRole::name;
}

}  // namespace

bool is_name_letter(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
  if ((c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4)) return true;
  return u_isalpha(static_cast<UChar32>(c)) || c == U'々' || c == U'ー' ||
         u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_GENERAL_CATEGORY) ==
             U_COMBINING_SPACING_MARK;
}

NameScript script_of_letter(char32_t c) {
  if (c < 0x250) return c >= U'0' && c <= U'9' ? NameScript::other : NameScript::latin;
  if (c >= 0xAC00 && c <= 0xD7A3) return NameScript::hangul;
  if (is_han(c)) return NameScript::han;
  if (c >= 0x400 && c < 0x530) return NameScript::cyrillic;
  if (c >= 0x600 && c < 0x780) return NameScript::arabic;
  if (c >= 0x590 && c < 0x600) return NameScript::hebrew;
  if (c >= 0x3040 && c < 0x3100) return NameScript::kana;
  return NameScript::other;
}

std::vector<NameWord> split_name(std::u32string_view folded, NamePart part) {
  std::vector<CutWord> cut_words = cut(folded);
  join_hyphenated_syllables(cut_words);
  join_arabic_names(cut_words);
  set_articles_apart(cut_words);
  if (part == NamePart::whole) split_east_asian_names(cut_words);
  give_roles(cut_words);
  std::vector<NameWord> words;
  words.reserve(cut_words.size());
  for (CutWord& word : cut_words) {
    if (part == NamePart::surname) word.word.place = NamePlace::surname;
    if (part == NamePart::given) word.word.place = NamePlace::given;
    if (word.word.script == NameScript::latin && word.word.canonical.empty()) {
      word.word.canonical = canonical_servant(word.word.folded);
      if (word.word.canonical.empty()) word.word.canonical = canonical_religion(word.word.folded);
    }
    words.push_back(std::move(word.word));
  }
  return words;
}

}  // namespace hearim
