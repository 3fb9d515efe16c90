// Most letters fold alone, by a table for the blocks that names use: Latin (made once from ICU's
// decompositions), Cyrillic and Arabic. Text with combining characters that make a letter of their
// own (й written as и + breve, Hangul written in jamo, kana with a separate voicing mark) is
// composed by ICU first; what is left outside the tables is folded by ICU one code point at a time.
//
// Unicode Standard Annex 15 (normalisation forms), chapter 3.13 (case folding).
#include "text/letter_folding.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <array>

#include "base/check.h"

namespace hearim {
namespace {

constexpr char32_t kLatinTableEnd = 0x250;

// Latin letters that have no decomposition, and what is customary for them in plain letters.
const char* latin_letter_without_marks(char32_t c) {
  switch (c) {
    case U'æ':
    case U'Æ':
      return "ae";
    case U'œ':
    case U'Œ':
      return "oe";
    case U'ø':
    case U'Ø':
      return "o";
    case U'ß':
    case U'ẞ':
      return "ss";
    case U'ð':
    case U'Ð':
    case U'đ':
    case U'Đ':
    case U'Ɖ':
    case U'ɗ':
    case U'Ɗ':
      return "d";
    case U'þ':
    case U'Þ':
      return "th";
    case U'ł':
    case U'Ł':
      return "l";
    case U'ħ':
    case U'Ħ':
      return "h";
    case U'ı':
    case U'İ':
      return "i";
    case U'ŋ':
    case U'Ŋ':
      return "ng";
    case U'ŧ':
    case U'Ŧ':
      return "t";
    case U'ĸ':
      return "k";
    case U'ə':
    case U'Ə':
      return "a";
    case U'ɓ':
    case U'Ɓ':
      return "b";
    case U'ƙ':
    case U'Ƙ':
      return "k";
    case U'ƴ':
    case U'Ƴ':
      return "y";
    case U'ɛ':
    case U'Ɛ':
      return "e";
    case U'ɔ':
    case U'Ɔ':
      return "o";
    default:
      return nullptr;
  }
}

// The letters a code point becomes under ICU's NFKC_Casefold, then without marks.
std::u32string fold_by_icu(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  static const icu::Normalizer2* const decompose = icu::Normalizer2::getNFKDInstance(status);
  CHECK(U_SUCCESS(status) && casefold != nullptr && decompose != nullptr);
  icu::UnicodeString text =
      casefold->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  const bool marks_dropped =
      u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_SCRIPT) != USCRIPT_CYRILLIC &&
      !(c >= 0x3040 && c < 0x3100) && !(c >= 0x1100 && c < 0x1200) &&
      !(c >= 0x3130 && c < 0x3190) && !(c >= 0xFF66 && c < 0xFFE0);
  if (marks_dropped) text = decompose->normalize(text, status);
  CHECK(U_SUCCESS(status));
  std::u32string folded;
  for (int32_t i = 0; i < text.length();) {
    const UChar32 letter = text.char32At(i);
    i += U16_LENGTH(letter);
    if (const char* plain = latin_letter_without_marks(static_cast<char32_t>(letter))) {
      while (*plain != 0) folded += static_cast<char32_t>(*plain++);
    } else if (u_charDigitValue(letter) >= 0) {
      folded += U'0' + static_cast<char32_t>(u_charDigitValue(letter));
    } else {
      const int type = u_charType(letter);
      if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_CONTROL_CHAR ||
          type == U_FORMAT_CHAR || type == U_UNASSIGNED || type == U_PRIVATE_USE_CHAR) {
        continue;
      }
      if (u_isUWhiteSpace(letter)) {
        folded += U' ';
      } else if (type == U_DASH_PUNCTUATION) {
        folded += U'-';
      } else {
        folded += static_cast<char32_t>(letter);
      }
    }
  }
  return folded;
}

const std::array<std::u32string, kLatinTableEnd>& latin_table() {
  static const auto table = [] {
    std::array<std::u32string, kLatinTableEnd> made;
    for (char32_t c = 0; c < kLatinTableEnd; ++c) {
      if (const char* plain = latin_letter_without_marks(c)) {
        while (*plain != 0) made[c] += static_cast<char32_t>(*plain++);
      } else if (c == U'\t' || c == U'\n' || c == U'\r' || c == 0xA0) {
        made[c] = U" ";
      } else if (c == U'`' || c == U'´') {
        made[c] = U"'";
      } else if (c < 0x20 || c == 0x7F || c == 0xAD) {
        made[c].clear();
      } else if (c >= U'A' && c <= U'Z') {
        made[c] = std::u32string(1, c + 32);
      } else if (c < 0x80) {
        made[c] = std::u32string(1, c);
      } else {
        made[c] = fold_by_icu(c);
      }
    }
    return made;
  }();
  return table;
}

