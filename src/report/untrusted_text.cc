#include "report/untrusted_text.h"

#include <unicode/uchar.h>

#include "report/code_points.h"

namespace hearim {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";         // U+FFFD
constexpr std::string_view kFirstStrongIsolate = "\xE2\x81\xA8";  // U+2068
constexpr std::string_view kPopIsolate = "\xE2\x81\xA9";          // U+2069

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_isolate(char32_t c) { return c >= 0x2066 && c <= 0x2069; }

// Characters that act on the text around them instead of being seen.
bool is_unsafe(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;       // controls, the escape among them
  if (c >= 0x202A && c <= 0x202E) return true;                 // bidi embeddings and overrides
  if (c == 0x200E || c == 0x200F || c == 0x061C) return true;  // bidi marks
  return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) || (c >= 0xE0000 && c <= 0xE007F);
}

enum class Isolates { keep, replace };

std::string cleaned(std::string_view text, Isolates isolates) {
  std::string out;
  out.reserve(text.size());
  for_each_code_point(text, [&](std::string_view bytes, char32_t c) {
    if (is_space(c)) {
      if (out.empty() || out.back() != ' ') out += ' ';
    } else if (c == kMalformed || is_unsafe(c) ||
               (isolates == Isolates::replace && is_isolate(c))) {
      out += kReplacement;
    } else {
      out += bytes;
    }
  });
  return out;
}

}  // namespace

std::string clean_text(std::string_view text) { return cleaned(text, Isolates::replace); }

char32_t shown_character(char32_t c) {
  if (is_space(c)) return ' ';
  return is_unsafe(c) || is_isolate(c) ? char32_t{0xFFFD} : c;
}

std::string escape_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : cleaned(text, Isolates::keep)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string isolate(std::string_view text) {
  std::string out(kFirstStrongIsolate);
  out += clean_text(text);
  out += kPopIsolate;
  return out;
}

bool has_right_to_left(std::string_view text) {
  bool found = false;
  for_each_code_point(text, [&](std::string_view, char32_t c) {
    if (c == kMalformed) return;
    const UCharDirection direction = u_charDirection(static_cast<UChar32>(c));
    found = found || direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
  });
  return found;
}

}  // namespace hearim
