#include "read/letter_key.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <array>

#include "text/han_readings.h"

namespace hearim {
namespace {

constexpr char32_t kTableEnd = 0x3100;

char32_t slow_key(char32_t c) {
  switch (c) {
    case U'أ':
    case U'إ':
    case U'آ':
    case U'ٱ':
      return U'ا';
    case U'ى':
    case U'ی':
    case U'ئ':
      return U'ي';
    case U'ؤ':
      return U'و';
    case U'ة':
    case U'ہ':
    case U'ە':
      return U'ه';
    case U'ک':
      return U'ك';
    case U'ı':
      return U'i';
    case U'ß':
      return U's';
    case U'–':
    case U'—':
    case U'−':
    case U'‑':
    case U'‐':
      return U'-';
    case U'’':
    case U'‘':
    case U'ʼ':
      return U'\'';
    case U'“':
    case U'”':
    case U'„':
    case U'«':
    case U'»':
      return U'"';
    default:
      break;
  }
  if (c < 0x250) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfd = unorm2_getNFDInstance(&status);
    UChar buffer[8];
    const int length = unorm2_getDecomposition(nfd, static_cast<UChar32>(c), buffer, 8, &status);
    if (U_SUCCESS(status) && length > 0) c = buffer[0];
  }
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

LetterKind slow_kind(char32_t c) {
  if (c == U'\n' || c == U'\r' || c == 0x2028 || c == 0x2029) return LetterKind::line_end;
  const auto code = static_cast<UChar32>(c);
  const auto type = u_charType(code);
  if (u_isUWhiteSpace(code) || c == 0x200B) return LetterKind::space;
  if (type == U_DECIMAL_DIGIT_NUMBER) return LetterKind::digit;
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
      type == U_COMBINING_SPACING_MARK || c == 0x640) {
    return LetterKind::mark;
  }
  if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) ||
      (c >= 0x3130 && c <= 0x318F)) {
    return LetterKind::hangul;
  }
  if (c == U'〇' || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
      (c >= 0x20000 && c <= 0x3FFFF)) {
    return LetterKind::han;
  }
  if (c >= 0x3040 && c <= 0x30FF) return LetterKind::kana;
  if ((c >= 0x600 && c <= 0x6FF) || (c >= 0x750 && c <= 0x77F) || (c >= 0xFB50 && c <= 0xFDFF) ||
      (c >= 0xFE70 && c <= 0xFEFE)) {
    return u_isalpha(code) ? LetterKind::arabic : LetterKind::punctuation;
  }
  if (u_isalpha(code)) return LetterKind::latin;
  return LetterKind::punctuation;
}

struct Tables {
  std::array<LetterKind, kTableEnd> kind;
  std::array<char32_t, kTableEnd> key;
  Tables() {
    for (char32_t c = 0; c < kTableEnd; ++c) {
      kind[c] = slow_kind(c);
      key[c] = kind[c] == LetterKind::mark ? 0
               : kind[c] == LetterKind::digit
                   ? U'0' + static_cast<char32_t>(u_charDigitValue(static_cast<UChar32>(c)))
                   : slow_key(c);
    }
  }
};

const Tables& tables() {
  static const Tables made;
  return made;
}

// The same for ASCII, known while compiling: most letters of most texts.
struct AsciiTables {
  LetterKind kind[0x80] = {};
  char key[0x80] = {};
  constexpr AsciiTables() {
    for (int c = 0; c < 0x80; ++c) {
      const bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
      kind[c] = c == '\n' || c == '\r'                            ? LetterKind::line_end
                : c == ' ' || c == '\t' || c == '\v' || c == '\f' ? LetterKind::space
                : c >= '0' && c <= '9'                            ? LetterKind::digit
                : upper || lower                                  ? LetterKind::latin
                                                                  : LetterKind::punctuation;
      key[c] = static_cast<char>(upper ? c - 'A' + 'a' : c);
    }
  }
};
constexpr AsciiTables kAscii;

}  // namespace

LetterKind letter_kind(char32_t c) {
  if (c < 0x80) return kAscii.kind[c];
  if (c < kTableEnd) return tables().kind[c];
  if (c >= 0xAC00 && c <= 0xD7A3) return LetterKind::hangul;
  if (c >= 0x3400 && c <= 0x9FFF) return LetterKind::han;
  if (c >= 0xFF10 && c <= 0xFF19) return LetterKind::digit;
  return slow_kind(c);
}

char32_t letter_key(char32_t c) {
  if (c < 0x80) return static_cast<char32_t>(kAscii.key[c]);
  if (c < kTableEnd) return tables().key[c];
  if (c >= 0xAC00 && c <= 0xD7A3) return c;
  if (c >= 0x3400 && c <= 0x9FFF) return simplified_han(c);
  if (c >= 0xFF01 && c <= 0xFF5E) return tables().key[c - 0xFEE0];
  return static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

int digit_value(char32_t c) { return static_cast<int>(u_charDigitValue(static_cast<UChar32>(c))); }

}  // namespace hearim