char32_t fold_cyrillic(char32_t c) {
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) c += 0x50;
  if (c >= 0x460 && c < 0x482) return c | 1;
  if (c >= 0x48A && c < 0x4C0) return c | 1;
  if (c >= 0x4D0 && c < 0x530) return c | 1;
  if (c == 0x450 || c == 0x451) return U'е';
  if (c == 0x45D) return U'и';
  return c;
}

// 0 where the character is dropped.
char32_t fold_arabic(char32_t c) {
  if ((c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x610 && c <= 0x61A)) return 0;
  if (c >= 0x6D6 && c <= 0x6ED && c != 0x6DD && c != 0x6DE && c != 0x6E9) return 0;
  if (c >= 0x660 && c <= 0x669) return U'0' + (c - 0x660);
  if (c >= 0x6F0 && c <= 0x6F9) return U'0' + (c - 0x6F0);
  switch (c) {
    case 0x621:
    case 0x640:
    case 0x61C:
      return 0;  // hamza alone, tatweel
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671:
    case 0x672:
    case 0x673:
    case 0x675:
      return 0x627;  // kinds of alef
    case 0x624:
    case 0x676:
      return 0x648;  // waw with hamza
    case 0x626:
    case 0x649:
    case 0x6CC:
    case 0x6D2:
    case 0x6D3:
    case 0x6CD:
    case 0x6CE:
      return 0x64A;  // kinds of yeh
    case 0x629:
    case 0x6C0:
    case 0x6C1:
    case 0x6C2:
    case 0x6C3:
    case 0x6D5:
    case 0x6BE:
      return 0x647;  // kinds of heh
    case 0x6A9:
    case 0x6AA:
      return 0x643;  // kinds of kaf
    default:
      return c;
  }
}

bool needs_composition(char32_t c) {
  return (c >= 0x300 && c < 0x370) || (c >= 0x1100 && c < 0x1200) || c == 0x3099 || c == 0x309A ||
         (c >= 0xFF65 && c < 0xFFA0);
}

void compose(std::u32string& text) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const nfkc = icu::Normalizer2::getNFKCInstance(status);
  CHECK(U_SUCCESS(status) && nfkc != nullptr);
  const icu::UnicodeString composed =
      nfkc->normalize(icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                                    static_cast<int32_t>(text.size())),
                      status);
  CHECK(U_SUCCESS(status));
  text.clear();
  for (int32_t i = 0; i < composed.length();) {
    const UChar32 c = composed.char32At(i);
    i += U16_LENGTH(c);
    text += static_cast<char32_t>(c);
  }
}

}  // namespace

std::u32string from_utf8(std::string_view utf8) {
  std::u32string text;
  text.reserve(utf8.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto size = static_cast<int32_t>(utf8.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(bytes, i, size, c);
    if (c >= 0) text += static_cast<char32_t>(c);
  }
  return text;
}

void append_utf8(char32_t letter, std::string& out) {
  char bytes[4];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, letter);
  out.append(bytes, static_cast<size_t>(size));
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char32_t c : text) append_utf8(c, out);
  return out;
}

std::u32string fold_letters(std::string_view utf8) {
  std::u32string text = from_utf8(utf8);
  for (char32_t c : text) {
    if (needs_composition(c)) {
      compose(text);
      break;
    }
  }
  const auto& latin = latin_table();
  std::u32string folded;
  folded.reserve(text.size() + 4);
  for (char32_t c : text) {
    if (c < kLatinTableEnd) {
      const std::u32string& letters = latin[c];
      if (letters.size() == 1) {
        folded += letters[0];
      } else {
        folded += letters;
      }
    } else if (c >= 0x400 && c < 0x530 && !(c >= 0x483 && c <= 0x489)) {
      folded += fold_cyrillic(c);
    } else if (c >= 0x600 && c < 0x700) {
      if (const char32_t letter = fold_arabic(c)) folded += letter;
    } else if ((c >= 0x4E00 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4)) {
      folded += c;
    } else if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032 || c == 0x2BC ||
               c == 0x2BB || c == 0x2BE || c == 0x2BF || c == 0x55A) {
      folded += U'\'';
    } else {
      // Presentation forms of Arabic fold to plain letters, which fold again.
      for (char32_t letter : fold_by_icu(c)) {
        if (letter >= 0x600 && letter < 0x700) letter = fold_arabic(letter);
        if (letter != 0) folded += letter;
      }
    }
  }
  return folded;
}

}  // namespace hearim
