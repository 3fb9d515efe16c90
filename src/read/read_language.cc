// The language of a text: by script where a script decides, else by the common words of English
// and Spanish. Looks at the first 20,000 code points. Japanese text is not told from Chinese
// unless it has kana (then: unknown).
#include <algorithm>

#include "hearim/read.h"
#include "read/letter_key.h"

namespace hearim {

std::string_view language_code(ReadLanguage language) {
  switch (language) {
    case ReadLanguage::english:
      return "en";
    case ReadLanguage::spanish:
      return "es";
    case ReadLanguage::arabic:
      return "ar";
    case ReadLanguage::chinese:
      return "zh";
    case ReadLanguage::korean:
      return "ko";
    case ReadLanguage::unknown:
      break;
  }
  return "und";
}

ReadLanguage language_from_code(std::string_view code) {
  for (int i = 1; i <= static_cast<int>(ReadLanguage::korean); ++i) {
    if (language_code(static_cast<ReadLanguage>(i)) == code.substr(0, 2))
      return static_cast<ReadLanguage>(i);
  }
  return ReadLanguage::unknown;
}

ReadLanguage guess_language(std::u32string_view text) {
  text = text.substr(0, 20000);
  std::size_t latin = 0, arabic = 0, han = 0, hangul = 0, kana = 0, spanish = 0, english = 0;
  std::u32string word;
  const auto finish = [&] {
    static constexpr std::u32string_view kSpanish[] = {U"de",  U"la",   U"el",  U"los", U"las",
                                                       U"que", U"en",   U"por", U"una", U"del",
                                                       U"con", U"para", U"se",  U"un",  U"y"};
    static constexpr std::u32string_view kEnglish[] = {U"the",  U"of",   U"and",  U"to", U"in",
                                                       U"was",  U"that", U"for",  U"is", U"on",
                                                       U"with", U"were", U"from", U"by", U"i"};
    if (std::find(std::begin(kSpanish), std::end(kSpanish), word) != std::end(kSpanish)) ++spanish;
    if (std::find(std::begin(kEnglish), std::end(kEnglish), word) != std::end(kEnglish)) ++english;
    word.clear();
  };
  for (const char32_t c : text) {
    switch (letter_kind(c)) {
      case LetterKind::latin:
        ++latin;
        if (word.size() < 6) word += letter_key(c);
        continue;
      case LetterKind::arabic:
        ++arabic;
        break;
      case LetterKind::han:
        ++han;
        break;
      case LetterKind::hangul:
        ++hangul;
        break;
      case LetterKind::kana:
        ++kana;
        break;
      default:
        break;
    }
    finish();
  }
  finish();
  // A syllable or Han character says as much as two or three letters.
  const std::size_t most = std::max({latin, arabic * 2, han * 3, hangul * 3});
  if (most == 0) return ReadLanguage::unknown;
  if (kana * 5 > han + kana && kana > hangul) return ReadLanguage::unknown;
  if (hangul * 3 == most || (hangul * 3 > latin && hangul > 0 && hangul * 2 > han))
    return ReadLanguage::korean;
  if (han * 3 == most) return ReadLanguage::chinese;
  if (arabic * 2 == most) return ReadLanguage::arabic;
  if (spanish > english) return ReadLanguage::spanish;
  return english > 0 ? ReadLanguage::english : ReadLanguage::unknown;
}

}  // namespace hearim
